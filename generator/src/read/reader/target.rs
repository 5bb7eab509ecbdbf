//! One reference → its target: which file, which value, and whether it is what is expected.
//! Long because what is said of a reference that leads nowhere is worked out where it is followed.

use std::path::Path;

use super::Reader;
use crate::diagnostics::{Code, Diagnostic, FileId, Severity, codes};
use crate::read::check::{Form, Found};
use crate::read::document::{At, File, file_index, in_resource, local, pointer_in};
use crate::read::files::{OutsideRoot, join};
use crate::read::grammar::{Kind, Need, Shape};
use crate::read::references::{self, Fragment, Target, place};
use crate::read::{Node, Pointer, Value, Version, resources};
use crate::suggest::nearest;

impl Reader<'_> {
    /// Finds the target of a reference, loading its file and checking it when it is new.
    pub(super) fn target(&mut self, found: &Found, version: Version) -> Resolution {
        if found.form == Form::Mapping && self.is_mapped(&found.text) {
            return Resolution::Nothing;
        }
        if matches!(found.form, Form::Dynamic(_)) {
            return Resolution::NotYet;
        }
        if let Some(at) = self.embedded(found) {
            self.resolved.insert(place(found.span), at.clone());
            return self.reached(found, at, version);
        }
        let text = local(&self.files, &found.text);
        let (index, fragment) = match references::parse(text) {
            // It may be the `$id` of a schema that comes later.
            Target::Remote => return Resolution::NotYet,
            Target::Malformed => {
                let message = format!("`{}` is not a URI reference", found.text);
                self.report(&codes::UNRESOLVED_REFERENCE, found, message, None);
                return Resolution::Nothing;
            }
            Target::File { path, fragment } => match self.file(found, path.as_deref()) {
                Some(index) => (index, fragment),
                None => return Resolution::Nothing,
            },
        };
        let file = &self.files[index];
        let pointer = pointer_in(file, &fragment).cloned();
        match (pointer, &fragment) {
            (Some(pointer), _) if file.root.descend(&pointer).is_some() => {
                if let Some(uri) = self.base_of(found) {
                    let message = format!(
                        "`{}` leads nowhere from the `$id` `{uri}` of its schema; it is resolved against the file",
                        found.text
                    );
                    self.report(&codes::UNSUPPORTED_SCHEMA_ID, found, message, None);
                }
                self.reached(found, (index, pointer), version)
            }
            (_, Fragment::Anchor(_)) => Resolution::NotYet,
            (_, Fragment::Pointer(pointer)) => {
                if let Some(at) = self.through((index, pointer.clone()), found.form) {
                    return self.reached(found, at, version);
                }
                let file = &self.files[index];
                let (message, help) = missing(&file.root, pointer, &found.text);
                self.report(&codes::UNRESOLVED_REFERENCE, found, message, help);
                Resolution::Nothing
            }
        }
    }

    /// Looks at the value that a reference leads to; checks it when it is new.
    pub(super) fn reached(&mut self, found: &Found, at: At, version: Version) -> Resolution {
        let (index, pointer) = at;
        let Some(node) = self.files[index].root.descend(&pointer) else {
            return Resolution::Nothing;
        };
        let step = node
            .get("$ref")
            .filter(|reference| reference.as_str().is_some())
            .map(|reference| place(reference.span));
        if let Form::Members(shape) = found.form {
            let new = self.further(found, (index, pointer), shape, version);
            return Resolution::Target { step, new };
        }
        let new = match self.seen.get(&node.span) {
            Some(kind) if *kind == found.kind => Vec::new(),
            Some(kind) if node.is_object() => {
                let (expected, kind) = (found.kind.grammar(), kind.grammar().title);
                let message = format!(
                    "`{}` points to {kind}, expected {}",
                    found.text, expected.title
                );
                // What both kinds have in common may be enough, unless something is missing without which nothing works.
                let version = self.files[index].version.unwrap_or(version);
                let usable = expected
                    .known(version)
                    .filter(|field| field.is_in(version))
                    .all(|field| field.need != Need::Must || node.get(field.name).is_some());
                let severity = if usable {
                    Severity::Warning
                } else {
                    Severity::Error
                };
                let diagnostic = Diagnostic::new(&codes::REFERENCE_KIND, message)
                    .at(found.span)
                    .severity(severity);
                self.diagnostics
                    .push(diagnostic.pointer(found.pointer.as_str()));
                Vec::new()
            }
            _ => self.walk(index, &pointer, found.kind.target(), version),
        };
        Resolution::Target { step, new }
    }

    /// Looks at a map of further members; checks it when it is new.
    fn further(
        &mut self,
        found: &Found,
        (index, pointer): At,
        shape: &'static Shape,
        version: Version,
    ) -> Vec<Found> {
        let Some(node) = self.files[index].root.descend(&pointer) else {
            return Vec::new();
        };
        // Maps themselves are not noted, but what is in them is.
        let known = |node: &Node| self.seen.contains_key(&node.span);
        match &node.value {
            Value::Object(object) if !self.seen.contains_key(&node.span) => {
                let walked = object.entries().any(|(_, member)| known(member));
                match walked {
                    true => Vec::new(),
                    false => self.walk(index, &pointer, Shape::Map(shape), version),
                }
            }
            value => {
                let kind = self.seen.get(&node.span);
                let kind = kind.map_or(value.kind(), |kind| kind.grammar().title);
                let message = format!(
                    "`{}` points to {kind}, expected a map of which each value is {}",
                    found.text,
                    shape.title()
                );
                let diagnostic = Diagnostic::new(&codes::REFERENCE_KIND, message)
                    .at(found.span)
                    .severity(Severity::Error);
                self.diagnostics
                    .push(diagnostic.pointer(found.pointer.as_str()));
                Vec::new()
            }
        }
    }

    /// Where a pointer leads that goes through a map with a `$ref` to further members.
    fn through(&mut self, at: At, form: Form) -> Option<At> {
        let (mut index, mut pointer) = at;
        // References in a row that are followed; a longer row would be a circle.
        for _ in 0..100 {
            let mut node = &self.files[index].root;
            let mut tokens = pointer.0.iter();
            let (token, reference) = loop {
                let Some(token) = tokens.next() else {
                    return Some((index, pointer));
                };
                match node.child(token) {
                    Some(child) => node = child,
                    None => break (token, node.get("$ref")?),
                }
            };
            let rest: Vec<_> = std::iter::once(token).chain(tokens).cloned().collect();
            let found = Found {
                span: reference.span,
                text: reference.as_str()?.to_owned(),
                pointer: String::new(),
                kind: Kind::Schema,
                form,
            };
            let Target::File { path, fragment } = references::parse(&found.text) else {
                return None;
            };
            let (path, fragment) = (path.map(|path| path.into_owned()), fragment);
            let Fragment::Pointer(mut to) = fragment else {
                return None;
            };
            index = self.file(&found, path.as_deref())?;
            to.0.extend(rest);
            pointer = to;
        }
        None
    }

    /// The index of the file that a reference names; loads it when it is new.
    pub(super) fn file(&mut self, found: &Found, path: Option<&str>) -> Option<usize> {
        let from = self.from(found)?;
        let Some(path) = path else { return Some(from) };
        let here = self.files[from].path.parent().unwrap_or(Path::new(""));
        let folded = join(here, path);
        let root = self.files[0].path.parent().unwrap_or(Path::new(""));
        let inside = match root.as_os_str().is_empty() {
            true => folded.is_relative() && !folded.starts_with(".."),
            false => folded.starts_with(root),
        };
        if !inside && !self.options.allow_outside_root {
            let message = format!("`{}` leaves the folder of the root document", found.text);
            let help = self.meant(found, path);
            let help = help.or_else(|| {
                Some(
                    "move the file below that folder, or allow it with `--allow-outside-root`"
                        .to_owned(),
                )
            });
            self.report(&codes::REFERENCE_OUTSIDE_ROOT, found, message, help);
            return None;
        }
        if !self.known.contains_key(&folded) {
            let loaded = self.load(&folded);
            if let Ok(new) = &loaded
                && self.files[*new].version.is_none()
            {
                self.files[*new].version = self.files[from].version;
            }
            self.known.insert(folded.clone(), loaded);
        }
        match self.known.get(&folded)? {
            Ok(index) => Some(*index),
            // What is wrong with the file itself has been said.
            Err(Unread { reason, .. }) if reason.is_empty() => None,
            Err(Unread { code, reason }) => {
                let message = format!("`{}` cannot be read: {reason}", found.text);
                let missing = reason == NO_FILE;
                let help = self.meant(found, path);
                let help = help.or_else(|| {
                    let text =
                        "write `/` between the names of folders, whatever the operating system";
                    path.contains('\\').then(|| text.to_owned())
                });
                let help = help.or_else(|| beside(&folded).filter(|_| missing));
                self.report(code, found, message, help);
                None
            }
        }
    }

    /// What is most likely meant by a reference to a file that is not there: a value of this file, without the `#`.
    fn meant(&self, found: &Found, path: &str) -> Option<String> {
        let from = self.from(found)?;
        let root = &self.files[from].root;
        let hash = format!("#/{}", path.trim_start_matches('/'));
        if let Target::File {
            fragment: Fragment::Pointer(pointer),
            ..
        } = references::parse(&hash)
            && root.descend(&pointer).is_some()
        {
            return Some(format!(
                "did you mean `{hash}`? A reference into this file begins with `#`"
            ));
        }
        if let Some(near) = elsewhere(root, &Pointer(vec![path.to_owned()])) {
            return Some(format!("did you mean `{near}`?"));
        }
        None
    }

    pub(super) fn load(&mut self, path: &Path) -> Result<usize, Unread> {
        let unread = |code, reason| Err(Unread { code, reason });
        if self.files.len() >= self.options.limits.files {
            let reason = format!(
                "the document has more than {} files",
                self.options.limits.files
            );
            return unread(&codes::FILE_TOO_LARGE, reason);
        }
        let bytes = match (self.fetch)(path) {
            Ok(bytes) => bytes,
            Err(error)
                if error
                    .get_ref()
                    .is_some_and(|inner| inner.is::<OutsideRoot>()) =>
            {
                return unread(&codes::REFERENCE_OUTSIDE_ROOT, error.to_string());
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return unread(&codes::UNRESOLVED_REFERENCE, NO_FILE.to_owned());
            }
            Err(error) => return unread(&codes::UNRESOLVED_REFERENCE, error.to_string()),
        };
        match self.add(path, path.to_path_buf(), bytes) {
            Some(index) => Ok(index),
            None => unread(&codes::UNRESOLVED_REFERENCE, String::new()),
        }
    }

    /// Whether the target of a discriminator is the name of a schema.
    pub(super) fn is_mapped(&self, text: &str) -> bool {
        let schemas = self.files[0]
            .root
            .get("components")
            .and_then(|components| components.get("schemas"));
        schemas.is_some_and(|schemas| schemas.get(text).is_some())
    }

    /// Whether a reference that had no target has one now.
    pub(super) fn is_ready(&self, found: &Found) -> bool {
        if matches!(found.form, Form::Dynamic(_)) {
            return false;
        }
        if self.embedded(found).is_some() {
            return true;
        }
        let Target::File {
            path,
            fragment: Fragment::Anchor(anchor),
        } = references::parse(local(&self.files, &found.text))
        else {
            return false;
        };
        let Some(from) = self.from(found) else {
            return false;
        };
        let index = match path {
            None => Some(&from),
            Some(path) => {
                let here = self.files[from].path.parent().unwrap_or(Path::new(""));
                let known = self.known.get(&join(here, &path));
                known.and_then(|known| known.as_ref().ok())
            }
        };
        index.is_some_and(|index| self.files[*index].anchor(None, &anchor).is_some())
    }

    /// Says that a reference leads nowhere.
    pub(super) fn unresolved(&mut self, found: &Found) {
        if references::parse(&found.text) == Target::Remote {
            let local = ["file:", "C:", "D:", "\\\\"]
                .iter()
                .any(|start| found.text.starts_with(start));
            let (message, help) = match local {
                true => (
                    format!("`{}` is not a relative path", found.text),
                    Some(
                        "write a path relative to this file, such as `./schemas.yaml#/Name`"
                            .to_owned(),
                    ),
                ),
                false => (format!("`{}` would need the network", found.text), None),
            };
            return self.report(&codes::REMOTE_REFERENCE, found, message, help);
        }
        let message = format!(
            "`{}` points to nothing: no schema has this `$anchor`",
            found.text
        );
        let anchor = found.text.rsplit('#').next().unwrap_or_default();
        let anchor = anchor.trim_start_matches('/');
        let slash = Pointer::parse(&format!("/{anchor}"));
        let file = self.from(found).map(|index| &self.files[index]);
        let is_there = |file: &&File| {
            slash
                .as_ref()
                .is_some_and(|at| file.root.descend(at).is_some())
        };
        let help = if file.filter(is_there).is_some() {
            Some(format!("did you mean `#/{anchor}`?"))
        } else {
            let names = self.files.iter().flat_map(|file| file.anchors.keys());
            nearest(anchor, names.map(|(_, name)| name.as_str()))
                .map(|near| format!("did you mean `#{near}`?"))
        };
        self.report(&codes::UNRESOLVED_REFERENCE, found, message, help);
    }

    /// The index of the file that a reference stands in.
    pub(super) fn from(&self, found: &Found) -> Option<usize> {
        file_index(&self.files, &self.overlays, found.span.file)
    }

    /// The `$id` that a reference is resolved against, if there is one.
    pub(super) fn base_of(&self, found: &Found) -> Option<&str> {
        let file = &self.files[self.from(found)?];
        if file.resources.is_empty() {
            return None;
        }
        let around = file.resources.around(&Pointer::parse(&found.pointer)?)?;
        Some(&file.resources.get(around).uri)
    }

    /// The target of a reference in a schema that has an address (`$id`).
    fn embedded(&self, found: &Found) -> Option<At> {
        if self.files.iter().all(|file| file.resources.is_empty()) {
            return None;
        }
        let (address, fragment) = found.text.split_once('#').unwrap_or((&found.text, ""));
        let own = self.base_of(found);
        if own.is_none() && address.is_empty() {
            return None;
        }
        let base = match own {
            Some(uri) => uri.to_owned(),
            None => resources::file_uri(&self.files[self.from(found)?].path),
        };
        in_resource(&self.files, &resources::resolve(&base, address), fragment)
    }

    pub(super) fn report(
        &mut self,
        code: &'static Code,
        found: &Found,
        message: String,
        help: Option<String>,
    ) {
        let mut diagnostic = Diagnostic::new(code, message)
            .at(found.span)
            .pointer(found.pointer.as_str());
        if found.form == Form::Mapping {
            // The union can be told apart without its mapping.
            diagnostic.code = &codes::UNRESOLVED_MAPPING;
            diagnostic.severity = Severity::Warning;
        }
        if found.kind == Kind::Example {
            // Nothing is made of it but a comment.
            diagnostic.severity = Severity::Warning;
        }
        diagnostic.help = help;
        // One mistake in a file is often referred to in very many places. Where operations are chosen, each counts: the first
        // place may be of no interest.
        let chosen = !self.options.include.is_empty() || !self.options.exclude.is_empty();
        if !chosen && std::ptr::eq(diagnostic.code, &codes::UNRESOLVED_REFERENCE) {
            let key = (found.span.file, diagnostic.message.clone());
            self.dangling
                .entry(key)
                .and_modify(|(_, more)| *more += 1)
                .or_insert((diagnostic, 0));
        } else {
            self.diagnostics.push(diagnostic);
        }
    }
}

