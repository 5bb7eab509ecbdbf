//! The grammar of OpenAPI as data: one row a field. Reads like the tables of the specification, which it follows in order.
//! Long because it is the whole of one table.

use super::Kind::*;
use super::Shape::{self, *};
use super::{Field, Grammar, Kind, Need, Rest};
use crate::read::Version::{self, V2_0, V3_0, V3_1, V3_2};

const fn field(name: &'static str, shape: Shape) -> Field {
    Field {
        name,
        shape,
        need: Need::Optional,
        since: V2_0,
        until: V3_2,
        note: false,
    }
}

/// A field for readers only.
const fn note(name: &'static str, shape: Shape) -> Field {
    Field {
        note: true,
        ..field(name, shape)
    }
}

impl Field {
    const fn must(self) -> Self {
        Self {
            need: Need::Must,
            ..self
        }
    }
    const fn must_for(self, value: &'static str) -> Self {
        Self {
            need: Need::MustFor(value),
            ..self
        }
    }
    const fn should(self) -> Self {
        self.should_until(V3_2)
    }
    const fn should_until(self, version: Version) -> Self {
        Self {
            need: Need::Should(version),
            ..self
        }
    }
    const fn since(self, since: Version) -> Self {
        Self { since, ..self }
    }
    const fn until(self, until: Version) -> Self {
        Self { until, ..self }
    }
}

const fn kind(kind: Kind, title: &'static str, fields: &'static [Field]) -> Grammar {
    Grammar {
        kind,
        title,
        own: fields,
        shared: &[],
        rest: Rest::None,
        since: V2_0,
    }
}

const fn open(kind: Kind, title: &'static str, rest: Rest) -> Grammar {
    Grammar {
        kind,
        title,
        own: &[],
        shared: &[],
        rest,
        since: V2_0,
    }
}

impl Grammar {
    const fn since(self, since: Version) -> Self {
        Self { since, ..self }
    }
    const fn with(self, shared: &'static [Field]) -> Self {
        Self { shared, ..self }
    }
}

const TEXTS: Shape = List(&Text);
const SERVERS: Shape = List(&Object(Server));
const SECURITY: Shape = List(&Object(SecurityRequirement));
const PARAMETERS: Shape = List(&OrReference(Parameter));
const OPERATION: Shape = Object(Operation);
const CONTENT: Shape = Map(&OrReference(MediaType));
const HEADERS: Shape = Map(&OrReference(Header));
const EXAMPLES: Shape = Map(&OrReference(Example));
const SCHEMAS: Shape = Map(&Shape::Schema);
const SCHEMA_LIST: Shape = List(&Shape::Schema);
const STYLES: Shape = Choice(&[
    "matrix",
    "label",
    "simple",
    "form",
    "spaceDelimited",
    "pipeDelimited",
    "deepObject",
    "cookie",
]);
const SCHEMES: Shape = List(&Choice(&["http", "https", "ws", "wss"]));
const TYPES: Shape = Types(&[
    "null", "boolean", "object", "array", "number", "string", "integer",
]);

const TYPES_OF_2: Shape = Types(&[
    "null", "boolean", "object", "array", "number", "string", "integer", "file",
]);

/// What Swagger 2.0 says of a value beside its name, where later versions have a schema.
pub(super) static VALUE: &[Field] = &[
    field(
        "type",
        Types(&["string", "number", "integer", "boolean", "array", "file"]),
    )
    .until(V2_0),
    field("format", Text).until(V2_0),
    field("items", Object(Items)).until(V2_0),
    field(
        "collectionFormat",
        Choice(&["csv", "ssv", "tsv", "pipes", "multi"]),
    )
    .until(V2_0),
    field("default", Any).until(V2_0),
    field("maximum", Number).until(V2_0),
    field("exclusiveMaximum", Exclusive).until(V2_0),
    field("minimum", Number).until(V2_0),
    field("exclusiveMinimum", Exclusive).until(V2_0),
    field("maxLength", Count).until(V2_0),
    field("minLength", Count).until(V2_0),
    field("pattern", Text).until(V2_0),
    field("maxItems", Count).until(V2_0),
    field("minItems", Count).until(V2_0),
    field("uniqueItems", Bool).until(V2_0),
    field("enum", List(&Any)).until(V2_0),
    field("multipleOf", Number).until(V2_0),
    field("x-nullable", Bool).until(V2_0),
];

