//! Names that stand in the way of Rust: keywords, names of the prelude and of emitted items, other scripts, digits in
//! front, names that become one another – in every place that a document has for names.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use generator::Generator;
use generator::diagnostics::Diagnostics;
use generator::model::{Api, Location, TypeKind};
use generator::write;
use serde_json::{Map, Value, json};
use tests::scratch::Scratch;

/// Rust reference, "Keywords": strict, reserved and weak ones.
const KEYWORDS: &str = "as async await break const continue crate dyn else enum extern false fn for gen if impl in let \
    loop match mod move mut pub ref return self Self static struct super trait true try type unsafe use where while \
    abstract become box do final macro override priv typeof unsized virtual yield \
    macro_rules raw safe union auto default";

/// What emitted code refers to by its plain name, or might.
const TAKEN: &str = "Result Option Some None Ok Err String Vec Box Default Clone Debug Display Error From Into Send Sync \
    Future Iterator Deref Fn Sized str u8 i32 i64 f64 bool char usize std core alloc http serde serde_json \
    generator_runtime types operations client server wire Client ClientBuilder Call Api Router Operations Caller Body \
    Undocumented Unknown Other request response body check status headers value name check_inputs validate Validate \
    new builder call build base_url transport timeout retry header validation credentials router not_implemented \
    to with_credentials Sender SenderBuilder Receiver Webhook Callback router_for receiver webhook callback webhooks \
    callbacks expression expressions Template Reading Unresolved url answered response requested \
    with_response into_future input output accepts inputs as_str known ALL META fmt from eq hash reply target incoming \
    api caller parameters read check_inputs dispatch ROUTES Parameters Self_ self_ r#type __ _ with_type with_fn with_region \
    wait_for_type and_wait pages connection server_url origin Server reqwest tokio region settings con aux nul prn com1 lpt1";

/// Other scripts, illegal characters, digits in front, and groups that become one name.
const ODD: &[&str] = &[
    "名前",
    "имя",
    "naïve",
    "ß",
    "İ",
    "🦀",
    "ａ",
    "é",
    "e\u{301}",
    "1",
    "1st",
    "42",
    "3d",
    "-",
    "--",
    ".",
    "$",
    "@type",
    "#",
    "a b",
    "a-b",
    "a_b",
    "aB",
    "A_B",
    "AB",
    "ab",
    "a.b",
    "a  b",
    "_a",
    "a_",
    "a1",
    "a_1",
    "a-1",
    "A",
    "a",
    "+1",
    "-1",
    "<T>",
    "a::b",
    "a'b",
    "a\"b",
    "a\\b",
    "a{b",
    "a}b",
    "a/b",
    "a~b",
    "a%b",
    "a?b",
    "a&b",
    "a=b",
    "a\nb",
    " a",
    "a ",
    "foo2",
    "foo",
    "foo_2",
    "Foo",
    "FOO",
    "fOO",
    "Foo2",
    "foo_2_2",
    "x-y",
    "x y",
    "x_y",
    "X-Y",
    "*/",
    "../x",
    "r#",
    "\u{202e}",
    "\u{0}",
    "!!",
    "a\u{2028}b",
    "😀😀",
    "\"##",
    "//!",
];

/// A name of ten thousand characters.
static LONG: LazyLock<String> = LazyLock::new(|| "long".repeat(2500));

/// Which names stand in the document.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// The obstacles.
    Odd,
    /// As many that stand in nobody's way.
    Plain,
}

/// A name, and what stands for it in the document.
struct Name {
    raw: &'static str,
    text: String,
}

impl Name {
    /// RFC 9110 section 5.6.2.
    fn is_token(&self) -> bool {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
        self.raw.bytes().all(allowed)
    }

    fn is_segment(&self) -> bool {
        !self.raw.contains(['/', '{', '}', '?', '#'])
    }

    fn is_component(&self) -> bool {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b".-_".contains(&byte);
        self.raw.bytes().all(allowed)
    }
}

