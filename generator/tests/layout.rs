//! Where things stand in the files of a large crate, and what an edit of the document moves.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use generator::Generator;
use generator::diagnostics::Diagnostics;

/// Resources of the document, each with four operations and schemas of its own.
const RESOURCES: [&str; 24] = [
    "apples", "boats", "cards", "doors", "engines", "flags", "games", "hats", "islands", "jars",
    "keys", "lamps", "maps", "nails", "oars", "pens", "quilts", "ropes", "ships", "trees", "urns",
    "vases", "wheels", "yards",
];

/// What is added to the document: operations below `paths`, schemas below `components.schemas`.
#[derive(Default)]
struct Edit {
    paths: &'static str,
    schemas: &'static str,
}

fn document(edit: &Edit) -> String {
    let mut paths = edit.paths.to_owned();
    let mut schemas = edit.schemas.to_owned();
    for (index, name) in RESOURCES.iter().enumerate() {
        let answer = |schema: &str| {
            format!(
                "responses: {{'200': {{description: Good, content: {{application/json: {{schema: {{$ref: '#/components/schemas/{schema}'}}}}}}}}}}"
            )
        };
        let id = "parameters: [{name: id, in: path, required: true, schema: {type: string}}]";
        // The first resource has a tag of its own name.
        let tags = ["tags: [apples], ", ""][index.min(1)];
        let own = answer(&format!("{name}-state"));
        let common = answer(&format!("Common{}", index / 2));
        write!(
            paths,
            "  /api/v1/{name}:
    get: {{{tags}operationId: list-{name}, {own}}}
    post: {{{tags}operationId: make-{name}, {common}}}
  /api/v1/{name}/{{id}}:
    get: {{{tags}operationId: get-{name}, {id}, {own}}}
    delete: {{{tags}operationId: delete-{name}, {id}, {common}}}
"
        )
        .unwrap();
        let members: String = (0..12)
            .map(|member| format!("part{member}: {{type: object, properties: {{a: {{type: string}}, b: {{type: string}}}}}}, "))
            .collect();
        writeln!(
            schemas,
            "    {name}-state: {{type: object, properties: {{{members}}}}}"
        )
        .unwrap();
        if index % 2 == 0 {
            writeln!(
                schemas,
                "    Common{}: {{type: object, properties: {{{members}}}}}",
                index / 2
            )
            .unwrap();
        }
    }
    format!(
        "openapi: 3.0.3\ninfo: {{title: Harbour, version: '1'}}\ntags: [{{name: apples, description: They float.}}]\npaths:\n{paths}components:\n  schemas:\n{schemas}"
    )
}

fn files(edit: &Edit) -> BTreeMap<String, String> {
    let folder = std::env::temp_dir().join(format!(
        "layout-{}-{:?}",
        std::process::id(),
        std::thread::current().id()
    ));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("harbour.yaml");
    std::fs::write(&path, document(edit)).unwrap();
    let mut diagnostics = Diagnostics::new();
    let rendered = Generator::new()
        .out_dir(&folder)
        .render(&path, &mut diagnostics);
    std::fs::remove_dir_all(&folder).unwrap();
    let (rendered, _) = rendered.unwrap();
    let files = rendered.files.into_iter();
    files.map(|file| (file.path, file.text)).collect()
}

/// Paths of files that an edit changes, adds or removes.
fn moved(edit: &Edit) -> BTreeSet<String> {
    let (before, after) = (files(&Edit::default()), files(edit));
    let paths = before.keys().chain(after.keys());
    paths
        .filter(|path| before.get(*path) != after.get(*path))
        .cloned()
        .collect()
}

#[test]
fn no_file_is_too_long_and_each_is_found_by_its_meaning() {
    let files = files(&Edit::default());
    // The list of public items is one file, so that it is sorted as a whole.
    let sources = files.iter().filter(|(path, _)| *path != "public-api.txt");
    for (path, text) in sources {
        assert!(
            text.lines().count() <= 2000,
            "{path} has {} lines",
            text.lines().count()
        );
    }
    for path in [
        "src/operations/apples.rs",
        "src/types/apples.rs",
        "src/types/common0.rs",
        "src/server/apples.rs",
        "src/wire/types/apples.rs",
        "src/wire/client/apples.rs",
        "src/wire/server/apples.rs",
    ] {
        assert!(files.contains_key(path), "{path} in {:?}", files.keys());
    }
    let server = &files["src/server/apples.rs"];
    assert!(server.contains("pub trait ApplesApi: Send + Sync + 'static {"));
    assert!(server.contains("/// The operations of `apples`.\n///\n/// They float.\n"));
}

#[test]
fn an_operation_that_is_added_changes_its_group_only() {
    let moved = moved(&Edit {
        paths: "  /api/v1/keys/{id}/copies:
    get: {operationId: copy-key, parameters: [{name: id, in: path, required: true, schema: {type: string}}], responses: {'200': {description: Good, content: {application/json: {schema: {$ref: '#/components/schemas/Copy'}}}}}}
",
        schemas: "    Copy: {type: object, properties: {name: {type: string}}}\n",
    });
    let expected = [
        // The page lists all operations, the table all routes, the list all items.
        "README.md",
        "public-api.txt",
        "src/client.rs",
        "src/client/keys.rs",
        "src/operations/keys.rs",
        "src/server/keys.rs",
        "src/types/keys.rs",
        "src/wire/client/keys.rs",
        "src/wire/parameters.rs",
        "src/wire/parameters/keys.rs",
        "src/wire/server.rs",
        "src/wire/server/keys.rs",
        "src/wire/types/keys.rs",
    ];
    let unexpected: Vec<_> = moved
        .iter()
        .filter(|path| !expected.contains(&path.as_str()))
        .collect();
    assert!(unexpected.is_empty(), "{unexpected:?} of {moved:?}");
    assert!(moved.contains("src/types/keys.rs"), "{moved:?}");
}

#[test]
fn a_schema_that_nobody_uses_changes_its_family_only() {
    let moved = moved(&Edit {
        schemas: "    Common0Other: {type: object, properties: {name: {type: string}}}\n",
        ..Edit::default()
    });
    let expected = [
        "public-api.txt",
        "src/types/common0.rs",
        "src/wire/types/common0.rs",
    ];
    assert_eq!(moved.into_iter().collect::<Vec<_>>(), expected);
}
