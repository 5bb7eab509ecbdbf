//! Names that stand in the way of Rust: keywords, names of the prelude and of emitted items, other scripts, digits in
//! front, names that become one another – in every place that a document has for names.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use generator::Generator;
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
    api caller parameters read check_inputs dispatch ROUTES Parameters Self_ self_ r#type __ _";

/// Other scripts, illegal characters, digits in front, and groups that become one name.
const ODD: &[&str] = &[
    "名前", "имя", "naïve", "ß", "İ", "🦀", "ａ", "é", "e\u{301}", "1", "1st", "42", "3d", "-",
    "--", ".", "$", "@type", "#", "a b", "a-b", "a_b", "aB", "A_B", "AB", "ab", "a.b", "a  b",
    "_a", "a_", "a1", "a_1", "a-1", "A", "a", "+1", "-1", "<T>", "a::b", "a'b", "a\"b", "a\\b",
    "a{b", "a}b", "a/b", "a~b", "a%b", "a?b", "a&b", "a=b", "a\nb", " a", "a ", "foo2", "foo",
    "foo_2", "Foo", "FOO", "fOO", "x-y", "x y", "x_y", "X-Y",
];

fn names() -> Vec<&'static str> {
    let mut names: Vec<&str> = KEYWORDS.split_whitespace().collect();
    names.extend(TAKEN.split_whitespace());
    names.extend(ODD);
    names.sort_unstable();
    names.dedup();
    names
}

/// Every name in every place. What a place does not allow at all is left out there.
fn obstacles() -> Value {
    let names = names();
    let text = json!({ "type": "string", "minLength": 1 });
    let properties: Map<String, Value> = names
        .iter()
        .map(|name| ((*name).to_owned(), text.clone()))
        .collect();
    // RFC 9110 section 5.6.2.
    let token = |name: &&&str| {
        name.bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
    };
    let segment = |name: &&&str| !name.contains(['/', '{', '}', '?', '#']);
    let component = |name: &&&str| {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b".-_".contains(&byte);
        name.bytes().all(allowed)
    };
    let mut schemas = Map::new();
    let mut schemes = Map::new();
    for (index, name) in names.iter().filter(component).enumerate() {
        let schema = match index % 4 {
            0 => json!({ "type": "object", "properties": properties }),
            1 => json!({ "type": "string", "enum": names }),
            2 => json!({ "type": "object", "required": names, "properties": properties }),
            _ => {
                json!({ "oneOf": [{ "$ref": "#/components/schemas/Result" }, { "type": "integer" }] })
            }
        };
        schemas.insert((*name).to_owned(), schema);
        let scheme = json!({ "type": "http", "scheme": "bearer" });
        schemes.insert((*name).to_owned(), scheme);
    }
    // Big types once are enough; the rest stays small.
    for (index, (_, schema)) in schemas.iter_mut().enumerate() {
        if index >= 3 && schema.get("oneOf").is_none() {
            *schema = json!({ "type": "object", "properties": { "a": { "type": "string" } } });
        }
    }
    let parameter = |place: &str, name: &str| json!({ "name": name, "in": place, "required": place == "path", "schema": text });
    let headers: Map<String, Value> = names
        .iter()
        .filter(token)
        .map(|name| {
            (
                (*name).to_owned(),
                json!({ "schema": { "type": "string" } }),
            )
        })
        .collect();
    let mut paths = Map::new();
    for (index, name) in names.iter().enumerate() {
        let mut parameters = vec![parameter("query", name)];
        let mut path = format!("/operations/{index}");
        if segment(&name) {
            parameters.push(parameter("path", name));
            path = format!("{path}/{name}/{{{name}}}");
        }
        let operation = json!({
            "operationId": name, "tags": [name], "parameters": parameters,
            "responses": { "204": { "description": "Done." } },
        });
        paths.insert(path, json!({ "get": operation }));
    }
    let mut everywhere: Vec<Value> = names.iter().map(|name| parameter("query", name)).collect();
    everywhere.extend(
        names
            .iter()
            .filter(token)
            .map(|name| parameter("header", name)),
    );
    everywhere.extend(
        names
            .iter()
            .filter(token)
            .map(|name| parameter("cookie", name)),
    );
    let body = json!({ "content": { "application/json": { "schema": { "type": "object", "properties": properties } } } });
    let replies = json!({
        "200": { "description": "All.", "headers": headers, "content": { "application/json": { "schema": { "$ref": "#/components/schemas/type" } } } },
        "400": { "description": "Bad.", "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Option" } } } },
    });
    let done = json!({ "description": "Done." });
    let deliveries = |key: fn(&str) -> String| -> Map<String, Value> {
        let every = names.iter().map(|name| {
            let tags = json!({ "tags": [name], "responses": { "204": done } });
            ((*name).to_owned(), json!({ key(name): tags }))
        });
        every.collect()
    };
    let webhooks = deliveries(|_| "post".to_owned());
    let callbacks: Map<String, Value> = deliveries(|_| "put".to_owned())
        .into_iter()
        .map(|(name, item)| (name, json!({ "{$request.query.type}": item })))
        .collect();
    let links: Map<String, Value> = names
        .iter()
        .map(|name| {
            let link = json!({ "operationId": name, "parameters": { "path.fn": "$url" } });
            ((*name).to_owned(), link)
        })
        .collect();
    let mut replies = replies;
    replies["200"]["links"] = json!(links);
    let all = json!({ "callbacks": callbacks, "operationId": "everything", "parameters": everywhere, "requestBody": body, "responses": replies });
    paths.insert("/everything".to_owned(), json!({ "post": all }));
    let variables: Vec<&&str> = names.iter().filter(component).collect();
    let url: Vec<String> = variables.iter().map(|name| format!("{{{name}}}")).collect();
    let values: Map<String, Value> = variables
        .iter()
        .map(|name| {
            (
                (**name).to_owned(),
                json!({ "default": "x", "enum": ["x"] }),
            )
        })
        .collect();
    let requirements: Vec<Value> = schemes.keys().map(|name| json!({ name: [] })).collect();
    json!({
        "openapi": "3.0.3",
        "info": { "title": "fn", "version": "1" },
        "servers": [{ "url": format!("https://h/{}", url.join("/")), "variables": values }],
        "tags": names.iter().map(|name| json!({ "name": name })).collect::<Vec<_>>(),
        "security": requirements,
        "x-webhooks": webhooks,
        "paths": paths,
        "components": { "schemas": schemas, "securitySchemes": schemes },
    })
}

#[test]
fn any_name_in_any_place_compiles() {
    let scratch = Scratch::new("names");
    let document = scratch.folder().join("..").join("names.json");
    std::fs::write(&document, serde_json::to_vec_pretty(&obstacles()).unwrap()).unwrap();
    let generated = Generator::new()
        .out_dir(scratch.folder())
        .generate(&document)
        .unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(generated.name, "names");
    scratch.must(&[
        "check",
        "--quiet",
        "--no-default-features",
        "--features",
        "client,server",
    ]);
}
