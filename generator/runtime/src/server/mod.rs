//! The server core of generated servers.
//!
//! In: an [`Dispatch`], which knows the routes of an API and how to answer each, and HTTP requests. Out: responses. Between
//! them a [`Router`] finds the route, bounds what is read, verifies credentials, and writes refusals in the API's own
//! shape. It is a tower service and knows no HTTP server.

mod answer;
mod authentication;
mod caller;
mod incoming;
mod key_ring;
mod limits;
mod rejection;
mod route;
mod router;
mod segment;
mod store;
mod table;
mod template;
mod validation;

pub use answer::Answer;
pub use caller::{Caller, Proof, SignedScope, VerifiedCertificate};
pub use incoming::Incoming;
pub use key_ring::{KeyRing, same_secret};
pub use limits::Limits;
pub use rejection::{Kind, Rejection};
pub use route::{Part, Route};
pub use router::{Dispatch, Router};
pub use store::{CredentialStore, Principal};
pub use template::RejectionTemplate;
pub use validation::Validation;
