//! Client credentials, passwords and refresh tokens.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use generator_runtime::client::{Credential, Flow, OAuth2, Retry, TokenEndpoint};
use generator_runtime::error::{CredentialsError, Error, TokenError};

use crate::cloud::{Change, Cloud, List};

const URL: &str = "https://id.example/token";

fn source() -> OAuth2 {
    OAuth2::client_credentials(URL, "the id", "s:e&c")
}

/// The only question of a cloud after one call.
async fn question(source: OAuth2) -> (String, String, String) {
    let cloud = Cloud::default().token("t1");
    cloud.connection(source).call(List).await.unwrap();
    assert_eq!(cloud.shown(), ["Bearer t1"]);
    let [asked] = &cloud.questions()[..] else {
        panic!("{:?}", cloud.questions())
    };
    (
        asked.url.clone(),
        asked.authorization.clone(),
        asked.body.clone(),
    )
}

#[tokio::test(start_paused = true)]
async fn questions_of_the_grants() {
    let basic = "Basic dGhlK2lkOnMlM0FlJTI2Yw==";
    let refresh = || OAuth2::refresh_token(URL, "r0").public_client("app");
    for (source, authorization, body) in [
        (
            source(),
            basic,
            "grant_type=client_credentials&scope=items%3Aread",
        ),
        (
            source().scopes(["a", "b"]).param("audience", "https://x"),
            basic,
            "grant_type=client_credentials&scope=a+b&audience=https%3A%2F%2Fx",
        ),
        (
            source().scopes::<&str>([]).secret_in_body(),
            "",
            "grant_type=client_credentials&client_id=the+id&client_secret=s%3Ae%26c",
        ),
        (
            OAuth2::password(URL, "ann", "p w").public_client("app"),
            "",
            "grant_type=password&username=ann&password=p+w&client_id=app",
        ),
        (
            refresh(),
            "",
            "grant_type=refresh_token&refresh_token=r0&client_id=app",
        ),
        (
            refresh().client("the id", "s:e&c").scopes(["a"]),
            basic,
            "grant_type=refresh_token&scope=a&refresh_token=r0",
        ),
    ] {
        let asked = question(source).await;
        assert_eq!(
            asked,
            (URL.to_owned(), authorization.to_owned(), body.to_owned())
        );
    }
}

#[tokio::test(start_paused = true)]
async fn tokens_are_kept_until_shortly_before_their_end() {
    let cloud = Cloud::default().token("t1").token("t2");
    let connection = cloud.connection(source());
    connection.call(List).await.unwrap();
    tokio::time::advance(Duration::from_secs(3539)).await;
    connection.call(List).await.unwrap();
    assert_eq!(cloud.questions().len(), 1);
    tokio::time::advance(Duration::from_secs(2)).await;
    connection.call(List).await.unwrap();
    assert_eq!(cloud.shown(), ["Bearer t1", "Bearer t1", "Bearer t2"]);
}

