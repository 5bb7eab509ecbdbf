//! The rules: which changes are reported, and how much each one matters unless a file of severities says otherwise.
//!
//! Most ids are a position and a change, so they are kept as a table of both; a dot says that the change is not reported
//! there. The ids and their levels are those of oasdiff's checks, as its `checks` command lists them (August 2026).

use super::Severity;

/// The positions of the table, in the order of its columns.
pub(super) const POSITIONS: [&str; 7] = [
    "request-parameter",
    "request-parameter-property",
    "request-body",
    "request-property",
    "response-body",
    "response-property",
    "response-header",
];

/// What may change at a position, with a level per column: `E`rror, `W`arning, `I`nfo.
#[rustfmt::skip]
const CHANGES: &[(&str, &str)] = &[
    ("added", "......I"),
    ("added-optional", "..I...."),
    ("added-required", "..E...."),
    ("all-of-added", "..EEII."),
    ("all-of-added-annotation-only", "..IIII."),
    ("all-of-removed", "..WWII."),
    ("all-of-removed-annotation-only", "..IIII."),
    ("any-of-added", "..IIII."),
    ("any-of-removed", "..EEII."),
    ("became-enum", "E.EE..."),
    ("became-not-nullable", "EEEEIII"),
    ("became-nullable", "IIIIEEE"),
    ("became-optional", "I.II.EE"),
    ("became-required", "E.EE.I."),
    ("became-required-with-default", "...E..."),
    ("const-added", "..EEII."),
    ("const-changed", "..EEEE."),
    ("const-removed", "..IIEE."),
    ("contains-added", "..EEII."),
    ("contains-removed", "..IIEE."),
    ("content-encoding-changed", "..EEEE."),
    ("content-media-type-changed", "..EEEE."),
    ("content-schema-added", "..EEII."),
    ("content-schema-removed", "..IIEE."),
    ("default-value-added", "E.IIII."),
    ("default-value-changed", "E.IIII."),
    ("default-value-removed", "E.IIII."),
    ("dependent-required-added", "..EEII."),
    ("dependent-required-changed", "..EEEE."),
    ("dependent-required-removed", "..IIEE."),
    ("dependent-schema-added", "..EEII."),
    ("dependent-schema-removed", "..IIEE."),
    ("deprecated", "I..I.I."),
    ("deprecated-sunset-invalid", "...E.E."),
    ("deprecated-sunset-missing", "E..E.E."),
    ("deprecated-with-sunset", "...I.I."),
    ("discriminator-added", "..IIII."),
    ("discriminator-mapping-added", "..IIII."),
    ("discriminator-mapping-changed", "..IIII."),
    ("discriminator-mapping-deleted", "..IIII."),
    ("discriminator-property-name-changed", "..IIII."),
    ("discriminator-removed", "..IIII."),
    ("else-added", "..EEII."),
    ("else-removed", "..IIEE."),
    ("enum-value-added", "II.I.W."),
    ("enum-value-removed", "EEEE.I."),
    ("exclusive-max-decreased", "E.EE..."),
    ("exclusive-max-increased", "I.IIEE."),
    ("exclusive-max-set", "W.WW..."),
    ("exclusive-min-decreased", "I.IIEE."),
    ("exclusive-min-increased", "E.EE..."),
    ("exclusive-min-set", "W.WW..."),
    ("if-added", "..EEII."),
    ("if-removed", "..IIEE."),
    ("list-of-types-narrowed", "EEEEII."),
    ("list-of-types-widened", "IIIIEE."),
    ("max-contains-decreased", "..EEII."),
    ("max-contains-increased", "..IIEE."),
    ("max-decreased", "E.EE..."),
    ("max-increased", "I.IIEE."),
    ("max-items-decreased", "E......"),
    ("max-items-increased", "I......"),
    ("max-length-decreased", "E.EE..."),
    ("max-length-increased", "I.IIEE."),
    ("max-length-set", "W.WW..."),
    ("max-length-unset", "....EE."),
    ("max-set", "W.WW..."),
    ("media-type-added", "..I...."),
    ("media-type-removed", "..E...."),
    ("media-type-schema-added", "..E.I.."),
    ("media-type-schema-removed", "..I.W.."),
    ("min-contains-decreased", "..IIEE."),
    ("min-contains-increased", "..EEII."),
    ("min-decreased", "I.IIEE."),
    ("min-increased", "E.EE..."),
    ("min-items-decreased", "I...EE."),
    ("min-items-increased", "E.EE..."),
    ("min-items-set", "W.WW..."),
    ("min-items-unset", "....EE."),
    ("min-length-decreased", "I.IIEE."),
    ("min-length-increased", "E.EE..."),
    ("min-set", "W.WW..."),
    ("one-of-added", "..IIEE."),
    ("one-of-removed", "..EEII."),
    ("pattern-added", "E..E.I."),
    ("pattern-changed", "W..W.I."),
    ("pattern-generalized", "I..I..."),
    ("pattern-property-added", "..EEII."),
    ("pattern-property-removed", "..IIEE."),
    ("pattern-removed", "I..I.I."),
    ("prefix-items-added", "..IIEE."),
    ("prefix-items-removed", "..EEII."),
    ("property-names-added", "..EEII."),
    ("property-names-removed", "..IIEE."),
    ("reactivated", "I..I.I."),
    ("removed", "W.EW..."),
    ("removed-before-sunset", "E......"),
    ("removed-with-deprecation", "I......"),
    ("stability-decreased", "...E.E."),
    ("stability-increased", "...I.I."),
    ("sunset-date-changed-too-small", "E......"),
    ("sunset-date-too-small", "E..E.E."),
    ("sunset-deleted", "E......"),
    ("sunset-parse", "E......"),
    ("then-added", "..EEII."),
    ("then-removed", "..IIEE."),
    ("type-changed", "EWEEEEE"),
    ("type-compatible", "..IIIII"),
    ("type-generalized", "IIIIEEE"),
    ("type-specialized", ".E..III"),
    ("unevaluated-items-added", "..EEII."),
    ("unevaluated-items-removed", "..IIEE."),
    ("unevaluated-properties-added", "..EEII."),
    ("unevaluated-properties-removed", "..IIEE."),
    ("wrapped-in-one-of", "..E.E.."),
    ("x-extensible-enum-value-removed", "E..E..."),
];

