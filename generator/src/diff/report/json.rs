//! The report as JSON; `schema.json` beside this file is its description.

use serde_json::{Value as Json, json};

use super::super::verdict::Level;
use super::{Change, Place, Report};

impl Report {
    /// The report for programs. Lists of Rust items are empty: what generated code makes of a change is not told here.
    pub fn to_json(&self) -> Json {
        let changes: Vec<Json> = self.changes.iter().map(change).collect();
        json!({
            "old": self.old,
            "new": self.new,
            "summary": {
                "breaking": self.count(Level::Breaking),
                "warning": self.count(Level::Warning),
                "info": self.count(Level::Info),
                "unknown": self.count(Level::Unknown),
                "approved": self.approved(),
                "rust": "none",
            },
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
        "rust": [],
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
