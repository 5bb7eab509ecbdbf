//! Documents that want to hurt: each is refused with a diagnostic or generates; none panics, overflows the stack or
//! takes long. `cargo test --release -p generator --test hostile -- --include-ignored` tries all of them. Nothing measures
//! time: what explodes does not end. Long because each document is built here, too large to be kept as a file.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(clippy::print_stderr, reason = "says which document does not end")]

mod documents;

use std::process::{Command, Stdio};

use generator::diagnostics::{Diagnostics, Format, Severity, render};
use generator::model::Api;
use generator::read::{ReadOptions, Selector, read_text};

/// What must come of a document.
enum Expected {
    /// No error.
    Generates,
    /// An error of this code, whatever else is found.
    Refused(&'static str),
}
use Expected::{Generates, Refused};

/// Reads and resolves a text.
fn understand(text: String, options: &ReadOptions) -> (Option<Api>, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    let document = read_text("hostile.yaml", text, options, &mut diagnostics);
    let api = document
        .map(|document| generator::resolve::resolve(&document, "hostile", &mut diagnostics));
    diagnostics.finish();
    (api, diagnostics)
}

fn check(name: &str, text: String, expected: &Expected) {
    eprintln!("{name}");
    let (api, diagnostics) = understand(text, &ReadOptions::default());
    for format in [Format::Text { colour: false }, Format::Json, Format::Github] {
        let said = render(&diagnostics, format);
        assert!(said.len() < 2 << 20, "{name}: {} bytes", said.len());
    }
    let mut errors = diagnostics
        .iter()
        .filter(|found| found.severity == Severity::Error)
        .map(|found| found.code.name)
        .collect::<Vec<_>>();
    errors.dedup();
    match expected {
        Generates => {
            assert_eq!(errors, Vec::<&str>::new(), "{name}");
            assert!(api.is_some(), "{name}");
        }
        Refused(code) => assert!(errors.contains(code), "{name}: {errors:?}"),
    }
}

#[test]
fn texts() {
    use documents::*;
    for (name, text, expected) in [
        (
            "lists in lists",
            "[".repeat(100_000),
            Refused("nesting-too-deep"),
        ),
        (
            "objects in objects",
            "{\"a\":".repeat(100_000),
            Refused("nesting-too-deep"),
        ),
        (
            "flow in YAML",
            head() + "x-a: " + &"[".repeat(100_000),
            Refused("nesting-too-deep"),
        ),
        (
            "blocks in YAML",
            nested_blocks(2_000),
            Refused("nesting-too-deep"),
        ),
        (
            "dashes",
            head() + "x-a:\n  " + &"- ".repeat(50_000) + "a",
            Refused("nesting-too-deep"),
        ),
        (
            "keys of keys",
            head() + "x-a:\n  " + &"? ".repeat(50_000) + "a",
            Refused("nesting-too-deep"),
        ),
        (
            "aliases of aliases",
            alias_bomb(12, 10),
            Refused("too-many-values"),
        ),
        (
            "pairs of aliases",
            alias_bomb(60, 2),
            Refused("too-many-values"),
        ),
        (
            "aliases of a long text",
            alias_text(1 << 20, 5_000),
            Refused("too-many-values"),
        ),
        (
            "aliases as keys",
            alias_keys(1 << 20, 5_000),
            Refused("too-many-values"),
        ),
        (
            "merged aliases",
            alias_merges(1_000, 5_000),
            Refused("too-many-values"),
        ),
        (
            "an alias of itself",
            head() + "x-a: &a [*a]\n",
            Refused("syntax"),
        ),
        ("equal keys", equal_keys(20_000), Refused("duplicate-key")),
        ("binary", "\u{1}\u{2}\u{3}".to_owned(), Refused("syntax")),
        ("empty", String::new(), Refused("empty-document")),
        (
            "a carriage return for a line end",
            head().replace('\n', "\r"),
            Generates,
        ),
        (
            "both for a line end",
            head().replace('\n', "\r\n"),
            Generates,
        ),
        (
            "a byte order mark",
            "\u{feff}".to_owned() + &head(),
            Generates,
        ),
    ] {
        check(name, text, &expected);
    }
}

#[test]
#[ignore = "takes minutes in a debug build"]
fn references() {
    use documents::*;
    let chain = |index: usize| reference(&format!("S{}", index + 1));
    let ring = |index: usize| reference(&format!("S{}", (index + 1) % 10_000));
    for (name, text, expected) in [
        (
            "a chain",
            schemas(10_000, chain, text()),
            Refused("reference-chain"),
        ),
        (
            "a ring",
            schemas(10_000, ring, text()),
            Refused("reference-cycle"),
        ),
        ("a short chain", schemas(90, chain, text()), Generates),
        (
            "a chain of properties",
            schemas(3_000, |index| object(&[("a", chain(index))]), text()),
            Generates,
        ),
        (
            "a chain of lists",
            schemas(3_000, |index| list(chain(index)), text()),
            Generates,
        ),
        (
            "a chain of `allOf`",
            schemas(10_000, |index| all_of(&[chain(index)]), object(&[])),
            Refused("too-complex"),
        ),
        (
            "a chain of `oneOf`",
            schemas(1_000, |index| one_of(&[chain(index), text()]), text()),
            Generates,
        ),
        (
            "itself",
            schemas(1, |_| reference("S0"), text()),
            Refused("reference-cycle"),
        ),
        (
            "itself in `allOf`",
            schemas(1, |_| all_of(&[reference("S0")]), text()),
            Generates,
        ),
        (
            "itself in `not`",
            schemas(1, |_| keyword("not", reference("S0")), text()),
            Generates,
        ),
        (
            "itself in a list",
            schemas(1, |_| list(reference("S0")), text()),
            Generates,
        ),
        (
            "the root",
            schemas(
                1,
                |_| object(&[("a", "{\"$ref\":\"#\"}".to_owned())]),
                text(),
            ),
            Generates,
        ),
        (
            "many names of one",
            schemas(3_000, |_| dynamic(), text()),
            Generates,
        ),
        (
            "a long way",
            schemas(
                1,
                |_| format!("{{\"$ref\":\"#/{}\"}}", "a/".repeat(100_000)),
                text(),
            ),
            Refused("unresolved-reference"),
        ),
        (
            "upwards",
            schemas(
                1,
                |_| format!("{{\"$ref\":\"{}a\"}}", "../".repeat(10_000)),
                text(),
            ),
            Refused("reference-outside-root"),
        ),
        (
            "nothing, often",
            schemas(
                20_000,
                |index| reference(&format!("Missing{index}")),
                text(),
            ),
            Refused("unresolved-reference"),
        ),
    ] {
        check(name, text, &expected);
    }
}

#[test]
fn places_of_references() {
    let check = |reference: &str, code: &'static str| {
        let text = documents::schemas(
            1,
            |_| serde_json::json!({ "$ref": reference }).to_string(),
            documents::text(),
        );
        check(reference, text, &Refused(code));
    };
    for outside in [
        "../a.yaml",
        "/etc/passwd",
        "..%2fa.yaml",
        "%2e%2e/a.yaml",
        "a/../../a.yaml",
        "//",
        "/",
    ] {
        let code = match outside {
            "//" => "remote-reference",
            _ => "reference-outside-root",
        };
        check(outside, code);
    }
    for remote in [
        "file:///etc/passwd",
        "http://h/a.yaml",
        "https://h/a#b",
        "//h/share",
        "FILE:///x",
        "C:/x",
        "c:\\x",
        "data:,a",
    ] {
        check(remote, "remote-reference");
    }
    for odd in [
        "a%00.yaml",
        "a\u{0}.yaml",
        "con",
        "NUL",
        "..\\a.yaml",
        "%ff",
    ] {
        check(odd, "unresolved-reference");
    }
}