const NO_FILE: &str = "there is no such file";

/// So many names of a folder are compared with one that is not there.
const SEARCHED_FILES: usize = 1000;

/// Why a file could not be had.
pub(super) struct Unread {
    code: &'static Code,
    reason: String,
}

/// Where a reference leads.
pub(super) enum Resolution {
    /// To a value; `step` is the reference that stands in its place, `new` are the references in it when it was walked now.
    Target {
        step: Option<(FileId, u32)>,
        new: Vec<Found>,
    },
    /// To nothing, which was reported, or to nothing that has to be found.
    Nothing,
    /// To an anchor or an address that is not known, or not yet.
    NotYet,
}

/// A file of nearly the same name as one that is not there, but may be.
pub(in crate::read) fn beside(wanted: &Path) -> Option<String> {
    let folder = match wanted.parent()? {
        folder if folder.as_os_str().is_empty() => Path::new("."),
        folder => folder,
    };
    // A hint only, so that it does no harm where files come from elsewhere.
    let entries = std::fs::read_dir(folder).ok()?.take(SEARCHED_FILES);
    let names: Vec<String> = entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .collect();
    let name = wanted.file_name()?.to_str()?;
    let near = nearest(name, names.iter().map(String::as_str))?;
    Some(format!("did you mean the file `{near}`?"))
}

