//! The grammar of OpenAPI as data: one row a field. Reads like the tables of the specification, which it follows in order.
//! Long because it is the whole of one table.

use super::Kind::*;
use super::Shape::{self, *};
use super::{Field, Grammar, Kind, Need, Rest};
use crate::read::Version::{self, V3_0, V3_1, V3_2};

const fn field(name: &'static str, shape: Shape) -> Field {
    Field {
        name,
        shape,
        need: Need::Optional,
        since: V3_0,
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
        fields,
        rest: Rest::None,
    }
}

const fn open(kind: Kind, title: &'static str, rest: Rest) -> Grammar {
    Grammar {
        kind,
        title,
        fields: &[],
        rest,
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
const TYPES: Shape = Types(&[
    "null", "boolean", "object", "array", "number", "string", "integer",
]);

/// In the order of [`Kind`], which is the index.
pub(super) static GRAMMAR: &[Grammar] = &[
    kind(
        OpenApi,
        "an OpenAPI document",
        &[
            field("openapi", Any),
            field("$self", Text).since(V3_2),
            field("info", Object(Info)).should(),
            field("jsonSchemaDialect", Text).since(V3_1),
            field("servers", SERVERS),
            field("paths", Object(Paths)).should_until(V3_0),
            field("webhooks", Map(&OrReference(PathItem))).since(V3_1),
            field("x-webhooks", Object(Webhooks)),
            field("components", Object(Components)),
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
    ),
    kind(
        ServerVariable,
        "a server variable",
        &[
            field("enum", TEXTS),
            field("default", Text).should(),
            note("description", Text),
        ],
    ),
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
    ),
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
            note("summary", Text),
            note("description", Text),
            field("get", OPERATION),
            field("put", OPERATION),
            field("post", OPERATION),
            field("delete", OPERATION),
            field("options", OPERATION),
            field("head", OPERATION),
            field("patch", OPERATION),
            field("trace", OPERATION),
            field("query", OPERATION).since(V3_2),
            field("additionalOperations", Map(&OPERATION)).since(V3_2),
            field("servers", SERVERS),
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
            field("parameters", PARAMETERS),
            field("requestBody", OrReference(RequestBody)),
            field("responses", Object(Responses)).should_until(V3_0),
            field("callbacks", Map(&OrReference(Callback))),
            note("deprecated", Bool),
            field("security", SECURITY),
            field("servers", SERVERS),
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
                Choice(&["query", "header", "path", "cookie", "querystring"]),
            )
            .must(),
            note("description", Text),
            field("required", Bool),
            note("deprecated", Bool),
            field("allowEmptyValue", Bool),
            field("style", STYLES),
            field("explode", Bool),
            field("allowReserved", Bool),
            field("schema", Shape::Schema),
            note("example", Any),
            note("examples", EXAMPLES),
            field("content", CONTENT),
        ],
    ),
    kind(
        RequestBody,
        "a request body",
        &[
            note("description", Text),
            field("content", CONTENT).should(),
            field("required", Bool),
        ],
    ),
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
    ),
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
    ),
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
            field("content", CONTENT),
            field("links", Map(&OrReference(Link))),
        ],
    ),
    open(Callback, "a callback", Rest::Any(OrReference(PathItem))),
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
    ),
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
    ),
    kind(
        Header,
        "a header",
        &[
            note("description", Text),
            field("required", Bool),
            note("deprecated", Bool),
            field("allowEmptyValue", Bool).until(V3_0),
            field("style", STYLES),
            field("explode", Bool),
            field("allowReserved", Bool).until(V3_0),
            field("schema", Shape::Schema),
            note("example", Any),
            note("examples", EXAMPLES),
            field("content", CONTENT),
        ],
    ),
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
            field("type", TYPES),
            field("format", Text),
            field("properties", SCHEMAS),
            field("required", TEXTS),
            field("items", Shape::Schema),
            field("enum", List(&Any)),
            field("allOf", SCHEMA_LIST),
            field("oneOf", SCHEMA_LIST),
            field("anyOf", SCHEMA_LIST),
            field("not", Shape::Schema),
            field("additionalProperties", SchemaOrBool),
            field("default", Any),
            field("nullable", Bool).until(V3_0),
            field("discriminator", Object(Discriminator)),
            note("example", Any),
            note("examples", List(&Any)).since(V3_1),
            field("readOnly", Bool),
            field("writeOnly", Bool),
            note("deprecated", Bool),
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
    ),
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
            field(
                "type",
                Choice(&["apiKey", "http", "mutualTLS", "oauth2", "openIdConnect"]),
            )
            .must(),
            note("description", Text),
            field("name", Text).must_for("apiKey"),
            field("in", Choice(&["query", "header", "cookie"])).must_for("apiKey"),
            field("scheme", Text).must_for("http"),
            note("bearerFormat", Text),
            field("flows", Object(OAuthFlows)).must_for("oauth2"),
            field("openIdConnectUrl", Text).must_for("openIdConnect"),
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
    ),
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
    ),
    open(
        SecurityRequirement,
        "a security requirement",
        Rest::Any(TEXTS),
    ),
];
