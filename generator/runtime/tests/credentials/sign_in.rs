//! Users who sign in: with an authorization code, and from a device.

use std::time::Duration;

use generator_runtime::client::{Authorization, DeviceLogin};
use generator_runtime::error::TokenError;

use crate::cloud::{Cloud, List};

const URL: &str = "https://id.example/token";

#[tokio::test(start_paused = true)]
async fn a_code_becomes_tokens_once() {
    let first = r#"{"access_token":"t1","expires_in":10,"refresh_token":"r1"}"#;
    let cloud = Cloud::default().grants(200, first).token("t2");
    let authorization = Authorization::new("app", "https://a/back", "state", "v".repeat(43));
    let connection = cloud.connection(authorization.code(URL, "the code"));
    connection.call(List).await.unwrap();
    tokio::time::advance(Duration::from_secs(10)).await;
    connection.call(List).await.unwrap();
    assert_eq!(cloud.shown(), ["Bearer t1", "Bearer t2"]);
    let questions = cloud.questions();
    assert_eq!(
        questions[0].body,
        format!(
            "grant_type=authorization_code&code=the+code&redirect_uri=https%3A%2F%2Fa%2Fback&code_verifier={}&client_id=app",
            "v".repeat(43)
        )
    );
    assert!(questions[1].body.contains("refresh_token=r1"));

    let cloud = Cloud::default().grants(200, r#"{"access_token":"t1","expires_in":10}"#);
    let authorization = Authorization::new("app", "https://a/back", "state", "v".repeat(43));
    let connection = cloud.connection(authorization.code(URL, "the code"));
    connection.call(List).await.unwrap();
    tokio::time::advance(Duration::from_secs(10)).await;
    assert!(connection.call(List).await.is_err());
    assert_eq!(cloud.questions().len(), 1);
}

const CODE: &str = r#"{"device_code":"d1","user_code":"WDJB-MJHT","verification_uri":"https://id/device",
    "expires_in":60,"interval":5}"#;

#[tokio::test(start_paused = true)]
async fn a_device_waits_for_its_user() {
    let pending = r#"{"error":"authorization_pending"}"#;
    let cloud = Cloud::default()
        .grants(200, CODE)
        .grants(400, pending)
        .grants(400, r#"{"error":"slow_down"}"#)
        .grants(400, pending)
        .token("t1");
    let login = DeviceLogin::new("https://id.example/device", URL, "app").scopes(["a"]);
    let transport = cloud.transport();
    let code = login.start(&transport).await.unwrap();
    assert_eq!(
        (code.code.as_str(), code.verification_uri.as_str()),
        ("WDJB-MJHT", "https://id/device")
    );
    let began = tokio::time::Instant::now();
    let source = login.finish(code, &transport).await.unwrap();
    assert_eq!(began.elapsed().as_secs(), 5 + 5 + 10 + 10);
    cloud.connection(source).call(List).await.unwrap();
    assert_eq!(cloud.shown(), ["Bearer t1"]);
    let questions = cloud.questions();
    assert_eq!(questions[0].body, "scope=a&client_id=app");
    assert!(questions[1].body.contains("device_code=d1"));
}

#[tokio::test(start_paused = true)]
async fn a_device_gives_up() {
    let cloud = Cloud::default()
        .grants(200, CODE)
        .grants(400, r#"{"error":"access_denied"}"#);
    let login = DeviceLogin::new("https://id.example/device", URL, "app");
    let code = login.start(&cloud.transport()).await.unwrap();
    let error = login.finish(code, &cloud.transport()).await.unwrap_err();
    assert_eq!(error.code(), Some("access_denied"));

    let mut cloud = Cloud::default().grants(200, CODE);
    for _ in 0..12 {
        cloud = cloud.grants(400, r#"{"error":"authorization_pending"}"#);
    }
    let login = DeviceLogin::new("https://id.example/device", URL, "app");
    let code = login.start(&cloud.transport()).await.unwrap();
    let error = login.finish(code, &cloud.transport()).await.unwrap_err();
    assert!(matches!(error, TokenError::UsedUp), "{error:?}");
}