#[test]
fn products() {
    use documents::*;
    for key in ["allOf", "oneOf", "anyOf"] {
        let twice = |schema: String| format!("{{\"{key}\":[{schema},{schema}]}}");
        let both = |index: usize| {
            let next = reference(&format!("S{}", index + 1));
            let own = |side: &str| {
                all_of(&[next.clone(), object(&[(&format!("{side}{index}"), text())])])
            };
            format!("{{\"{key}\":[{},{}]}}", own("a"), own("b"))
        };
        check(
            &format!("the same {key}"),
            schemas(
                60,
                |index| twice(reference(&format!("S{}", index + 1))),
                object(&[]),
            ),
            &Generates,
        );
        check(
            &format!("differing {key}"),
            schemas(16, both, object(&[])),
            &Generates,
        );
        let deep = (0..10).fold(object(&[("z", text())]), |inner, _| twice(inner));
        check(
            &format!("{key} in {key}"),
            schemas(1, |_| deep.clone(), text()),
            &Generates,
        );
    }
    let choice = |index: usize| {
        one_of(&[
            object(&[(&format!("a{index}"), text())]),
            object(&[(&format!("b{index}"), text())]),
        ])
    };
    let choices: Vec<String> = (0..60).map(choice).collect();
    let wide = |levels: usize| {
        schemas(
            levels,
            |index| {
                let members: Vec<(String, String)> = (0..10)
                    .map(|member| {
                        (
                            format!("p{member}"),
                            all_of(&[
                                reference(&format!("S{}", index + 1)),
                                object(&[(&format!("d{member}"), text())]),
                            ]),
                        )
                    })
                    .collect();
                let members: Vec<(&str, String)> = members
                    .iter()
                    .map(|(name, schema)| (name.as_str(), schema.clone()))
                    .collect();
                object(&members)
            },
            object(&[]),
        )
    };
    let bases = |index: usize| {
        match index {
        0 => "{\"type\":\"object\",\"discriminator\":{\"propertyName\":\"k\"},\"properties\":{\"k\":{\"type\":\"string\"}}}".to_owned(),
        _ => format!("{{\"allOf\":[{}],\"discriminator\":{{\"propertyName\":\"k\"}}}}", reference(&format!("S{}", index - 1))),
    }
    };
    for (name, text, expected) in [
        (
            "choices at once",
            schemas(1, |_| all_of(&choices), text()),
            Generates,
        ),
        ("merged at each place", wide(8), Generates),
        (
            "bases of bases",
            schemas(2_000, bases, text()),
            Refused("too-complex"),
        ),
    ] {
        check(name, text, &expected);
    }
}

