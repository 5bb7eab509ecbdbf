//! What a document says that its crate has to be tested for.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use generator::Generator;
use generator::diagnostics::Diagnostics;
use generator::model::{
    Api, Constraints, Location, Operation, Status, Type, TypeId, TypeKind, Use,
};
use serde_json::Value;
use tests::fixtures;

use crate::provider::Provider;

/// A document, as it is written and as it is understood.
pub(crate) struct Documented {
    pub(crate) api: Api,
    text: Value,
}

impl Documented {
    /// The document of a provider; it is read once.
    pub(crate) fn of<P: Provider>() -> Arc<Self> {
        static READ: Mutex<BTreeMap<&str, Arc<Documented>>> = Mutex::new(BTreeMap::new());
        let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
        let found = read.entry(P::DOCUMENT);
        found
            .or_insert_with(|| Arc::new(Self::read(P::DOCUMENT)))
            .clone()
    }

    fn read(name: &str) -> Self {
        let path = fixtures::checkout().join("specs").join(name);
        let mut diagnostics = Diagnostics::new();
        let (api, _) = Generator::new()
            .understand(&path, &mut diagnostics)
            .expect("the document is right");
        let text = std::fs::read_to_string(path).unwrap();
        let text = serde_yaml::from_str(&text).unwrap();
        Self { api, text }
    }

    pub(crate) fn operation(&self, id: &str) -> &Operation {
        let found = self.api.operations.iter().find(|one| one.id == id);
        found.unwrap_or_else(|| panic!("there is no operation {id}"))
    }

    /// The example bodies of a reply.
    pub(crate) fn examples(&self, operation: &str, status: Status) -> Vec<Value> {
        let pointer = &self.operation(operation).pointer;
        let status = match status {
            Status::Code(code) => code.to_string(),
            Status::Class(class) => format!("{class}XX"),
            Status::Default => "default".to_owned(),
        };
        let mut response = self
            .text
            .pointer(&format!("{pointer}/responses/{status}"))
            .expect("the reply is documented");
        if let Some(reference) = response["$ref"].as_str() {
            response = self
                .text
                .pointer(reference.trim_start_matches('#'))
                .expect("the reference leads somewhere");
        }
        let examples = response["content"]["application/json"]["examples"].as_object();
        examples
            .into_iter()
            .flat_map(|examples| examples.values())
            .map(|example| example["value"].clone())
            .collect()
    }

    /// Everything an operation's inputs must satisfy: place and keyword.
    pub(crate) fn constraints(&self, operation: &str) -> BTreeSet<(String, &'static str)> {
        let operation = self.operation(operation);
        let mut found = BTreeSet::new();
        for parameter in &operation.parameters {
            let place = match parameter.location {
                Location::Path => "path",
                Location::Query => "query",
                Location::Header => "header",
                Location::Cookie => "cookie",
                Location::QueryString => "querystring",
            };
            let pointer = format!("/{place}/{}", parameter.name);
            self.of_use(&parameter.value, &pointer, &mut Vec::new(), &mut found);
        }
        for content in operation.body.iter().flat_map(|body| &body.contents) {
            self.of_use(&content.value, "/body", &mut Vec::new(), &mut found);
        }
        found
    }

    fn of_use(
        &self,
        value: &Use,
        pointer: &str,
        seen: &mut Vec<TypeId>,
        found: &mut BTreeSet<(String, &'static str)>,
    ) {
        for keyword in keywords(&value.constraints) {
            found.insert((pointer.to_owned(), keyword));
        }
        self.of_type(&value.ty, pointer, seen, found);
    }

    fn of_type(
        &self,
        ty: &Type,
        pointer: &str,
        seen: &mut Vec<TypeId>,
        found: &mut BTreeSet<(String, &'static str)>,
    ) {
        match ty {
            Type::Nullable(inner) => self.of_type(inner, pointer, seen, found),
            Type::Array(item) => self.of_use(item, &format!("{pointer}/0"), seen, found),
            Type::Named(id) | Type::Boxed(id) if !seen.contains(id) => {
                seen.push(*id);
                match &self.api.types[*id].kind {
                    TypeKind::Struct(structure) => {
                        for field in &structure.fields {
                            let pointer = format!("{pointer}/{}", field.name);
                            self.of_use(&field.value, &pointer, seen, found);
                        }
                    }
                    TypeKind::Enum(values) if !values.extensible => {
                        found.insert((pointer.to_owned(), "enum"));
                    }
                    TypeKind::Enum(_) => {}
                    TypeKind::Alias(value) => self.of_use(value, pointer, seen, found),
                    other => panic!("{pointer}: no input was a {other:?} so far"),
                }
                seen.pop();
            }
            _ => {}
        }
    }
}

fn keywords(constraints: &Constraints) -> Vec<&'static str> {
    [
        ("minLength", constraints.min_length.is_some()),
        ("maxLength", constraints.max_length.is_some()),
        ("pattern", constraints.pattern.is_some()),
        ("minimum", constraints.minimum.is_some()),
        ("maximum", constraints.maximum.is_some()),
        ("multipleOf", constraints.multiple_of.is_some()),
        ("minItems", constraints.min_items.is_some()),
        ("maxItems", constraints.max_items.is_some()),
        ("uniqueItems", constraints.unique_items),
        ("minProperties", constraints.min_properties.is_some()),
        ("maxProperties", constraints.max_properties.is_some()),
        ("format", constraints.format.is_some()),
        ("enum", !constraints.one_of.is_empty()),
    ]
    .into_iter()
    .filter_map(|(keyword, there)| there.then_some(keyword))
    .collect()
}
