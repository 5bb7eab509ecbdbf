//! The call core of generated clients.
//!
//! In: an [`Operation`], which can write its request and read its replies. Out: its typed result. Between them a
//! [`Connection`] adds what does not depend on the operation: base URL, default headers, credentials, signature,
//! deadline, retries. It knows no HTTP library: requests leave through a [`Transport`].

mod authentication;
mod base;
mod builder;
mod connection;
mod credential;
mod oauth;
mod operation;
mod outgoing;
mod pages;
mod places;
mod renewal;
mod reply;
#[cfg(feature = "reqwest")]
mod reqwest;
mod retry;
mod server;
mod transport;
mod wait;

pub use builder::{BuildError, ConnectionBuilder};
pub use connection::{Connection, Response};
pub use credential::{Credential, Demand, Token, TokenSource};
pub use oauth::{Authorization, DeviceLogin, Flow, OAuth2, TokenEndpoint, UserCode};
pub use operation::{Meta, Operation};
pub use outgoing::Outgoing;
pub use pages::{Items, Paged, Pages, Turn};
pub use renewal::{Issuer, Lease, Renewing};
pub use reply::Reply;
#[cfg(feature = "reqwest")]
pub use reqwest::Reqwest;
pub use retry::Retry;
pub use server::Server;
pub use transport::Transport;
pub use wait::{
    Each, Excerpt, Kind, One, Progress, Rule as WaitRule, StartAndWait, StartError, Wait,
    WaitError, Waiting,
};
