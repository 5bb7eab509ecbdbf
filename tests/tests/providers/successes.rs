//! Inputs arrive at the handler as they were given, and outputs at the caller.

use generator_runtime::body::Body;
use http::Response;
use serde_json::Value;

use crate::documented::Documented;
use crate::provider::{Comparable, Provider, connected, replied};
use crate::sample::{self, Nulls};
use crate::stage::Stage;

/// `full` has every input; `output` makes the operation's output of its body.
pub(crate) async fn succeeds<P: Provider, O: Comparable>(full: O, output: fn(Value) -> O::Output) {
    let (documented, stage) = (Documented::of::<P>(), Stage::default());
    let id = O::META.id();
    assert!(
        !format!("{full:?}").contains("None"),
        "{id}: an input is left out: {full:?}"
    );
    let client = connected::<P>(&stage, true);
    let mut bodies = documented.examples(id, generator::model::Status::Code(200));
    assert!(!bodies.is_empty(), "{id}: the success has no example");
    for nulls in [Nulls::Filled, Nulls::Null] {
        bodies.push(sample::success(&documented, id, nulls));
    }
    for body in bodies {
        let expected = output(body.clone());
        stage.answers::<O>(Ok(expected.clone()));
        let got = P::call(&client, full.clone()).await.unwrap();
        assert_eq!(got, expected, "{id}");
        assert_eq!(stage.asked::<O>(), full, "{id}");
        assert_eq!(stage.principal().as_deref(), Some("ann"), "{id}");

        // The same from the text of the service itself, in which members stand that nobody documented.
        let text = with_stranger(body).to_string();
        let client = replied::<P>(move || Response::new(Body::from(text.clone())));
        let read = P::call(&client, full.clone()).await.unwrap();
        // Documented headers are not part of the text.
        let (read, expected) = (format!("{read:?}"), format!("{expected:?}"));
        let bare = |shown: &str| shown.split(", x_request_id").next().unwrap().to_owned();
        assert_eq!(bare(&read), bare(&expected), "{id}");
    }
}

fn with_stranger(mut body: Value) -> Value {
    body["strangersName"] = serde_json::json!([{}, null]);
    body
}

/// A type's value of JSON that has every member: what is written again is the same.
pub(crate) fn read<T>(body: Value) -> T
where
    T: serde::de::DeserializeOwned + serde::Serialize,
{
    let value: T = serde_json::from_value(body.clone()).unwrap();
    assert_eq!(serde_json::to_value(&value).unwrap(), body);
    value
}
