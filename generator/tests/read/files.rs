//! Documents in several files.

use std::fs;
use std::path::{Path, PathBuf};

use generator::diagnostics::{Diagnostics, codes};
use generator::read::{Document, Limits, ReadOptions, read, read_with};

/// A folder of its own for one test, gone afterwards.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new(name: &str, files: &[(&str, &[u8])]) -> Self {
        let path =
            std::env::temp_dir().join(format!("generator-read-{}-{name}", std::process::id()));
        let folder = Self(path);
        for (name, bytes) in files {
            let path = folder.0.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        folder
    }

    pub(crate) fn read(
        &self,
        name: &str,
        options: &ReadOptions,
    ) -> (Option<Document>, Vec<String>) {
        let mut diagnostics = Diagnostics::new();
        let document = read(&self.0.join(name), options, &mut diagnostics);
        (document, self.lines(&mut diagnostics))
    }

    fn lines(&self, diagnostics: &mut Diagnostics) -> Vec<String> {
        diagnostics.finish();
        let line = |found: &generator::diagnostics::Diagnostic| match found.span {
            None => found.code.name.to_owned(),
            Some(span) => {
                let position = diagnostics.sources().position(span).unwrap();
                let name = diagnostics.sources().get(span.file).unwrap().name();
                let name = Path::new(name)
                    .strip_prefix(&self.0)
                    .unwrap_or(Path::new(name))
                    .display();
                format!(
                    "{} {name}:{}:{} {}",
                    found.code, position.line, position.column, found.pointer
                )
            }
        };
        diagnostics.iter().map(line).collect()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

const ROOT: &[u8] = b"openapi: 3.0.0
info: {title: t, version: '1'}
paths:
  /a:
    $ref: paths/a.yaml
components:
  schemas:
    Thing: {$ref: 'schemas/thing.yaml#/Thing'}
    Text: {type: string}
";

const PATH: &[u8] = b"get:
  parameters:
    - $ref: '../parameters.json#/Limit'
  responses:
    200:
      description: ok
      content:
        application/json:
          schema: {$ref: '../root.yaml#/components/schemas/Thing'}
";

const THING: &[u8] = b"Thing:
  type: object
  properties:
    other: {$ref: '#/Other'}
    text: {$ref: '../root.yaml#/components/schemas/Text'}
    patern: {type: string}
Other:
  patern: x
NotAsked:
  patern: x
";

const PARAMETERS: &[u8] = br#"{"Limit": {"name": "limit", "in": "query", "schema": {"type": "integer"}, "requird": true}}"#;

#[test]
fn files_are_loaded_once_and_checked_as_what_is_expected() {
    let folder = Folder::new(
        "several",
        &[
            ("root.yaml", ROOT),
            ("paths/a.yaml", PATH),
            ("schemas/thing.yaml", THING),
            ("parameters.json", PARAMETERS),
        ],
    );
    let (document, lines) = folder.read("root.yaml", &ReadOptions::default());
    assert_eq!(
        lines,
        [
            "unknown-key schemas/thing.yaml:8:3 /Other/patern",
            "unknown-key parameters.json:1:75 /Limit/requird"
        ]
    );
    let document = document.unwrap();
    assert_eq!(document.paths().count(), 4);

    let item = document
        .follow(document.root().at("/paths/~1a").unwrap())
        .unwrap();
    let parameter = item.at("/get/parameters/0").unwrap();
    assert_eq!(document.reference(parameter).unwrap().1, "Limit");
    assert_eq!(
        document
            .follow(parameter)
            .unwrap()
            .get("name")
            .unwrap()
            .as_str(),
        Some("limit")
    );
    let schema = item
        .at("/get/responses/200/content/application~1json/schema")
        .unwrap();
    assert_eq!(document.reference(schema).unwrap().1, "Thing");
    let thing = document.follow(schema).unwrap();
    assert_eq!(document.pointer_of(thing), "/Thing");
    let text = thing.at("/properties/text").unwrap();
    assert_eq!(
        document.follow(text).unwrap().get("type").unwrap().as_str(),
        Some("string")
    );
    assert_eq!(
        document
            .reference(document.root().at("/paths/~1a").unwrap())
            .unwrap()
            .1,
        "a"
    );
}

#[test]
fn a_file_with_errors_of_its_own() {
    let folder = Folder::new(
        "broken",
        &[("root.yaml", ROOT), ("paths/a.yaml", b"get: [")],
    );
    let (document, lines) = folder.read("root.yaml", &ReadOptions::default());
    assert!(document.is_some());
    assert_eq!(
        lines,
        [
            // The reference to the broken file is right.
            "unresolved-reference root.yaml:8:19 /components/schemas/Thing/$ref",
            "syntax paths/a.yaml:1:6 "
        ]
    );
}

#[test]
fn references_stay_in_the_folder_unless_allowed() {
    let root = b"openapi: 3.0.0\ninfo: {title: t, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n    A: {$ref: '../outside.yaml'}\n";
    let folder = Folder::new(
        "outside",
        &[("in/root.yaml", root), ("outside.yaml", b"type: string")],
    );
    let (_, lines) = folder.read("in/root.yaml", &ReadOptions::default());
    assert_eq!(
        lines,
        ["reference-outside-root in/root.yaml:6:15 /components/schemas/A/$ref"]
    );
    let allowed = ReadOptions {
        allow_outside_root: true,
        ..ReadOptions::default()
    };
    let (document, lines) = folder.read("in/root.yaml", &allowed);
    assert_eq!(lines, Vec::<String>::new());
    let document = document.unwrap();
    let schema = document.root().at("/components/schemas/A").unwrap();
    assert_eq!(
        document
            .follow(schema)
            .unwrap()
            .get("type")
            .unwrap()
            .as_str(),
        Some("string")
    );
}

#[cfg(unix)]
#[test]
fn symbolic_links_do_not_lead_out() {
    let root = b"openapi: 3.0.0\ninfo: {title: t, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n    A: {$ref: 'link.yaml'}\n";
    let folder = Folder::new(
        "link",
        &[("in/root.yaml", root), ("outside.yaml", b"type: string")],
    );
    std::os::unix::fs::symlink(folder.0.join("outside.yaml"), folder.0.join("in/link.yaml"))
        .unwrap();
    let (_, lines) = folder.read("in/root.yaml", &ReadOptions::default());
    assert_eq!(
        lines,
        ["reference-outside-root in/root.yaml:6:15 /components/schemas/A/$ref"]
    );
}

/// To open a pipe waits for who writes to it, and a device may have no end.
#[cfg(unix)]
#[test]
fn pipes_and_devices() {
    let root = b"openapi: 3.0.0\ninfo: {title: t, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n    A: {$ref: 'pipe.yaml'}\n    B: {$ref: 'zero.yaml'}\n";
    let folder = Folder::new("pipe", &[("root.yaml", root)]);
    let made = std::process::Command::new("mkfifo")
        .arg(folder.0.join("pipe.yaml"))
        .status();
    assert!(made.unwrap().success());
    std::os::unix::fs::symlink("/dev/zero", folder.0.join("zero.yaml")).unwrap();
    let options = ReadOptions {
        allow_outside_root: true,
        ..ReadOptions::default()
    };
    let (_, lines) = folder.read("root.yaml", &options);
    assert_eq!(
        lines,
        [
            "unresolved-reference root.yaml:6:15 /components/schemas/A/$ref",
            "unresolved-reference root.yaml:7:15 /components/schemas/B/$ref",
        ]
    );
    for name in ["pipe.yaml", "zero.yaml", "."] {
        let mut diagnostics = Diagnostics::new();
        assert!(read(&folder.0.join(name), &options, &mut diagnostics).is_none());
        let said: Vec<_> = diagnostics.iter().map(|found| &found.message).collect();
        let why = if name == "." { "a folder" } else { "a device" };
        assert!(said[0].contains(why) && said.len() == 1, "{said:?}");
    }
}

#[test]
fn files_that_are_no_documents() {
    let folder = Folder::new(
        "bytes",
        &[
            ("empty.yaml", b""),
            ("binary.yaml", b"DATA\0\0"),
            ("latin.yaml", b"a: caf\xe9"),
            ("utf16.yaml", b"\xff\xfea\0"),
            (
                "mark.yaml",
                b"\xef\xbb\xbfopenapi: 3.0.0\ninfo: {title: t, version: '1'}\npaths: {}\n",
            ),
            ("large.yaml", &[b'a'; 2000]),
        ],
    );
    let options = ReadOptions {
        limits: Limits {
            file_bytes: 1000,
            ..Limits::default()
        },
        ..ReadOptions::default()
    };
    let check = |name: &str, expected: &[&str]| {
        let (document, lines) = folder.read(name, &options);
        assert_eq!(lines, expected, "{name}");
        assert_eq!(document.is_some(), expected.is_empty());
    };
    check("empty.yaml", &["empty-document empty.yaml:1:1 "]);
    check("binary.yaml", &["not-text binary.yaml:1:5 "]);
    check("latin.yaml", &["not-text latin.yaml:1:7 "]);
    check("utf16.yaml", &["not-text utf16.yaml:1:1 "]);
    check("mark.yaml", &[]);
    check("large.yaml", &["file-too-large"]);
    check("missing.yaml", &["unreadable-file"]);
    check(".", &["unreadable-file"]);
}

#[test]
fn files_from_elsewhere() {
    let mut fetch = |path: &Path| match path.to_str() {
        Some("api/root.yaml") => Ok(ROOT.to_vec()),
        Some("api/paths/a.yaml") => Ok(PATH.to_vec()),
        Some("api/schemas/thing.yaml") => Ok(THING.to_vec()),
        Some("api/parameters.json") => Ok(PARAMETERS.to_vec()),
        _ => Err(std::io::ErrorKind::NotFound.into()),
    };
    let mut diagnostics = Diagnostics::new();
    let path = Path::new("api/root.yaml");
    let document = read_with(path, &mut fetch, &ReadOptions::default(), &mut diagnostics).unwrap();
    assert!(!diagnostics.has_errors());
    assert_eq!(document.paths().count(), 4);
    assert_eq!(diagnostics.count(&codes::UNKNOWN_KEY), 2);
}
