//! The rules: which changes are reported, and how much each one matters unless a file of severities says otherwise.
//!
//! Most ids are a position and a change, so they are kept as a table of both; a dot says that the change is not reported
//! there. The ids and their levels are those of oasdiff's checks, as its `checks` command lists them (August 2026).

use super::Severity;

/// The positions of the table in the order of its columns, and what they are.
const POSITIONS: [(&str, &str); 7] = [
    ("request-parameter", "a parameter"),
    ("request-parameter-property", "a property of a parameter"),
    ("request-body", "a request body"),
    ("request-property", "a property of a request body"),
    ("response-body", "a response body"),
    ("response-property", "a property of a response body"),
    ("response-header", "a header of a response"),
];

/// What may change at a position, with a level per column (`E`rror, `W`arning, `I`nfo), and what that means.
#[rustfmt::skip]
const CHANGES: &[(&str, &str, &str)] = &[
    ("added", "......I", "it is new"),
    ("added-optional", "..I....", "it is new, and may be left out"),
    ("added-required", "..E....", "it is new, and must be there"),
    ("all-of-added", "..EEII.", "an allOf member appeared that carries constraints"),
    ("all-of-added-annotation-only", "..IIII.", "an allOf member appeared that only annotates (no constraint)"),
    ("all-of-removed", "..WWII.", "an allOf member with constraints went away"),
    ("all-of-removed-annotation-only", "..IIII.", "an annotation-only allOf member went away"),
    ("any-of-added", "..IIII.", "new anyOf branch"),
    ("any-of-removed", "..EEII.", "anyOf branch gone"),
    ("became-enum", "E.EE...", "free value now limited to an enum"),
    ("became-not-nullable", "EEEEIII", "null no longer allowed"),
    ("became-nullable", "IIIIEEE", "null now allowed (nullable, type list, or oneOf-null wrap)"),
    ("became-optional", "I.II.EE", "what had to be there may be left out"),
    ("became-required", "E.EE.I.", "what could be left out must be there"),
    ("became-required-with-default", "...E...", "what could be left out must be there, and has a default"),
    ("const-added", "..EEII.", "const set"),
    ("const-changed", "..EEEE.", "const value differs"),
    ("const-removed", "..IIEE.", "const dropped"),
    ("contains-added", "..EEII.", "contains set"),
    ("contains-removed", "..IIEE.", "contains dropped"),
    ("content-encoding-changed", "..EEEE.", "contentEncoding differs"),
    ("content-media-type-changed", "..EEEE.", "contentMediaType differs"),
    ("content-schema-added", "..EEII.", "contentSchema set"),
    ("content-schema-removed", "..IIEE.", "contentSchema dropped"),
    ("default-value-added", "E.IIII.", "default set"),
    ("default-value-changed", "E.IIII.", "default differs"),
    ("default-value-removed", "E.IIII.", "default dropped"),
    ("dependent-required-added", "..EEII.", "dependentRequired entry appeared"),
    ("dependent-required-changed", "..EEEE.", "dependentRequired entry differs"),
    ("dependent-required-removed", "..IIEE.", "dependentRequired entry gone"),
    ("dependent-schema-added", "..EEII.", "dependentSchemas entry appeared"),
    ("dependent-schema-removed", "..IIEE.", "dependentSchemas entry gone"),
    ("deprecated", "I..I.I.", "marked deprecated"),
    ("deprecated-sunset-invalid", "...E.E.", "deprecated with unreadable x-sunset"),
    ("deprecated-sunset-missing", "E..E.E.", "deprecated without the x-sunset that the grace period demands"),
    ("deprecated-with-sunset", "...I.I.", "marked deprecated, with x-sunset"),
    ("discriminator-added", "..IIII.", "discriminator set"),
    ("discriminator-mapping-added", "..IIII.", "mapping key appeared"),
    ("discriminator-mapping-changed", "..IIII.", "mapping key points elsewhere"),
    ("discriminator-mapping-deleted", "..IIII.", "mapping key gone"),
    ("discriminator-property-name-changed", "..IIII.", "discriminator.propertyName differs"),
    ("discriminator-removed", "..IIII.", "discriminator dropped"),
    ("else-added", "..EEII.", "else set"),
    ("else-removed", "..IIEE.", "else dropped"),
    ("enum-value-added", "II.I.W.", "enum gained a value"),
    ("enum-value-removed", "EEEE.I.", "enum lost a value"),
    ("exclusive-max-decreased", "E.EE...", "exclusiveMaximum down"),
    ("exclusive-max-increased", "I.IIEE.", "exclusiveMaximum up"),
    ("exclusive-max-set", "W.WW...", "exclusiveMaximum set"),
    ("exclusive-min-decreased", "I.IIEE.", "exclusiveMinimum down"),
    ("exclusive-min-increased", "E.EE...", "exclusiveMinimum up"),
    ("exclusive-min-set", "W.WW...", "exclusiveMinimum set"),
    ("if-added", "..EEII.", "if set"),
    ("if-removed", "..IIEE.", "if dropped"),
    ("list-of-types-narrowed", "EEEEII.", "set of accepted simple types shrank"),
    ("list-of-types-widened", "IIIIEE.", "more plain types are accepted, by a list of types or alternatives"),
    ("max-contains-decreased", "..EEII.", "maxContains down"),
    ("max-contains-increased", "..IIEE.", "maxContains up"),
    ("max-decreased", "E.EE...", "maximum down"),
    ("max-increased", "I.IIEE.", "maximum up"),
    ("max-items-decreased", "E......", "maxItems down"),
    ("max-items-increased", "I......", "maxItems up"),
    ("max-length-decreased", "E.EE...", "maxLength down"),
    ("max-length-increased", "I.IIEE.", "maxLength up"),
    ("max-length-set", "W.WW...", "maxLength set"),
    ("max-length-unset", "....EE.", "maxLength dropped"),
    ("max-set", "W.WW...", "maximum set"),
    ("media-type-added", "..I....", "media type appeared"),
    ("media-type-removed", "..E....", "media type gone"),
    ("media-type-schema-added", "..E.I..", "media type got a schema"),
    ("media-type-schema-removed", "..I.W..", "media type lost its schema"),
    ("min-contains-decreased", "..IIEE.", "minContains down"),
    ("min-contains-increased", "..EEII.", "minContains up"),
    ("min-decreased", "I.IIEE.", "minimum down"),
    ("min-increased", "E.EE...", "minimum up"),
    ("min-items-decreased", "I...EE.", "minItems down"),
    ("min-items-increased", "E.EE...", "minItems up"),
    ("min-items-set", "W.WW...", "minItems set"),
    ("min-items-unset", "....EE.", "minItems dropped"),
    ("min-length-decreased", "I.IIEE.", "minLength down"),
    ("min-length-increased", "E.EE...", "minLength up"),
    ("min-set", "W.WW...", "minimum set"),
    ("one-of-added", "..IIEE.", "new oneOf branch"),
    ("one-of-removed", "..EEII.", "oneOf branch gone"),
    ("pattern-added", "E..E.I.", "pattern set"),
    ("pattern-changed", "W..W.I.", "pattern differs; whether less matches is not decided"),
    ("pattern-generalized", "I..I...", "pattern became match-all"),
    ("pattern-property-added", "..EEII.", "patternProperties entry appeared"),
    ("pattern-property-removed", "..IIEE.", "patternProperties entry gone"),
    ("pattern-removed", "I..I.I.", "pattern dropped"),
    ("prefix-items-added", "..IIEE.", "prefixItems entry appeared"),
    ("prefix-items-removed", "..EEII.", "prefixItems entry gone"),
    ("property-names-added", "..EEII.", "propertyNames set"),
    ("property-names-removed", "..IIEE.", "propertyNames dropped"),
    ("reactivated", "I..I.I.", "deprecated flag taken off"),
    ("removed", "W.EW...", "it is gone"),
    ("removed-before-sunset", "E......", "gone before its sunset date"),
    ("removed-with-deprecation", "I......", "gone after deprecation ran its course"),
    ("stability-decreased", "...E.E.", "x-stability-level lowered"),
    ("stability-increased", "...I.I.", "x-stability-level raised"),
    ("sunset-date-changed-too-small", "E......", "sunset moved nearer than allowed"),
    ("sunset-date-too-small", "E..E.E.", "sunset nearer than the required grace period"),
    ("sunset-deleted", "E......", "x-sunset dropped while still deprecated"),
    ("sunset-parse", "E......", "x-sunset unreadable"),
    ("then-added", "..EEII.", "then set"),
    ("then-removed", "..IIEE.", "then dropped"),
    ("type-changed", "EWEEEEE", "type/format moved to something not comparable"),
    ("type-compatible", "..IIIII", "the type differs, but everything is text there (XML, forms, headers)"),
    ("type-generalized", "IIIIEEE", "type/format got wider (e.g. integer->number)"),
    ("type-specialized", ".E..III", "type/format got narrower"),
    ("unevaluated-items-added", "..EEII.", "unevaluatedItems set"),
    ("unevaluated-items-removed", "..IIEE.", "unevaluatedItems dropped"),
    ("unevaluated-properties-added", "..EEII.", "unevaluatedProperties set"),
    ("unevaluated-properties-removed", "..IIEE.", "unevaluatedProperties dropped"),
    ("wrapped-in-one-of", "..E.E..", "an object became one alternative of a oneOf"),
    ("x-extensible-enum-value-removed", "E..E...", "open enum (x-extensible-enum) lost a value"),
];