#[tokio::test(start_paused = true)]
async fn a_token_without_an_end_is_kept() {
    let cloud = Cloud::default().grants(200, r#"{"access_token":"t1","token_type":"bearer"}"#);
    let connection = cloud.connection(source());
    for _ in 0..2 {
        connection.call(List).await.unwrap();
        tokio::time::advance(Duration::from_secs(1 << 20)).await;
    }
    assert_eq!(cloud.questions().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn many_calls_ask_once() {
    let cloud = Cloud::default()
        .slow(Duration::from_millis(100))
        .token("t1");
    let connection = cloud.connection(source());
    let calls: Vec<_> = (0..20)
        .map(|_| {
            let connection = connection.clone();
            tokio::spawn(async move { connection.call(List).await })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!((cloud.questions().len(), cloud.shown().len()), (1, 20));
}

#[tokio::test(start_paused = true)]
async fn many_calls_share_one_failure() {
    let cloud = Cloud::default()
        .slow(Duration::from_millis(100))
        .grants(503, "")
        .token("t1");
    let connection = cloud.connection(source());
    let calls: Vec<_> = (0..20)
        .map(|_| {
            let connection = connection.clone();
            tokio::spawn(async move { connection.call(List).await })
        })
        .collect();
    for call in calls {
        let error = call.await.unwrap().unwrap_err();
        assert!(error.is_retryable() && error.never_sent(), "{error:?}");
    }
    assert_eq!((cloud.questions().len(), cloud.shown().len()), (1, 0));
    connection.call(List).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_given_up_does_not_block_the_others() {
    let cloud = Cloud::default()
        .slow(Duration::from_secs(10))
        .token("lost")
        .token("t2");
    let connection = cloud
        .builder()
        .credential(source())
        .timeout(Duration::from_secs(11));
    let connection = connection.build().unwrap();
    let given_up = tokio::time::timeout(Duration::from_secs(1), connection.call(List)).await;
    assert!(given_up.is_err());
    connection.call(List).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn what_is_missing_is_asked_for_and_what_is_there_is_not() {
    let cloud = Cloud::default().token("read").token("both");
    let connection = cloud.connection(source());
    connection.call(List).await.unwrap();
    connection.call(Change).await.unwrap();
    connection.call(List).await.unwrap();
    assert_eq!(cloud.shown(), ["Bearer read", "Bearer both", "Bearer read"]);

    let cloud = Cloud::default().token("both");
    let connection = cloud.connection(source());
    connection.call(Change).await.unwrap();
    connection.call(List).await.unwrap();
    assert_eq!(cloud.shown(), ["Bearer both", "Bearer both"]);
}

#[tokio::test(start_paused = true)]
async fn a_refused_token_is_got_again_once() {
    let cloud = Cloud::default().token("t1").token("t2").answers(401);
    cloud.connection(source()).call(List).await.unwrap();
    assert_eq!(cloud.shown(), ["Bearer t1", "Bearer t2"]);

    let cloud = Cloud::default()
        .token("t1")
        .token("t2")
        .answers(401)
        .answers(401);
    let error = cloud.connection(source()).call(List).await.unwrap_err();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(401));
    assert_eq!(cloud.shown(), ["Bearer t1", "Bearer t2"]);

    let cloud = Cloud::default().answers(401);
    let fixed = cloud.connection(Credential::bearer("fixed"));
    assert!(fixed.call(List).await.is_err());
    assert_eq!(cloud.shown(), ["Bearer fixed"]);
}

#[tokio::test(start_paused = true)]
async fn errors_of_the_authorization_server() {
    let check = async |status, body: &str| {
        let cloud = Cloud::default().grants(status, body);
        let error = cloud.connection(source()).call(List).await.unwrap_err();
        assert!(cloud.shown().is_empty());
        let shown = format!("{error} {error:?}");
        assert!(
            !shown.contains("s:e&c") && !shown.contains("s%3Ae"),
            "{shown}"
        );
        let Error::Credentials(error) = error else {
            panic!("{shown}")
        };
        error.token_error().cloned().unwrap()
    };
    let error = check(
        401,
        r#"{"error":"invalid_client","error_description":"who?","error_uri":"https://id/e"}"#,
    )
    .await;
    assert_eq!(error.code(), Some("invalid_client"));
    assert_eq!(
        error.to_string(),
        "the authorization server refused: invalid_client (who?)"
    );
    assert!(!error.is_retryable());
    for (status, body, expected, again) in [
        (500, "oops", "answered 500", true),
        (404, "{}", "answered 404", false),
        (200, "{}", "no `access_token`", false),
        (
            200,
            r#"{"access_token":"t","token_type":"mac"}"#,
            "type \"mac\"",
            false,
        ),
        (200, "t", "no JSON", false),
    ] {
        let error = check(status, body).await;
        assert!(error.to_string().contains(expected), "{error}");
        assert_eq!(error.is_retryable(), again, "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_authorization_server_that_is_down_is_asked_again() {
    let cloud = Cloud::default().grants(503, "").token("t1");
    let builder = cloud
        .builder()
        .credential(source())
        .retry(Retry::attempts(3));
    builder.build().unwrap().call(List).await.unwrap();
    assert_eq!(cloud.questions().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_token_near_its_end_serves_while_no_other_is_to_be_had() {
    let cloud = Cloud::default().token("t1").grants(503, "").grants(503, "");
    let connection = cloud.connection(source());
    connection.call(List).await.unwrap();
    tokio::time::advance(Duration::from_secs(3590)).await;
    connection.call(List).await.unwrap();
    tokio::time::advance(Duration::from_secs(20)).await;
    assert!(connection.call(List).await.is_err());
    assert_eq!(cloud.shown(), ["Bearer t1", "Bearer t1"]);
}

#[tokio::test(start_paused = true)]
async fn refresh_tokens_are_replaced() {
    let tokens = |access: &str, refresh: &str| {
        format!(
            r#"{{"access_token":"{access}","token_type":"bearer","expires_in":"100","refresh_token":"{refresh}"}}"#
        )
    };
    let cloud = Cloud::default()
        .grants(200, &tokens("t1", "r1"))
        .grants(200, &tokens("t2", "r1"))
        .grants(400, r#"{"error":"invalid_grant"}"#);
    let heard = Arc::new(Mutex::new(Vec::new()));
    let hears = heard.clone();
    let flow = Flow::new("oauth")
        .with_token_url(URL)
        .with_refresh_url("https://id.example/refresh");
    let source = OAuth2::refresh_token(flow, "r0")
        .public_client("app")
        .access_token("t0", Some(Duration::from_secs(10)))
        .on_refresh_token(move |token| hears.lock().unwrap().push(token.expose().to_owned()));
    let connection = cloud.connection(source);
    for wait in [10, 100, 100] {
        connection.call(List).await.unwrap();
        tokio::time::advance(Duration::from_secs(wait)).await;
    }
    let error = connection.call(List).await.unwrap_err();
    assert!(!error.is_retryable());
    let error = connection.call(List).await.unwrap_err();
    assert!(
        matches!(&error, Error::Credentials(error) if matches!(error.token_error(), Some(TokenError::UsedUp))),
        "{error:?}"
    );
    assert_eq!(cloud.shown(), ["Bearer t0", "Bearer t1", "Bearer t2"]);
    assert_eq!(*heard.lock().unwrap(), ["r1"]);
    let questions = cloud.questions();
    assert!(
        questions
            .iter()
            .all(|asked| asked.url == "https://id.example/refresh")
    );
    let sent = |index: usize, token: &str| {
        questions[index]
            .body
            .contains(&format!("refresh_token={token}&"))
    };
    assert!(
        sent(0, "r0") && sent(1, "r1") && sent(2, "r1"),
        "{questions:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_password_helps_where_a_refresh_token_does_not() {
    let cloud = Cloud::default()
        .grants(
            200,
            r#"{"access_token":"t1","expires_in":10,"refresh_token":"r1"}"#,
        )
        .grants(400, r#"{"error":"invalid_grant"}"#)
        .token("t2");
    let connection = cloud.connection(OAuth2::password(URL, "ann", "pw"));
    connection.call(List).await.unwrap();
    tokio::time::advance(Duration::from_secs(10)).await;
    connection.call(List).await.unwrap();
    assert_eq!(cloud.shown(), ["Bearer t1", "Bearer t2"]);
}

#[tokio::test(start_paused = true)]
async fn endpoints_are_discovered_once() {
    let metadata = r#"{"issuer":"https://id.example","token_endpoint":"https://id.example/t",
        "token_endpoint_auth_methods_supported":["client_secret_post"]}"#;
    let cloud = Cloud::default()
        .grants(200, metadata)
        .token("t1")
        .token("t2")
        .answers(401);
    let endpoint = TokenEndpoint::discovered("https://id.example/.well-known/openid-configuration");
    let source = OAuth2::client_credentials(endpoint, "i", "s");
    cloud.connection(source).call(List).await.unwrap();
    let questions = cloud.questions();
    let urls: Vec<_> = questions.iter().map(|asked| asked.url.as_str()).collect();
    assert_eq!(
        urls,
        [
            "https://id.example/.well-known/openid-configuration",
            "https://id.example/t",
            "https://id.example/t"
        ]
    );
    assert!(questions[1].body.ends_with("&client_id=i&client_secret=s"));
    assert_eq!(cloud.shown(), ["Bearer t1", "Bearer t2"]);
}

#[test]
fn secrets_of_sources_do_not_show() {
    let cloud = Cloud::default();
    let source = OAuth2::password(URL, "ann", "s3cret").client("i", "s3cret");
    assert!(!format!("{source:?}").contains("s3cret"));
    let builder = cloud
        .builder()
        .credential(source.access_token("s3cret", None));
    assert!(!format!("{builder:?}").contains("s3cret"));
    let error = CredentialsError::Source(TokenError::UsedUp.into());
    assert_eq!(error.to_string(), "no credential could be obtained");
}
