//! Request signing, both directions: a client signs, a server verifies what clients and the vendors' own SDKs signed.
//!
//! Comes in: the head and body of an HTTP request, a key, a scope and a clock reading. Goes out: headers on the request,
//! or a verdict. Does no I/O, reads no clock by itself, and knows no operation of any API. A signature is bound to its
//! time: sign each attempt of a retried request afresh, from a head that has not been signed before.
//!
//! One file per scheme says what is special about it; [`sign`](Signer::sign) and [`verify`](Presented::verify) are
//! written once.
//!
//! ```
//! use generator_runtime::credentials::AccessKey;
//! use generator_runtime::signing::{Algorithm, Moment, Policy, Scope, Signer, present};
//!
//! let key = AccessKey::new("AK", "SK");
//! let algorithm = Algorithm::JdCloud2;
//! let scope = Scope { region: "cn-north-1", service: "vm" };
//! let (mut parts, body) = http::Request::post("https://vm.jdcloud-api.com/v1/regions/cn-north-1/images:copyImages")
//!     .header("content-type", "application/json")
//!     .body("{}")?
//!     .into_parts();
//!
//! algorithm.normalize_target(&mut parts.uri)?;
//! Signer::new(algorithm, &key, scope).sign(&mut parts, body.as_bytes(), &Moment::now())?;
//!
//! // On the server: the identifier finds the key, then the signature is checked.
//! let presented = present(&[algorithm], &parts)?;
//! assert_eq!(presented.access_key_id, "AK");
//! presented.verify(&parts, body.as_bytes(), &key, &Policy::now())?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod canonical;
mod date;
mod huawei;
mod jdcloud;
mod moment;
mod otc;
mod present;
mod scheme;
mod sign;
mod verify;
mod volcengine;

pub use moment::Moment;
pub use present::{Presented, present};
pub use sign::{SignError, Signed, SignedHeaders, Signer};
pub use verify::{Policy, VerifyError};

use http::Uri;
use http::uri::PathAndQuery;

/// A signing scheme of a cloud.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Algorithm {
    /// Huawei Cloud, `SDK-HMAC-SHA256 Access=…`: no scope, the secret itself is the key.
    SdkHmacSha256,
    /// Open Telekom Cloud as its Go SDK signs, `SDK-HMAC-SHA256 Credential=…/sdk_request`. The SDK leaves region and
    /// service of the scope empty.
    SdkHmacSha256Credential,
    /// JD Cloud, `JDCLOUD2-HMAC-SHA256`: the version that the vendor documents.
    JdCloud2,
    /// JD Cloud, `JDCLOUD3-HMAC-SHA256`: the version of the SDK for Python.
    JdCloud3,
    /// Volcengine, `HMAC-SHA256`.
    Volcengine,
    /// Huawei Cloud's opt-in variant with a derived key, `V11-HMAC-SHA256`.
    V11HmacSha256,
}

impl Algorithm {
    /// Rewrites path and query of a target to the form that gateways of the scheme read alike, without changing what it
    /// means. To be called before signing and sending. JD Cloud needs it: `images:copyImages` becomes
    /// `images%3AcopyImages`, and the query is encoded and sorted. Targets of other schemes stay as they are.
    ///
    /// # Errors
    /// [`SignError::Target`] when the rewritten target is longer than the `http` crate takes (64 KiB).
    pub fn normalize_target(self, uri: &mut Uri) -> Result<(), SignError> {
        if !matches!(self, Self::JdCloud2 | Self::JdCloud3) {
            return Ok(());
        }
        let target = jdcloud::normal_target(uri.path(), uri.query());
        let mut parts = std::mem::take(uri).into_parts();
        parts.path_and_query = Some(PathAndQuery::try_from(target).map_err(|_| SignError::Target)?);
        *uri = Uri::from_parts(parts).map_err(|_| SignError::Target)?;
        Ok(())
    }
}

/// What a signature is bound to, for schemes whose `Authorization` header carries it. [`Algorithm::SdkHmacSha256`] has none
/// and ignores it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scope<'a> {
    /// Region as in the cloud's endpoints, `cn-north-1`. Open Telekom Cloud's SDK leaves it empty.
    pub region: &'a str,
    /// Service as in the cloud's endpoints, `vm`, `ecs`. Open Telekom Cloud's SDK leaves it empty.
    pub service: &'a str,
}

/// Whose reading to follow where a vendor's SDKs disagree on the same scheme: hosts with port 80 or 443, targets that are
/// not normalised, queries with repeated keys, and paths other than `/` of Volcengine. Requests without these corners
/// have one signature. Servers accept both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// The vendor's SDK for Python; for Open Telekom Cloud its only signer, in Go.
    #[default]
    Python,
    /// The vendor's SDK for Go where it reads otherwise (JD Cloud version 2, Volcengine).
    Go,
}
