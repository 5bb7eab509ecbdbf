//! The report as JSON.

use serde_json::{Value as Json, json};

use super::super::verdict::Level;
use super::{Place, Report};

impl Report {
    /// The report for programs. Lists of Rust items are empty: what generated code makes of a change is not told here.
    pub fn to_json(&self) -> Json {
        let location = |place: &Option<Place>| {
            place.as_ref().map_or(
                Json::Null,
                |place| json!({ "file": place.file, "line": place.line, "column": place.column }),
            )
        };
        let pointer = |place: &Option<Place>| {
            place
                .as_ref()
                .map_or(Json::Null, |place| json!(place.pointer))
        };
        let changes: Vec<Json> = self
            .changes
            .iter()
            .map(|change| {
                json!({
                    "id": change.id,
                    "level": change.level.as_str(),
                    "operation": change.operation,
                    "path": change.path,
                    "direction": change.direction.as_str(),
                    "pointer": { "old": pointer(&change.old), "new": pointer(&change.new) },
                    "location": { "old": location(&change.old), "new": location(&change.new) },
                    "message": change.message,
                    "witness": change.witness,
                    "wire": change.level.wire(),
                    "rust": [],
                    "affects": change.affects,
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
                "rust": "none",
            },
            "changes": changes,
        })
    }
}
