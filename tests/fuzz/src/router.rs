//! Generated servers answer any request with what their document says, or with a refusal in the API's shape.

use std::sync::LazyLock;
use std::time::SystemTime;

use everything::server::Operations;
use generator::diagnostics::Diagnostics;
use generator::model::{Operation, PathPart, Status};
use generator::read::{ReadOptions, read_text};
use generator::resolve;
use generator_runtime::body::Body;
use generator_runtime::credentials::AccessKey;
use generator_runtime::json;
use generator_runtime::server::{KeyRing, Principal, Router};
use generator_runtime::signing::{Algorithm, Moment, Scope, Signer};
use http::header::{ALLOW, CONTENT_LENGTH, CONTENT_TYPE, HOST};
use http::{HeaderValue, Method, Request, Response, StatusCode};
use serde::de::DeserializeOwned;
use simulator::{Cloud, Credentials, Provider, Settings};
use tower_service::Service as _;

use crate::events::now;
use crate::everything_api::Everything;
use crate::inputs::{self, choice};
use crate::request;

/// An API: the letter that chooses it, its document, the shape of its errors, and how it is asked.
struct Api {
    letter: u8,
    document: &'static str,
    operations: LazyLock<Vec<Operation>>,
    is_error: fn(&[u8]) -> bool,
    ask: fn(Request<Vec<u8>>, bool) -> Response<Body>,
}

macro_rules! api {
    ($letter:literal, $document:literal, $is_error:expr, $ask:expr) => {
        Api {
            letter: $letter,
            document: $document,
            operations: LazyLock::new(|| operations(include_str!(concat!("../", $document)))),
            is_error: $is_error,
            ask: $ask,
        }
    };
}

static APIS: [Api; 5] = [
    api!(
        b'e',
        "everything.yaml",
        |body| is::<everything::types::Problem>(body),
        ask_everything
    ),
    api!(
        b'h',
        "../../specs/huaweicloud-ims.yaml",
        |body| {
            is::<huaweicloud_ims::types::ServiceError>(body)
                || is::<huaweicloud_ims::types::GatewayError>(body)
                || is::<huaweicloud_ims::types::PlainError>(body)
                || is::<huaweicloud_ims::types::CamelCaseError>(body)
        },
        |request, signs| ask(Provider::HuaweiCloudIms, request, signs)
    ),
    api!(
        b'o',
        "../../specs/otc-ims.yaml",
        |body| {
            is::<otc_ims::types::ServiceError>(body)
                || is::<otc_ims::types::GatewayError>(body)
                || is::<otc_ims::types::PlainError>(body)
                || is::<otc_ims::types::CamelCaseError>(body)
        },
        |request, signs| ask(Provider::OtcIms, request, signs)
    ),
    api!(
        b'j',
        "../../specs/jdcloud-vm.yaml",
        |body| is::<jdcloud_vm::types::ErrorResponse>(body),
        |request, signs| ask(Provider::JdCloudVm, request, signs)
    ),
    api!(
        b'v',
        "../../specs/volcengine-ecs.yaml",
        |body| is::<volcengine_ecs::types::ErrorResponse>(body),
        |request, signs| ask(Provider::VolcengineEcs, request, signs)
    ),
];

/// Takes a letter that chooses an API, and a request. A capital letter has it signed by somebody with a key; for
/// `everything.yaml`, which has other credentials, too, it has credentials looked at.
///
/// # Panics
/// When the answer is neither documented nor a refusal in the API's shape, or is not what HTTP asks for.
pub fn router(data: &[u8]) {
    let (letter, rest) = choice(data);
    let Some(request) = request::parse(rest) else {
        return;
    };
    let chosen = APIS
        .iter()
        .find(|api| api.letter == letter.to_ascii_lowercase());
    let api = chosen.unwrap_or(&APIS[0]);
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let response = (api.ask)(request, letter.is_ascii_uppercase());
    let (head, body) = response.into_parts();
    let body = now(body.bytes(1 << 24)).expect("bodies of answers do not break off");
    let said = inputs::text(&body);
    let status = head.status;
    let told = format!("{} {method} {path}: {status} {said}", api.document);

    let is_refusal = status.is_client_error() || status == StatusCode::NOT_IMPLEMENTED;
    let documented = api
        .operations
        .iter()
        .any(|operation| fits(operation, &method, &path) && documents(operation, status));
    assert!(documented || is_refusal, "{told}");
    assert!(
        !status.is_server_error() || status == StatusCode::NOT_IMPLEMENTED,
        "{told}"
    );
    let header = |name| {
        head.headers
            .get(name)
            .and_then(|value: &HeaderValue| value.to_str().ok())
    };
    if method == Method::HEAD {
        return assert!(body.is_empty(), "{told}");
    }
    let length = header(CONTENT_LENGTH).map(|length| length.parse().ok());
    assert!(
        length.is_none_or(|length| length == Some(body.len())),
        "{told}"
    );
    let is_json = header(CONTENT_TYPE)
        .is_some_and(|label| label.contains("json") && !label.contains("jsonl"));
    assert!(
        !is_json || serde_json::from_slice::<serde_json::Value>(&body).is_ok(),
        "{told}"
    );
    assert_eq!(
        status == StatusCode::METHOD_NOT_ALLOWED,
        head.headers.contains_key(ALLOW),
        "{told}"
    );
    assert!(!is_refusal || (is_json && (api.is_error)(&body)), "{told}");
}

