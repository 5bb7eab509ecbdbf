//! An API by hand that has a type of every kind.
//! Long because a model has no short form: it is data.

use generator::model::{
    Additional, AnyOf, Api, Choice, Constraints, Enum, EnumBase, EnumValue, Field, FieldRole,
    IntegerKind, Json, StringFormat, Struct, Text, Type, TypeDef, TypeId, TypeKind, Types, Union,
    Use, Variant,
};
use serde_json::json;

/// Descriptions that would break a doc comment.
pub(crate) const NASTY: &[&str] = &[
    "Plain.\n\n    let x = 1;\n\n```\nfn main() {}\n```\n\n```rust\nassert!(false);\n```",
    "See http://example.com/a_b?c=d&e=f, or https://{host}/v1/{id}. [x] and [Y](z) and [self](Self::nope).",
    "<b>bold</b> <project_id> <!-- gone --> a < b && c > d &lt; <script>alert(1)</script>",
    "<table><tr><td>a</td><td>b|c</td></tr></table>\n\n<p>para</p>\n<ul><li>one</li><li>two</li></ul>",
    "* a\n* b\n  lazy\ncontinuation\n    1. deep\n    2. deeper\n\n      para\n* c\n\n9) nine\n10) ten",
    "| a | b |\n|---|:-:|\n| `x|y` | z\\|w |\n",
    "`unbalanced and ``more` */ /* \u{202e}bidi\u{0007}\ttab \u{200b}zero",
    "# Heading\n## Two\nSetext\n======\n> quote\n> more\nlazy\n\n***\n\n![image](http://x.y/z.png) ![i](data:x)",
    "[ref]: http://a.b/c\n[ref] [`code`] [a][b] <http://auto.link> <me@example.com> [^1] - [ ] task",
    "1. one\n\n   ```json\n   {\"a\": 1}\n   ```\n2. two\n\n> - nested\n>   - more\n\n镜像**名称：**不能 http://例子.cn/x，后面。",
    "- \n-\n- x\n\n\\* not a list \\[a\\] 1\\. #no\n+ plus\n= equals\n~~~\ntilde",
    ">>>>>>>>>>>>>>>>>>>>>>>>>> deep",
    "# \n\n#\n\n`` ` ``",
];

/// Builds types.
#[derive(Default)]
pub(crate) struct Builder {
    pub(crate) types: Types,
}

pub(crate) fn string() -> Use {
    Use::plain(Type::Text(Text::String))
}

pub(crate) fn limited(ty: Type, constraints: Constraints) -> Use {
    Use { ty, constraints }
}

pub(crate) fn list(item: Use) -> Type {
    Type::Array(Box::new(item))
}

pub(crate) fn number(value: Json) -> Option<serde_json::Number> {
    value.as_number().cloned()
}

pub(crate) fn field(name: &str, value: Use) -> Field {
    Field {
        name: name.to_owned(),
        ident: name.to_owned(),
        setter: name.to_owned(),
        role: FieldRole::Member,
        value,
        required: false,
        read_only: false,
        write_only: false,
        demanded: None,
        tag: None,
        deprecated: false,
        description: None,
        default: None,
        example: None,
    }
}

pub(crate) fn required(name: &str, value: Use) -> Field {
    Field {
        required: true,
        ..field(name, value)
    }
}

pub(crate) fn object(fields: Vec<Field>) -> TypeKind {
    object_with(fields, Additional::Ignored)
}

pub(crate) fn object_with(fields: Vec<Field>, additional: Additional) -> TypeKind {
    TypeKind::Struct(Struct {
        fields,
        additional,
        constraints: Constraints::default(),
    })
}

pub(crate) fn strings(values: &[(&str, &str)], closed: bool) -> TypeKind {
    TypeKind::Enum(Enum {
        base: EnumBase::String,
        values: values
            .iter()
            .map(|(ident, value)| EnumValue {
                ident: (*ident).to_owned(),
                value: json!(value),
                description: None,
            })
            .collect(),
        closed,
        extensible: false,
        unknown: "Unknown".to_owned(),
    })
}

