//! The report as JSON; `schema.json` beside this file is its description.

use serde_json::{Value as Json, json};

use super::super::rust::{ItemChange, Rust, Semver};
use super::super::verdict::Level;
use super::{Change, Place, Report};

impl Report {
    /// The report for programs. Lists of Rust items are empty where [`add_rust`](crate::diff::add_rust) has not filled them.
    pub fn to_json(&self) -> Json {
        let changes: Vec<Json> = self.changes.iter().map(change).collect();
        let apart: Vec<Json> = self
            .rust
            .iter()
            .flat_map(|rust| &rust.apart)
            .flat_map(|apart| {
                let changes = items(std::slice::from_ref(&apart.change)).into_iter();
                changes.map(|mut item| {
                    item["edit"] = json!(apart.edit);
                    item
                })
            })
            .collect();
        json!({
            "old": self.old,
            "new": self.new,
            "summary": {
                "breaking": self.count(Level::Breaking),
                "warning": self.count(Level::Warning),
                "info": self.count(Level::Info),
                "unknown": self.count(Level::Unknown),
                "approved": self.approved(),
                "rust": release(self.rust.as_ref().and_then(Rust::semver)),
                "rustClient": release(self.rust.as_ref().and_then(|rust| rust.client)),
                "rustServer": release(self.rust.as_ref().and_then(|rust| rust.server)),
            },
            "rustApart": apart,
            "changes": changes,
        })
    }
}

fn change(change: &Change) -> Json {
    let location = |place: &Option<Place>| {
        let place = place.as_ref();
        place.map(|place| json!({ "file": place.file, "line": place.line, "column": place.column }))
    };
    let pointer = |place: &Option<Place>| place.as_ref().map(|place| place.pointer.clone());
    let value = |place: &Option<Place>| place.as_ref().map(|place| place.value.clone());
    json!({
        "id": change.id,
        "level": change.level.as_str(),
        "fingerprint": change.fingerprint,
        "document": change.document,
        "operation": change.operation,
        "path": change.path,
        "direction": change.direction.as_str(),
        "pointer": { "old": pointer(&change.old), "new": pointer(&change.new) },
        "location": {
            "old": location(&change.old),
            "new": location(&change.new),
            "near": location(&change.near),
        },
        "value": { "old": value(&change.old), "new": value(&change.new) },
        "message": change.message,
        "witness": change.witness,
        "wire": change.wire(),
        "rust": items(&change.rust),
        "policy": change.policy.as_ref().map(|judged| json!({
            "was": judged.was.as_str(),
            "reason": judged.reason,
            "place": judged.place,
        })),
        "approval": change.approval.as_ref().map(|approval| json!({
            "reason": approval.reason,
            "until": approval.until,
        })),
        "affects": change.affects,
    })
}

/// An entry per item and end.
fn items(changes: &[ItemChange]) -> Vec<Json> {
    let entries = changes.iter().flat_map(|change| {
        change.crates().map(|end| {
            json!({
                "crate": end.as_str(),
                "item": change.item,
                "change": change.change,
                "semver": change.semver.as_str(),
                "reason": change.reason,
            })
        })
    });
    entries.collect()
}

fn release(semver: Option<Semver>) -> &'static str {
    semver.map_or("none", Semver::as_str)
}
