//! Every documented error arrives as its variant, with code, message and request id; every other reply is kept whole.

use std::collections::BTreeSet;
use std::fmt::Debug;

use generator::model::Status;
use generator_runtime::body::Body;
use generator_runtime::error::{Error, Undocumented};
use http::Response;
use serde_json::Value;

use crate::documented::Documented;
use crate::provider::{Comparable, Provider, connected, replied};
use crate::stage::Stage;

/// What stands for `default` in a table of failures.
pub(crate) const DEFAULT: u16 = 0;

/// How the error of each documented status is made of its body.
pub(crate) type Table<E> = &'static [(u16, fn(Value) -> E)];

const REQUEST_ID: &str = "from the header";

/// The table has a line per documented status; each of its examples is sent by the server, and by the service itself.
pub(crate) async fn fails<P: Provider, O: Comparable>(input: O, table: Table<O::Failure>) {
    let documented = Documented::of::<P>();
    let id = O::META.id();
    let replies = &documented.operation(id).failure.replies;
    let statuses: BTreeSet<u16> = replies.iter().map(|reply| number(reply.status)).collect();
    let tested: BTreeSet<u16> = table.iter().map(|(status, _)| *status).collect();
    assert_eq!(tested, statuses, "{id}: documented and exercised errors");

    let stage = Stage::default();
    let client = connected::<P>(&stage, true);
    for reply in replies {
        let (_, make) = table
            .iter()
            .find(|(status, _)| *status == number(reply.status))
            .unwrap();
        let examples = documented.examples(id, reply.status);
        assert!(
            !examples.is_empty(),
            "{id}: {:?} has no example",
            reply.status
        );
        for example in examples {
            let expected = make(example.clone());
            let shown = format!("{expected:?}");
            assert!(shown.starts_with(&reply.ident), "{id}: {shown}");
            let status = match reply.status {
                Status::Code(code) => code,
                _ => 429,
            };
            // From a handler.
            stage.answers::<O>(Err(expected.clone()));
            let error = P::call(&client, input.clone()).await.unwrap_err();
            check::<P, _>(&error, status, &shown, &example);

            // As the service itself sends it, with and without the header.
            for header in documented
                .api
                .error_details
                .request_id_headers
                .iter()
                .map(Some)
                .chain([None])
            {
                let (header, text) = (header.cloned(), example.to_string());
                let sent_header = header.is_some();
                let client = replied::<P>(move || {
                    let mut reply = Response::builder().status(status);
                    if let Some(header) = &header {
                        reply = reply.header(header, REQUEST_ID);
                    }
                    reply.body(Body::from(text.clone())).unwrap()
                });
                let error = P::call(&client, input.clone()).await.unwrap_err();
                if sent_header || documented.api.error_details.request_id_headers.is_empty() {
                    check::<P, _>(&error, status, &shown, &example);
                }
                let in_body = first(&documented.api.error_details.request_id, &example);
                let expected = sent_header.then(|| REQUEST_ID.to_owned()).or(in_body);
                assert_eq!(error.request_id(), expected.as_deref(), "{id}");
                assert_eq!(
                    error.body().unwrap(),
                    example.to_string().as_bytes(),
                    "{id}"
                );
            }
        }
    }
    undocumented::<P, O>(input).await;
}

fn check<P: Provider, E: Debug>(error: &Error<E>, status: u16, shown: &str, body: &Value) {
    let documented = Documented::of::<P>();
    let details = &documented.api.error_details;
    let Error::Api(failure) = error else {
        panic!("{error:?}");
    };
    assert_eq!(format!("{:?}", failure.error), shown);
    assert_eq!(error.status().unwrap().as_u16(), status);
    assert!(
        error.code().is_some() && error.message().is_some(),
        "{body}"
    );
    assert_eq!(error.code().map(str::to_owned), first(&details.code, body));
    assert_eq!(
        error.message().map(str::to_owned),
        first(&details.message, body)
    );
    if !details.request_id_headers.is_empty() {
        assert!(error.request_id().is_some(), "{body}");
    }
    let retryable = [408, 425, 429, 500, 502, 503, 504].contains(&status);
    assert_eq!(error.is_retryable(), retryable, "{status}");
    assert!(failure.violations.is_none(), "{:?}", failure.violations);
    let text = error.to_string();
    assert!(
        text.contains(&status.to_string()) && text.contains(error.code().unwrap()),
        "{text}"
    );
}

/// The first text or number that the pointers lead to.
fn first(pointers: &[String], body: &Value) -> Option<String> {
    pointers
        .iter()
        .find_map(|pointer| match body.pointer(pointer)? {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        })
}

fn number(status: Status) -> u16 {
    match status {
        Status::Code(code) => code,
        Status::Default => DEFAULT,
        Status::Class(class) => panic!("no provider documents {class}XX so far"),
    }
}

/// A teapot is kept whole: from the service, and from a handler that answers with one.
async fn undocumented<P: Provider, O: Comparable>(input: O) {
    let teapot = || {
        Response::builder()
            .status(418)
            .header("content-type", "text/plain")
            .header("x-kind", "oolong")
    };
    let stage = Stage::default();
    let mut answer = Undocumented::new(http::StatusCode::IM_A_TEAPOT);
    *answer.headers = teapot().body(()).unwrap().headers().clone();
    answer.body = "short and stout".into();
    stage.answers::<O>(Err(answer.into()));
    let service = replied::<P>(move || teapot().body("short and stout".into()).unwrap());
    for client in [service, connected::<P>(&stage, true)] {
        let error = P::call(&client, input.clone()).await.unwrap_err();
        let Error::Api(failure) = &error else {
            panic!("{error:?}");
        };
        let shown = format!("{:?}", failure.error);
        assert!(shown.starts_with("Undocumented"), "{shown}");
        assert!(shown.contains("418") && shown.contains("oolong"), "{shown}");
        assert!(shown.contains("short and stout"), "{shown}");
        assert_eq!(error.status().unwrap().as_u16(), 418);
        assert_eq!(error.headers().unwrap()["x-kind"], "oolong");
        assert_eq!(error.body().unwrap(), "short and stout".as_bytes());
        assert_eq!((error.code(), error.message()), (None, None));
        assert!(!error.is_retryable());
    }
}

/// A failure whose documented parts cannot be read stays a failure.
#[tokio::test]
async fn failures_that_cannot_be_read() {
    use crate::huaweicloud::HuaweiCloud;

    for (status, header, body) in [
        (503, "r-1", "<html>the gateway is down</html>"),
        (
            503,
            "\u{ff}\u{fe}",
            r#"{"error":{"code":"IMG.0001","message":"m"}}"#,
        ),
        (400, "r-1", r#"{"unknown":"shape"}"#),
    ] {
        let client = replied::<HuaweiCloud>(move || {
            let header =
                http::HeaderValue::from_bytes(&header.chars().map(|c| c as u8).collect::<Vec<_>>());
            let reply = Response::builder()
                .status(status)
                .header("x-request-id", header.unwrap());
            reply.body(Body::from(body)).unwrap()
        });
        let input = huaweicloud_ims::operations::ShowJob::new("p", "j");
        let error = HuaweiCloud::call(&client, input).await.unwrap_err();
        let Error::Api(failure) = &error else {
            panic!("{error:?}");
        };
        assert!(format!("{:?}", failure.error).starts_with("Undocumented"));
        assert!(failure.violations.is_some());
        assert_eq!(error.is_retryable(), status == 503);
        assert_eq!(error.body().unwrap(), body.as_bytes());
    }
}
