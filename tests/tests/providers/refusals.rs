//! Inputs that break the document: refused by the client before they are sent, and by the server in the vendor's own
//! words, before the handler is called.

use std::collections::BTreeSet;

use generator_runtime::client::Transport;
use generator_runtime::error::Error;
use generator_runtime::server::Kind;
use serde_json::Value;

use crate::documented::Documented;
use crate::provider::{Comparable, Provider, Refused, SECRET, connected};
use crate::stage::Stage;

/// Place, keyword, and how a good input is made to break it.
pub(crate) type Broken<O> = &'static [(&'static str, &'static str, fn(&mut O))];

/// The table breaks each constraint of the operation once.
pub(crate) async fn refuses<P: Provider, O: Comparable>(good: O, table: Broken<O>) {
    let id = O::META.id();
    let documented = Documented::of::<P>().constraints(id);
    let tested = table
        .iter()
        .map(|(pointer, keyword, _)| ((*pointer).to_owned(), *keyword))
        .collect();
    assert_eq!(
        documented, tested,
        "{id}: documented and broken constraints"
    );

    for (pointer, keyword, make) in table {
        let mut broken = good.clone();
        make(&mut broken);
        let found = refused::<P, O>(broken).await;
        assert!(
            found.iter().all(|(at, _)| at == pointer)
                && found.iter().any(|(_, broken)| broken == keyword),
            "{id}: {pointer} {keyword}: {found:?}"
        );
    }

    // All at once.
    let mut broken = good.clone();
    table.iter().for_each(|(_, _, make)| make(&mut broken));
    if !table.is_empty() {
        let found = refused::<P, O>(broken).await;
        let found: BTreeSet<&str> = found.iter().map(|(pointer, _)| pointer.as_str()).collect();
        let places: BTreeSet<&str> = table.iter().map(|(pointer, ..)| *pointer).collect();
        assert_eq!(found, places, "{id}");
    }
}

/// What both ends find wrong, which is the same.
async fn refused<P: Provider, O: Comparable>(broken: O) -> Vec<(String, &'static str)> {
    let stage = Stage::default();
    let checked = P::call(&connected::<P>(&stage, true), broken.clone()).await;
    let Err(Error::Invalid(violations)) = checked else {
        panic!("sent: {broken:?}");
    };
    assert!(!stage.was_asked());

    let unchecked = P::call(&connected::<P>(&stage, false), broken).await;
    let error = unchecked.expect_err("the server refuses");
    assert!(!stage.was_asked());
    let detail = violations.to_string();
    says::<P, O>(&error, Kind::Invalid, "the request is invalid", &detail);
    violations
        .iter()
        .map(|violation| (violation.pointer.clone(), violation.keyword))
        .collect()
}

/// The error is what the vendor would answer.
pub(crate) fn says<P: Provider, O: Comparable>(
    error: &Error<O::Failure>,
    kind: Kind,
    sentence: &str,
    detail: &str,
) {
    let message = match detail {
        "" => sentence.to_owned(),
        detail => format!("{sentence}: {detail}"),
    };
    let (status, body) = P::refusal(
        O::META.id(),
        &Refused {
            kind,
            message: &message,
            detail,
            request_id: error.request_id().expect("a refusal has an id"),
        },
    );
    assert_eq!(error.status().unwrap().as_u16(), status, "{error:?}");
    let got: Value = serde_json::from_slice(error.body().unwrap()).unwrap();
    assert_eq!(got, body);
}

/// What nobody implements answers 501, in the vendor's words.
pub(crate) async fn is_not_implemented<P: Provider, O: Comparable>(input: O) {
    let builder = P::schemes()
        .into_iter()
        .fold(P::builder(), |builder, (_, give)| give(builder, SECRET));
    let router = P::empty().without_authentication();
    let client = P::build(builder, Transport::new(router), true);
    let error = P::call(&client, input).await.unwrap_err();
    says::<P, O>(
        &error,
        Kind::NotImplemented,
        "the operation is not implemented",
        "",
    );
}