/// A component of the same name and another kind.
fn elsewhere(root: &Node, pointer: &Pointer) -> Option<String> {
    let name = pointer.last()?;
    let components = root.get("components").map(Node::entries);
    let mut components = components.into_iter().flatten();
    let tokens = match components.find(|(_, components)| components.get(name).is_some()) {
        Some((kind, _)) => vec!["components", kind, name],
        None => {
            let mut sections = ["definitions", "parameters", "responses"].into_iter();
            let is_there =
                |section: &&str| root.get(section).is_some_and(|all| all.get(name).is_some());
            vec![sections.find(is_there)?, name]
        }
    };
    let tokens = tokens.into_iter().map(str::to_owned).collect();
    Some(format!("#{}", Pointer(tokens)))
}

/// The key that is meant where each `/` of it was read as the beginning of another step.
fn escaped<'a>(node: &'a Node, tokens: &[String]) -> Option<(&'a str, usize)> {
    let (first, rest) = tokens.split_first()?;
    let mut key = first.clone();
    for (index, token) in rest.iter().enumerate() {
        key.push('/');
        key.push_str(token);
        if let Some((known, _)) = node.entries().find(|(known, _)| *known == key) {
            return Some((known, index + 2));
        }
    }
    None
}

fn bad_escape(token: &str) -> bool {
    let mut parts = token.split('~').skip(1);
    parts.any(|part| !part.starts_with(['0', '1']))
}