fn names(kind: Kind) -> Vec<Name> {
    let mut names: Vec<&'static str> = KEYWORDS.split_whitespace().collect();
    names.extend(TAKEN.split_whitespace());
    names.extend(ODD);
    names.push(&LONG);
    names.sort_unstable();
    names.dedup();
    let named = |(index, raw): (usize, &'static str)| Name {
        raw,
        text: match kind {
            Kind::Odd => raw.to_owned(),
            Kind::Plain => format!("plain{index}name"),
        },
    };
    names.into_iter().enumerate().map(named).collect()
}

/// Regions that signatures are bound to, each a setting of the client.
const REGIONS: &[&str] = &[
    "build", "fn", "self", "名前", "1st", "header", "a b", "region", "A_B",
];

/// Every name in every place. What a place does not allow at all is left out there.
///
/// Long because there are many places.
fn obstacles(kind: Kind) -> Value {
    let names = names(kind);
    let every: Vec<&str> = names.iter().map(|name| name.text.as_str()).collect();
    let known = |raw: &str| {
        let found = names.iter().find(|name| name.raw == raw).unwrap();
        found.text.clone()
    };
    let schema = |raw: &str| json!({ "$ref": format!("#/components/schemas/{}", known(raw)) });
    let map = |value: &dyn Fn(&str) -> Value| -> Map<String, Value> {
        every
            .iter()
            .map(|name| ((*name).to_owned(), value(name)))
            .collect()
    };
    let tokens = || {
        names
            .iter()
            .filter(|name| name.is_token())
            .map(|name| name.text.as_str())
    };
    let components = || {
        names
            .iter()
            .filter(|name| name.is_component())
            .map(|name| name.text.as_str())
    };
    let text = json!({ "type": "string", "minLength": 1 });
    let properties = map(&|_| text.clone());
    let mut schemas = Map::new();
    let mut schemes = Map::new();
    for (index, name) in components().enumerate() {
        let schema = match index {
            0 => json!({ "type": "object", "properties": properties }),
            1 => json!({ "type": "string", "enum": every }),
            2 => json!({ "type": "object", "required": every, "properties": properties }),
            _ if index % 4 == 3 => json!({ "oneOf": [schema("Result"), { "type": "integer" }] }),
            _ => json!({ "type": "object", "properties": { "a": { "type": "string" } } }),
        };
        schemas.insert(name.to_owned(), schema);
        schemes.insert(
            name.to_owned(),
            json!({ "type": "http", "scheme": "bearer" }),
        );
    }
    let numbers: Vec<String> = (0..every.len())
        .map(|number| format!("v{number}"))
        .collect();
    schemas.insert(
        "named.values".to_owned(),
        json!({ "type": "string", "enum": numbers, "x-enum-varnames": every }),
    );
    let tagged = json!({ "type": "object", "required": ["tag"], "properties": { "tag": { "type": "string" } } });
    schemas.insert("tagged.one".to_owned(), tagged);
    let mapping = map(&|_| json!("#/components/schemas/tagged.one"));
    schemas.insert(
        "tagged.all".to_owned(),
        json!({
            "oneOf": [{ "$ref": "#/components/schemas/tagged.one" }],
            "discriminator": { "propertyName": "tag", "mapping": mapping },
        }),
    );
    for (index, raw) in REGIONS.iter().enumerate() {
        let region = match kind {
            Kind::Odd => (*raw).to_owned(),
            Kind::Plain => format!("region{index}name"),
        };
        schemes.insert(format!("signed.{index}"), json!({
            "type": "apiKey", "in": "header", "name": "Authorization",
            "x-signature": { "algorithm": "HMAC-SHA256", "service": "s", "region": format!("{{{region}}}") },
        }));
    }
    let scopes = map(&|name| json!(name));
    schemes.insert("scoped.all".to_owned(), json!({
        "type": "oauth2", "flows": { "clientCredentials": { "tokenUrl": "https://h.example/token", "scopes": scopes } },
    }));
    let parameter = |place: &str, name: &str| json!({ "name": name, "in": place, "required": place == "path", "schema": text });
    let headers: Map<String, Value> = tokens()
        .map(|name| (name.to_owned(), json!({ "schema": { "type": "string" } })))
        .collect();
    let mut paths = Map::new();
    for (index, name) in names.iter().enumerate() {
        let is_segment = name.is_segment();
        let name = name.text.as_str();
        let mut parameters = vec![parameter("query", name)];
        let mut path = format!("/operations/{index}");
        if is_segment {
            parameters.push(parameter("path", name));
            path = format!("{path}/{name}/{{{name}}}");
        }
        let operation = json!({
            "operationId": name, "tags": [name], "parameters": parameters,
            "security": [{ "scoped.all": [name] }],
            "responses": { "204": { "description": "Done." } },
        });
        paths.insert(path, json!({ "get": operation }));
    }
    let mut everywhere: Vec<Value> = every.iter().map(|name| parameter("query", name)).collect();
    everywhere.extend(tokens().map(|name| parameter("header", name)));
    everywhere.extend(tokens().map(|name| parameter("cookie", name)));
    let body = json!({ "content": { "application/json": { "schema": { "type": "object", "properties": properties } } } });
    let done = json!({ "description": "Done." });
    let deliveries = |method: &str| {
        map(&|name| json!({ method: { "tags": [name], "responses": { "204": done } } }))
    };
    let webhooks = deliveries("post");
    let expression = format!("{{$request.query.{}}}", known("type"));
    let callbacks: Map<String, Value> = deliveries("put")
        .into_iter()
        .map(|(name, item)| (name, json!({ expression.clone(): item })))
        .collect();
    let target = format!("path.{}", known("fn"));
    let links =
        map(&|name| json!({ "operationId": name, "parameters": { target.clone(): "$url" } }));
    let replies = json!({
        "200": { "description": "All.", "headers": headers, "links": links, "content": { "application/json": { "schema": schema("type") } } },
        "400": { "description": "Bad.", "content": { "application/json": { "schema": schema("Option") } } },
    });
    let all = json!({ "callbacks": callbacks, "operationId": "everything", "parameters": everywhere, "requestBody": body, "responses": replies });
    paths.insert("/everything".to_owned(), json!({ "post": all }));
    let contents: Map<String, Value> = tokens()
        .filter(|name| !name.contains('*'))
        .map(|name| {
            (
                format!("application/vnd.{name}+json"),
                json!({ "schema": text }),
            )
        })
        .collect();
    let forms = json!({ "multipart/form-data": { "schema": { "type": "object", "properties": properties } } });
    let security: Vec<Value> = (0..REGIONS.len())
        .map(|index| json!({ format!("signed.{index}"): [] }))
        .collect();
    let sent = json!({
        "operationId": "sendEverything", "security": security,
        "requestBody": { "content": forms },
        "responses": { "200": { "description": "All.", "content": contents }, "201": done },
    });
    paths.insert("/sent".to_owned(), json!({ "post": sent }));
    let url: Vec<String> = components().map(|name| format!("{{{name}}}")).collect();
    let values: Map<String, Value> = components()
        .map(|name| (name.to_owned(), json!({ "default": "x", "enum": ["x"] })))
        .collect();
    let mut servers = vec![
        json!({ "url": format!("https://h/{}", url.join("/")), "variables": values, "description": "All variables" }),
    ];
    servers.extend(
        every.iter().enumerate().map(
            |(index, name)| json!({ "url": format!("https://h/{index}"), "description": name }),
        ),
    );
    let requirements: Vec<Value> = components().map(|name| json!({ name: [] })).collect();
    json!({
        "openapi": "3.0.3",
        "info": { "title": "fn", "version": "1" },
        "servers": servers,
        "tags": every.iter().map(|name| json!({ "name": name })).collect::<Vec<_>>(),
        "security": requirements,
        "x-webhooks": webhooks,
        "paths": paths,
        "components": { "schemas": schemas, "securitySchemes": schemes },
    })
}

