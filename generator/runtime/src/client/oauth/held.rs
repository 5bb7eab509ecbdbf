//! Tokens by the scopes that they were asked for.

use std::sync::{Arc, Mutex, PoisonError};

use crate::client::renewal::Renewal;
use crate::credentials::Secret;
use crate::error::TokenError;

/// Tokens by the scopes that they were asked for. A document has few sets of scopes, so that a list will do.
#[derive(Default)]
pub(super) struct Held(Mutex<Vec<Slot>>);

struct Slot {
    scopes: Vec<String>,
    token: Arc<Renewal<Secret, TokenError>>,
}

impl Held {
    /// Where a token with these scopes is held: one that can do more will do.
    pub(super) fn with(&self, scopes: &[String]) -> Arc<Renewal<Secret, TokenError>> {
        let mut slots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let fits = |slot: &&Slot| {
            slot.scopes == scopes
                || !scopes.is_empty() && scopes.iter().all(|scope| slot.scopes.contains(scope))
        };
        if let Some(slot) = slots.iter().find(fits) {
            return slot.token.clone();
        }
        let token = Arc::new(Renewal::default());
        slots.push(Slot {
            scopes: scopes.to_vec(),
            token: token.clone(),
        });
        token
    }

    /// Forgets a token.
    pub(super) fn forget(&self, token: &Secret) {
        let slots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for slot in &*slots {
            slot.token.forget(token);
        }
    }
}