/// The rules of other shapes.
#[rustfmt::skip]
const OTHERS: &[(&str, char)] = &[
    ("api-deprecated-sunset-missing", 'E'),
    ("api-deprecated-sunset-parse", 'E'),
    ("api-global-security-added", 'I'),
    ("api-global-security-removed", 'I'),
    ("api-global-security-scope-added", 'I'),
    ("api-global-security-scope-removed", 'I'),
    ("api-invalid-stability-level", 'E'),
    ("api-major-version-not-bumped", 'I'),
    ("api-operation-id-added", 'I'),
    ("api-operation-id-removed", 'I'),
    ("api-path-removed-before-sunset", 'E'),
    ("api-path-removed-with-deprecation", 'I'),
    ("api-path-removed-without-deprecation", 'E'),
    ("api-path-sunset-parse", 'E'),
    ("api-removed-before-sunset", 'E'),
    ("api-removed-with-deprecation", 'I'),
    ("api-removed-without-deprecation", 'E'),
    ("api-schema-removed", 'I'),
    ("api-security-added", 'I'),
    ("api-security-component-added", 'I'),
    ("api-security-component-oauth-scope-added", 'I'),
    ("api-security-component-oauth-scope-changed", 'I'),
    ("api-security-component-oauth-scope-removed", 'I'),
    ("api-security-component-oauth-token-url-changed", 'I'),
    ("api-security-component-oauth-url-changed", 'I'),
    ("api-security-component-removed", 'I'),
    ("api-security-component-type-changed", 'I'),
    ("api-security-removed", 'I'),
    ("api-security-scope-added", 'I'),
    ("api-security-scope-removed", 'I'),
    ("api-stability-decreased", 'E'),
    ("api-stability-increased", 'I'),
    ("api-sunset-date-changed-too-small", 'E'),
    ("api-sunset-date-too-small", 'E'),
    ("api-tag-added", 'I'),
    ("api-tag-removed", 'I'),
    ("api-version-decreased", 'I'),
    ("api-version-not-bumped", 'I'),
    ("endpoint-added", 'I'),
    ("endpoint-deprecated", 'I'),
    ("endpoint-deprecated-with-sunset", 'I'),
    ("endpoint-reactivated", 'I'),
    ("new-optional-request-default-parameter-to-existing-path", 'I'),
    ("new-optional-request-parameter", 'I'),
    ("new-optional-request-property", 'I'),
    ("new-request-path-parameter", 'E'),
    ("new-required-request-default-parameter-to-existing-path", 'E'),
    ("new-required-request-header-property", 'E'),
    ("new-required-request-parameter", 'E'),
    ("new-required-request-property", 'E'),
    ("new-required-request-property-with-default", 'E'),
    ("optional-response-header-removed", 'W'),
    ("request-header-property-became-enum", 'E'),
    ("request-header-property-became-required", 'E'),
    ("request-optional-property-became-not-read-only", 'I'),
    ("request-optional-property-became-not-write-only", 'I'),
    ("request-optional-property-became-read-only", 'I'),
    ("request-optional-property-became-write-only", 'I'),
    ("request-read-only-property-enum-value-removed", 'I'),
    ("request-read-only-property-exclusive-max-decreased", 'I'),
    ("request-read-only-property-exclusive-min-increased", 'I'),
    ("request-read-only-property-max-decreased", 'I'),
    ("request-read-only-property-max-length-decreased", 'I'),
    ("request-read-only-property-min-increased", 'I'),
    ("request-required-property-became-not-read-only", 'I'),
    ("request-required-property-became-not-write-only", 'I'),
    ("request-required-property-became-read-only", 'I'),
    ("request-required-property-became-write-only", 'I'),
    ("required-response-header-removed", 'E'),
    ("response-media-type-added", 'I'),
    ("response-media-type-name-changed", 'I'),
    ("response-media-type-name-generalized", 'E'),
    ("response-media-type-name-specialized", 'I'),
    ("response-media-type-removed", 'E'),
    ("response-mediatype-enum-value-removed", 'I'),
    ("response-non-success-status-added", 'I'),
    ("response-non-success-status-removed", 'I'),
    ("response-optional-property-added", 'I'),
    ("response-optional-property-became-not-read-only", 'I'),
    ("response-optional-property-became-not-write-only", 'I'),
    ("response-optional-property-became-read-only", 'I'),
    ("response-optional-property-became-write-only", 'I'),
    ("response-optional-property-removed", 'W'),
    ("response-optional-write-only-property-added", 'I'),
    ("response-optional-write-only-property-removed", 'I'),
    ("response-required-property-added", 'I'),
    ("response-required-property-became-not-read-only", 'I'),
    ("response-required-property-became-not-write-only", 'W'),
    ("response-required-property-became-read-only", 'I'),
    ("response-required-property-became-write-only", 'I'),
    ("response-required-property-removed", 'E'),
    ("response-required-write-only-property-added", 'I'),
    ("response-required-write-only-property-removed", 'I'),
    ("response-success-status-added", 'I'),
    ("response-success-status-removed", 'E'),
    ("response-write-only-property-became-optional", 'I'),
    ("response-write-only-property-became-required", 'I'),
    ("response-write-only-property-enum-value-added", 'I'),
    ("sunset-deleted", 'E'),
    ("webhook-added", 'I'),
    ("webhook-removed", 'E'),
];