/// What many share stands for very much.
#[test]
fn shared() {
    use documents::*;
    let parameters: Vec<String> = (0..500)
        .map(|index| {
            format!("{{\"name\":\"q{index}\",\"in\":\"query\",\"schema\":{{\"type\":\"string\"}}}}")
        })
        .collect();
    let item = format!(
        "{{\"parameters\":[{}],\"get\":{{\"responses\":{{\"204\":{{\"description\":\"Done.\"}}}}}}}}",
        parameters.join(",")
    );
    let reference = |more: &str| {
        let item = item.clone();
        let all: Vec<String> = (0..1_000)
            .map(|index| format!("\"/p{index}\":{{\"$ref\":\"#/components/pathItems/P\"{more}}}"))
            .collect();
        head().replace("paths: {}", &format!("paths: {{{}}}", all.join(",")))
            + &format!("components: {{\"pathItems\":{{\"P\":{item}}}}}\n")
    };
    let fan = |index: usize| {
        let next = format!("{{\"$ref\":\"#/components/callbacks/C{}\"}}", index + 1);
        format!(
            "\"C{index}\":{{\"{{$url}}\":{{\"post\":{{\"responses\":{{\"200\":{{\"description\":\"Done.\"}}}},\"callbacks\":{{\"a\":{next},\"b\":{next}}}}}}}}}"
        )
    };
    let callbacks: Vec<String> = (0..60).map(fan).collect();
    let callbacks = paths(1, |_| {
        "\"callbacks\":{\"c\":{\"$ref\":\"#/components/callbacks/C0\"}},".to_owned()
    })
    .replacen(
        "\"paths\"",
        &format!(
            "\"components\":{{\"callbacks\":{{{},\"C60\":{{}}}}}},\"paths\"",
            callbacks.join(",")
        ),
        1,
    );
    let members: Vec<String> = (0..1_000).map(|index| format!("\"m{index}\":1")).collect();
    let default = format!("{{\"default\":{{{}}}}}", members.join(","));
    let uses: Vec<(String, String)> = (0..1_000)
        .map(|index| (format!("p{index}"), documents::reference("S1")))
        .collect();
    let uses: Vec<(&str, String)> = uses
        .iter()
        .map(|(name, schema)| (name.as_str(), schema.clone()))
        .collect();
    let headers: Vec<String> = (0..1_001)
        .map(|index| format!("\"H{index}\":{{\"schema\":{{}}}}"))
        .collect();
    for (name, text, expected) in [
        ("a path item", reference(""), Refused("too-complex")),
        (
            "a path item that is copied",
            reference(",\"summary\":\"s\""),
            Refused("too-many-values"),
        ),
        ("callbacks", callbacks, Generates),
        (
            "a default",
            schemas(1, |_| object(&uses), default),
            Refused("too-complex"),
        ),
        (
            "headers",
            paths(1, |_| String::new()).replace(
                "\"Done.\"",
                &format!("\"Done.\",\"headers\":{{{}}}", headers.join(",")),
            ),
            Refused("too-complex"),
        ),
    ] {
        check(name, text, &expected);
    }
}