/// The operations of a document.
fn operations(text: &str) -> Vec<Operation> {
    let mut diagnostics = Diagnostics::new();
    let document = read_text("document", text, &ReadOptions::default(), &mut diagnostics);
    let document = document.expect("our documents can be read");
    resolve::resolve(&document, "document", &mut diagnostics).operations
}

/// Whether a request may be one to this operation. Rough: what tells operations of the same form apart is not looked at.
fn fits(operation: &Operation, method: &Method, path: &str) -> bool {
    let is_method = operation.method == method.as_str()
        || (operation.method == "GET" && method == Method::HEAD);
    let segments: Vec<&str> = path.split('/').skip(1).collect();
    let literals = operation.path.segments.iter().zip(&segments);
    is_method
        && segments.len() == operation.path.segments.len()
        && literals
            .into_iter()
            .all(|(parts, segment)| match &parts[..] {
                [PathPart::Literal(text)] => text.len() <= segment.len(),
                _ => true,
            })
}

/// Whether a status is documented.
fn documents(operation: &Operation, status: StatusCode) -> bool {
    let replies = operation
        .success
        .replies
        .iter()
        .chain(&operation.failure.replies);
    replies.into_iter().any(|reply| match reply.status {
        Status::Code(code) => code == status.as_u16(),
        Status::Class(class) => u16::from(class) == status.as_u16() / 100,
        Status::Default => !status.is_success(),
    })
}

fn is<T: DeserializeOwned>(body: &[u8]) -> bool {
    json::from_slice::<T>(body).is_ok()
}

fn ask_everything(request: Request<Vec<u8>>, asks: bool) -> Response<Body> {
    static OPEN: LazyLock<Router<Operations<Everything>>> =
        LazyLock::new(|| everything::server::router(Everything).without_authentication());
    static GUARDED: LazyLock<Router<Operations<Everything>>> = LazyLock::new(|| {
        let caller = || Principal::new("caller");
        let keys = KeyRing::new()
            .access_key(AccessKey::new("AK", "SK"), caller())
            .api_key("key", caller())
            .user("user", "password", caller())
            .bearer_token("token", caller());
        everything::server::router(Everything).credentials(keys)
    });
    let router = if asks { &GUARDED } else { &OPEN };
    let mut router = Router::clone(router);
    let answer = router.call(request.map(Body::from));
    now(answer).unwrap_or_else(|never| match never {})
}

fn ask(provider: Provider, request: Request<Vec<u8>>, signs: bool) -> Response<Body> {
    // One that remembers nothing of other inputs.
    let mut cloud = Cloud::new(provider, Settings::new(provider));
    let request = if signs {
        signed(provider, request)
    } else {
        request
    };
    let answer = now(cloud.call(request.map(Body::from)));
    answer.expect("nothing is dropped without faults")
}

/// The request as a client with the key of the cloud sends it; as it is where it cannot be signed.
fn signed(provider: Provider, request: Request<Vec<u8>>) -> Request<Vec<u8>> {
    let (algorithm, region, service) = match provider {
        Provider::HuaweiCloudIms | Provider::OtcIms => (Algorithm::SdkHmacSha256, "", ""),
        Provider::JdCloudVm => (Algorithm::JdCloud2, "cn-north-1", "vm"),
        Provider::VolcengineEcs => (Algorithm::Volcengine, "cn-beijing", "ecs"),
    };
    let (mut head, body) = request.into_parts();
    if !head.headers.contains_key(HOST) {
        head.headers
            .insert(HOST, HeaderValue::from_static("cloud.test"));
    }
    let key = Credentials::example(provider).access_key;
    let moment = Moment {
        time: SystemTime::now(),
        ..Moment::now()
    };
    let signer = Signer::new(algorithm, &key, Scope { region, service });
    if algorithm.normalize_target(&mut head.uri).is_ok() {
        // What cannot be signed is sent unsigned.
        let _ = signer.sign(&mut head, body.as_slice(), &moment);
    }
    Request::from_parts(head, body)
}
