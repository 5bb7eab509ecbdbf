//! The table of all diagnostic codes. Every stage adds its own here, so that explanations and pages come from one place.
//! Long because it is the whole of one table.

use super::{Code, Severity};

pub use super::explanations::page;

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

/// The name of a code that is nearly this.
pub fn nearest(name: &str) -> Option<&'static str> {
    crate::suggest::nearest(name, ALL.iter().map(|code| code.name))
}

/// That no code has this name, and which one may be meant.
pub fn unknown(name: &str) -> String {
    match nearest(name) {
        Some(near) => format!("there is no code `{name}`; did you mean `{near}`?"),
        None => format!("there is no code `{name}`; `generator explain` lists all of them"),
    }
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
    NOT_JSON = "not-json", Warning,
        "A file is called `.json`, but holds what JSON does not allow; it is read as YAML.",
        "Correct the text, or call the file `.yaml`.";
    SEVERAL_DOCUMENTS = "several-documents", Error,
        "A YAML file holds more than one document, separated by `---`; further ones that are empty are ignored.",
        "Keep one document in a file.";
    NESTING_TOO_DEEP = "nesting-too-deep", Error,
        "Values are nested deeper than the limit.",
        "Move inner parts to `components` and refer to them with `$ref`.";
    TOO_MANY_VALUES = "too-many-values", Error,
        "A file holds more values than the limit, those that YAML aliases expand to included.",
        "Use `$ref` instead of aliases of aliases, split the document, or raise the limit.";
    DUPLICATE_KEY = "duplicate-key", Error,
        "The same key stands twice in one object, so one of its values would be lost; a warning where both are the same.",
        "Remove or rename one of the two.";
    KEY_NOT_TEXT = "key-not-text", Error,
        "A YAML key is a list, an object or null.",
        "Write the key as text, in quotes if need be.";
    MERGE_KEY = "merge-key", Warning,
        "`<<` is an ordinary key in YAML 1.2; objects under it are merged in all the same, as in YAML 1.1.",
        "Write the merged keys out, or use `allOf` or `$ref`, so that every reader sees the same.";
    UNKNOWN_TAG = "unknown-tag", Warning,
        "A YAML tag is outside of the core schema and is ignored.",
        "Remove the tag.";

    // The shape of the document.
    UNSUPPORTED_VERSION = "unsupported-version", Error,
        "The document is not written in a version of OpenAPI that can be read.",
        "Convert the document to OpenAPI 3.0, 3.1 or 3.2, or to Swagger 2.0.";
    UNKNOWN_VERSION = "unknown-version", Warning,
        "The OpenAPI version is newer than those known and is read as the newest known.",
        "Check the result, or name a known version.";
    UNKNOWN_KEY = "unknown-key", Warning,
        "A key has no meaning where it stands and is ignored.",
        "Correct the spelling, move it, or begin it with `x-`.";
    OTHER_VERSION_KEY = "other-version-key", Warning,
        "A key, or the form of its value, belongs to another version of OpenAPI; it is used nevertheless.",
        "Name the version that has it in `openapi`, or write it as this version does.";
    SWAGGER_NOT_KEPT = "swagger-not-kept", Warning,
        "Something in a document of Swagger 2.0 cannot be said in OpenAPI 3, as which it is read, and is left out; a note where it is documentation.",
        "Leave it out, or say it in another way.";
    REFERENCE_SIBLINGS = "reference-siblings", Warning,
        "Keys beside a `$ref` have no effect here.",
        "Remove them, or write them at the place that the reference points to.";
    WRONG_TYPE = "wrong-type", Error,
        "A value has another JSON type than its key asks for.",
        "Write a value of the expected type.";
    WRONG_VALUE = "wrong-value", Warning,
        "A value is of the right type, but not one that its key allows.",
        "Use one of the allowed values.";
    CONFLICTING_KEYS = "conflicting-keys", Warning,
        "An object has two keys that exclude each other.",
        "Keep one of the two.";
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
        "A `$ref` points to another kind of object than is expected where it stands; only the keys that both kinds have are used.",
        "Point it to an object of the expected kind.";
    MISPLACED_REFERENCE = "misplaced-reference", Warning,
        "A `$ref` stands where the specification has none. It is followed all the same.",
        "Write the value there, or bundle the files into one document.";
    REFERENCE_OUTSIDE_ROOT = "reference-outside-root", Error,
        "A `$ref` leaves the folder of the root document.",
        "Move the file below that folder, or allow references outside of it.";
    REMOTE_REFERENCE = "remote-reference", Error,
        "A `$ref` needs the network, which is never used.",
        "Save the file beside the document and refer to it by a relative path.";
    UNSUPPORTED_SCHEMA_ID = "unsupported-schema-id", Warning,
        "A reference leads nowhere from the `$id` of its schema, and is resolved against the file instead.",
        "Write it relative to the `$id`, or remove the `$id`.";
    UNSUPPORTED_DYNAMIC_REFERENCE = "unsupported-dynamic-reference", Warning,
        "A `$dynamicRef` or `$recursiveRef` is ignored: more than one schema can be meant, or none.",
        "Use `$ref`.";

    UNKNOWN_DIALECT = "unknown-dialect", Warning,
        "Schemas are said to be of a dialect that is not known; they are read as those of OpenAPI.",
        "Write them in JSON Schema 2020-12 or in the dialect of OpenAPI.";
    DUPLICATE_ANCHOR = "duplicate-anchor", Warning,
        "Two schemas of one resource have the same anchor; references lead to the first.",
        "Rename one of the two.";
    PATH_ITEM_CONFLICT = "path-item-conflict", Warning,
        "A key stands beside the `$ref` of a path item and also where that leads; the one beside it is used.",
        "Remove one of the two: OpenAPI does not say which of them holds.";

    // Overlays.
    MALFORMED_OVERLAY = "malformed-overlay", Error,
        "A file that is given as an overlay is none, or one of its actions cannot be carried out.",
        "Write it as the Overlay Specification 1.0 or 1.1 says.";
    MALFORMED_JSONPATH = "malformed-jsonpath", Error,
        "A query is no JSONPath (RFC 9535).",
        "Begin with `$`, and put names that are no words in brackets and quotes: `$.paths['/images'].get`.";
    UNMATCHED_TARGET = "unmatched-target", Warning,
        "The target of an overlay's action selects nothing, so the action does nothing.",
        "Correct the query, or remove the action if the document has changed.";

    // What is generated of a document.
    MALFORMED_SELECTOR = "malformed-selector", Error,
        "What chooses operations cannot be read.",
        "Write `tag:NAME`, `path:/a/**`, `path:GET:/a/**`, `method:GET`, `operation:ID` or `webhook:NAME`.";
    UNMATCHED_SELECTOR = "unmatched-selector", Error,
        "No operation is chosen by what is included or excluded.",
        "Correct the name, or take it out.";
    EXPIRED_APPROVAL = "expired-approval", Error,
        "The approval of a change of a document is not valid any more.",
        "Undo the change, or approve it again with a later day.";
    STALE_APPROVAL = "stale-approval", Error,
        "An approved change is not there any more, or is another one now.",
        "Remove the entry, or let `diff --approve` write the file anew.";
    MALFORMED_POLICY = "malformed-policy", Error,
        "The levels or approvals of changes beside a document cannot be used.",
        "Use the form that `generator/docs/diff.md` describes.";
    MALFORMED_SETTINGS = "malformed-settings", Error,
        "The settings beside a document cannot be used.",
        "Use the form that the README describes under “Settings”.";

    // What an API is.
    MALFORMED_PATH = "malformed-path", Error,
        "A path key is no template that could be matched.",
        "Write segments between slashes, with parameters in braces.";
    PATH_FRAGMENT = "path-fragment", Info,
        "A path key has a fragment, which never travels.",
        "Tell operations apart by path, method or fixed query pairs.";
    AMBIGUOUS_ROUTE = "ambiguous-route", Warning,
        "Two operations have the same method and path, so a server cannot tell them apart.",
        "Change the path, or add fixed query pairs to the path keys.";
    MISSING_OPERATION_ID = "missing-operation-id", Info,
        "An operation has no operationId; its name is made of method and path.",
        "Add an operationId, which also keeps the name when the path changes.";
    DUPLICATE_OPERATION_ID = "duplicate-operation-id", Warning,
        "Two operations have the same operationId.",
        "Give each operation an operationId of its own.";
    UNDECLARED_PATH_PARAMETER = "undeclared-path-parameter", Warning,
        "A parameter appears in the path but is not declared.",
        "Declare it with `in: path` and a schema.";
    UNUSED_PATH_PARAMETER = "unused-path-parameter", Warning,
        "A path parameter is declared but does not stand in the path.",
        "Put it into the path in braces, or remove it.";
    DUPLICATE_PARAMETER = "duplicate-parameter", Warning,
        "A parameter of the same name and location is declared twice in one list; the second holds.",
        "Remove one of the two, or rename it.";
    IGNORED_HEADER_PARAMETER = "ignored-header-parameter", Info,
        "Header parameters called Accept, Content-Type or Authorization have no effect.",
        "Describe them by `content` and `security`, and remove the parameter.";
    STYLE_MISPLACED = "style-misplaced", Warning,
        "A parameter's style cannot be used at its location.",
        "Use a style that its location has (OpenAPI 3.1.1 section 4.8.12.2.2).";
    UNSUPPORTED_COLLECTION_FORMAT = "unsupported-collection-format", Warning,
        "A list of Swagger 2.0 is written in a way that OpenAPI 3 does not have; its value is a text.",
        "Join and divide the text yourself, or choose another `collectionFormat`.";
    PARAMETER_CONTENT = "parameter-content", Warning,
        "A parameter or header has content of a media type that has no text form here; it is taken as the text that travels.",
        "Use `application/json`, a form, or text of a string, number or boolean; or describe it by a schema.";
    EMPTY_VALUE = "empty-value", Warning,
        "A parameter that is no string may come without a value; that is read as absent, and cannot be sent.",
        "Describe it as a string, or leave out `allowEmptyValue`, which is deprecated.";
    UNSUPPORTED_QUERYSTRING = "unsupported-querystring", Warning,
        "A parameter of the whole query has a schema in place of content; it is left out.",
        "Describe it by `content`, such as `application/x-www-form-urlencoded`.";
    QUERYSTRING_BESIDE_QUERY = "querystring-beside-query", Warning,
        "A parameter of the whole query stands beside query parameters, which OpenAPI forbids; all are sent.",
        "Describe the query either as a whole or by its parameters.";
    FORM_CONTENT = "form-content", Warning,
        "A member of a URL-encoded form is an object of a media type other than JSON; it is written as JSON.",
        "Use `application/json`, or say a `style`.";
    MALFORMED_STATUS = "malformed-status", Error,
        "A response key is no status, range or `default`.",
        "Write a status such as 200, a range such as 4XX, or `default`.";
    BODY_NOT_ALLOWED = "body-not-allowed", Warning,
        "HTTP gives this message no body; the one described is left out.",
        "Remove the content.";
    KEYWORD_WITHOUT_EFFECT = "keyword-without-effect", Warning,
        "A keyword does nothing, because of the `type` beside it or for want of another keyword.",
        "Correct the `type`, add what the keyword needs, or remove it.";
    UNSATISFIABLE_SCHEMA = "unsatisfiable-schema", Warning,
        "No value satisfies a schema, because its parts exclude each other.",
        "Describe alternatives by `oneOf` or `anyOf`, or correct the part that does not belong there.";
    TEXT_BODY_SCHEMA = "text-body-schema", Warning,
        "A text body has a schema that is no string; it is handed over as text.",
        "Describe it by `type: string`, or use a JSON media type.";
    BYTES_BODY_SCHEMA = "bytes-body-schema", Warning,
        "A body of bytes has a schema that says more than that; it is handed over as bytes.",
        "Describe it by `format: binary` or without a schema, or use a JSON media type.";
    XML_AS_TEXT = "xml-as-text", Warning,
        "An XML body cannot be typed and is handed over as text.",
        "Describe it by a schema of an object or a list whose names can be those of elements, or parse the text with an XML library.";
    XML_ROOT_NAME = "xml-root-name", Warning,
        "Nothing names the root element of an XML body.",
        "Add `xml` with a `name` to the schema, or refer to a component (OpenAPI 3.2, XML Node Names).";
    XML_MISUSED = "xml-misused", Warning,
        "A field of an `xml` object has no meaning where it stands; it is ignored.",
        "Remove it, or put it on the schema that it is meant for.";
    UNTYPED_MULTIPART = "untyped-multipart", Warning,
        "A multipart body is handed over as a list of parts; what they hold is not typed.",
        "Use `multipart/form-data` with an object schema in a request, or take the parts as they come.";
    MULTIPART_ALTERNATIVES = "multipart-alternatives", Warning,
        "A multipart form has alternatives; the parts of all of them are optional parts of one form.",
        "Describe the form by one object schema, or by an operation per alternative.";
    UNTYPED_PART = "untyped-part", Warning,
        "A part of a form has a media type that is not written from typed values; its content is given as bytes.",
        "Use `application/json` or `text/plain` in the encoding of the part, or make the bytes in the caller.";
    PART_STYLE = "part-style", Warning,
        "A part of a multipart form has a style; lists are sent as repeated parts all the same.",
        "Remove the style, or use `application/x-www-form-urlencoded`.";
    SECURITY_NOT_INHERITED = "security-not-inherited", Warning,
        "A webhook or callback says nothing about security, and the document's is for those who call the API.",
        "State the `security` of the operation; an empty list says that everybody may call it.";
    UNUSABLE_EXPRESSION = "unusable-expression", Warning,
        "A runtime expression of a callback or link is malformed, or speaks of something that the operation does not have.",
        "Write it as OpenAPI 3.1.1 section 4.8.20.4 says, about documented parameters, headers and members.";
    UNKNOWN_LINK_TARGET = "unknown-link-target", Warning,
        "A link leads to no operation of the document, so no method follows it.",
        "Correct `operationId` or `operationRef`; operations of other documents cannot be followed.";
    UNKNOWN_LINK_PARAMETER = "unknown-link-parameter", Warning,
        "A link gives a parameter or body that the operation it leads to does not have; it is left out.",
        "Correct the name, or put its place before it: `path.id`.";
    LINK_SERVER = "link-server", Warning,
        "A link has a server of its own, which is not called by itself.",
        "Send the input that the link gives through a client with that base URL.";
    UNSUPPORTED_SECURITY_SCHEME = "unsupported-security-scheme", Warning,
        "A security scheme is of a kind that is not known, or whose credentials are not computed.",
        "Give the client what stands in `Authorization`, or a `TokenSource` that makes it; or use another scheme.";
    IMPLICIT_FLOW = "implicit-flow", Info,
        "Tokens of the implicit flow of OAuth 2 come to a browser, where no client can fetch them.",
        "Give the client a token that a browser has got; better, let the service offer `authorizationCode` (RFC 9700, section 2.1.2).";
    UNSUPPORTED_SIGNATURE = "unsupported-signature", Error,
        "A signature algorithm is not known.",
        "Use one of the algorithms that `specs/EXTENSIONS.md` lists.";
    UNKNOWN_SECURITY_SCHEME = "unknown-security-scheme", Warning,
        "A security requirement names a scheme that does not exist.",
        "Add the scheme to `components.securitySchemes`, or correct the name.";
    UNDECLARED_SERVER_VARIABLE = "undeclared-server-variable", Warning,
        "A variable stands in a server's URL but is not declared.",
        "Declare it under `variables` with a default.";
    UNKNOWN_REJECTION = "unknown-rejection", Error,
        "An entry of `x-rejections` cannot be used.",
        "Use the kinds and the form that `specs/EXTENSIONS.md` describes.";
    UNKNOWN_OPERATION = "unknown-operation", Error,
        "An extension names an operation that does not exist.",
        "Write the operationId of an operation of the document.";
    UNKNOWN_PARAMETER = "unknown-parameter", Error,
        "An extension names a parameter, header or setting that does not exist.",
        "Correct the name, or declare what it names.";
    UNKNOWN_POINTER = "unknown-pointer", Error,
        "A JSON pointer of an extension leads to nothing that the schema has.",
        "Correct the pointer, or add the member to the schema.";
    MALFORMED_POINTER = "malformed-pointer", Error,
        "A text is no JSON pointer (RFC 6901).",
        "Begin each member's name with `/`.";
    MALFORMED_WAIT = "malformed-wait", Error,
        "An `x-wait` cannot be used; no method that waits is made of it.",
        "Use the form that `specs/EXTENSIONS.md` describes.";
    MALFORMED_PAGES = "malformed-pages", Error,
        "An `x-pages` cannot be used; no method that gives all pages is made of it.",
        "Use the form that `specs/EXTENSIONS.md` describes.";

    // Schemas.
    MISSPELT_FORMAT = "misspelt-format", Warning,
        "A format is not known, but one of nearly the same name is; the values are taken as plain ones.",
        "Correct its spelling. Formats of your own are allowed, and mean nothing to others.";
    COMPOSITION_CYCLE = "composition-cycle", Warning,
        "`allOf` leads back to a schema that it is part of; the repetition says nothing.",
        "Remove the member that leads back.";
    CONFLICTING_KEYWORDS = "conflicting-keywords", Warning,
        "Schemas that hold together say different things with one keyword.",
        "Let only one of them say it.";
    UNSUPPORTED_COMPOSITION = "unsupported-composition", Warning,
        "A combination of oneOf and anyOf has no type of its own; any value is taken.",
        "Use a single group, or objects in all of its branches.";
    REQUIRED_WITHOUT_PROPERTY = "required-without-property", Warning,
        "A member is required, but no property describes it.",
        "Add the property, or remove the name from `required`.";
    INVALID_DEFAULT = "invalid-default", Warning,
        "A default does not match its schema.",
        "Write a default of the schema's type, one of its `enum` where there is one.";
    ENUM_TYPE_MISMATCH = "enum-type-mismatch", Warning,
        "Values of an enum are not of the type beside it, or do not match its other keywords.",
        "Write the values in the type, in quotes for strings.";
    UNCHECKED_PATTERN = "unchecked-pattern", Warning,
        "A pattern cannot be matched without backtracking and is not checked.",
        "Write it without look-around, back references and Unicode properties.";
    UNCHECKED_KEYWORD = "unchecked-keyword", Info,
        "The emitted code does not check a validation keyword.",
        "Check it in the handler, or say it with keywords that are checked.";

    // What documents may cost.
    REFERENCE_CHAIN = "reference-chain", Error,
        "So many references lead to one another that the way to a value is too long.",
        "Let the references point to the value itself.";
    TOO_COMPLEX = "too-complex", Error,
        "Schemas refer to one another so often that what they stand for together is too much.",
        "Refer to a schema with `$ref` alone instead of merging or repeating it at each place, or split the document.";

    // What generates badly; said by `lint`.
    UNUSED_COMPONENT = "unused-component", Warning,
        "Nothing of the API uses a component, so that no one notices when it is wrong.",
        "Remove it, or refer to it.";
    NAME_COLLISION = "name-collision", Warning,
        "Two names of a document become the same Rust identifier, so that one of them gets a number.",
        "Rename one of the two, so that they differ by more than case and punctuation.";
    AMBIGUOUS_UNION = "ambiguous-union", Warning,
        "A value of a `oneOf` or `anyOf` may fit several alternatives, so that it may be read as the wrong one.",
        "Add a `discriminator`, or a required member with a `const` of its own to each alternative.";
    DISCRIMINATOR_MISMATCH = "discriminator-mismatch", Warning,
        "A discriminator reads a property that an alternative does not have, or maps a value to a schema that is not one.",
        "Declare the property in every alternative, and map values to alternatives only.";
    UNDECLARED_SCOPE = "undeclared-scope", Warning,
        "A security requirement names a scope that its scheme does not have.",
        "Correct the name, or add the scope to the `scopes` of a flow.";
    UNBOUNDED_ARRAY = "unbounded-array", Info,
        "A list in a request has no `maxItems`, so that one request may cost a server any work.",
        "Say the most items that are served, with `maxItems`.";
    BARE_LIST = "bare-list", Info,
        "An answer is a list itself, which no later version can add a cursor or a count to.",
        "Put the list into an object.";
    UNTYPED_VALUE = "untyped-value", Info,
        "A schema says nothing of its values, so that they become any JSON value.",
        "Say the `type`. Where any value is meant, a description helps the reader.";
    MISSING_SUCCESS_RESPONSE = "missing-success-response", Warning,
        "An operation documents no response that is good, so that each answer is an error to its clients.",
        "Add the response that comes when all is well, such as `204`.";
    MISSING_ERROR_RESPONSE = "missing-error-response", Info,
        "An operation documents no error, so that clients get undocumented ones without a type.",
        "Add the errors that clients have to tell apart, or `default`.";
    UNDOCUMENTED_OPERATION = "undocumented-operation", Info,
        "An operation has neither `summary` nor `description`, so that its method has no documentation.",
        "Say in a `summary` what it does.";
    UNDECLARED_TAG = "undeclared-tag", Info,
        "An operation has a tag that is not among the `tags` of the document, perhaps misspelt.",
        "Correct it, or add it to `tags`.";
    BODY_WITHOUT_MEANING = "body-without-meaning", Warning,
        "The operation's method has no use for a body (RFC 9110 section 9.3), and proxies may drop or refuse it.",
        "Use another method, such as `POST`, or put the inputs into the query.";
    OPTIONAL_BODY = "optional-body", Info,
        "A body is not `required`, which is the default and seldom meant, so that its field is an `Option`.",
        "Say `required: true`, or `required: false` where it may be left out.";
    OPEN_OPERATION = "open-operation", Info,
        "An operation that changes something needs no credentials, in a document that has some.",
        "Add a `security`; `security: []` at the operation says that everybody may call it.";
    SECRET_IN_URL = "secret-in-url", Warning,
        "A secret is part of a URL, which logs, histories and proxies keep.",
        "Send it in a header or in the body.";
    UNMARKED_SECRET = "unmarked-secret", Info,
        "A member that is named like a secret is not marked as one, so that printing the message shows it.",
        "Say `format: password`.";
    PLAIN_HTTP = "plain-http", Warning,
        "A server is reached without encryption.",
        "Use `https`.";
    EXAMPLE_MISMATCH = "example-mismatch", Warning,
        "An example does not match its schema, so that one of the two is wrong.",
        "Correct the example, or the schema.";
}
