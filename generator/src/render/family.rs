//! Modules with something to say about each type, in files.
//!
//! Comes in: items, one per type. Goes out: one file, or several by the rule of `render/layout`. Types that only
//! the operations of one group reach stand in the file of that group, those that are shared in the file of the first word
//! of their name.

use std::collections::{BTreeMap, HashMap};

use heck::ToSnakeCase;

use super::File;
use super::doors;
use super::format::{Item, Module, Named};
use super::layout::{self, Keys, Place};
use crate::model::{Api, TypeDef, TypeId};

/// Where each type of an API belongs.
#[derive(Debug)]
pub struct Families {
    /// By the type's number.
    keys: Vec<Keys>,
}

/// A file that is being made.
pub struct Part<'a> {
    place: &'a Place,
    group: Option<&'a str>,
    /// The types of the items in it.
    pub types: &'a [TypeId],
    /// What they name.
    pub named: Named,
    places: &'a HashMap<TypeId, &'a Place>,
}

impl Part<'_> {
    /// The modules below the file.
    pub fn modules(&self) -> impl Iterator<Item = proc_macro2::Ident> {
        self.place.modules.iter().map(|name| doors::ident(name))
    }

    /// Whether it stands below another file of the module.
    #[must_use]
    pub fn is_below(&self) -> bool {
        !self.place.path.is_empty()
    }

    /// Whether a type stands in the file or in one below it.
    #[must_use]
    pub fn holds(&self, id: TypeId) -> bool {
        let place = self.places.get(&id);
        place.is_some_and(|place| place.path.starts_with(&self.place.path))
    }

    /// What the file is about, behind “Message types”: nothing, or ` of …`.
    #[must_use]
    pub fn about(&self) -> String {
        about(self.place, self.group)
    }
}

/// ` of ` and the group or family of a file; nothing for the file of the module itself.
pub(crate) fn about(place: &Place, group: Option<&str>) -> String {
    let Some((first, rest)) = place.path.split_first() else {
        return String::new();
    };
    let mut words = vec![doors::code(group.unwrap_or(first))];
    words.extend(rest.iter().map(|word| doors::code(word)));
    format!(" of {}", words.join(", "))
}

impl Families {
    /// The families of the types of an API.
    #[must_use]
    pub fn new(api: &Api) -> Self {
        let homes = layout::homes(api);
        let roots: HashMap<&str, &str> = api
            .types
            .iter()
            .filter_map(|(_, def)| Some((def.schema.as_deref()?, def.ident.as_str())))
            .collect();
        let mut keys = vec![Keys::default(); api.types.len()];
        for (id, def) in api.types.iter() {
            let home = homes.get(&id).cloned().unwrap_or_default();
            keys[id.0] = words(def, home, &roots);
        }
        Self { keys }
    }
}

/// Behind the words of the operations that reach a type: those of its schema, and the members that lead to it.
fn words(def: &TypeDef, home: Keys, roots: &HashMap<&str, &str>) -> Keys {
    let mut keys = home;
    let pointer = def
        .pointer
        .split_once('#')
        .map_or(def.pointer.as_str(), |(_, pointer)| pointer);
    let mut tokens = pointer.split('/').skip(1);
    let (first, kind) = (tokens.next(), tokens.next());
    let name = match first {
        Some("components") => tokens.next(),
        _ => kind,
    };
    let ident = match (first, &def.schema) {
        (_, Some(_)) => def.ident.as_str(),
        (Some("components"), None) => {
            let name = name
                .unwrap_or_default()
                .replace("~1", "/")
                .replace("~0", "~");
            roots
                .get(name.as_str())
                .copied()
                .unwrap_or(def.ident.as_str())
        }
        // Within an operation the operation is what is known; without a home it is shared.
        (Some("paths" | "webhooks"), None) if !keys.words.is_empty() => "",
        _ => def.ident.as_str(),
    };
    for word in ident.to_snake_case().split('_') {
        keys.push(word);
    }
    if def.schema.is_none() {
        while let Some(token) = tokens.next() {
            if token == "properties" {
                keys.push(tokens.next().unwrap_or_default());
            }
        }
    }
    keys
}

/// The files of a module at `path` (`src/types`). `module` makes each file's module, without its items.
#[must_use]
pub fn split(
    path: &str,
    families: &Families,
    items: Vec<(TypeId, Item)>,
    module: impl Fn(&Part<'_>) -> Module,
) -> Vec<File> {
    let lines: Vec<usize> = items.iter().map(|(_, item)| item.lines()).collect();
    let keys: Vec<Keys> = items
        .iter()
        .map(|(id, _)| families.keys[id.0].clone())
        .collect();
    let files = layout::arrange(&keys, &lines);
    let mut places: HashMap<TypeId, &Place> = HashMap::new();
    for place in &files {
        places.extend(place.items.iter().map(|index| (items[*index].0, place)));
    }
    let mut groups: BTreeMap<&str, &str> = BTreeMap::new();
    for key in &keys {
        if let (Some(word), Some(group)) = (key.words.first(), &key.group) {
            groups.entry(word).or_insert(group);
        }
    }
    files
        .iter()
        .map(|place| {
            let types: Vec<TypeId> = place.items.iter().map(|index| items[*index].0).collect();
            let items_here = || place.items.iter().map(|index| &items[*index].1);
            let first = place.path.first().map(String::as_str);
            let mut file = module(&Part {
                place,
                group: first.and_then(|first| groups.get(first).copied()),
                types: &types,
                named: items_here().collect(),
                places: &places,
            });
            file.extend(items_here().map(|item| item.text.clone()));
            File {
                path: layout::file_path(path, place),
                text: file.text(),
            }
        })
        .collect()
}