/// JSON has no limit for the length of keys; YAML has.
#[test]
fn long_names() {
    use documents::*;
    let name = "n".repeat(1 << 20);
    let json = schemas(1, |_| object(&[(&name, text())]), text());
    check("in JSON", json, &Generates);
    let yaml = head() + "x-a:\n  " + &name + ": 1\n";
    check("in YAML", yaml, &Refused("syntax"));
}

#[test]
#[ignore = "takes minutes in a debug build"]
fn sizes() {
    use documents::*;
    let many = |count: usize, item: fn(usize) -> String| {
        (0..count).map(item).collect::<Vec<_>>().join(",")
    };
    for (name, text, expected) in [
        (
            "values of an enum",
            schemas(
                1,
                |_| {
                    format!(
                        "{{\"enum\":[{}]}}",
                        many(20_000, |index| format!("\"v{index}\""))
                    )
                },
                text(),
            ),
            Generates,
        ),
        (
            "equal values",
            schemas(
                1,
                |_| format!("{{\"enum\":[{}]}}", many(20_000, |_| "\"v\"".to_owned())),
                text(),
            ),
            Generates,
        ),
        (
            "values of one name",
            schemas(
                1,
                |_| {
                    format!(
                        "{{\"enum\":[{}]}}",
                        many(5_000, |index| format!("\"a{}\"", "-".repeat(index % 5_000)))
                    )
                },
                text(),
            ),
            Generates,
        ),
        (
            "required members",
            schemas(
                1,
                |_| {
                    format!(
                        "{{\"type\":\"object\",\"required\":[{}]}}",
                        many(20_000, |index| format!("\"r{index}\""))
                    )
                },
                text(),
            ),
            Generates,
        ),
        (
            "properties",
            schemas(
                1,
                |_| {
                    format!(
                        "{{\"properties\":{{{}}}}}",
                        many(20_000, |index| format!(
                            "\"p{index}\":{{\"type\":\"string\"}}"
                        ))
                    )
                },
                text(),
            ),
            Generates,
        ),
        ("paths", paths(20_000, |_| String::new()), Generates),
        (
            "paths of one name",
            paths(5_000, |_| "\"operationId\":\"same\",".to_owned()),
            Generates,
        ),
        ("schemas", schemas(20_000, |_| text(), text()), Generates),
        (
            "tags",
            paths(20_000, |index| format!("\"tags\":[\"t{index}\"],")),
            Generates,
        ),
        (
            "members of a type",
            schemas(
                1,
                |_| {
                    let members = many(20_001, |index| format!("\"p{index}\":{{}}"));
                    format!("{{\"properties\":{{{members}}}}}")
                },
                text(),
            ),
            Refused("too-complex"),
        ),
        (
            "members of all types",
            schemas(
                500,
                |index| {
                    let next = reference(&format!("S{}", (index + 1) % 500));
                    all_of(&[next, object(&[(&format!("p{index}"), text())])])
                },
                text(),
            ),
            Refused("too-complex"),
        ),
        (
            "operations",
            paths(40_001, |_| String::new()),
            Refused("too-complex"),
        ),
        (
            "media types",
            paths(1, |_| {
                let media = many(20_000, |index| {
                    format!("\"application/x-{index}\":{{\"schema\":{{}}}}")
                });
                format!("\"requestBody\":{{\"content\":{{{media}}}}},")
            })
            .replace("\"get\"", "\"post\""),
            Refused("too-complex"),
        ),
        (
            "alternatives",
            schemas(
                1,
                |_| {
                    format!(
                        "{{\"oneOf\":[{}]}}",
                        many(5_000, |_| "{\"type\":\"string\"}".to_owned())
                    )
                },
                text(),
            ),
            Generates,
        ),
        (
            "mapped tags",
            schemas(
                1,
                |_| {
                    format!(
                        "{{\"type\":\"object\",\"discriminator\":{{\"propertyName\":\"k\",\"mapping\":{{{}}}}},\"oneOf\":[{}]}}",
                        many(10_000, |index| format!("\"m{index}\":\"S1\"")),
                        reference("S1")
                    )
                },
                object(&[("k", text())]),
            ),
            Generates,
        ),
    ] {
        check(name, text, &expected);
    }
}

