//! `$dynamicRef` and `$recursiveRef`, which lead where it depends on how they were reached (JSON Schema 2020-12 core, section
//! 8.2.3.2). Where only one schema can be meant, they are read as `$ref`.

use super::Reader;
use crate::diagnostics::{FileId, codes};
use crate::read::Pointer;
use crate::read::check::Found;
use crate::read::document::{At, pointer_in};
use crate::read::references::{self, Target, place};
use crate::read::repair::{Mending, Repair};

impl Reader<'_> {
    /// Finds the one target of a dynamic reference and makes a `$ref` of it, or says why not. All anchors are known by now.
    /// Gives the reference that stands at the target.
    pub(super) fn dynamic(&mut self, found: &Found, key: &str) -> Option<Option<(FileId, u32)>> {
        let index = self.from(found)?;
        let mut object = Pointer::parse(&found.pointer)?;
        object.0.pop();
        let beside = self.files[index]
            .root
            .descend(&object)
            .is_some_and(|node| node.get("$ref").is_some());
        let target = match beside {
            true => Err("there is a `$ref` beside it".to_owned()),
            false => self.only_target(found, index, key),
        };
        let at = match target {
            Ok(at) => at,
            Err(reason) => {
                let message = format!("`{key}` is ignored: {reason}");
                self.report(&codes::UNSUPPORTED_DYNAMIC_REFERENCE, found, message, None);
                return None;
            }
        };
        object.0.push(key.to_owned());
        self.repairs[index].push(Repair {
            place: object.0,
            mending: Mending::Rename("$ref".to_owned()),
        });
        let node = self.files[at.0].root.descend(&at.1)?;
        let step = node
            .get("$ref")
            .filter(|reference| reference.as_str().is_some())
            .map(|reference| place(reference.span));
        self.resolved.insert(place(found.span), at);
        Some(step)
    }

    fn only_target(&self, found: &Found, index: usize, key: &str) -> Result<At, String> {
        let nowhere = || format!("`{}` points to nothing", found.text);
        let file = &self.files[index];
        let pointer = Pointer::parse(&found.pointer).ok_or_else(nowhere)?;
        let resource = file.resources.around(&pointer);
        if key == "$recursiveRef" {
            let root = resource.ok_or("it is in no schema with an `$id`")?;
            return Ok((index, file.resources.get(root).pointer.clone()));
        }
        let name = found.text.strip_prefix('#').unwrap_or_default();
        match self.dynamic.get(name).map(Vec::as_slice) {
            Some([only]) => return Ok(only.clone()),
            Some(several) => {
                let count = several.len();
                return Err(format!("{count} schemas have the dynamic anchor `{name}`"));
            }
            None => {}
        }
        // Without a dynamic anchor of that name it means what `$ref` means.
        match references::parse(&found.text) {
            Target::File {
                path: None,
                fragment,
            } => {
                let inside = match &fragment {
                    references::Fragment::Anchor(anchor) => file.anchor(resource, anchor),
                    fragment => pointer_in(file, fragment),
                };
                let at = inside.filter(|at| file.root.descend(at).is_some());
                at.map(|at| (index, at.clone())).ok_or_else(nowhere)
            }
            _ => Err(nowhere()),
        }
    }
}