/// What each name has become, by place.
fn table(api: &Api) -> String {
    let mut rows: BTreeMap<&str, BTreeMap<&str, Vec<&str>>> = BTreeMap::new();
    let mut add = |place, name, ident| {
        let row: &mut BTreeMap<_, Vec<_>> = rows.entry(name).or_default();
        row.entry(ident).or_default().push(place);
    };
    for (_, def) in api.types.iter() {
        match (&def.kind, def.schema.as_deref()) {
            (TypeKind::Enum(list), Some(_)) => {
                for value in &list.values {
                    add("value", value.value.as_str().unwrap(), value.ident.as_str());
                }
            }
            (TypeKind::Struct(structure), Some("!!" | "-")) => {
                for field in &structure.fields {
                    add("property", field.name.as_str(), field.ident.as_str());
                    add("setter", field.name.as_str(), field.setter.as_str());
                }
            }
            _ => {}
        }
        if let Some(schema) = &def.schema {
            add("schema", schema.as_str(), def.ident.as_str());
        }
    }
    for (place, operations) in [
        ("operation", &api.operations),
        ("webhook", &api.webhooks),
        ("callback", &api.callback_operations),
    ] {
        for operation in operations {
            add(
                place,
                operation.id.as_str(),
                operation.method_ident.as_str(),
            );
            add(place, operation.id.as_str(), operation.type_ident.as_str());
        }
    }
    let everything = api
        .operations
        .iter()
        .find(|one| one.id == "everything")
        .unwrap();
    for parameter in &everything.parameters {
        let place = match parameter.location {
            Location::Header => "header",
            Location::Cookie => "cookie",
            _ => "query",
        };
        add(place, parameter.name.as_str(), parameter.ident.as_str());
    }
    for header in &everything.success.replies[0].headers {
        add(
            "response header",
            header.name.as_str(),
            header.ident.as_str(),
        );
    }
    for scheme in &api.schemes {
        add("scheme", scheme.name.as_str(), scheme.ident.as_str());
    }
    for server in &api.servers {
        for variable in &server.variables {
            add("variable", variable.name.as_str(), variable.ident.as_str());
        }
    }
    for callback in &api.callbacks {
        add(
            "url of callback",
            callback.name.as_str(),
            callback.ident.as_str(),
        );
    }
    for link in &api.links {
        add("link", link.name.as_str(), link.ident.as_str());
    }
    let mut table = String::new();
    for (name, idents) in rows {
        let short: String = name.chars().take(40).collect();
        table.push_str(&format!("{short:?}\n"));
        for (ident, mut places) in idents {
            places.dedup();
            table.push_str(&format!("    {ident}: {}\n", places.join(", ")));
        }
    }
    table
}

