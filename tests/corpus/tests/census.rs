//! Nothing is dropped in silence: what the documents of the repository say is in the model, or in a finding.

use corpus::census;
use generator::Generator;
use generator::diagnostics::Diagnostics;
use generator::model::{Api, TypeKind};
use generator::read::{self, ReadOptions};
use tests::fixtures;

fn check(documents: &[std::path::PathBuf], least: usize) {
    let mut counted = 0;
    let mut lost = Vec::new();
    for document in documents {
        let census = census::take(document);
        counted += census.counted;
        lost.extend(
            census
                .lost
                .into_iter()
                .map(|loss| format!("{}: {loss}", document.display())),
        );
    }
    assert!(lost.is_empty(), "{}", lost.join("\n"));
    // A walk that finds nothing would pass.
    assert!(counted > least, "{counted} counted");
}

#[test]
fn documents_of_the_clouds() {
    check(&fixtures::documents("../../specs"), 900);
}

#[test]
fn probes() {
    check(&fixtures::documents("probes"), 1000);
}

#[test]
fn further_documents() {
    check(&fixtures::documents("documents"), 10);
}

#[test]
fn what_is_taken_out_of_the_model_is_missed() {
    let path = fixtures::path("../../specs/jdcloud-vm.yaml");
    let mut diagnostics = Diagnostics::new();
    let (api, _) = Generator::new()
        .understand(&path, &mut diagnostics)
        .unwrap();
    let document = read::read(&path, &ReadOptions::default(), &mut Diagnostics::new()).unwrap();
    let check = |kind: &str, take: fn(&mut Api)| {
        let mut less = api.clone();
        take(&mut less);
        let lost = census::compare(&document, &less, &diagnostics).lost;
        assert!(
            lost.iter().any(|loss| loss.starts_with(kind)),
            "{kind}: {lost:?}"
        );
    };
    check("operation", |api| drop(api.operations.remove(0)));
    check("parameter", |api| {
        api.operations
            .iter_mut()
            .for_each(|one| one.parameters.clear())
    });
    check("request content", |api| {
        api.operations.iter_mut().for_each(|one| one.body = None)
    });
    check("response `", |api| {
        api.operations
            .iter_mut()
            .for_each(|one| one.failure.replies.clear())
    });
    check("response content", |api| {
        for one in api
            .operations
            .iter_mut()
            .flat_map(|one| &mut one.success.replies)
        {
            one.payload = None;
        }
    });
    check("server", |api| api.servers.clear());
    check("security scheme", |api| api.schemes.clear());
    check("tag", |api| api.tags.clear());
    fn kinds(api: &mut Api, mut take: impl FnMut(&mut TypeKind)) {
        let ids: Vec<_> = api.types.iter().map(|(id, _)| id).collect();
        for id in ids {
            take(&mut api.types[id].kind);
        }
    }
    check("schema", |api| {
        let ids: Vec<_> = api.types.iter().map(|(id, _)| id).collect();
        for id in ids {
            api.types[id].schema = None;
        }
    });
    check("property", |api| {
        kinds(api, |kind| {
            if let TypeKind::Struct(object) = kind {
                object.fields.pop();
            }
        })
    });
    check("value", |api| {
        kinds(api, |kind| {
            if let TypeKind::Enum(values) = kind {
                values.values.pop();
            }
        })
    });
}
