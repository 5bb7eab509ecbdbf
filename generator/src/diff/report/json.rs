//! The report as JSON; `schema.json` beside this file is its description.

use serde_json::{Value as Json, json};

use super::super::rust::{ItemChange, Rust};
use super::super::verdict::Level;
use super::items::word;
use super::{Apart, Approval, Change, Place, Report};

impl Report {
    /// The report for programs. Lists of Rust items are empty where [`add_rust`](crate::diff::add_rust) has not filled them.
    pub fn to_json(&self) -> Json {
        let changes: Vec<Json> = self.changes.iter().map(change).collect();
        let apart: Vec<Json> = self.apart().iter().flat_map(apart).collect();
        json!({
            "old": self.old,
            "new": self.new,
            "summary": self.summary(),
            "rustApart": apart,
            "changes": changes,
        })
    }

    /// How much there is of what.
    pub(super) fn summary(&self) -> Json {
        json!({
            "breaking": self.count(Level::Breaking),
            "warning": self.count(Level::Warning),
            "info": self.count(Level::Info),
            "unknown": self.count(Level::Unknown),
            "approved": self.approved(),
            "rust": word(self.rust.as_ref().and_then(Rust::semver)),
            "rustClient": word(self.rust.as_ref().and_then(|rust| rust.client)),
            "rustServer": word(self.rust.as_ref().and_then(|rust| rust.server)),
        })
    }
}

/// An entry per end of an item that no change of messages is behind.
pub(super) fn apart(apart: &Apart) -> Vec<Json> {
    let mut entries = items(std::slice::from_ref(&apart.change));
    for entry in &mut entries {
        entry["edit"] = json!(apart.edit);
        entry["document"] = json!(apart.document);
        entry["fingerprint"] = json!(apart.fingerprint());
        entry["approval"] = approval(apart.approval.as_ref());
    }
    entries
}

fn approval(approval: Option<&Approval>) -> Json {
    match approval {
        None => Json::Null,
        Some(approval) => json!({ "reason": approval.reason, "until": approval.until }),
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
        "approval": approval(change.approval.as_ref()),
        "affects": change.affects,
    })
}

/// An entry per item and end.
pub(super) fn items(changes: &[ItemChange]) -> Vec<Json> {
    let entries = changes.iter().flat_map(|change| {
        change.crates().map(|end| {
            json!({
                "crate": end.as_str(),
                "item": change.item,
                "change": change.change,
                "semver": change.semver.as_str(),
                "was": change.was.map(|was| was.as_str()),
                "reason": change.reason,
            })
        })
    });
    entries.collect()
}
