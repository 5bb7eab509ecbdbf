//! Builders of documents that want to hurt.

/// A document without anything in it, to add keys to.
pub(crate) fn head() -> String {
    "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\n".to_owned()
}

/// A document with schemas `S0`, `S1`, … and one more behind them, the first of which is the body of an operation.
pub(crate) fn schemas(count: usize, schema: impl Fn(usize) -> String, last: String) -> String {
    let mut all: Vec<String> = (0..count)
        .map(|index| format!("\"S{index}\":{}", schema(index)))
        .collect();
    all.push(format!("\"S{count}\":{last}"));
    format!(
        "{{\"openapi\":\"3.1.0\",\"info\":{{\"title\":\"T\",\"version\":\"1\"}},\"paths\":{{\"/a\":{{\"post\":{{\"operationId\":\"a\",\"requestBody\":{{\"content\":{{\"application/json\":{{\"schema\":{0}}}}}}},\"responses\":{{\"200\":{{\"description\":\"Done.\",\"content\":{{\"application/json\":{{\"schema\":{0}}}}}}}}}}}}}}},\"components\":{{\"schemas\":{{{1}}}}}}}",
        reference("S0"),
        all.join(",\n")
    )
}

/// A document with many operations.
pub(crate) fn paths(count: usize, more: impl Fn(usize) -> String) -> String {
    let all: Vec<String> = (0..count)
        .map(|index| {
            let more = more(index);
            format!("\"/p{index}\":{{\"get\":{{{more}\"responses\":{{\"204\":{{\"description\":\"Done.\"}}}}}}}}")
        })
        .collect();
    let all = all.join(",\n");
    format!(
        "{{\"openapi\":\"3.1.0\",\"info\":{{\"title\":\"T\",\"version\":\"1\"}},\"paths\":{{{all}}}}}"
    )
}

pub(crate) fn reference(name: &str) -> String {
    format!("{{\"$ref\":\"#/components/schemas/{name}\"}}")
}

pub(crate) fn text() -> String {
    "{\"type\":\"string\"}".to_owned()
}

pub(crate) fn list(items: String) -> String {
    format!("{{\"type\":\"array\",\"items\":{items}}}")
}

pub(crate) fn object(properties: &[(&str, String)]) -> String {
    let all: Vec<String> = properties
        .iter()
        .map(|(name, schema)| format!("\"{name}\":{schema}"))
        .collect();
    format!(
        "{{\"type\":\"object\",\"properties\":{{{}}}}}",
        all.join(",")
    )
}

pub(crate) fn keyword(key: &str, schema: String) -> String {
    format!("{{\"{key}\":{schema}}}")
}

pub(crate) fn all_of(schemas: &[String]) -> String {
    format!("{{\"allOf\":[{}]}}", schemas.join(","))
}

pub(crate) fn one_of(schemas: &[String]) -> String {
    format!("{{\"oneOf\":[{}]}}", schemas.join(","))
}

/// A schema whose name many share, and that refers to that name.
pub(crate) fn dynamic() -> String {
    "{\"$dynamicAnchor\":\"n\",\"properties\":{\"a\":{\"$dynamicRef\":\"#n\"}}}".to_owned()
}

pub(crate) fn nested_blocks(levels: usize) -> String {
    let lines: Vec<String> = (1..levels)
        .map(|level| " ".repeat(level) + "a:\n")
        .collect();
    head() + "x-a:\n" + &lines.concat()
}

/// Each value consists of so many aliases of the one before.
pub(crate) fn alias_bomb(levels: usize, width: usize) -> String {
    let mut text = head() + "x-a0: &a0 [x, x]\n";
    for level in 1..levels {
        let aliases = vec![format!("*a{}", level - 1); width].join(", ");
        text += &format!("x-a{level}: &a{level} [{aliases}]\n");
    }
    text
}

pub(crate) fn alias_text(length: usize, count: usize) -> String {
    let aliases = vec!["*a"; count].join(", ");
    format!(
        "{}x-a: &a '{}'\nx-b: [{aliases}]\n",
        head(),
        "x".repeat(length)
    )
}

pub(crate) fn alias_keys(length: usize, count: usize) -> String {
    let keys = "  - *a : 1\n".repeat(count);
    format!("{}x-a: &a '{}'\nx-b:\n{keys}", head(), "x".repeat(length))
}

pub(crate) fn alias_merges(members: usize, count: usize) -> String {
    let members: Vec<String> = (0..members).map(|member| format!("k{member}: 1")).collect();
    let merges = "  - <<: *a\n".repeat(count);
    format!(
        "{}x-a: &a {{{}}}\nx-b:\n{merges}",
        head(),
        members.join(", ")
    )
}

pub(crate) fn equal_keys(count: usize) -> String {
    let keys: Vec<String> = (0..count).map(|index| format!("a: {index}")).collect();
    format!("{}x-a: {{{}}}\n", head(), keys.join(", "))
}
