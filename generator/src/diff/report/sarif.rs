//! The report as SARIF 2.1.0 (OASIS), as code scanning reads it.

use indexmap::IndexSet;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde_json::{Value as Json, json};

use super::super::verdict::{Level, RUST_ITEM, Rule, rules, rust_item};
use super::{Apart, Approval, Change, Place, Report, items, json as forms};

/// What a relative reference of RFC 3986 may not hold as it is, and the colon, which would begin a scheme.
const ESCAPED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b':')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

impl Report {
    pub(super) fn to_sarif(&self) -> Json {
        let ids: IndexSet<&str> = self
            .changes
            .iter()
            .map(|change| change.id.as_str())
            .collect();
        let known = rules();
        let mut described: Vec<Json> = ids
            .iter()
            .map(|id| match known.iter().find(|rule| rule.id == **id) {
                Some(rule) => described_by(rule),
                None => json!({ "id": id }),
            })
            .collect();
        let mut results: Vec<Json> = self
            .changes
            .iter()
            .map(|change| result(change, ids.get_index_of(change.id.as_str())))
            .collect();
        if !self.apart().is_empty() {
            results.extend(self.apart().iter().map(|one| apart(one, described.len())));
            described.push(described_by(&rust_item()));
        }
        json!({
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [{
                "tool": { "driver": {
                    "name": "generator diff",
                    "semanticVersion": env!("CARGO_PKG_VERSION"),
                    "rules": described,
                } },
                "columnKind": "unicodeCodePoints",
                "properties": { "summary": self.summary() },
                "results": results,
            }],
        })
    }
}

fn result(change: &Change, rule: Option<usize>) -> Json {
    let level = match change.level {
        Level::Breaking => "error",
        Level::Unknown | Level::Warning => "warning",
        Level::Info => "note",
    };
    let locations: Vec<Json> = change
        .shown()
        .map(|place| location(place, None))
        .into_iter()
        .collect();
    let mut text = change.message.clone();
    for item in &change.rust {
        text.push_str(&format!("\nrust {}", items::line(item)));
    }
    let mut result = json!({
        "ruleId": change.id,
        "ruleIndex": rule,
        "level": level,
        "message": { "text": text },
        "locations": locations,
        "partialFingerprints": { "change/v1": change.fingerprint },
        "properties": {
            "wire": change.wire(),
            "operation": change.operation,
            "affects": change.affects,
            "witness": change.witness,
            "rust": forms::items(&change.rust),
        },
    });
    if let Some(old) = &change.old {
        result["relatedLocations"] = json!([location(old, Some("what it was"))]);
    }
    suppress(&mut result, change.approval.as_ref());
    result
}

fn described_by(rule: &Rule) -> Json {
    json!({
        "id": rule.id,
        "shortDescription": { "text": rule.meaning },
        "fullDescription": { "text": rule.why },
        "help": { "text": rule.action },
    })
}

fn suppress(result: &mut Json, approval: Option<&Approval>) {
    if let Some(approval) = approval {
        result["suppressions"] =
            json!([{ "kind": "external", "status": "accepted", "justification": approval.reason }]);
    }
}

fn apart(apart: &Apart, rule: usize) -> Json {
    let place = apart.place.iter();
    let locations: Vec<Json> = place.map(|place| location(place, None)).collect();
    let mut result = json!({
        "ruleId": RUST_ITEM,
        "ruleIndex": rule,
        "level": "note",
        "message": { "text": items::line(&apart.change) },
        "locations": locations,
        "partialFingerprints": { "change/v1": apart.fingerprint() },
        "properties": { "rust": forms::apart(apart) },
    });
    suppress(&mut result, apart.approval.as_ref());
    result
}

fn location(place: &Place, message: Option<&str>) -> Json {
    let file = place.file.replace('\\', "/");
    let uri = utf8_percent_encode(&file, ESCAPED).to_string();
    let mut location = json!({
        "physicalLocation": {
            "artifactLocation": { "uri": uri },
            "region": { "startLine": place.line, "startColumn": place.column },
        },
        "logicalLocations": [{ "fullyQualifiedName": place.pointer, "kind": "member" }],
    });
    if let Some(message) = message {
        location["message"] = json!({ "text": message });
    }
    location
}
