//! The table of all diagnostic codes. Every stage adds its own here, so that explanations and pages come from one place.

use super::{Code, Severity};

macro_rules! codes {
    ($($constant:ident = $name:literal, $severity:ident, $meaning:literal, $action:literal;)*) => {
        $(
            #[doc = concat!("`", $name, "`: ", $meaning)]
            pub static $constant: Code =
                Code { name: $name, severity: Severity::$severity, meaning: $meaning, action: $action };
        )*

        /// Every code, in the order of the table.
        pub static ALL: &[&Code] = &[$(&$constant),*];
    };
}

/// The code called `name`, if there is one.
pub fn find(name: &str) -> Option<&'static Code> {
    ALL.iter().copied().find(|code| code.name == name)
}

codes! {
    // Files and text.
    UNREADABLE_FILE = "unreadable-file", Error,
        "A file could not be opened or read.",
        "Check that the path exists and that you may read it.";
    FILE_TOO_LARGE = "file-too-large", Error,
        "A file is larger than the size limit, or too many files are involved.",
        "Raise the limit if the file is meant to be this large, or split the document.";
    NOT_TEXT = "not-text", Error,
        "A file is not UTF-8 text.",
        "Save the file as UTF-8.";
    EMPTY_DOCUMENT = "empty-document", Error,
        "A file holds no value at all.",
        "Point to the file that holds the OpenAPI document.";
    SYNTAX = "syntax", Error,
        "The text is neither valid YAML nor valid JSON.",
        "Correct the text at the marked place.";
    SEVERAL_DOCUMENTS = "several-documents", Error,
        "A YAML file holds more than one document, separated by `---`.",
        "Keep one document in a file.";
    NESTING_TOO_DEEP = "nesting-too-deep", Error,
        "Values are nested deeper than the limit.",
        "Move inner parts to `components` and refer to them with `$ref`.";
    TOO_MANY_VALUES = "too-many-values", Error,
        "A file holds more values than the limit, those that YAML aliases expand to included.",
        "Use `$ref` instead of aliases of aliases, split the document, or raise the limit.";
    DUPLICATE_KEY = "duplicate-key", Error,
        "The same key stands twice in one object, so one of its values would be lost.",
        "Remove or rename one of the two.";
    KEY_NOT_TEXT = "key-not-text", Error,
        "A YAML key is a list, an object or null.",
        "Write the key as text, in quotes if need be.";
    MERGE_KEY = "merge-key", Warning,
        "`<<` is an ordinary key in YAML 1.2; nothing is merged.",
        "Write the merged keys out, or use `allOf` or `$ref`.";
    UNKNOWN_TAG = "unknown-tag", Warning,
        "A YAML tag is outside of the core schema and is ignored.",
        "Remove the tag.";

    // The shape of the document.
    UNSUPPORTED_VERSION = "unsupported-version", Error,
        "The document is not written in a version of OpenAPI that can be read.",
        "Convert the document to OpenAPI 3.0, 3.1 or 3.2.";
    UNKNOWN_VERSION = "unknown-version", Warning,
        "The OpenAPI version is newer than those known and is read as the newest known.",
        "Check the result, or name a known version.";
    UNKNOWN_KEY = "unknown-key", Warning,
        "A key has no meaning where it stands and is ignored.",
        "Correct its spelling, move it, or let it begin with `x-`.";
    OTHER_VERSION_KEY = "other-version-key", Warning,
        "A key, or the form of its value, belongs to another version of OpenAPI; it is used nevertheless.",
        "Name the version that has it in `openapi`, or write it as this version does.";
    REFERENCE_SIBLINGS = "reference-siblings", Warning,
        "Keys beside a `$ref` have no effect here.",
        "Remove them, or write them at the place that the reference points to.";
    WRONG_TYPE = "wrong-type", Error,
        "A value has another JSON type than its key asks for.",
        "Write a value of the expected type.";
    WRONG_VALUE = "wrong-value", Warning,
        "A value is not one of those its key allows.",
        "Use one of the allowed values.";
    MISSING_KEY = "missing-key", Error,
        "An object lacks a key that it must have.",
        "Add the key.";

    // References.
    UNRESOLVED_REFERENCE = "unresolved-reference", Error,
        "A `$ref` points to nothing.",
        "Correct the reference, or add what it points to.";
    UNRESOLVED_MAPPING = "unresolved-mapping", Warning,
        "A discriminator mapping points to nothing.",
        "Name a schema of `components`, or write a reference to one.";
    REFERENCE_CYCLE = "reference-cycle", Error,
        "References lead back to themselves and never reach a value.",
        "Let one of them hold a value.";
    REFERENCE_KIND = "reference-kind", Warning,
        "A `$ref` points to another kind of object than is expected where it stands; only the keys that both have count.",
        "Point it to an object of the expected kind.";
    REFERENCE_OUTSIDE_ROOT = "reference-outside-root", Error,
        "A `$ref` leaves the folder of the root document.",
        "Move the file below that folder, or allow references outside of it.";
    REMOTE_REFERENCE = "remote-reference", Error,
        "A `$ref` needs the network, which is never used.",
        "Save the file beside the document and refer to it by a relative path.";
    UNSUPPORTED_SCHEMA_ID = "unsupported-schema-id", Warning,
        "`$id` of a schema is ignored: references are resolved against the file that holds them.",
        "Refer to the schema by file and JSON pointer, or by `$anchor`.";
    UNSUPPORTED_DYNAMIC_REFERENCE = "unsupported-dynamic-reference", Warning,
        "`$dynamicRef`, `$recursiveRef` and their anchors are ignored.",
        "Use `$ref`.";
}