#[test]
fn numbers_and_patterns() {
    use documents::*;
    let long = "1".repeat(10_000);
    let tiny = format!("0.{}1", "0".repeat(10_000));
    let numbers = [
        "9e18",
        "1e999999",
        "-1e999999",
        "1e-999999",
        "1e-300",
        "5e-324",
        "1.7976931348623157e308",
        "18446744073709551616",
        "-9223372036854775809",
        "0",
        "-1",
        "-0",
        "1.5",
        "1e1000000000000000000000",
        &long,
        &tiny,
    ];
    let keys = [
        "maxItems",
        "minItems",
        "maxLength",
        "minLength",
        "maxProperties",
        "minProperties",
        "maximum",
        "minimum",
        "exclusiveMaximum",
        "exclusiveMinimum",
        "multipleOf",
        "default",
        "example",
        "const",
        "maxContains",
    ];
    for ty in ["string", "integer", "number", "array", "object"] {
        let schema = |index: usize| {
            let (key, number) = (keys[index % keys.len()], numbers[index / keys.len()]);
            format!("{{\"type\":\"{ty}\",\"{key}\":{number}}}")
        };
        survives(
            &format!("numbers of {ty}"),
            schemas(keys.len() * numbers.len(), schema, text()),
        );
    }
    let nested = format!("{}a{}", "(".repeat(5_000), ")".repeat(5_000));
    let repeated = format!("{}a{}", "(?:".repeat(200), "{2})".repeat(200));
    let patterns = [
        "(a{1000}){1000}{1000}",
        "((a{0,1000}){0,1000}){0,1000}",
        "a{1000000000}",
        "\\p{L}{1000}{1000}",
        &nested,
        &repeated,
        &"(".repeat(50_000),
        &"[".repeat(50_000),
        &"|".repeat(50_000),
        &"(a*)*".repeat(1_000),
        &"(?=a)".repeat(1_000),
        "(a)\\1",
        "\\u{110000}",
        "\\ud800",
        "[z-a]",
        "*",
        "\\",
        "(?<a>.)(?<a>.)",
        "[^]",
        "\\c",
        "",
    ];
    let texts: Vec<String> = patterns
        .iter()
        .map(|pattern| serde_json::json!(pattern).to_string())
        .collect();
    let schema = |index: usize| format!("{{\"type\":\"string\",\"pattern\":{}}}", texts[index]);
    survives("patterns", schemas(texts.len(), schema, text()));
    let schema = |index: usize| {
        format!(
            "{{\"type\":\"object\",\"patternProperties\":{{{}:{{\"type\":\"integer\"}}}},\"not\":{{\"pattern\":{}}}}}",
            texts[index], texts[index]
        )
    };
    survives("patterns of names", schemas(texts.len(), schema, text()));
}

/// Whatever is said of a document, something comes of it, and what is generated can be parsed.
fn survives(name: &str, text: String) {
    eprintln!("{name}");
    let (api, _) = understand(text, &ReadOptions::default());
    assert!(api.is_some(), "{name}");
}

#[test]
fn selectors() {
    let hostile = format!("path:/{}b", "**/a*".repeat(30));
    let long = format!("/{}", "a/".repeat(2_000));
    let text = documents::head().replace(
        "paths: {}",
        &format!("paths: {{\"{long}\": {{get: {{responses: {{'200': {{description: d}}}}}}}}}}"),
    );
    let options = ReadOptions {
        include: vec![Selector::parse(&hostile).unwrap()],
        ..ReadOptions::default()
    };
    let (_, diagnostics) = understand(text, &options);
    assert!(diagnostics.has_errors(), "it chooses nothing");
}