fn severity(letter: char) -> Option<Severity> {
    match letter {
        'E' => Some(Severity::Error),
        'W' => Some(Severity::Warning),
        'I' => Some(Severity::Info),
        _ => None,
    }
}

/// The level of a rule; nothing where there is no such rule.
pub(super) fn level(id: &str) -> Option<Severity> {
    if let Ok(index) = OTHERS.binary_search_by_key(&id, |rule| rule.0) {
        return severity(OTHERS[index].1);
    }
    POSITIONS.iter().enumerate().find_map(|(column, position)| {
        let change = id.strip_prefix(position)?.strip_prefix('-')?;
        let index = CHANGES.binary_search_by_key(&change, |row| row.0).ok()?;
        severity(CHANGES[index].1.chars().nth(column)?)
    })
}

/// All rules with their levels.
pub fn rules() -> Vec<(String, Severity)> {
    let table = CHANGES.iter().flat_map(|(change, levels)| {
        POSITIONS
            .iter()
            .zip(levels.chars())
            .filter_map(move |(position, letter)| {
                Some((format!("{position}-{change}"), severity(letter)?))
            })
    });
    let others = OTHERS
        .iter()
        .filter_map(|(id, letter)| Some(((*id).to_owned(), severity(*letter)?)));
    table.chain(others).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_is_found_by_its_id() {
        assert!(CHANGES.is_sorted() && OTHERS.is_sorted());
        let all = rules();
        assert_eq!(all.len(), 509);
        for (id, severity) in &all {
            assert_eq!(level(id), Some(*severity), "{id}");
        }
        assert_eq!(level("response-body-max-set"), None);
        assert_eq!(level("request-parameter-max-set"), Some(Severity::Warning));
        assert_eq!(level("nothing"), None);
    }
}
