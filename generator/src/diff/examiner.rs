//! Whether a value is one of a schema's, asked of a JSON Schema validator, and if not, why.

use super::contract::{Flow, Medium, Schemas};
use super::witness::objection;
use crate::read::{Document, Node};

/// The schemas of a document, ready to judge values.
pub(crate) struct Examiner<'d> {
    schemas: Schemas<'d>,
}

impl<'d> Examiner<'d> {
    pub(crate) fn new(document: &'d Document) -> Self {
        Self {
            schemas: Schemas::new(document),
        }
    }

    /// Why no message of either direction may have this value at a place with this schema; nothing where one may, or where
    /// the validator cannot tell.
    pub(crate) fn objection(&self, schema: &'d Node, value: &Node) -> Option<String> {
        let (id, value) = (self.schemas.at(schema), value.to_json());
        let judge = |flow| objection(&self.schemas, id, &value, flow, Medium::Json);
        let to_client = judge(Flow::ToClient).ok().flatten()?;
        judge(Flow::ToServer).ok().flatten().map(|_| to_client)
    }
}
