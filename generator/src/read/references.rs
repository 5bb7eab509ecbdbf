//! References: texts of `$ref` → the places they point to.

use std::borrow::Cow;
use std::collections::HashMap;
use std::path::Path;

use percent_encoding::percent_decode_str;

use super::Pointer;
use super::check::{Form, Found};
use super::resources::has_scheme;
use crate::diagnostics::{Diagnostic, Diagnostics, FileId, Span, codes};

/// A reference taken apart.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Target<'a> {
    /// In the file that holds the reference, or in another one, named relative to that.
    File {
        path: Option<Cow<'a, str>>,
        fragment: Fragment<'a>,
    },
    /// A URI with a scheme or an authority.
    Remote,
    /// Not a URI reference.
    Malformed,
}

/// The part behind `#`.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fragment<'a> {
    Pointer(Pointer),
    Anchor(Cow<'a, str>),
}

/// Takes a URI reference (RFC 3986 section 4.1) apart.
pub(super) fn parse(text: &str) -> Target<'_> {
    let (address, fragment) = text.split_once('#').unwrap_or((text, ""));
    if has_scheme(address) || address.starts_with("//") {
        return Target::Remote;
    }
    let path = match address {
        "" => None,
        address => match percent_decode_str(address).decode_utf8() {
            Ok(path) if !path.contains('\0') => Some(path),
            _ => return Target::Malformed,
        },
    };
    let fragment = match Pointer::parse_fragment(fragment) {
        Some(pointer) => Fragment::Pointer(pointer),
        None => match percent_decode_str(fragment).decode_utf8() {
            Ok(anchor) => Fragment::Anchor(anchor),
            Err(_) => return Target::Malformed,
        },
    };
    Target::File { path, fragment }
}

impl Fragment<'_> {
    /// What the target is called: the last token of the pointer, the anchor, or else the stem of the file.
    pub(super) fn name(&self, file: &str) -> String {
        match self {
            Self::Anchor(anchor) => anchor.clone().into_owned(),
            Self::Pointer(pointer) => match pointer.last() {
                Some(last) => last.to_owned(),
                None => Path::new(file)
                    .file_stem()
                    .unwrap_or_default()
                    .to_string_lossy()
                    .into_owned(),
            },
        }
    }
}

/// So many references may lead to one another before there is a value.
pub(super) const LONGEST_CHAIN: usize = 100;

/// Reports references that lead back to themselves, or through too many others. `next` has, for a reference, the one that stands at its target.
pub(super) fn report_cycles(
    references: &[Found],
    next: &HashMap<(FileId, u32), (FileId, u32)>,
    diagnostics: &mut Diagnostics,
) {
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        OnPath,
        /// With the references on the way to a value, itself included; 0 where the way is a circle.
        Done(usize),
    }
    let by_place: HashMap<_, _> = references
        .iter()
        .map(|found| (place(found.span), found))
        .collect();
    let mut states: HashMap<(FileId, u32), State> = HashMap::new();
    for found in references
        .iter()
        .filter(|found| found.form != Form::Mapping)
    {
        let mut path = Vec::new();
        let mut at = Some(place(found.span));
        let (mut length, mut circular) = (0, false);
        while let Some(here) = at {
            match states.get(&here) {
                Some(State::Done(known)) => {
                    (length, circular) = (*known, *known == 0);
                    break;
                }
                Some(State::OnPath) => {
                    let start = path
                        .iter()
                        .position(|step| *step == here)
                        .unwrap_or_default();
                    report_cycle(&path[start..], &by_place, diagnostics);
                    circular = true;
                    break;
                }
                None => {
                    states.insert(here, State::OnPath);
                    path.push(here);
                    at = next.get(&here).copied();
                }
            }
        }
        for step in path.into_iter().rev() {
            length += usize::from(!circular);
            states.insert(step, State::Done(length));
            if let (true, Some(found)) = (length == LONGEST_CHAIN + 1, by_place.get(&step)) {
                let message = format!(
                    "more than {LONGEST_CHAIN} references in a row lead from here to a value"
                );
                let diagnostic = Diagnostic::new(&codes::REFERENCE_CHAIN, message);
                diagnostics.push(diagnostic.at(found.span).pointer(found.pointer.as_str()));
            }
        }
    }
}

fn report_cycle(
    cycle: &[(FileId, u32)],
    by_place: &HashMap<(FileId, u32), &Found>,
    diagnostics: &mut Diagnostics,
) {
    const NAMED: usize = 6;
    let mut texts: Vec<&str> = cycle
        .iter()
        .take(NAMED)
        .filter_map(|step| by_place.get(step))
        .map(|found| found.text.as_str())
        .collect();
    let Some(first) = cycle.first().and_then(|step| by_place.get(step)) else {
        return;
    };
    if cycle.len() > NAMED {
        texts.push("…");
    }
    texts.push(&first.text);
    let message = format!("references form a cycle: {}", texts.join(" → "));
    diagnostics.push(
        Diagnostic::new(&codes::REFERENCE_CYCLE, message)
            .at(first.span)
            .pointer(first.pointer.as_str()),
    );
}

/// What tells one reference from another: equal texts of one YAML anchor are one.
pub(super) fn place(span: Span) -> (FileId, u32) {
    (span.file, span.start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn taken_apart() {
        let file = |path: Option<&'static str>, fragment| Target::File {
            path: path.map(Cow::Borrowed),
            fragment,
        };
        let pointer = |tokens: &[&str]| {
            Fragment::Pointer(Pointer(
                tokens.iter().map(|token| (*token).to_owned()).collect(),
            ))
        };
        let check = |text, expected| assert_eq!(parse(text), expected, "{text}");
        check(
            "#/components/schemas/A",
            file(None, pointer(&["components", "schemas", "A"])),
        );
        check("#", file(None, pointer(&[])));
        check("", file(None, pointer(&[])));
        check("a.yaml", file(Some("a.yaml"), pointer(&[])));
        check("a%20b.yaml#/x", file(Some("a b.yaml"), pointer(&["x"])));
        check(
            "./a:b.yaml#thing",
            file(Some("./a:b.yaml"), Fragment::Anchor("thing".into())),
        );
        check("https://example.com/a.yaml#/x", Target::Remote);
        check("//example.com/a", Target::Remote);
        check("urn:x", Target::Remote);
        check("C:\\a.yaml", Target::Remote);
        check("%FF", Target::Malformed);
        check("a%00", Target::Malformed);
    }
}