/// How many public items there are of each kind, in each module.
fn counted(list: &str) -> BTreeMap<String, usize> {
    let mut counted = BTreeMap::new();
    for line in list.lines() {
        let words = line.split(' ').take_while(|word| !word.contains("::"));
        let path = line
            .split(' ')
            .find(|word| word.contains("::"))
            .unwrap_or_default();
        let module = path.split("::").next().unwrap_or_default();
        let kind = format!("{} {module}", words.collect::<Vec<_>>().join(" "));
        *counted.entry(kind).or_default() += 1;
    }
    counted
}

fn document(scratch: &Scratch, kind: Kind) -> PathBuf {
    let name = match kind {
        Kind::Odd => "names",
        Kind::Plain => "names-plain",
    };
    let folder = scratch
        .folder()
        .join("..")
        .join(name.to_owned() + "-document");
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("names.json");
    let text = serde_json::to_string(&obstacles(kind)).unwrap();
    // YAML allows fewer characters as they are.
    let text = text
        .replace('\u{202e}', "\\u202e")
        .replace('\u{2028}', "\\u2028");
    std::fs::write(&path, text).unwrap();
    path
}

#[test]
fn any_name_in_any_place_compiles() {
    let scratch = Scratch::new("names");
    let odd = document(&scratch, Kind::Odd);
    let rendered = |path: &Path| {
        let generator = Generator::new().out_dir(scratch.folder());
        let rendered = generator.render(path, &mut Diagnostics::new());
        let (rendered, _) = rendered.unwrap();
        assert_eq!(rendered.name, "names");
        let list = rendered
            .files
            .iter()
            .find(|file| file.path == "public-api.txt");
        (counted(&list.unwrap().text), rendered)
    };
    let (items, odd) = rendered(&odd);
    write::write(&scratch.folder().join("names"), &odd.files).unwrap();
    // Nothing is lost, nothing is added: there are as many items as for names that are in nobody's way.
    let (plain, _) = rendered(&document(&scratch, Kind::Plain));
    assert_eq!(items, plain);
    insta::assert_snapshot!(table(&odd.api));
    scratch.must(&[
        "check",
        "--quiet",
        "--no-default-features",
        "--features",
        "client,server",
    ]);
}
