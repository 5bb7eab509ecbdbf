//! The list of public items as a file beside the sources.
//!
//! One line per item, sorted, so that a difference of two versions of the file is what changed for programs.

use super::{Feature, Item, Kind};
use crate::model::Api;
use crate::render::File;
use crate::render::package::Parts;

/// What the file says about itself.
const HEAD: &str = "\
# What programs can be written against: one line per public item, with the feature it needs.
# Made by `generator`; do not edit. A changed line is a changed API.
";

/// `public-api.txt`.
pub(crate) fn file(api: &Api, parts: Parts) -> File {
    let mut text = String::from(HEAD);
    for item in super::of(api, parts) {
        text.push_str(&line(&item));
        text.push('\n');
    }
    File {
        path: "public-api.txt".to_owned(),
        text,
    }
}

fn line(item: &Item) -> String {
    let mut line = String::new();
    for (holds, attribute) in [
        (item.deprecated, "#[deprecated] "),
        (item.non_exhaustive, "#[non_exhaustive] "),
    ] {
        line.push_str(if holds { attribute } else { "" });
    }
    line.push_str(&item.signature);
    if let Some(value) = &item.value {
        line.push_str(" = ");
        line.push_str(value);
    }
    if !item.traits.is_empty() {
        line.push_str(": ");
        line.push_str(&item.traits.join(" + "));
    }
    if item.kind == Kind::TraitMethod && item.provided {
        line.push_str(" { .. }");
    }
    if let Some(feature) = item.feature.map(Feature::as_str) {
        line.push_str(&format!("  [{feature}]"));
    }
    line
}