/// In the order of [`Kind`], which is the index.
pub(super) static GRAMMAR: &[Grammar] = &[
    kind(
        OpenApi,
        "an OpenAPI document",
        &[
            field("swagger", Any).until(V2_0),
            field("openapi", Any).since(V3_0),
            field("$self", Text).since(V3_2),
            field("info", Object(Info)).should(),
            field("jsonSchemaDialect", Text).since(V3_1),
            field("servers", SERVERS).since(V3_0),
            field("host", Text).until(V2_0),
            field("basePath", Text).until(V2_0),
            field("schemes", SCHEMES).until(V2_0),
            field("consumes", TEXTS).until(V2_0),
            field("produces", TEXTS).until(V2_0),
            field("paths", Object(Paths)).should_until(V3_0),
            field("webhooks", Map(&OrReference(PathItem))).since(V3_1),
            field("x-webhooks", Object(Webhooks)),
            field("components", Object(Components)).since(V3_0),
            field("definitions", SCHEMAS).until(V2_0),
            field("parameters", Map(&OrReference(Parameter))).until(V2_0),
            field("responses", Map(&OrReference(Response))).until(V2_0),
            field("securityDefinitions", Map(&OrReference(SecurityScheme))).until(V2_0),
            field("security", SECURITY),
            note("tags", List(&Object(Tag))),
            note("externalDocs", Object(ExternalDocs)),
        ],
    ),
    kind(
        Info,
        "an info object",
        &[
            note("title", Text).should(),
            note("summary", Text).since(V3_1),
            note("description", Text),
            note("termsOfService", Text),
            note("contact", Object(Contact)),
            note("license", Object(License)),
            note("version", Text).should(),
        ],
    ),
    kind(
        Contact,
        "a contact object",
        &[note("name", Text), note("url", Text), note("email", Text)],
    ),
    kind(
        License,
        "a license object",
        &[
            note("name", Text).should(),
            note("identifier", Text).since(V3_1),
            note("url", Text),
        ],
    ),
    kind(
        Server,
        "a server",
        &[
            field("url", Text).should(),
            note("description", Text),
            note("name", Text).since(V3_2),
            field("variables", Map(&Object(ServerVariable))),
        ],
    )
    .since(V3_0),
    kind(
        ServerVariable,
        "a server variable",
        &[
            field("enum", TEXTS),
            field("default", Text).should(),
            note("description", Text),
        ],
    )
    .since(V3_0),
    kind(
        Components,
        "a components object",
        &[
            field("schemas", SCHEMAS),
            field("responses", Map(&OrReference(Response))),
            field("parameters", Map(&OrReference(Parameter))),
            note("examples", EXAMPLES),
            field("requestBodies", Map(&OrReference(RequestBody))),
            field("headers", HEADERS),
            field("securitySchemes", Map(&OrReference(SecurityScheme))),
            field("links", Map(&OrReference(Link))),
            field("callbacks", Map(&OrReference(Callback))),
            field("pathItems", Map(&OrReference(PathItem))).since(V3_1),
            field("mediaTypes", CONTENT).since(V3_2),
        ],
    )
    .since(V3_0),
    open(
        Paths,
        "an object of paths",
        Rest::Paths(OrReference(PathItem)),
    ),
    kind(
        PathItem,
        "a path item",
        &[
            field("$ref", Address),
            note("summary", Text).since(V3_0),
            note("description", Text).since(V3_0),
            field("get", OPERATION),
            field("put", OPERATION),
            field("post", OPERATION),
            field("delete", OPERATION),
            field("options", OPERATION),
            field("head", OPERATION),
            field("patch", OPERATION),
            field("trace", OPERATION).since(V3_0),
            field("query", OPERATION).since(V3_2),
            field("additionalOperations", Map(&OPERATION)).since(V3_2),
            field("servers", SERVERS).since(V3_0),
            field("parameters", PARAMETERS),
        ],
    ),
    kind(
        Operation,
        "an operation",
        &[
            field("tags", TEXTS),
            note("summary", Text),
            note("description", Text),
            note("externalDocs", Object(ExternalDocs)),
            field("operationId", Text),
            field("consumes", TEXTS).until(V2_0),
            field("produces", TEXTS).until(V2_0),
            field("schemes", SCHEMES).until(V2_0),
            field("parameters", PARAMETERS),
            field("requestBody", OrReference(RequestBody)).since(V3_0),
            field("responses", Object(Responses)).should_until(V3_0),
            field("callbacks", Map(&OrReference(Callback))).since(V3_0),
            note("deprecated", Bool),
            field("security", SECURITY),
            field("servers", SERVERS).since(V3_0),
        ],
    ),
    kind(
        ExternalDocs,
        "an external documentation object",
        &[note("description", Text), note("url", Text).should()],
    ),
    kind(
        Parameter,
        "a parameter",
        &[
            field("name", Text).must(),
            field(
                "in",
                Choice(&["query", "header", "path", "formData", "body"]),
            )
            .must()
            .until(V2_0),
            field(
                "in",
                Choice(&["query", "header", "path", "cookie", "querystring"]),
            )
            .must()
            .since(V3_0),
            note("description", Text),
            field("required", Bool),
            note("deprecated", Bool).since(V3_0),
            field("allowEmptyValue", Bool),
            field("style", STYLES).since(V3_0),
            field("explode", Bool).since(V3_0),
            field("allowReserved", Bool).since(V3_0),
            field("schema", Shape::Schema),
            note("example", Any).since(V3_0),
            note("examples", EXAMPLES).since(V3_0),
            field("content", CONTENT).since(V3_0),
        ],
    )
    .with(VALUE),
    kind(
        RequestBody,
        "a request body",
        &[
            note("description", Text),
            field("content", CONTENT).should(),
            field("required", Bool),
        ],
    )
    .since(V3_0),
    kind(
        MediaType,
        "a media type",
        &[
            field("schema", Shape::Schema),
            field("itemSchema", Shape::Schema).since(V3_2),
            note("example", Any),
            note("examples", EXAMPLES),
            field("encoding", Map(&Object(Encoding))),
            field("prefixEncoding", List(&Object(Encoding))).since(V3_2),
            field("itemEncoding", Object(Encoding)).since(V3_2),
        ],
    )
    .since(V3_0),
    kind(
        Encoding,
        "an encoding",
        &[
            field("contentType", Text),
            field("headers", HEADERS),
            field("style", STYLES),
            field("explode", Bool),
            field("allowReserved", Bool),
            field("encoding", Map(&Object(Encoding))).since(V3_2),
            field("prefixEncoding", List(&Object(Encoding))).since(V3_2),
            field("itemEncoding", Object(Encoding)).since(V3_2),
        ],
    )
    .since(V3_0),
    open(
        Responses,
        "an object of responses",
        Rest::Statuses(OrReference(Response)),
    ),
    kind(
        Response,
        "a response",
        &[
            note("summary", Text).since(V3_2),
            note("description", Text).should_until(V3_1),
            field("headers", HEADERS),
            field("schema", Shape::Schema).until(V2_0),
            note("examples", Map(&Any)).until(V2_0),
            field("content", CONTENT).since(V3_0),
            field("links", Map(&OrReference(Link))).since(V3_0),
        ],
    ),
    open(Callback, "a callback", Rest::Any(OrReference(PathItem))).since(V3_0),
    open(Webhooks, "webhooks", Rest::Any(OrReference(PathItem))),
    kind(
        Example,
        "an example",
        &[
            note("summary", Text),
            note("description", Text),
            note("dataValue", Any).since(V3_2),
            note("serializedValue", Text).since(V3_2),
            note("externalValue", Text),
            note("value", Any),
        ],
    )
    .since(V3_0),
    kind(
        Link,
        "a link",
        &[
            field("operationRef", Text),
            field("operationId", Text),
            field("parameters", Map(&Any)),
            field("requestBody", Any),
            note("description", Text),
            field("server", Object(Server)),
        ],
    )
    .since(V3_0),
    kind(
        Header,
        "a header",
        &[
            note("description", Text),
            field("required", Bool).since(V3_0),
            note("deprecated", Bool).since(V3_0),
            field("allowEmptyValue", Bool).since(V3_0).until(V3_0),
            field("style", STYLES).since(V3_0),
            field("explode", Bool).since(V3_0),
            field("allowReserved", Bool).since(V3_0).until(V3_0),
            field("schema", Shape::Schema).since(V3_0),
            note("example", Any).since(V3_0),
            note("examples", EXAMPLES).since(V3_0),
            field("content", CONTENT).since(V3_0),
        ],
    )
    .with(VALUE),
    kind(
        Tag,
        "a tag",
        &[
            field("name", Text).should(),
            note("summary", Text).since(V3_2),
            note("description", Text),
            note("externalDocs", Object(ExternalDocs)),
            note("parent", Text).since(V3_2),
            note("kind", Text).since(V3_2),
        ],
    ),
    kind(
        Reference,
        "a reference",
        &[
            field("$ref", Address).must(),
            note("summary", Text).since(V3_1),
            note("description", Text).since(V3_1),
        ],
    ),
    kind(
        Kind::Schema,
        "a schema",
        &[
            field("$ref", Address),
            note("title", Text),
            note("description", Text),
            field("type", TYPES_OF_2).until(V2_0),
            field("type", TYPES).since(V3_0),
            field("format", Text),
            field("properties", SCHEMAS),
            field("required", TEXTS),
            field("items", Shape::Schema),
            field("enum", List(&Any)),
            field("allOf", SCHEMA_LIST),
            field("oneOf", SCHEMA_LIST).since(V3_0),
            field("anyOf", SCHEMA_LIST).since(V3_0),
            field("not", Shape::Schema).since(V3_0),
            field("additionalProperties", SchemaOrBool),
            field("default", Any),
            field("nullable", Bool).since(V3_0).until(V3_0),
            field("x-nullable", Bool).until(V2_0),
            field("discriminator", Text).until(V2_0),
            field("discriminator", Object(Discriminator)).since(V3_0),
            note("example", Any),
            note("examples", List(&Any)).since(V3_1),
            field("readOnly", Bool),
            field("writeOnly", Bool).since(V3_0),
            note("deprecated", Bool).since(V3_0),
            field("pattern", Text),
            field("minLength", Count),
            field("maxLength", Count),
            field("minimum", Number),
            field("maximum", Number),
            field("exclusiveMinimum", Exclusive),
            field("exclusiveMaximum", Exclusive),
            field("multipleOf", Number),
            field("minItems", Count),
            field("maxItems", Count),
            field("uniqueItems", Bool),
            field("minProperties", Count),
            field("maxProperties", Count),
            field("xml", Object(Xml)),
            note("externalDocs", Object(ExternalDocs)),
            field("const", Any).since(V3_1),
            field("prefixItems", SCHEMA_LIST).since(V3_1),
            field("contains", Shape::Schema).since(V3_1),
            field("minContains", Count).since(V3_1),
            field("maxContains", Count).since(V3_1),
            field("patternProperties", SCHEMAS).since(V3_1),
            field("propertyNames", Shape::Schema).since(V3_1),
            field("dependentRequired", Map(&TEXTS)).since(V3_1),
            field("dependentSchemas", SCHEMAS).since(V3_1),
            field("unevaluatedItems", SchemaOrBool).since(V3_1),
            field("unevaluatedProperties", SchemaOrBool).since(V3_1),
            field("if", Shape::Schema).since(V3_1),
            field("then", Shape::Schema).since(V3_1),
            field("else", Shape::Schema).since(V3_1),
            field("contentEncoding", Text).since(V3_1),
            field("contentMediaType", Text).since(V3_1),
            field("contentSchema", Shape::Schema).since(V3_1),
            field("$defs", SCHEMAS).since(V3_1),
            // What `$defs` was called up to draft 7; still recognised by the meta-schema of 2020-12.
            field("definitions", SCHEMAS).since(V3_1),
            note("$comment", Text).since(V3_1),
            field("$schema", Text).since(V3_1),
            note("$vocabulary", Map(&Bool)).since(V3_1),
            field("$id", Text).since(V3_1),
            field("$anchor", Text).since(V3_1),
            field("$dynamicRef", Text).since(V3_1),
            field("$dynamicAnchor", Text).since(V3_1),
            field("$recursiveRef", Text).since(V3_1),
            field("$recursiveAnchor", Any).since(V3_1),
        ],
    ),
    kind(
        Discriminator,
        "a discriminator",
        &[
            field("propertyName", Text).should(),
            field("mapping", Mapping),
            field("defaultMapping", Text).since(V3_2),
        ],
    )
    .since(V3_0),
    kind(
        Xml,
        "an XML object",
        &[
            field(
                "nodeType",
                Choice(&["element", "attribute", "text", "cdata", "none"]),
            )
            .since(V3_2),
            field("name", Text),
            field("namespace", Text),
            field("prefix", Text),
            field("attribute", Bool),
            field("wrapped", Bool),
        ],
    ),
    kind(
        SecurityScheme,
        "a security scheme",
        &[
            field("type", Choice(&["basic", "apiKey", "oauth2"]))
                .must()
                .until(V2_0),
            field(
                "type",
                Choice(&["apiKey", "http", "mutualTLS", "oauth2", "openIdConnect"]),
            )
            .must()
            .since(V3_0),
            note("description", Text),
            field("name", Text).must_for("apiKey"),
            field("in", Choice(&["query", "header"]))
                .must_for("apiKey")
                .until(V2_0),
            field("in", Choice(&["query", "header", "cookie"]))
                .must_for("apiKey")
                .since(V3_0),
            field(
                "flow",
                Choice(&["implicit", "password", "application", "accessCode"]),
            )
            .must_for("oauth2")
            .until(V2_0),
            field("authorizationUrl", Text).until(V2_0),
            field("tokenUrl", Text).until(V2_0),
            field("scopes", Map(&Text)).until(V2_0),
            field("scheme", Text).must_for("http").since(V3_0),
            note("bearerFormat", Text).since(V3_0),
            field("flows", Object(OAuthFlows))
                .must_for("oauth2")
                .since(V3_0),
            field("openIdConnectUrl", Text)
                .must_for("openIdConnect")
                .since(V3_0),
            field("oauth2MetadataUrl", Text).since(V3_2),
            note("deprecated", Bool).since(V3_2),
        ],
    ),
    kind(
        OAuthFlows,
        "an object of OAuth flows",
        &[
            field("implicit", Object(OAuthFlow)),
            field("password", Object(OAuthFlow)),
            field("clientCredentials", Object(OAuthFlow)),
            field("authorizationCode", Object(OAuthFlow)),
            field("deviceAuthorization", Object(OAuthFlow)).since(V3_2),
        ],
    )
    .since(V3_0),
    kind(
        OAuthFlow,
        "an OAuth flow",
        &[
            field("authorizationUrl", Text),
            field("deviceAuthorizationUrl", Text).since(V3_2),
            field("tokenUrl", Text),
            field("refreshUrl", Text),
            field("scopes", Map(&Text)).should(),
        ],
    )
    .since(V3_0),
    open(
        SecurityRequirement,
        "a security requirement",
        Rest::Any(TEXTS),
    ),
    kind(Items, "an items object", &[]).with(VALUE),
];
