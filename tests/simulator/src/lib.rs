//! Plays the clouds of the provider documents in memory, over their generated servers.
//!
//! In: signed requests, as the vendors' SDKs and the generated clients send them. Out: what the vendors document –
//! images that are copied, jobs that advance with time, quotas, and errors in each vendor's envelope. A [`Cloud`] is a
//! tower service, so that a client can be plugged into it without a socket; [`serve`](serve::serve) puts it on one.
//! It must not know how requests travel or how they are signed: that is the generated code's.
//!
//! Each cloud knows the images and jobs of its vendor's samples, in all regions. Whatever else is asked for and was
//! not made here does not exist; an id that contains `missing` never does.
//!
//! ```
//! use generator_runtime::body::Body;
//! use http::{Request, StatusCode};
//! use simulator::{Cloud, Provider, Settings};
//! use tower_service::Service;
//!
//! # let runtime = tokio::runtime::Builder::new_current_thread().build()?;
//! # runtime.block_on(async {
//! let mut cloud = Cloud::new(Provider::OtcIms, Settings::new(Provider::OtcIms));
//! let copy = Request::post("/v1/cloudimages/465076de-dc36-4aec-80f5-ef9d8009428f/copy")
//!     .header("x-auth-token", "otc-token")
//!     .header("content-type", "application/json")
//!     .body(Body::from(r#"{"name":"nightly"}"#))?;
//! assert_eq!(cloud.call(copy).await?.status(), StatusCode::OK);
//! assert_eq!(cloud.world().copies_named("nightly"), 1);
//! # Ok::<_, Box<dyn std::error::Error>>(())
//! # })?;
//! # Ok::<_, Box<dyn std::error::Error>>(())
//! ```

pub mod clock;
pub mod cloud;
pub mod credentials;
pub mod faults;
mod huaweicloud_ims;
pub mod images;
mod ims;
mod jdcloud_vm;
pub mod jobs;
mod otc_ims;
mod pages;
pub mod serve;
mod tenant;
mod volcengine_ecs;
mod volcengine_envelope;
mod volcengine_text;
pub mod world;

pub use clock::Clock;
pub use cloud::{Cloud, Provider, Settings};
pub use credentials::Credentials;
pub use faults::{Dropped, Faults};
pub use world::{Quotas, World};