#[cfg(feature = "diff")]
#[test]
#[ignore = "takes minutes in a debug build"]
fn comparisons_end() {
    use documents::*;
    let chain = |index: usize| reference(&format!("S{}", index + 1));
    let fan = |key: &'static str| {
        move |index: usize| {
            let next = reference(&format!("S{}", index + 1));
            let own = |side: &str| {
                all_of(&[next.clone(), object(&[(&format!("{side}{index}"), text())])])
            };
            format!("{{\"{key}\":[{},{}]}}", own("a"), own("b"))
        }
    };
    let folder = std::env::temp_dir().join(format!("generator-hostile-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let values = |count: usize| {
        let values: Vec<String> = (0..count).map(|index| format!("\"v{index}\"")).collect();
        format!("{{\"type\":\"string\",\"enum\":[{}]}}", values.join(","))
    };
    let not = |index: usize| keyword("not", chain(index));
    let members = |count: usize, item: &dyn Fn(usize) -> String| {
        let all: Vec<(String, String)> = (0..count)
            .map(|index| (format!("p{index}"), item(index)))
            .collect();
        let all: Vec<(&str, String)> = all
            .iter()
            .map(|(name, schema)| (name.as_str(), schema.clone()))
            .collect();
        object(&all)
    };
    let pattern = |index: usize| {
        format!(
            "{{\"type\":\"string\",\"pattern\":\"^(a|b)*a(a|b){{{}}}$\"}}",
            index % 15
        )
    };
    let clique = |_: usize| {
        let all: Vec<String> = (0..150).map(|to| reference(&format!("S{to}"))).collect();
        one_of(&all)
    };
    let wide_list = |index: usize| {
        format!(
            "{{\"type\":\"array\",\"minItems\":1000,\"items\":{}}}",
            reference(&format!("S{}", index + 1))
        )
    };
    let required = |index: usize| {
        let next = reference(&format!("S{}", index + 1));
        format!(
            "{{\"type\":\"object\",\"required\":[\"a\",\"b\",\"c\"],\"properties\":{{\"a\":{next},\"b\":{next},\"c\":{next}}}}}"
        )
    };
    let cases = [
        (
            "members",
            schemas(1, |_| members(20_000, &|_| text()), text()),
        ),
        ("patterns", schemas(1, |_| members(2_000, &pattern), text())),
        ("all-to-all", schemas(150, clique, text())),
        ("least-items", schemas(10, wide_list, text())),
        ("required", schemas(40, required, text())),
        ("chain", schemas(90, chain, text())),
        ("deep-not", schemas(5_000, not, text())),
        ("values", schemas(1, |_| values(20_000), text())),
        (
            "properties",
            schemas(2_000, |index| object(&[("a", chain(index))]), text()),
        ),
        ("lists", schemas(2_000, |index| list(chain(index)), text())),
        (
            "one-of",
            schemas(1_000, |index| one_of(&[chain(index), text()]), text()),
        ),
        (
            "all-of",
            schemas(200, |index| all_of(&[chain(index)]), object(&[])),
        ),
        ("fan-one", schemas(30, fan("oneOf"), object(&[]))),
        ("fan-any", schemas(30, fan("anyOf"), object(&[]))),
        ("fan-all", schemas(30, fan("allOf"), object(&[]))),
        (
            "not",
            schemas(1, |_| keyword("not", reference("S0")), text()),
        ),
        (
            "if",
            schemas(
                30,
                |index| format!("{{\"if\":{0},\"then\":{0},\"else\":{0}}}", chain(index)),
                object(&[]),
            ),
        ),
    ];
    for (name, text) in cases {
        let old = folder.join(format!("{name}-old.json"));
        let new = folder.join(format!("{name}-new.json"));
        // The end of every chain changes.
        let end = text.rfind("\"type\"").unwrap();
        let changed = format!(
            "{}\"maxProperties\":1,\"maxLength\":1,{}",
            &text[..end],
            &text[end..]
        );
        std::fs::write(&old, &text).unwrap();
        std::fs::write(&new, changed).unwrap();
        // Everything changes.
        let all = folder.join(format!("{name}-all.json"));
        let changed = text.replace("\"string\"", "\"integer\"");
        std::fs::write(&all, changed.replace("(a|b)*a", "(b|a)*b")).unwrap();
        for (ids, new) in [
            ("own", &new),
            ("oasdiff", &new),
            ("own", &all),
            ("oasdiff", &all),
        ] {
            eprintln!("{} {ids}", new.display());
            let status = Command::new(env!("CARGO_BIN_EXE_generator"))
                .args(["diff", "--fail-on", "never", "--ids", ids])
                .args([&old, new])
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status()
                .unwrap();
            assert_eq!(status.code(), Some(0), "{name} {ids}");
        }
    }
    std::fs::remove_dir_all(&folder).unwrap();
}
