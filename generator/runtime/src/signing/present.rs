//! Reading what a request claims: which key signed it, when, with which headers. The first step of verifying, apart from
//! the second so that a server can look the key up in between, wherever it keeps its keys.

use super::scheme::{Credential, Scheme, text};
use super::{Algorithm, VerifyError, date};
use crate::credentials::Secret;
use http::HeaderMap;
use http::header::{AUTHORIZATION, HeaderName};
use http::request::Parts;
use std::fmt;
use std::time::SystemTime;

/// The claims of a signed request. Nothing is proved before [`verify`](Presented::verify) has said so.
#[derive(Clone)]
#[non_exhaustive]
pub struct Presented {
    /// The scheme that the request is signed with.
    pub algorithm: Algorithm,
    /// Identifier of the key, to look it up by.
    pub access_key_id: String,
    /// Security token of a temporary key, decoded.
    pub security_token: Option<Secret>,
    /// When the request says it was signed.
    pub signed_at: SystemTime,
    /// Nonce of JD Cloud, for servers that refuse to see one twice.
    pub nonce: Option<String>,
    /// Region of the scope; empty for schemes without a scope.
    pub region: String,
    /// Service of the scope; empty for schemes without a scope.
    pub service: String,
    /// Headers that the signature covers, in the order of the claim.
    pub signed_headers: Vec<HeaderName>,
    pub(super) stamp: String,
    pub(super) signature: [u8; 32],
}

/// Leaves out the signature, which would let a reader of logs send the request again.
impl fmt::Debug for Presented {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Presented")
            .field("algorithm", &self.algorithm)
            .field("access_key_id", &self.access_key_id)
            .field("signed_at", &self.signed_at)
            .field("region", &self.region)
            .field("service", &self.service)
            .field("signed_headers", &self.signed_headers)
            .finish_non_exhaustive()
    }
}

/// Reads the claims of a request that is signed with one of the given schemes.
///
/// # Errors
/// [`VerifyError::Absent`] without `Authorization`, [`VerifyError::Algorithm`] for another scheme than the given,
/// [`VerifyError::Malformed`] and [`VerifyError::ScopeDate`] for claims that cannot be.
pub fn present(algorithms: &[Algorithm], parts: &Parts) -> Result<Presented, VerifyError> {
    if !parts.headers.contains_key(AUTHORIZATION) {
        return Err(VerifyError::Absent);
    }
    let authorization = Authorization::parse(single(&parts.headers, &AUTHORIZATION)?)?;
    let algorithm = *algorithms
        .iter()
        .find(|algorithm| authorization.fits(algorithm.scheme()))
        .ok_or(VerifyError::Algorithm)?;
    let scheme = algorithm.scheme();
    let stamp = single(&parts.headers, &scheme.date)?;
    let (id, region, service) = match scheme.credential {
        Credential::Access => (authorization.credential, "", ""),
        Credential::Scoped(end) => {
            let scope = match end {
                Some(end) => authorization
                    .credential
                    .strip_suffix(end)
                    .and_then(|scope| scope.strip_suffix('/')),
                None => Some(authorization.credential),
            };
            // From the right, because a key's identifier may hold slashes.
            let mut words = scope.ok_or(VerifyError::Malformed)?.rsplitn(4, '/');
            let mut word = || words.next().ok_or(VerifyError::Malformed);
            let (service, region, day, id) = (word()?, word()?, word()?, word()?);
            if !stamp.starts_with(day) || day.len() != 8 {
                return Err(VerifyError::ScopeDate);
            }
            (id, region, service)
        }
    };
    let token = match parts.headers.contains_key(&scheme.token) {
        true => Some(
            (scheme.read_token)(single(&parts.headers, &scheme.token)?)
                .ok_or(VerifyError::Malformed)?,
        ),
        false => None,
    };
    Ok(Presented {
        algorithm,
        access_key_id: id.to_owned(),
        security_token: token.map(Secret::from),
        signed_at: date::parse(stamp).ok_or(VerifyError::Malformed)?,
        nonce: scheme
            .nonce
            .as_ref()
            .and_then(|nonce| text(&parts.headers, nonce))
            .map(str::to_owned),
        region: region.to_owned(),
        service: service.to_owned(),
        signed_headers: authorization.signed_headers()?,
        stamp: stamp.to_owned(),
        signature: authorization.signature()?,
    })
}

/// The text of a header that must be there once.
fn single<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Result<&'a str, VerifyError> {
    let once = headers.get_all(name).iter().count() == 1;
    text(headers, name)
        .filter(|_| once)
        .map(|text| text.trim_ascii())
        .ok_or(VerifyError::Malformed)
}

/// `WORD Access=…|Credential=…, SignedHeaders=a;b, Signature=hex`, in any order of the three.
struct Authorization<'a> {
    word: &'a str,
    scoped: bool,
    credential: &'a str,
    signed_headers: &'a str,
    signature: &'a str,
}

impl<'a> Authorization<'a> {
    fn parse(text: &'a str) -> Result<Self, VerifyError> {
        let (word, fields) = text.split_once(' ').ok_or(VerifyError::Algorithm)?;
        let (mut credential, mut signed_headers, mut signature) = (None, None, None);
        for field in fields.split(',') {
            // An unknown field means another scheme, `Bearer` or `Basic` for one.
            let (name, value) = field
                .trim_ascii()
                .split_once('=')
                .ok_or(VerifyError::Algorithm)?;
            let previous = match name {
                "Access" => credential.replace((false, value)).map(|(_, value)| value),
                "Credential" => credential.replace((true, value)).map(|(_, value)| value),
                "SignedHeaders" => signed_headers.replace(value),
                "Signature" => signature.replace(value),
                _ => return Err(VerifyError::Algorithm),
            };
            if previous.is_some() {
                return Err(VerifyError::Malformed);
            }
        }
        let (scoped, credential) = credential.ok_or(VerifyError::Malformed)?;
        let signed_headers = signed_headers.ok_or(VerifyError::Malformed)?;
        Ok(Self {
            word,
            scoped,
            credential,
            signed_headers,
            signature: signature.ok_or(VerifyError::Malformed)?,
        })
    }

    fn fits(&self, scheme: &Scheme) -> bool {
        self.word == scheme.word
            && self.scoped == matches!(scheme.credential, Credential::Scoped(_))
    }

    fn signed_headers(&self) -> Result<Vec<HeaderName>, VerifyError> {
        let name = |name: &str| {
            HeaderName::from_bytes(name.as_bytes()).map_err(|_| VerifyError::Malformed)
        };
        self.signed_headers.split(';').map(name).collect()
    }

    fn signature(&self) -> Result<[u8; 32], VerifyError> {
        let digits: Option<Vec<u32>> = self
            .signature
            .chars()
            .map(|digit| digit.to_digit(16))
            .collect();
        let bytes = digits
            .unwrap_or_default()
            .chunks(2)
            .map(|pair| pair.iter().fold(0, |sum, digit| sum << 4 | *digit as u8))
            .collect::<Vec<_>>();
        match self.signature.len() {
            64 => bytes.try_into().map_err(|_| VerifyError::Malformed),
            _ => Err(VerifyError::Malformed),
        }
    }
}
