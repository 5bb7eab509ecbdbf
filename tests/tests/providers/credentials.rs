//! Each security scheme lets the right credential in, and nothing else.

use std::collections::BTreeSet;

use generator::model::SchemeKind;
use generator_runtime::body::Body;
use generator_runtime::client::Transport;
use generator_runtime::error::{CredentialsError, Error};
use generator_runtime::server::Kind;
use http::Request;

use crate::documented::Documented;
use crate::provider::{Comparable, Provider, Refused, SECRET, key_ring};
use crate::stage::Stage;

/// What happens to a request on its way.
type Change = fn(&mut Request<Body>);

/// `output` is what the handler answers those that it hears of.
pub(crate) async fn are_verified<P: Provider, O: Comparable>(input: O, output: O::Output) {
    let documented = Documented::of::<P>();
    let schemes: BTreeSet<&str> = documented
        .api
        .schemes
        .iter()
        .map(|one| &*one.name)
        .collect();
    let tested = P::schemes().iter().map(|(name, _)| *name).collect();
    assert_eq!(schemes, tested, "documented and exercised schemes");

    for (scheme, give) in P::schemes() {
        let stage = Stage::default();
        let send = async |secret: &str, change: Change| {
            let builder = give(P::builder(), secret);
            let client = P::build(builder, wire::<P>(&stage, change), true);
            stage.answers::<O>(Ok(output.clone()));
            P::call(&client, input.clone()).await
        };
        assert_eq!(send(SECRET, |_| ()).await.unwrap(), output, "{scheme}");
        assert_eq!(stage.principal().as_deref(), Some("ann"), "{scheme}");
        assert_eq!(stage.asked::<O>(), input);

        let signed = documented
            .api
            .schemes
            .iter()
            .any(|one| one.name == scheme && matches!(one.kind, SchemeKind::Signature { .. }));
        let elsewhere: Change = |request| {
            let separator = if request.uri().query().is_some() {
                '&'
            } else {
                '?'
            };
            let target = format!("{}{separator}more=1", request.uri());
            *request.uri_mut() = target.parse().unwrap();
        };
        if !signed {
            send(SECRET, elsewhere).await.unwrap();
            stage.was_asked();
        }
        let missing: Change = |request| {
            request.headers_mut().remove("authorization");
            request.headers_mut().remove("x-auth-token");
        };
        let untouched: Change = |_| ();
        let mut refused = vec![
            ("a wrong secret", "wrong", untouched),
            ("no secret", SECRET, missing),
        ];
        if signed {
            refused.push(("another target", SECRET, elsewhere));
            refused.push(("another time", SECRET, |request| {
                for (name, value) in request.headers_mut() {
                    if name.as_str().ends_with("-date") {
                        let day = value.to_str().unwrap().split('T').next().unwrap();
                        *value = format!("{day}T000001Z").parse().unwrap();
                    }
                }
            }));
        }
        for (what, secret, change) in refused {
            let error = send(secret, change).await.expect_err(what);
            assert!(!stage.was_asked(), "{scheme}: {what}");
            let shown = format!("{:?}", error.api());
            assert!(
                shown.starts_with("Some(Unauthorized"),
                "{scheme}: {what}: {shown}"
            );
            unauthorized::<P, O>(&error, what);
        }
    }

    let stage = Stage::default();
    let client = P::build(P::builder(), wire::<P>(&stage, |_| ()), true);
    let error = P::call(&client, input).await.unwrap_err();
    let Error::Credentials(CredentialsError::Missing { wanted }) = error else {
        panic!("{error:?}");
    };
    assert_eq!(
        wanted.concat().into_iter().collect::<BTreeSet<_>>(),
        schemes
    );
}

/// The body is the vendor's own, whatever the reason says.
fn unauthorized<P: Provider, O: Comparable>(error: &Error<O::Failure>, what: &str) {
    let body: serde_json::Value = serde_json::from_slice(error.body().unwrap()).unwrap();
    let details = |detail: &str| {
        let refused = Refused {
            kind: Kind::Unauthorized,
            message: &format!("the request is not authenticated: {detail}"),
            detail,
            request_id: error.request_id().unwrap(),
        };
        P::refusal(O::META.id(), &refused)
    };
    // What the vendor's message says with a marker for the reason tells where the reason begins.
    let (status, marked) = details("\u{1}");
    assert_eq!(error.status().unwrap().as_u16(), status, "{what}");
    let marked = find_marked(&marked).expect("refusals give the reason");
    let message = error.message().unwrap();
    let reason = message
        .strip_prefix(marked.trim_end_matches('\u{1}'))
        .unwrap_or_else(|| panic!("{what}: {message}"));
    assert!(
        !reason.is_empty() && !reason.contains(SECRET),
        "{what}: {reason}"
    );
    assert_eq!(body, details(reason).1, "{what}");
}

fn find_marked(value: &serde_json::Value) -> Option<String> {
    match value {
        serde_json::Value::String(text) if text.contains('\u{1}') => Some(text.clone()),
        serde_json::Value::Object(members) => members.values().find_map(find_marked),
        _ => None,
    }
}

/// A server behind a wire that changes requests.
fn wire<P: Provider>(stage: &Stage, change: Change) -> Transport {
    let router = P::router(stage).credentials(key_ring());
    Transport::from_fn(move |mut request: Request<Body>| {
        change(&mut request);
        let mut router = router.clone();
        async move { tower_service::Service::call(&mut router, request).await }
    })
}
