//! A client plugged into a server with no socket between. `images` is what the generator emits for a small API, written
//! by hand: the model of emitted operations, clients and servers.

#[expect(unreachable_pub, reason = "what is emitted is public")]
mod images;

use std::time::Duration;

use generator_runtime::body::Body;
use generator_runtime::client::{Connection, Credential, Transport};
use generator_runtime::credentials::AccessKey;
use generator_runtime::error::{CredentialsError, Error, Undocumented};
use generator_runtime::server::{Caller, KeyRing, Limits, Principal, Router, Validation};
use http::StatusCode;
use tower_service::Service as _;

use images::*;

/// A cloud with one image, `i/1`.
struct Cloud;

impl Api for Cloud {
    async fn copy_image(
        &self,
        request: CopyImage,
        caller: Caller,
    ) -> Result<CopyAccepted, CopyImageError> {
        match request.image_id.as_str() {
            "i/1" => {
                let by = caller
                    .principal
                    .map_or_else(|| String::from("nobody"), |principal| principal.id);
                let from = caller
                    .signed_scope
                    .map_or_else(String::new, |scope| scope.region);
                Ok(CopyAccepted {
                    job_id: format!("{}-{by}-{from}-{:?}", request.body.name, request.dry_run),
                })
            }
            "teapot" => {
                let body = r#"{"error":{"code":418,"message":"short and stout"}}"#.into();
                let reply = Undocumented::new(StatusCode::IM_A_TEAPOT);
                Err(CopyImageError::Undocumented(Undocumented { body, ..reply }))
            }
            "slow" => {
                tokio::time::sleep(Duration::from_secs(5)).await;
                Err(Undocumented::new(StatusCode::NOT_FOUND).into())
            }
            _ => {
                let error = ErrorDetail {
                    code: "IMG.0027".into(),
                    message: "no such image".into(),
                };
                Err(CopyImageError::NotFound(ErrorBody { error }))
            }
        }
    }
}

fn router() -> Router<Server<Cloud>> {
    let keys = KeyRing::new()
        .access_key(AccessKey::new("AK", "SK"), Principal::new("alice"))
        .api_key("k-1", Principal::new("bob"));
    images::router(Cloud).credentials(keys)
}

fn client(router: Router<Server<Cloud>>, credential: impl Into<Credential>) -> Client {
    let connection = Connection::builder()
        .base_url("https://images.example/")
        .transport(Transport::new(router))
        .credential(credential)
        .build();
    Client::new(connection.expect("the settings are complete"))
}

fn copy(image_id: &str) -> CopyImage {
    let body = CopyRequest { name: "web".into() };
    CopyImage {
        region: "eu 1".into(),
        image_id: image_id.into(),
        dry_run: Some(true),
        body,
    }
}

#[tokio::test]
async fn success_signed() {
    let client = client(router(), AccessKey::new("AK", "SK"));
    let accepted = client.copy_image(copy("i/1")).await.unwrap();
    assert_eq!(accepted.job_id, "web-alice-eu 1-Some(true)");
}

#[tokio::test]
async fn success_with_a_key_and_the_head_of_the_reply() {
    let client = client(router(), Credential::api_key("k-1"));
    let response = client
        .connection
        .call_with_response(copy("i/1"))
        .await
        .unwrap();
    assert_eq!(response.status, 202);
    assert_eq!(response.request_id.unwrap().len(), 36);
    assert_eq!(response.output.job_id, "web-bob--Some(true)");
}

#[tokio::test]
async fn credentials_are_verified() {
    for (credential, detail) in [
        (
            AccessKey::new("AK", "wrong").into(),
            "the signature does not match",
        ),
        (
            AccessKey::new("nobody", "SK").into(),
            "the signature does not match",
        ),
        (
            Credential::api_key("k-2"),
            "the credential for key is not valid",
        ),
    ] {
        let error = client(router(), credential)
            .copy_image(copy("i/1"))
            .await
            .unwrap_err();
        assert_eq!(error.status(), Some(StatusCode::UNAUTHORIZED));
        assert_eq!(
            error.message(),
            Some(format!("the request is not authenticated: {detail}").as_str())
        );
        assert_eq!(error.code(), Some("401"));
    }
}

#[tokio::test]
async fn without_credentials_nothing_is_sent() {
    let connection = Connection::builder()
        .base_url("http://h")
        .transport(Transport::new(router()))
        .build()
        .unwrap();
    let error = Client::new(connection)
        .copy_image(copy("i/1"))
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "the operation needs credentials for signature, or key"
    );
    assert!(
        matches!(error, Error::Credentials(CredentialsError::Missing { .. })) && error.never_sent()
    );
}

