//! What every answer of Volcengine is wrapped in.

use generator_runtime::body::Body;
use generator_runtime::server::{Answer, Caller, Rejection};
use http::Response;
use http::request::Parts;
use volcengine_ecs::types::{
    ErrorCode, ErrorDetail, ErrorMetadata, ErrorResponse, ResponseMetadata,
};

const VERSION: &str = "2020-04-01";
const SERVICE: &str = "ecs";

/// The region that a request acts in: that of its signature.
pub(crate) fn region(caller: &Caller) -> &str {
    caller
        .signed_scope
        .as_ref()
        .map_or("", |scope| scope.region.as_str())
}

/// What comes with a success.
pub(crate) fn metadata(caller: &Caller, action: &str) -> ResponseMetadata {
    ResponseMetadata::new(&*caller.request_id)
        .action(action)
        .version(VERSION)
        .service(SERVICE)
        .region(region(caller))
}

/// A failure with its code.
pub(crate) fn failure(
    caller: &Caller,
    action: &str,
    code: ErrorCode,
    message: &str,
) -> ErrorResponse {
    let metadata = ErrorMetadata::new(&*caller.request_id, ErrorDetail::new(code, message));
    ErrorResponse::new(
        metadata
            .action(action)
            .version(VERSION)
            .service(SERVICE)
            .region(region(caller)),
    )
}

/// 503, by the code that the gateway has for it.
pub(crate) fn unavailable(request_id: String, head: &Parts) -> Result<Response<Body>, Rejection> {
    let query = head.uri.query().unwrap_or_default();
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let detail = ErrorDetail::new(
        ErrorCode::from("ServiceUnavailableTemporarily"),
        "The service is unavailable temporarily.",
    );
    let mut metadata = ErrorMetadata::new(request_id, detail)
        .version(VERSION)
        .service(SERVICE);
    metadata.action = pairs
        .find(|(name, _)| *name == "Action")
        .map(|(_, action)| action.to_owned());
    Answer::new(503).json("application/json", &ErrorResponse::new(metadata))
}
