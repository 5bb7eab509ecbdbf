//! Headers of a response.

use super::super::contract::Flow;
use super::super::contract::api::Parameter;
use super::super::relation::Relation;
use super::super::verdict::{Level, level};
use super::{Change, Walk, place};

impl<'d> Walk<'_, 'd> {
    pub(super) fn headers(
        &mut self,
        old: &[Parameter<'d>],
        new: &[Parameter<'d>],
        flow: Flow,
        status: &str,
    ) {
        for one in old {
            let Some(other) = new.iter().find(|other| other.key == one.key) else {
                let level = match (one.required, flow) {
                    (true, Flow::ToClient) => Level::Breaking,
                    _ => Level::Warning,
                };
                self.header(
                    "removed",
                    level,
                    one,
                    Some(one.node.span),
                    None,
                    format!("the header `{}` of {status} was removed", one.name),
                );
                continue;
            };
            if one.required != other.required {
                let verb = if other.required {
                    "required"
                } else {
                    "optional"
                };
                let level = level(Relation::of(other.required, one.required), flow);
                self.header(
                    verb,
                    level,
                    other,
                    place(one.node, "required"),
                    place(other.node, "required"),
                    format!("the header `{}` of {status} became {verb}", other.name),
                );
            }
            self.value("response-header", one, other, flow, None);
        }
        for other in new
            .iter()
            .filter(|other| !old.iter().any(|one| one.key == other.key))
        {
            let level = match (other.required, flow) {
                (true, Flow::ToServer) => Level::Breaking,
                _ => Level::Info,
            };
            self.header(
                "added",
                level,
                other,
                None,
                Some(other.node.span),
                format!("the header `{}` of {status} was added", other.name),
            );
        }
    }

    fn header(
        &mut self,
        effect: &'static str,
        level: Level,
        header: &Parameter<'d>,
        old: Option<crate::diagnostics::Span>,
        new: Option<crate::diagnostics::Span>,
        message: String,
    ) {
        let accepted = if matches!(effect, "removed" | "optional") {
            "new"
        } else {
            "old"
        };
        let witness = (level == Level::Breaking)
            .then(|| {
                super::response(
                    accepted,
                    serde_json::json!({ "headersWithout": header.name }),
                )
            })
            .flatten();
        let flow = Some(self.sent().reversed());
        self.say(Change {
            position: "response-header",
            subject: "presence",
            effect,
            level,
            flow,
            old,
            new,
            message,
            witness,
            path: header.name.clone(),
        });
    }
}