/// The rules of other shapes.
#[rustfmt::skip]
const OTHERS: &[(&str, char, &str)] = &[
    ("api-deprecated-sunset-missing", 'E', "operation deprecated without the demanded x-sunset"),
    ("api-deprecated-sunset-parse", 'E', "operation deprecated, x-sunset unreadable"),
    ("api-global-security-added", 'I', "requirement appeared in the document-level security list"),
    ("api-global-security-removed", 'I', "requirement left the document-level list"),
    ("api-global-security-scope-added", 'I', "scope appeared in a document-level requirement"),
    ("api-global-security-scope-removed", 'I', "scope left a document-level requirement"),
    ("api-invalid-stability-level", 'E', "x-stability-level is not one of draft/alpha/beta/stable"),
    ("api-major-version-not-bumped", 'I', "something breaks but info.version kept its major"),
    ("api-operation-id-added", 'I', "operationId appeared"),
    ("api-operation-id-removed", 'I', "operationId removed or replaced"),
    ("api-path-removed-before-sunset", 'E', "whole path gone before sunset"),
    ("api-path-removed-with-deprecation", 'I', "whole path gone after deprecation"),
    ("api-path-removed-without-deprecation", 'E', "whole path gone, never deprecated"),
    ("api-path-sunset-parse", 'E', "path gone, x-sunset unreadable/missing"),
    ("api-removed-before-sunset", 'E', "operation gone before sunset"),
    ("api-removed-with-deprecation", 'I', "operation gone after deprecation"),
    ("api-removed-without-deprecation", 'E', "operation gone, never deprecated"),
    ("api-schema-removed", 'I', "component schema gone"),
    ("api-security-added", 'I', "requirement (alternative) appeared on an operation"),
    ("api-security-component-added", 'I', "securityScheme component appeared"),
    ("api-security-component-oauth-scope-added", 'I', "OAuth flow declares a new scope"),
    ("api-security-component-oauth-scope-changed", 'I', "OAuth scope description differs"),
    ("api-security-component-oauth-scope-removed", 'I', "OAuth flow dropped a scope"),
    ("api-security-component-oauth-token-url-changed", 'I', "OAuth tokenUrl differs"),
    ("api-security-component-oauth-url-changed", 'I', "OAuth authorizationUrl differs"),
    ("api-security-component-removed", 'I', "securityScheme component gone"),
    ("api-security-component-type-changed", 'I', "securityScheme type differs"),
    ("api-security-removed", 'I', "requirement (alternative) left an operation"),
    ("api-security-scope-added", 'I', "scope appeared on an operation requirement"),
    ("api-security-scope-removed", 'I', "scope left an operation requirement"),
    ("api-stability-decreased", 'E', "operation stability lowered"),
    ("api-stability-increased", 'I', "operation stability raised"),
    ("api-sunset-date-changed-too-small", 'E', "operation sunset moved nearer than allowed"),
    ("api-sunset-date-too-small", 'E', "operation sunset nearer than the grace period"),
    ("api-tag-added", 'I', "tag appeared on an operation"),
    ("api-tag-removed", 'I', "tag left an operation"),
    ("api-version-decreased", 'I', "something breaks and info.version went down"),
    ("api-version-not-bumped", 'I', "something breaks and info.version is unchanged"),
    ("endpoint-added", 'I', "new path+method"),
    ("endpoint-deprecated", 'I', "operation marked deprecated"),
    ("endpoint-deprecated-with-sunset", 'I', "operation marked deprecated with sunset"),
    ("endpoint-reactivated", 'I', "operation no longer deprecated"),
    ("new-optional-request-default-parameter-to-existing-path", 'I', "optional parameter appeared at path level"),
    ("new-optional-request-parameter", 'I', "optional parameter appeared on an operation"),
    ("new-optional-request-property", 'I', "optional request property appeared"),
    ("new-request-path-parameter", 'E', "path parameter appeared"),
    ("new-required-request-default-parameter-to-existing-path", 'E', "required parameter appeared at path level"),
    ("new-required-request-header-property", 'E', "required property appeared inside a header parameter object"),
    ("new-required-request-parameter", 'E', "required parameter appeared on an operation"),
    ("new-required-request-property", 'E', "required request property appeared"),
    ("new-required-request-property-with-default", 'E', "required request property appeared, has default"),
    ("optional-response-header-removed", 'W', "optional response header gone"),
    ("request-header-property-became-enum", 'E', "in the object of a header parameter: free value now limited to an enum"),
    ("request-header-property-became-required", 'E', "in the object of a header parameter: what could be left out must be there"),
    ("request-optional-property-became-not-read-only", 'I', "readOnly was switched off at an optional request property"),
    ("request-optional-property-became-not-write-only", 'I', "writeOnly was switched off at an optional request property"),
    ("request-optional-property-became-read-only", 'I', "readOnly was switched on at an optional request property"),
    ("request-optional-property-became-write-only", 'I', "writeOnly was switched on at an optional request property"),
    ("request-read-only-property-enum-value-removed", 'I', "at a readOnly property, which no request carries: enum lost a value"),
    ("request-read-only-property-exclusive-max-decreased", 'I', "at a readOnly property, which no request carries: exclusiveMaximum down"),
    ("request-read-only-property-exclusive-min-increased", 'I', "at a readOnly property, which no request carries: exclusiveMinimum up"),
    ("request-read-only-property-max-decreased", 'I', "at a readOnly property, which no request carries: maximum down"),
    ("request-read-only-property-max-length-decreased", 'I', "at a readOnly property, which no request carries: maxLength down"),
    ("request-read-only-property-min-increased", 'I', "at a readOnly property, which no request carries: minimum up"),
    ("request-required-property-became-not-read-only", 'I', "readOnly was switched off at a required request property"),
    ("request-required-property-became-not-write-only", 'I', "writeOnly was switched off at a required request property"),
    ("request-required-property-became-read-only", 'I', "readOnly was switched on at a required request property"),
    ("request-required-property-became-write-only", 'I', "writeOnly was switched on at a required request property"),
    ("required-response-header-removed", 'E', "required response header gone"),
    ("response-media-type-added", 'I', "response media type appeared"),
    ("response-media-type-name-changed", 'I', "response media type renamed to a compatible name"),
    ("response-media-type-name-generalized", 'E', "response media type name got wider"),
    ("response-media-type-name-specialized", 'I', "response media type name got narrower"),
    ("response-media-type-removed", 'E', "response media type gone"),
    ("response-mediatype-enum-value-removed", 'I', "the enum of a response body lost a value"),
    ("response-non-success-status-added", 'I', "new non-2xx status"),
    ("response-non-success-status-removed", 'I', "non-2xx status gone"),
    ("response-optional-property-added", 'I', "an optional response property appeared"),
    ("response-optional-property-became-not-read-only", 'I', "readOnly was switched off at an optional response property"),
    ("response-optional-property-became-not-write-only", 'I', "writeOnly was switched off at an optional response property"),
    ("response-optional-property-became-read-only", 'I', "readOnly was switched on at an optional response property"),
    ("response-optional-property-became-write-only", 'I', "writeOnly was switched on at an optional response property"),
    ("response-optional-property-removed", 'W', "an optional response property is gone"),
    ("response-optional-write-only-property-added", 'I', "optional writeOnly property appeared in a response"),
    ("response-optional-write-only-property-removed", 'I', "optional writeOnly property left a response"),
    ("response-required-property-added", 'I', "a required response property appeared"),
    ("response-required-property-became-not-read-only", 'I', "readOnly was switched off at a required response property"),
    ("response-required-property-became-not-write-only", 'W', "writeOnly was switched off at a required response property"),
    ("response-required-property-became-read-only", 'I', "readOnly was switched on at a required response property"),
    ("response-required-property-became-write-only", 'I', "writeOnly was switched on at a required response property"),
    ("response-required-property-removed", 'E', "a required response property is gone"),
    ("response-required-write-only-property-added", 'I', "required writeOnly property appeared in a response"),
    ("response-required-write-only-property-removed", 'I', "required writeOnly property left a response"),
    ("response-success-status-added", 'I', "new 2xx status"),
    ("response-success-status-removed", 'E', "2xx status gone"),
    ("response-write-only-property-became-optional", 'I', "at a writeOnly property, which no response carries: what had to be there may be left out"),
    ("response-write-only-property-became-required", 'I', "at a writeOnly property, which no response carries: what could be left out must be there"),
    ("response-write-only-property-enum-value-added", 'I', "at a writeOnly property, which no response carries: enum gained a value"),
    ("sunset-deleted", 'E', "operation x-sunset dropped while deprecated"),
    ("webhook-added", 'I', "webhook appeared"),
    ("webhook-removed", 'E', "webhook gone"),
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
        let change = id.strip_prefix(position.0)?.strip_prefix('-')?;
        let index = CHANGES.binary_search_by_key(&change, |row| row.0).ok()?;
        severity(CHANGES[index].1.chars().nth(column)?)
    })
}