pub(crate) fn variant(ident: &str, tags: &[&str], ty: Type) -> Variant {
    Variant {
        ident: ident.to_owned(),
        tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
        value: Use::plain(ty),
        description: None,
    }
}

impl Builder {
    pub(crate) fn add(&mut self, ident: &str, kind: TypeKind) -> TypeId {
        self.types.push(TypeDef {
            ident: ident.to_owned(),
            schema: Some(ident.to_owned()),
            pointer: format!("/components/schemas/{ident}"),
            title: None,
            description: None,
            deprecated: false,
            example: None,
            kind,
            rules: None,
            validated: false,
            has_float: false,
            has_default: false,
        })
    }
}

/// One type of every kind, and names that collide with everything.
pub(crate) fn api() -> Api {
    let mut b = Builder::default();
    let short = Constraints {
        min_length: Some(1),
        max_length: Some(8),
        pattern: Some("^[a-z]+$".to_owned()),
        ..Constraints::default()
    };

    // Enums.
    let status = b.add(
        "Status",
        strings(
            &[("Success", "SUCCESS"), ("InitFailed", "INIT-\"FAILED\"")],
            false,
        ),
    );
    b.types[status].validated = true;
    let cat_kind = b.add("CatKind", strings(&[("Cat", "cat")], true));
    let two = b.add(
        "Direction",
        strings(&[("Up", "up"), ("Down", "down")], true),
    );
    let level = b.add(
        "Level",
        TypeKind::Enum(Enum {
            base: EnumBase::Integer,
            values: [-1, 0, 5]
                .iter()
                .map(|value| EnumValue {
                    ident: format!("Value{}", (*value as i64).unsigned_abs()),
                    value: json!(value),
                    description: Some(format!("Level {value}.")),
                })
                .collect(),
            closed: false,
            extensible: true,
            unknown: "Other".to_owned(),
        }),
    );
    let closed_level = b.add(
        "ClosedLevel",
        TypeKind::Enum(Enum {
            base: EnumBase::Integer,
            values: vec![EnumValue {
                ident: "One".into(),
                value: json!(1),
                description: None,
            }],
            closed: true,
            extensible: false,
            unknown: "Unknown".to_owned(),
        }),
    );

    // Aliases.
    let name = b.add(
        "Name",
        TypeKind::Alias(limited(Type::Text(Text::String), short.clone())),
    );
    let names = b.add(
        "Names",
        TypeKind::Alias(limited(
            list(Use::plain(Type::Named(name))),
            Constraints {
                max_items: Some(3),
                unique_items: true,
                ..Constraints::default()
            },
        )),
    );

    // Every text and number.
    let texts = [
        ("a_string", Text::String),
        ("a_date_time", Text::DateTime),
        ("a_date", Text::Date),
        ("a_time", Text::Time),
        ("a_duration", Text::Duration),
        ("a_uuid", Text::Uuid),
        ("a_uri", Text::Uri),
        ("an_ipv4", Text::Ipv4),
        ("an_ipv6", Text::Ipv6),
        ("a_base64", Text::Base64),
        ("a_secret", Text::Secret),
    ];
    let fields = texts
        .iter()
        .flat_map(|(name, text)| {
            let longest = Constraints {
                max_length: Some(64),
                ..Constraints::default()
            };
            let nullable = Type::Nullable(Box::new(Type::Text(*text)));
            [
                field(name, limited(Type::Text(*text), longest.clone())),
                field(&format!("{name}_or_null"), limited(nullable, longest)),
            ]
        })
        .collect();
    let all_texts = b.add("AllTexts", object(fields));
    b.types[all_texts].validated = true;
    b.types[all_texts].has_default = true;

    let kinds = [
        IntegerKind::I8,
        IntegerKind::I16,
        IntegerKind::I32,
        IntegerKind::I64,
        IntegerKind::U8,
        IntegerKind::U16,
        IntegerKind::U32,
        IntegerKind::U64,
        IntegerKind::Big,
    ];
    let small = Constraints {
        minimum: number(json!(1)),
        maximum: number(json!(100)),
        exclusive_maximum: true,
        multiple_of: number(json!(2)),
        ..Constraints::default()
    };
    let mut fields: Vec<Field> = kinds
        .iter()
        .enumerate()
        .map(|(index, kind)| {
            required(
                &format!("n{index}"),
                limited(Type::Integer(*kind), small.clone()),
            )
        })
        .collect();
    fields.push(field("float", limited(Type::Float, small.clone())));
    fields.push(field(
        "double",
        limited(
            Type::Double,
            Constraints {
                minimum: number(json!(0)),
                exclusive_minimum: true,
                multiple_of: number(json!(0.01)),
                ..Constraints::default()
            },
        ),
    ));
    fields.push(field(
        "some_integer",
        limited(
            Type::Integer(IntegerKind::U8),
            Constraints {
                one_of: vec![json!(1), json!(700)],
                ..Constraints::default()
            },
        ),
    ));
    fields.push(field(
        "some_double",
        limited(
            Type::Double,
            Constraints {
                one_of: vec![json!(1), json!(2.5)],
                ..Constraints::default()
            },
        ),
    ));
    fields.push(field(
        "yes",
        limited(
            Type::Bool,
            Constraints {
                one_of: vec![json!(true)],
                ..Constraints::default()
            },
        ),
    ));
    fields.push(field(
        "negative",
        limited(
            Type::Integer(IntegerKind::I64),
            Constraints {
                minimum: number(json!(-5)),
                maximum: number(json!(-1.5)),
                multiple_of: number(json!(0.5)),
                ..Constraints::default()
            },
        ),
    ));
    let all_numbers = b.add("AllNumbers", object(fields));
    b.types[all_numbers].validated = true;
    b.types[all_numbers].has_float = true;

    // Containers.
    let tuple = Type::Tuple(
        vec![
            Use::plain(Type::Named(name)),
            Use::plain(Type::Named(status)),
        ],
        None,
    );
    let containers = b.add(
        "Containers",
        TypeKind::Struct(Struct {
            fields: vec![
                required(
                    "anything",
                    limited(
                        Type::Any,
                        Constraints {
                            max_length: Some(3),
                            maximum: number(json!(9)),
                            max_items: Some(2),
                            max_properties: Some(1),
                            ..Constraints::default()
                        },
                    ),
                ),
                field("nothing", Use::plain(Type::Null)),
                field("never", Use::plain(Type::Never)),
                field("pair", Use::plain(tuple)),
                field(
                    "open_pair",
                    limited(
                        Type::Tuple(vec![string()], Some(Box::new(string()))),
                        Constraints {
                            min_items: Some(1),
                            ..Constraints::default()
                        },
                    ),
                ),
                field("names", Use::plain(Type::Named(names))),
                field(
                    "statuses",
                    Use::plain(list(Use::plain(Type::Named(status)))),
                ),
                field(
                    "matrix",
                    limited(
                        list(Use::plain(list(limited(
                            Type::Integer(IntegerKind::I32),
                            small.clone(),
                        )))),
                        Constraints {
                            min_items: Some(1),
                            ..Constraints::default()
                        },
                    ),
                ),
                field(
                    "map",
                    limited(
                        Type::Map(Box::new(limited(Type::Text(Text::String), short.clone()))),
                        Constraints {
                            min_properties: Some(1),
                            ..Constraints::default()
                        },
                    ),
                ),
                field(
                    "nullable_items",
                    Use::plain(list(limited(
                        Type::Nullable(Box::new(Type::Text(Text::String))),
                        short.clone(),
                    ))),
                ),
                field("level", Use::plain(Type::Named(level))),
                field("closed_level", Use::plain(Type::Named(closed_level))),
                required("direction", Use::plain(Type::Named(two))),
            ],
            additional: Additional::Ignored,
            constraints: Constraints {
                min_properties: Some(3),
                ..Constraints::default()
            },
        }),
    );
    b.types[containers].validated = true;
    b.types[containers].has_float = true;

    // All presences, with names that collide.
    let nullable = |ty: Type| Use::plain(Type::Nullable(Box::new(ty)));
    let text = Type::Text(Text::String);
    let mut kept_name = field("type", limited(text.clone(), short.clone()));
    kept_name.default = Some(json!("a`b"));
    kept_name.example = Some(json!("x\u{202e}"));
    kept_name.deprecated = true;
    let mut self_field = field("self", string());
    self_field.ident = "self_".to_owned();
    self_field.setter = "self_".to_owned();
    let mut read_only = required("id", string());
    read_only.read_only = true;
    let presences = b.add(
        "Presences",
        object_with(
            vec![
                required("object", string()),
                required("key", nullable(text.clone())),
                field("name", string()),
                field("additional", nullable(text.clone())),
                kept_name,
                self_field,
                read_only,
                field("add", Use::plain(Type::Integer(IntegerKind::I64))),
                field("match", Use::plain(Type::Bool)),
                field("gen", Use::plain(Type::Bool)),
                field("value", limited(text.clone(), short.clone())),
                field(
                    "required",
                    limited(
                        text.clone(),
                        Constraints {
                            format: Some(StringFormat::Email),
                            one_of: vec![json!("a@b"), json!("c@d")],
                            ..short.clone()
                        },
                    ),
                ),
                field("check", nullable(Type::Named(status))),
            ],
            Additional::Kept {
                ident: "rest".to_owned(),
                value: Box::new(limited(
                    Type::Text(Text::String),
                    Constraints {
                        max_length: Some(4),
                        ..Constraints::default()
                    },
                )),
                patterns: vec!["^x-".to_owned(), "^y-".to_owned()],
            },
        ),
    );
    b.types[presences].validated = true;

    b.add("Empty", object(vec![]));
    b.add(
        "Closed",
        object_with(vec![field("a", string())], Additional::Refused),
    );
    b.add("ClosedEmpty", object_with(vec![], Additional::Refused));
    let open = b.add(
        "Open",
        object_with(
            vec![],
            Additional::Kept {
                ident: "members".to_owned(),
                value: Box::new(Use::plain(Type::Any)),
                patterns: vec![],
            },
        ),
    );
    b.types[open].has_default = true;
    b.types[open].has_float = true;
    for index in ["Empty", "Closed", "ClosedEmpty"] {
        let id = b
            .types
            .iter()
            .find(|(_, def)| def.ident == index)
            .map(|(id, _)| id);
        if let Some(id) = id {
            b.types[id].has_default = true;
        }
    }

    // Recursion.
    let tree = b.add("Tree", object(vec![]));
    b.types[tree].kind = object(vec![
        required("name", limited(text.clone(), short.clone())),
        field("left", Use::plain(Type::Boxed(tree))),
        field("right", nullable(Type::Boxed(tree))),
        field("children", Use::plain(list(Use::plain(Type::Named(tree))))),
    ]);
    b.types[tree].validated = true;

    // Unions.
    let cat = b.add(
        "Cat",
        object(vec![
            required("kind", Use::plain(Type::Named(cat_kind))),
            field("lives", Use::plain(Type::Integer(IntegerKind::I32))),
        ]),
    );
    let dog = b.add(
        "Dog",
        object(vec![field("bark", limited(text.clone(), short.clone()))]),
    );
    b.types[dog].validated = true;
    b.types[dog].has_default = true;
    let pet = b.add(
        "Pet",
        TypeKind::Union(Union {
            variants: vec![
                variant("Cat", &["cat", "Cat"], Type::Named(cat)),
                variant("Dog", &["dog"], Type::Boxed(dog)),
            ],
            choice: Choice::Tag("kind".to_owned()),
            fallback: None,
            other: Some("Other".to_owned()),
        }),
    );
    b.types[pet].validated = true;
    b.types[pet].has_float = true;
    b.add(
        "StrictPet",
        TypeKind::Union(Union {
            variants: vec![
                variant("Cat", &["cat"], Type::Named(cat)),
                variant("Dog", &["dog"], Type::Named(dog)),
            ],
            choice: Choice::Tag("kind".to_owned()),
            fallback: None,
            other: None,
        }),
    );
    let mixed = b.add(
        "Mixed",
        TypeKind::Union(Union {
            variants: vec![
                Variant {
                    value: limited(text.clone(), short.clone()),
                    ..variant("Text", &[], text.clone())
                },
                variant("Number", &[], Type::Integer(IntegerKind::I64)),
                variant("Named", &[], Type::Named(name)),
                variant("List", &[], list(string())),
                variant("Cat", &[], Type::Named(cat)),
            ],
            choice: Choice::Trial,
            fallback: None,
            other: None,
        }),
    );
    b.types[mixed].validated = true;
    let lax = b.add(
        "Lax",
        TypeKind::Union(Union {
            variants: vec![
                variant("Cat", &[], Type::Named(cat)),
                variant("Dog", &[], Type::Named(dog)),
            ],
            choice: Choice::Trial,
            fallback: None,
            other: Some("Unknown".to_owned()),
        }),
    );
    b.types[lax].has_float = true;
    b.types[lax].validated = true;
    let any_of = b.add(
        "Anything",
        TypeKind::AnyOf(AnyOf {
            branches: vec![
                variant("cat", &[], Type::Named(cat)),
                variant("dog", &[], Type::Boxed(dog)),
            ],
        }),
    );
    b.types[any_of].validated = true;

    // Flattened members.
    let mut flattened = required("", Use::plain(Type::Named(pet)));
    flattened.ident = "pet".to_owned();
    flattened.role = FieldRole::Flattened;
    let owner = b.add(
        "Owner",
        object_with(
            vec![required("owner", string()), flattened.clone()],
            Additional::Kept {
                ident: "rest".to_owned(),
                value: Box::new(Use::plain(Type::Any)),
                patterns: vec![],
            },
        ),
    );
    b.types[owner].validated = true;
    b.types[owner].has_float = true;

    // Names of the prelude and of the standard library.
    let mut wide = Vec::new();
    for (index, name) in [
        "Into",
        "From",
        "Result",
        "Default",
        "Clone",
        "Some",
        "Ok",
        "Self_",
        "Debug",
        "Key",
        "Object",
        "Validate",
        "Serialize",
        "Iterator",
    ]
    .iter()
    .enumerate()
    {
        let id = b.add(name, object(vec![field("text", string())]));
        b.types[id].has_default = true;
        wide.push(required(
            &format!("field{index}"),
            Use::plain(Type::Named(id)),
        ));
    }
    b.add("Wide", object(wide));

    // Bytes, as they stand in multipart forms.
    b.add(
        "Upload",
        object(vec![
            required("file", Use::plain(Type::Bytes)),
            field("note", string()),
        ]),
    );

    // Documentation.
    let mut documented: Vec<Field> = Vec::new();
    for (index, text) in NASTY.iter().enumerate() {
        let mut field = field(&format!("doc{index}"), string());
        field.description = Some((*text).to_owned());
        documented.push(field);
    }
    let documented = b.add("Documented", object(documented));
    b.types[documented].description = Some(NASTY.join("\n\n"));
    b.types[documented].title = Some("Title with <b> & [x] `y".to_owned());
    b.types[documented].deprecated = true;
    b.types[documented].example = Some(json!({"a": "`*/<x>"}));
    b.types[documented].has_default = true;

    Api {
        name: "sample".to_owned(),
        types: b.types,
        ..Api::default()
    }
}

/// A text of one to eight small letters.
pub(crate) fn short_text() -> Use {
    limited(
        Type::Text(Text::String),
        Constraints {
            min_length: Some(1),
            max_length: Some(8),
            pattern: Some("^[a-z]+$".to_owned()),
            ..Constraints::default()
        },
    )
}

/// A type beside null.
pub(crate) fn nullable(ty: Type) -> Use {
    Use::plain(Type::Nullable(Box::new(ty)))
}
