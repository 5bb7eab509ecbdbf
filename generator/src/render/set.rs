//! A set of operations, and where what is made of it stands in the crate.
//!
//! Comes in: the model. Goes out: names and paths. The operations of the API stand at the root of the crate. Those that
//! others offer, webhooks and callbacks, stand in a module each, with the same modules below it and with the roles
//! exchanged: there the API's side is the sender, and who implements them is the receiver.

use std::borrow::Cow;

use proc_macro2::Ident;
use quote::format_ident;

use crate::model::{Api, Operation, OperationSet, SecurityScheme};

/// A set of operations of an API.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Set<'a> {
    /// The API.
    pub(crate) api: &'a Api,
    /// The operations of the set.
    pub(crate) operations: &'a [Operation],
    /// Who offers them.
    pub(crate) kind: OperationSet,
}

impl<'a> Set<'a> {
    /// One of the sets.
    pub(crate) fn of(api: &'a Api, kind: OperationSet) -> Self {
        Self {
            api,
            operations: api.set(kind),
            kind,
        }
    }

    /// All sets that the crate has modules for: that of the API, and others that have operations.
    pub(crate) fn all(api: &'a Api) -> impl Iterator<Item = Self> {
        let sets = OperationSet::ALL
            .into_iter()
            .map(move |kind| Self::of(api, kind));
        sets.filter(|set| set.module().is_none() || !set.operations.is_empty())
    }

    /// The module of the set; `None` is the root of the crate.
    pub(crate) fn module(&self) -> Option<&'static str> {
        match self.kind {
            OperationSet::Paths => None,
            OperationSet::Webhooks => Some("webhooks"),
            OperationSet::Callbacks => Some("callbacks"),
        }
    }

    /// What one of the operations is called in sentences.
    pub(crate) fn noun(&self) -> &'static str {
        match self.kind {
            OperationSet::Paths => "operation",
            OperationSet::Webhooks => "webhook",
            OperationSet::Callbacks => "callback",
        }
    }

    /// Whether others offer the operations: each is called at a URL that is given as a whole.
    pub(crate) fn is_delivered(&self) -> bool {
        self.kind != OperationSet::Paths
    }

    /// Path of the module as code: `crate`, `crate::webhooks`.
    pub(crate) fn root(&self) -> String {
        match self.module() {
            None => "crate".to_owned(),
            Some(module) => format!("crate::{module}"),
        }
    }

    /// Path of a file without its ending: `src/client`, `src/webhooks/client`.
    pub(crate) fn path(&self, file: &str) -> String {
        match self.module() {
            None => format!("src/{file}"),
            Some(module) => format!("src/{module}/{file}"),
        }
    }

    /// What makes names known in the modules of the set: declarations for the root of the crate, and those of the set
    /// in place of the root's.
    pub(crate) fn imports(
        &self,
        known: &[(&'static str, &'static str)],
    ) -> Vec<(&'static str, Cow<'static, str>)> {
        let own = |declaration: &'static str| {
            let rest = declaration.strip_prefix("use crate::")?;
            let is_own = rest.starts_with("operations") || rest.starts_with("server");
            Some(format!("use {}::{rest}", self.root())).filter(|_| is_own)
        };
        let known = known.iter().copied();
        known
            .map(|(name, declaration)| match own(declaration) {
                Some(text) if self.is_delivered() => (name, Cow::Owned(text)),
                _ => (name, Cow::Borrowed(declaration)),
            })
            .collect()
    }

    /// The type that calls operations.
    pub(crate) fn client(&self) -> Ident {
        format_ident!(
            "{}",
            if self.is_delivered() {
                "Sender"
            } else {
                "Client"
            }
        )
    }

    /// The builder of that type.
    pub(crate) fn builder(&self) -> Ident {
        format_ident!("{}Builder", self.client())
    }

    /// The trait of who offers the operations.
    pub(crate) fn service(&self) -> Ident {
        format_ident!(
            "{}",
            if self.is_delivered() {
                "Receiver"
            } else {
                "Api"
            }
        )
    }

    /// The type that tells delivered operations apart by their path.
    pub(crate) fn tag(&self) -> Ident {
        match self.kind {
            OperationSet::Callbacks => format_ident!("Callback"),
            _ => format_ident!("Webhook"),
        }
    }

    /// The security schemes that credentials can be given for: those that a delivered operation names, else all.
    pub(crate) fn schemes(&self) -> Vec<&'a SecurityScheme> {
        let named = |index: usize| {
            let mut requirements = self
                .operations
                .iter()
                .flat_map(|operation| operation.security.iter().flatten());
            requirements.any(|requirement| requirement.scheme == index)
        };
        let schemes = self.api.schemes.iter().enumerate();
        schemes
            .filter(|(index, _)| !self.is_delivered() || named(*index))
            .map(|(_, scheme)| scheme)
            .collect()
    }
}
