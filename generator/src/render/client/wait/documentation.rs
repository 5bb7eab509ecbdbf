//! What rustdoc says about methods that wait.
//!
//! Comes in: a wait. Goes out: doc comments.

use super::Method;
use crate::model::WaitSource;
use crate::render::doors::{self, Doc};

impl Method<'_> {
    pub(super) fn client_docs(&self) -> Doc {
        let starter = doors::ident(&self.starter.method_ident);
        let called = doors::ident(&self.called.method_ident);
        let pieces = match self.wait.each {
            None => "",
            Some(_) => " for each piece of work",
        };
        let docs = Doc::default()
            .own(format!(
                "Waits for what [`{starter}`](Self::{starter}) started: calls [`{called}`](Self::{called}){pieces} until the status at {} is {}.",
                doors::code(&self.wait.status),
                listed(&self.wait.success),
            ))
            .own("The result is the answer that reports it.")
            .own(self.patience());
        self.errors(self.arguments(docs))
    }

    pub(super) fn call_docs(&self) -> Doc {
        let method = doors::ident(&self.wait.ident);
        let docs = Doc::default().own(format!(
            "Sends the call, and then waits for what it started, as [`Client::{method}`] does."
        ));
        self.errors(docs)
    }

    fn patience(&self) -> String {
        format!(
            "The first pause between two calls is {}, later ones are longer; the wait gives up after {}. Both can be changed, and progress can be followed, before the wait is awaited.",
            duration(self.wait.interval),
            duration(self.wait.deadline),
        )
    }

    fn arguments(&self, docs: Doc) -> Doc {
        let described: Vec<_> = self
            .of_whole()
            .map(|given| (given.ident.to_string(), given))
            .chain(self.of_item().into_iter().map(|given| {
                let pieces = self.pieces().to_string();
                (pieces, given)
            }))
            .filter_map(|(ident, given)| {
                let from = match given.source {
                    WaitSource::Caller | WaitSource::Literal(_) => return None,
                    WaitSource::Parameter(index) => format!(
                        "the input `{}` of the call that started the work",
                        doors::ident(&self.starter.parameters[*index].ident)
                    ),
                    WaitSource::Request(pointer) => format!(
                        "{} in the body of the call that started the work",
                        doors::code(pointer)
                    ),
                    WaitSource::Header(name) => {
                        format!(
                            "the header {} of the answer to that call",
                            doors::code(name)
                        )
                    }
                    WaitSource::Response(pointer) => {
                        format!("{} in the answer to that call", doors::code(pointer))
                    }
                    WaitSource::Item(pointer) => format!(
                        "{} of each item at {} in the answer to that call",
                        doors::code(pointer),
                        doors::code(self.wait.each.as_deref().unwrap_or_default())
                    ),
                };
                Some(format!("`{ident}`: {from}."))
            })
            .collect();
        if described.is_empty() {
            return docs;
        }
        docs.own("# Arguments").list(described)
    }

    fn errors(&self, docs: Doc) -> Doc {
        let failed = match self.wait.failure.as_slice() {
            [] => String::new(),
            statuses => format!("When the status is {}; when", listed(statuses)),
        };
        let begin = if failed.is_empty() { "When" } else { &failed };
        docs.own("# Errors").own(format!(
            "{begin} the status is not one of the documented ones, when a call fails, or when the time is up."
        ))
    }
}

fn listed(statuses: &[String]) -> String {
    let statuses: Vec<_> = statuses.iter().map(|status| doors::code(status)).collect();
    statuses.join(" or ")
}

/// Seconds as people say them.
fn duration(seconds: u64) -> String {
    let (count, unit) = match seconds {
        _ if seconds.is_multiple_of(3600) => (seconds / 3600, "hour"),
        _ if seconds.is_multiple_of(60) => (seconds / 60, "minute"),
        _ => (seconds, "second"),
    };
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {unit}{plural}")
}
