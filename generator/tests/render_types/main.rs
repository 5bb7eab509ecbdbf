//! Message types as Rust source.

mod sample;

use std::collections::BTreeMap;

use generator::model::{Api, Constraints, Type, TypeKind, Use};
use generator::render::{File, types, wire};
use sample::{Builder, field, limited, list, object, required, string, strings};

fn render(api: &Api) -> BTreeMap<String, String> {
    let mut files: Vec<File> = types::render(api);
    files.extend(wire::types::render(api));
    files.extend(wire::validate::render(api));
    files
        .into_iter()
        .map(|file| (file.path, file.text))
        .collect()
}

fn api(builder: Builder) -> Api {
    Api {
        types: builder.types,
        ..Api::default()
    }
}

/// Checks that a file has all of these lines in this order, whatever stands between them.
fn check(text: &str, expected: &[&str]) {
    let mut rest = text;
    for line in expected {
        let Some(at) = rest.find(line) else {
            panic!("no {line:?} in the rest of\n{text}")
        };
        rest = &rest[at + line.len()..];
    }
}

#[test]
fn every_kind_of_type_is_rust() {
    let files = render(&sample::api());
    for (path, text) in &files {
        assert!(text.starts_with("// @generated"), "{path}");
        assert!(syn::parse_file(text).is_ok(), "{path}");
    }
}

#[test]
fn a_large_api_is_split_and_its_parts_are_rust() {
    let mut b = Builder::default();
    for number in 0..400 {
        let fields = (0..4)
            .map(|field| required(&format!("f{field}"), string()))
            .collect();
        b.add(&format!("Family{}Type{number}", number % 7), object(fields));
    }
    let files = render(&api(b));
    assert!(files.len() > 3, "400 types are too many for one file");
    for (path, text) in &files {
        assert!(syn::parse_file(text).is_ok(), "{path}");
    }
}

#[test]
fn output_depends_on_the_model_alone() {
    assert_eq!(render(&sample::api()), render(&sample::api()));
}

#[test]
fn structs_take_what_is_required_and_set_the_rest() {
    let mut b = Builder::default();
    let kind = b.add("Kind", strings(&[("Only", "only")], true));
    let name = sample::short_text();
    b.add(
        "Job",
        object(vec![
            required("kind", Use::plain(Type::Named(kind))),
            required("id", string()),
            field("note", name),
            field("parent", sample::nullable(string().ty)),
        ]),
    );
    let files = render(&api(b));
    check(
        &files["src/types.rs"],
        &[
            "#[derive(Clone, Debug, PartialEq, Eq, Hash)]\n#[non_exhaustive]\npub struct Job {",
            "pub kind: Kind,",
            "pub id: String,",
            "/// 1 to 8 characters, matching `^[a-z]+$`.\n    pub note: Option<String>,",
            "pub parent: Option<Option<String>>,",
            "pub fn new(id: impl Into<String>) -> Self {",
            "kind: Kind::Only,",
            "pub fn note(mut self, value: impl Into<String>) -> Self {",
            "self.note = Some(value.into());",
            "self.parent = Some(Some(value.into()));",
        ],
    );
    check(
        &files["src/wire/types.rs"],
        &[
            "&[\"kind\", \"id\", \"note\", \"parent\"]",
            "Key::Known(0) => object.read(&mut kind)?,",
            "Key::Known(2) => object.read_optional(&mut note)?,",
            "Key::Known(3) => object.read(&mut parent)?,",
            "_ => object.skip()?,",
            "object.finish(&[0, 1])?;",
            "object.member(\"id\", &self.id)?;",
            "object.optional(\"note\", &self.note)?;",
        ],
    );
    assert!(
        !files.contains_key("src/wire/validate.rs"),
        "nothing is marked as validated"
    );
}

#[test]
fn only_constraints_that_exist_are_checked() {
    let mut b = Builder::default();
    let inner = b.add("Inner", object(vec![field("name", sample::short_text())]));
    let free = b.add("Free", object(vec![field("name", string())]));
    let outer = b.add(
        "Outer",
        object(vec![
            required("inner", Use::plain(Type::Named(inner))),
            required("free", Use::plain(Type::Named(free))),
            field(
                "names",
                limited(
                    list(sample::short_text()),
                    Constraints {
                        max_items: Some(2),
                        ..Default::default()
                    },
                ),
            ),
        ]),
    );
    for id in [inner, outer] {
        b.types[id].validated = true;
    }
    let files = render(&api(b));
    let text = &files["src/wire/validate.rs"];
    check(
        text,
        &[
            "static INNER_NAME: Pattern = Pattern::new(\"^[a-z]+$\");",
            "impl Validate for types::Inner {",
            "check.at(\"name\").length(value, 1..=8).pattern(value, &INNER_NAME);",
            "impl Validate for types::Outer {",
            "self.inner.validate(&mut check.at(\"inner\"));",
            "check.items(value.len(), ..=2);",
            "check.at(index).length(item, 1..=8).pattern(item, &INNER_NAME);",
        ],
    );
    assert!(!text.contains("free") && !text.contains("Free"), "{text}");
    assert_eq!(
        text.matches("Pattern::new").count(),
        1,
        "a pattern stands there once"
    );
}

#[test]
fn constraints_of_an_alias_are_checked_where_it_is_used() {
    let mut b = Builder::default();
    let name = b.add("Name", TypeKind::Alias(sample::short_text()));
    let user = b.add(
        "User",
        object(vec![required("name", Use::plain(Type::Named(name)))]),
    );
    b.types[user].validated = true;
    let files = render(&api(b));
    check(
        &files["src/types.rs"],
        &["pub type Name = String;", "pub name: Name,"],
    );
    check(
        &files["src/wire/validate.rs"],
        &[
            "static NAME: Pattern",
            "check.at(\"name\").length(&self.name, 1..=8).pattern(&self.name, &NAME);",
        ],
    );
}

#[test]
fn names_of_the_prelude_do_not_hide_it() {
    let mut b = Builder::default();
    b.add("Into", object(vec![field("text", string())]));
    b.add("Result", strings(&[("A", "a")], true));
    let files = render(&api(b));
    check(
        &files["src/types.rs"],
        &[
            "value: impl std::convert::Into<String>",
            "-> std::result::Result<Self, Self::Err>",
        ],
    );
}

#[test]
fn large_modules_are_split_by_family() {
    let mut b = Builder::default();
    let first = b.add("ImageA", object(vec![field("name", string())]));
    for index in 0..100 {
        let mut fields = vec![field("first", Use::plain(Type::Named(first)))];
        fields.extend((0..10).map(|index| field(&format!("field{index}"), string())));
        b.add(&format!("ImageN{index}"), object(fields));
    }
    b.add(
        "Job",
        object(vec![field("image", Use::plain(Type::Named(first)))]),
    );
    let files = render(&api(b));
    check(
        &files["src/types/image/n0.rs"],
        &["use crate::types::ImageA;", "pub first: Option<ImageA>"],
    );
    check(
        &files["src/types/image.rs"],
        &["mod n0;", "pub use n0::*;", "pub struct ImageA {"],
    );
    // A small family has no file of its own.
    check(
        &files["src/types.rs"],
        &["mod image;", "pub use image::*;", "pub struct Job {"],
    );
    assert!(files.contains_key("src/wire/types/image.rs"));
    assert!(!files.contains_key("src/types/job.rs"));
}