fn bad_percent(token: &str) -> bool {
    let hex = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_hexdigit);
    let bytes = token.as_bytes();
    let mut places = (0..bytes.len()).filter(|at| bytes[*at] == b'%');
    places.any(|at| !hex(bytes.get(at + 1)) || !hex(bytes.get(at + 2)))
}

/// What a pointer lacks to point to something.
fn missing(root: &Node, pointer: &Pointer, text: &str) -> (String, Option<String>) {
    let mut node = root;
    for (depth, token) in pointer.0.iter().enumerate() {
        match node.child(token) {
            Some(child) => node = child,
            None => {
                let parent = Pointer(pointer.0[..depth].to_vec()).to_string();
                let parent = if parent.is_empty() {
                    "the file".to_owned()
                } else {
                    format!("`{parent}`")
                };
                let message = match token.as_str() {
                    "" => format!("`{text}` points to nothing: {parent} has no key without a name"),
                    _ => format!("`{text}` points to nothing: {parent} has no `{token}`"),
                };
                if let Some(meant) = escaped(node, &pointer.0[depth..]) {
                    let (key, taken) = meant;
                    let rest = &pointer.0[depth + taken..];
                    let meant = Pointer([&pointer.0[..depth], &[key.to_owned()], rest].concat());
                    let help = format!("write `~1` for each `/` inside a key: `#{meant}`");
                    return (message, Some(help));
                }
                let near = node
                    .as_object()
                    .and_then(|object| nearest(token, object.keys()));
                let near = near.map(str::to_owned).or_else(|| elsewhere(root, pointer));
                let help = match near {
                    Some(near) => format!("did you mean `{near}`?"),
                    None if bad_escape(token) => {
                        "write `~0` for `~` and `~1` for `/` inside a key; other escapes do not exist (RFC 6901)".to_owned()
                    }
                    None if bad_percent(token) => {
                        "write two hexadecimal digits after `%`, or `%25` for the character itself".to_owned()
                    }
                    None if node.is_array() => {
                        let count = node.as_array().len();
                        let items = if count == 1 { "item" } else { "items" };
                        format!("the list has {count} {items}, counted from `0`")
                    }
                    None => format!(
                        "correct the reference, or add `{token}` to {parent}; an overlay can do so without a change of the file"
                    ),
                };
                return (message, Some(help));
            }
        }
    }
    (format!("`{text}` points to nothing"), None)
}