/// A rule of oasdiff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its id, which changes carry.
    pub id: String,
    /// How much the change matters, unless a file of levels says otherwise.
    pub level: Severity,
    /// What changed, in one sentence without a full stop.
    pub meaning: String,
}

/// All rules.
pub fn rules() -> Vec<Rule> {
    let table = CHANGES.iter().flat_map(|(change, levels, meaning)| {
        let columns = POSITIONS.iter().zip(levels.chars());
        columns.filter_map(move |((position, what), letter)| {
            Some(Rule {
                id: format!("{position}-{change}"),
                level: severity(letter)?,
                meaning: format!("{what}: {meaning}"),
            })
        })
    });
    let others = OTHERS.iter().filter_map(|(id, letter, meaning)| {
        Some(Rule {
            id: (*id).to_owned(),
            level: severity(*letter)?,
            meaning: (*meaning).to_owned(),
        })
    });
    table.chain(others).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_is_found_by_its_id() {
        assert!(CHANGES.is_sorted() && OTHERS.is_sorted());
        let meant = |rule: &Rule| !rule.meaning.trim_end().ends_with([':', '.']);
        let all = rules();
        assert_eq!(all.len(), 509);
        for rule in &all {
            assert_eq!(level(&rule.id), Some(rule.level), "{}", rule.id);
            assert!(meant(rule), "{}", rule.id);
        }
        assert_eq!(level("response-body-max-set"), None);
        assert_eq!(level("request-parameter-max-set"), Some(Severity::Warning));
        assert_eq!(level("nothing"), None);
    }
}