#[tokio::test]
async fn a_server_without_store_refuses_unless_opened() {
    let closed = client(images::router(Cloud), AccessKey::new("AK", "SK"));
    assert_eq!(
        closed.copy_image(copy("i/1")).await.unwrap_err().status(),
        Some(StatusCode::UNAUTHORIZED)
    );
    let open = client(
        images::router(Cloud).without_authentication(),
        AccessKey::new("AK", "SK"),
    );
    assert_eq!(
        open.copy_image(copy("i/1")).await.unwrap().job_id,
        "web-nobody--Some(true)"
    );
}

#[tokio::test]
async fn documented_failure() {
    let error = client(router(), Credential::api_key("k-1"))
        .copy_image(copy("i-2"))
        .await
        .unwrap_err();
    assert_eq!(
        (error.code(), error.message()),
        (Some("IMG.0027"), Some("no such image"))
    );
    assert!(!error.is_retryable());
    let id = error.request_id().unwrap().to_owned();
    assert_eq!(
        error.to_string(),
        format!("the service answered 404 Not Found: IMG.0027: no such image (request {id})")
    );
    assert!(
        matches!(error.into_api(), Ok(CopyImageError::NotFound(body)) if body.error.code == "IMG.0027")
    );
}

#[tokio::test]
async fn undocumented_failure_is_kept_whole() {
    let error = client(router(), Credential::api_key("k-1"))
        .copy_image(copy("teapot"))
        .await
        .unwrap_err();
    assert_eq!(
        (error.code(), error.message()),
        (Some("418"), Some("short and stout"))
    );
    let Ok(CopyImageError::Undocumented(reply)) = error.into_api() else {
        panic!("undocumented")
    };
    assert_eq!(reply.status, StatusCode::IM_A_TEAPOT);
}

#[tokio::test]
async fn an_operation_without_handler() {
    let client = client(router(), Credential::api_key("k-1"));
    let error = client
        .show_image(ShowImage {
            region: "r".into(),
            image_id: "x".into(),
        })
        .await
        .unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::NOT_IMPLEMENTED));
    assert_eq!(error.message(), Some("the operation is not implemented"));
}

#[tokio::test]
async fn constraints_are_checked_before_sending() {
    let mut request = copy("i/1");
    request.body.name = String::new();
    let error = client(router(), Credential::api_key("k-1"))
        .copy_image(request)
        .await
        .unwrap_err();
    let Error::Invalid(violations) = error else {
        panic!("{error}")
    };
    assert_eq!(
        (violations.0[0].pointer.as_str(), violations.0[0].keyword),
        ("/body/name", "minLength")
    );
}

#[tokio::test]
async fn limits_can_be_left_to_the_handler() {
    let types = || router().validation(Validation::Types);
    for (router, sends_what_breaks_limits, expected) in [
        (router(), true, Err(StatusCode::BAD_REQUEST)),
        (types(), true, Ok("-bob--Some(true)")),
        (types(), false, Err(StatusCode::BAD_REQUEST)),
    ] {
        // The name is too short, or no text at all.
        let name = if sends_what_breaks_limits {
            "\"\""
        } else {
            "7"
        };
        let body = format!("{{\"name\":{name}}}");
        let request = http::Request::post("http://h/regions/r/images/i%2F1:copy?dry_run=true")
            .header("x-api-key", "k-1")
            .header("content-type", "application/json")
            .body(Body::from(body));
        let mut router = router;
        let response = router.call(request.unwrap()).await.unwrap();
        let status = response.status();
        let body = response.into_body().bytes(1 << 10).await.unwrap();
        let text = std::str::from_utf8(&body).unwrap();
        match expected {
            Ok(job) => assert_eq!(text, format!("{{\"job_id\":\"{job}\"}}")),
            Err(expected) => assert_eq!(status, expected, "{text}"),
        }
    }
}

#[tokio::test]
async fn deadlines() {
    let connection = Connection::builder()
        .base_url("http://h")
        .transport(Transport::new(router()))
        .credential(Credential::api_key("k-1"))
        .timeout(Duration::from_millis(20));
    let error = Client::new(connection.build().unwrap())
        .copy_image(copy("slow"))
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Timeout(_)) && error.is_retryable() && !error.never_sent());

    let mut limits = Limits::default();
    limits.time = Some(Duration::from_millis(20));
    let error = client(router().limits(limits), Credential::api_key("k-1"))
        .copy_image(copy("slow"))
        .await;
    assert_eq!(
        error.unwrap_err().status(),
        Some(StatusCode::SERVICE_UNAVAILABLE)
    );
}
