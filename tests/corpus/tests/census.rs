//! Nothing is dropped in silence: what the documents of the repository say is in the model, or in a finding.

use corpus::census;
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
