//! Which part of a document a type stands for, in words, where the document has none about it.
//!
//! Comes in: the JSON pointer of a schema. Goes out: a sentence for its doc comment.

use super::code;

/// Where the schema at a pointer is, as a sentence.
pub(super) fn of(pointer: &str) -> String {
    let tokens: Vec<String> = pointer.split('/').skip(1).map(unescape).collect();
    let tokens: Vec<&str> = tokens.iter().map(String::as_str).collect();
    words(&tokens).unwrap_or_else(|| match pointer {
        "" => String::from("A schema without a name."),
        pointer => format!("Schema at {}.", code(pointer)),
    })
}

fn words(tokens: &[&str]) -> Option<String> {
    let (what, rest) = match tokens {
        ["components", "schemas", name, rest @ ..] | ["definitions", name, rest @ ..] => {
            return Some(match members(rest)?.as_str() {
                "" => format!("Part of the schema {}.", code(name)),
                members => format!("{} of the schema {}.", code(members), code(name)),
            });
        }
        ["paths", path, method, rest @ ..] if path.starts_with('/') => {
            let operation = format!("{} {path}", method.to_uppercase());
            (code(&operation), rest)
        }
        _ => return None,
    };
    let (place, rest) = match rest {
        ["parameters", _] | ["parameters", _, "schema" | "items", ..] => {
            return Some(format!("A parameter of {what}."));
        }
        ["requestBody", "content", _, "schema", rest @ ..] => (String::from("the body"), rest),
        ["responses", status, "headers", name]
        | ["responses", status, "headers", name, "schema" | "items", ..] => {
            let (name, status) = (code(name), code(status));
            return Some(format!(
                "The header {name} of the answer {status} of {what}."
            ));
        }
        ["responses", status, "content", _, "schema", rest @ ..]
        | ["responses", status, "schema", rest @ ..] => {
            (format!("the answer {}", code(status)), rest)
        }
        _ => return None,
    };
    Some(match (members(rest)?.as_str(), rest) {
        ("", []) => format!("All of {place} of {what}."),
        ("", _) => format!("Part of {place} of {what}."),
        (members, _) => format!("{} in {place} of {what}.", code(members)),
    })
}

/// `authors[].name`: the way to a value. Alternatives and parts are not told apart; `None` where keywords lead that say
/// nothing about where a value stands.
fn members(mut tokens: &[&str]) -> Option<String> {
    let mut way = String::new();
    loop {
        match tokens {
            [] => return Some(way),
            ["properties", name, rest @ ..] => {
                if !way.is_empty() {
                    way.push('.');
                }
                way.push_str(name);
                tokens = rest;
            }
            ["items", rest @ ..] | ["prefixItems", _, rest @ ..] => {
                way.push_str("[]");
                tokens = rest;
            }
            ["additionalProperties", rest @ ..] => {
                way.push_str(".*");
                tokens = rest;
            }
            ["allOf" | "oneOf" | "anyOf", _, rest @ ..] => tokens = rest,
            _ => return None,
        }
    }
}

fn unescape(token: &str) -> String {
    token.replace("~1", "/").replace("~0", "~")
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn places_in_words() {
        for (pointer, expected) in [
            (
                "/components/schemas/Book/properties/authors/items/properties/role",
                "`authors[].role` of the schema `Book`.",
            ),
            (
                "/components/schemas/Book/allOf/1/properties/size",
                "`size` of the schema `Book`.",
            ),
            (
                "/components/schemas/Book/oneOf/0",
                "Part of the schema `Book`.",
            ),
            (
                "/paths/~1books~1{id}/get/parameters/2/schema/items",
                "A parameter of `GET /books/{id}`.",
            ),
            (
                "/paths/~1books/post/requestBody/content/application~1json/schema",
                "All of the body of `POST /books`.",
            ),
            (
                "/paths/~1books/get/responses/200/content/application~1json/schema/properties/total",
                "`total` in the answer `200` of `GET /books`.",
            ),
            (
                "/paths/~1books/get/responses/200/headers/X-Kind/schema",
                "The header `X-Kind` of the answer `200` of `GET /books`.",
            ),
            (
                "/components/schemas/Book/then/properties/a",
                "Schema at `/components/schemas/Book/then/properties/a`.",
            ),
            (
                "/definitions/Book/properties/size",
                "`size` of the schema `Book`.",
            ),
            (
                "/paths/~1books/get/responses/200/schema/properties/total",
                "`total` in the answer `200` of `GET /books`.",
            ),
            (
                "/paths/~1books/get/parameters/2/items",
                "A parameter of `GET /books`.",
            ),
            ("", "A schema without a name."),
        ] {
            assert_eq!(of(pointer), expected, "{pointer}");
        }
    }
}
