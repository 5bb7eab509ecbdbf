//! Ten thousand forged requests, none of which is believed, and thousands of right ones, all of which are.
//!
//! A request is signed, and then something that its scheme signs is changed: method, path, query, a signed header, the
//! body, the authorization itself; or it is signed for another time or with another secret, or sent twice. What is
//! changed follows from a seed, so that every run is the same but for times and nonces.
//!
//! Long because each change of a request is written out.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::time::{Duration, SystemTime};

use generator_runtime::body::Body;
use generator_runtime::credentials::AccessKey;
use generator_runtime::signing::{Algorithm, Moment, Scope, Signer};
use http::header::{AUTHORIZATION, HeaderName, HeaderValue};
use http::{Method, Request, StatusCode};
use simulator::{Cloud, Credentials, Provider, Settings};
use tower_service::Service as _;

/// A request that its cloud answers with 200 when it is signed right.
struct Sample {
    provider: Provider,
    algorithm: Algorithm,
    method: Method,
    /// Path and query; the part between `{}` says what the request is about.
    target: &'static str,
    body: &'static str,
}

const fn sample(
    provider: Provider,
    algorithm: Algorithm,
    target: &'static str,
    body: &'static str,
) -> Sample {
    Sample {
        provider,
        algorithm,
        method: if body.is_empty() {
            Method::GET
        } else {
            Method::POST
        },
        target,
        body,
    }
}

const IMS_COPY: &str = "/v1/cloudimages/{465076de-dc36-4aec-80f5-ef9d8009428f}/copy";
const IMS_BODY: &str = r#"{"name":"nightly","description":"made at night"}"#;
const JD_COPY: &str = "/v1/regions/{cn-north-1}/images%3AcopyImages";
const JD_LIST: &str =
    "/v1/regions/{cn-north-1}/images?imageSource=private&pageNumber=1&pageSize=20&platform=CentOS";
const JD_BODY: &str = r#"{"sourceImageIds":["img-a"],"destinationRegion":"cn-east-2"}"#;

/// All forms of signatures that the clouds take.
const SAMPLES: [Sample; 12] = [
    sample(
        Provider::HuaweiCloudIms,
        Algorithm::SdkHmacSha256,
        IMS_COPY,
        IMS_BODY,
    ),
    sample(
        Provider::HuaweiCloudIms,
        Algorithm::SdkHmacSha256,
        "/v1/cloudimages/job/{edc89b490d7d4392898e19b2deb34797}",
        "",
    ),
    sample(
        Provider::OtcIms,
        Algorithm::SdkHmacSha256,
        IMS_COPY,
        IMS_BODY,
    ),
    sample(
        Provider::OtcIms,
        Algorithm::SdkHmacSha256,
        "/v1/project/jobs/{edc89b490d7d4392898e19b2deb34797}",
        "",
    ),
    sample(
        Provider::OtcIms,
        Algorithm::SdkHmacSha256Credential,
        IMS_COPY,
        IMS_BODY,
    ),
    sample(
        Provider::OtcIms,
        Algorithm::SdkHmacSha256Credential,
        "/v1/project/jobs/{edc89b490d7d4392898e19b2deb34797}",
        "",
    ),
    sample(Provider::JdCloudVm, Algorithm::JdCloud2, JD_COPY, JD_BODY),
    sample(Provider::JdCloudVm, Algorithm::JdCloud2, JD_LIST, ""),
    sample(Provider::JdCloudVm, Algorithm::JdCloud3, JD_COPY, JD_BODY),
    sample(Provider::JdCloudVm, Algorithm::JdCloud3, JD_LIST, ""),
    sample(
        Provider::VolcengineEcs,
        Algorithm::Volcengine,
        "/?Action=CopyImage&DestinationRegion=cn-shanghai&ImageId={image-4431h3l7hl31a0abcdef}&ImageName=nightly&Version=2020-04-01",
        "",
    ),
    sample(
        Provider::VolcengineEcs,
        Algorithm::Volcengine,
        "/?Action=DescribeTasks&MaxResults=10&ResourceIds.1={image-4431h3l7hl31a0abcdef}&Version=2020-04-01",
        "",
    ),
];

/// What is done to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Forgery {
    Method,
    /// A byte of what the request is about.
    Subject,
    /// A byte anywhere in the path.
    Path,
    QueryByte,
    QueryMore,
    /// A name without a value.
    QueryBare,
    QueryLess,
    /// A name in the query gets a second value, before or after its own.
    QueryTwice,
    HeaderByte,
    HeaderTwice,
    HeaderLess,
    BodyByte,
    BodyMore,
    BodyLess,
    Signature,
    KeyId,
    /// A header is said not to be signed.
    SignedHeaders,
    Secret,
    TooOld,
    TooNew,
    /// The same request once more, where signatures have nonces.
    Again,
}

impl Forgery {
    const ALL: [Self; 21] = [
        Self::Method,
        Self::Subject,
        Self::Path,
        Self::QueryByte,
        Self::QueryMore,
        Self::QueryBare,
        Self::QueryLess,
        Self::QueryTwice,
        Self::HeaderByte,
        Self::HeaderTwice,
        Self::HeaderLess,
        Self::BodyByte,
        Self::BodyMore,
        Self::BodyLess,
        Self::Signature,
        Self::KeyId,
        Self::SignedHeaders,
        Self::Secret,
        Self::TooOld,
        Self::TooNew,
        Self::Again,
    ];
}

/// Numbers that follow from a seed (SplitMix64).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) as usize % limit
    }

    fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    /// A text with one letter or digit replaced by another one.
    fn changed(&mut self, text: &str) -> String {
        self.changed_to(text, b"abcdefghijklmnopqrstuvwxyz0123456789")
    }

    fn changed_to(&mut self, text: &str, alphabet: &[u8]) -> String {
        let mut bytes = text.as_bytes().to_vec();
        // Not the digits of an escape: another one could stand for the same letter.
        let places: Vec<_> = (0..bytes.len())
            .filter(|&place| bytes[place].is_ascii_alphanumeric())
            .filter(|&place| !bytes[place.saturating_sub(2)..place].contains(&b'%'))
            .collect();
        let place = *self.pick(&places);
        let old = bytes[place];
        while bytes[place].eq_ignore_ascii_case(&old) {
            bytes[place] = *self.pick(alphabet);
        }
        String::from_utf8(bytes).unwrap()
    }
}

impl Sample {
    fn key(&self) -> AccessKey {
        Credentials::example(self.provider).access_key
    }

    fn scope(&self) -> Scope<'static> {
        let (region, service) = match self.provider {
            Provider::JdCloudVm => ("cn-north-1", "vm"),
            Provider::VolcengineEcs => ("cn-beijing", "ecs"),
            _ => ("", ""),
        };
        Scope { region, service }
    }

    fn has_nonce(&self) -> bool {
        self.provider == Provider::JdCloudVm
    }

    fn signed(&self, key: &AccessKey, time: SystemTime) -> Request<String> {
        let request = Request::builder()
            .method(&self.method)
            .uri(self.target.replace(['{', '}'], ""))
            .header("host", "cloud.test")
            .header("content-type", "application/json")
            .body(self.body.to_owned());
        let (mut head, body) = request.unwrap().into_parts();
        let moment = Moment {
            time,
            ..Moment::now()
        };
        Signer::new(self.algorithm, key, self.scope())
            .sign(&mut head, body.as_bytes(), &moment)
            .unwrap();
        Request::from_parts(head, body)
    }

    /// A forged request; `None` where a forgery has nothing to change.
    fn forged(&self, forgery: Forgery, random: &mut Random) -> Option<Request<String>> {
        let now = SystemTime::now();
        let beyond = Duration::from_secs(901 + random.below(1_000_000) as u64);
        let mut request = match forgery {
            Forgery::Secret => {
                let secret = random.changed(self.key().secret().expose());
                self.signed(&AccessKey::new(self.key().id(), secret), now)
            }
            Forgery::TooOld => self.signed(&self.key(), now - beyond),
            // Some seconds more, so that it is not in time when it arrives.
            Forgery::TooNew => self.signed(&self.key(), now + beyond + Duration::from_secs(60)),
            _ => self.signed(&self.key(), now),
        };
        let (path, query) = (request.uri().path(), request.uri().query());
        let target = match forgery {
            Forgery::Subject => {
                let (before, rest) = self.target.split_once('{')?;
                let (subject, after) = rest.split_once('}')?;
                Some(format!("{before}{}{after}", random.changed(subject)))
            }
            Forgery::Path if path.len() > 1 => {
                let query = query.map_or(String::new(), |query| format!("?{query}"));
                Some(random.changed(path) + &query)
            }
            Forgery::Path => return None,
            Forgery::QueryByte => Some(format!("{path}?{}", random.changed(query?))),
            Forgery::QueryMore | Forgery::QueryBare => {
                let joint = query.map_or(String::from("?"), |query| format!("?{query}&"));
                let value = match forgery {
                    Forgery::QueryMore => format!("={}", random.below(1000)),
                    _ => String::new(),
                };
                Some(format!("{path}{joint}added{value}"))
            }
            Forgery::QueryLess => {
                let mut parts: Vec<_> = query?.split('&').collect();
                parts.remove(random.below(parts.len()));
                Some(format!("{path}?{}", parts.join("&")))
            }
            Forgery::QueryTwice => {
                let mut parts: Vec<_> = query?.split('&').map(str::to_owned).collect();
                let place = random.below(parts.len());
                let (name, value) = parts[place].split_once('=').unwrap();
                let more = format!("{name}={}", random.changed(value));
                parts.insert(place + random.below(2), more);
                Some(format!("{path}?{}", parts.join("&")))
            }
            _ => None,
        };
        if let Some(target) = target {
            *request.uri_mut() = target.parse().unwrap();
        }
        match forgery {
            Forgery::Method => {
                let others = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];
                let other = Method::from_bytes(random.pick(&others).as_bytes()).unwrap();
                if other == self.method {
                    return None;
                }
                *request.method_mut() = other;
            }
            Forgery::HeaderByte | Forgery::HeaderTwice | Forgery::HeaderLess => {
                let name = random.pick(&signed_headers(&request)).clone();
                let value = request.headers()[&name].to_str().unwrap().to_owned();
                let value = HeaderValue::try_from(random.changed(&value)).unwrap();
                match forgery {
                    Forgery::HeaderByte => drop(request.headers_mut().insert(name, value)),
                    Forgery::HeaderTwice => drop(request.headers_mut().append(name, value)),
                    _ => drop(request.headers_mut().remove(name)),
                }
            }
            Forgery::BodyByte if self.body.is_empty() => return None,
            Forgery::BodyByte => *request.body_mut() = random.changed(self.body),
            Forgery::BodyMore => request
                .body_mut()
                .push(*random.pick(&[' ', '}', '\n', '\0'])),
            Forgery::BodyLess => drop(request.body_mut().pop()?),
            Forgery::Signature | Forgery::KeyId | Forgery::SignedHeaders => {
                let old = request.headers()[AUTHORIZATION]
                    .to_str()
                    .unwrap()
                    .to_owned();
                let part = |from: &str| {
                    let begin = old.find(from).unwrap() + from.len();
                    let end = old[begin..].find(',').map_or(old.len(), |end| begin + end);
                    (begin, end)
                };
                let ((begin, end), new) = match forgery {
                    Forgery::Signature => {
                        let (begin, end) = part("Signature=");
                        let new = random.changed_to(&old[begin..end], b"0123456789abcdef");
                        ((begin, end), new)
                    }
                    Forgery::KeyId => {
                        let (word, rest) = old.split_once('=').unwrap();
                        let id = rest.split(['/', ',']).next().unwrap();
                        let begin = word.len() + 1;
                        ((begin, begin + id.len()), random.changed(id))
                    }
                    _ => {
                        let (begin, end) = part("SignedHeaders=");
                        let mut names: Vec<_> = old[begin..end].split(';').collect();
                        names.remove(random.below(names.len()));
                        ((begin, end), names.join(";"))
                    }
                };
                let new = format!("{}{new}{}", &old[..begin], &old[end..]);
                let new = HeaderValue::try_from(new).unwrap();
                request.headers_mut().insert(AUTHORIZATION, new);
            }
            _ => {}
        }
        Some(request)
    }

    /// Whether a forged request may be turned away before anybody asks who has signed it: it names no operation.
    fn names_nothing(&self, forgery: Forgery, status: StatusCode) -> bool {
        let about_the_operation = match forgery {
            Forgery::Method | Forgery::Path => true,
            Forgery::QueryByte | Forgery::QueryLess | Forgery::QueryTwice => {
                self.provider == Provider::VolcengineEcs
            }
            _ => false,
        };
        about_the_operation
            && matches!(
                status,
                StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED
            )
    }

    /// What every error of the vendor has in its body.
    fn envelope(&self) -> &'static str {
        match self.provider {
            Provider::HuaweiCloudIms | Provider::OtcIms => r#""error_code":"#,
            Provider::JdCloudVm => r#""status":"#,
            Provider::VolcengineEcs => r#""Code":"#,
        }
    }
}

fn signed_headers(request: &Request<String>) -> Vec<HeaderName> {
    let authorization = request.headers()[AUTHORIZATION].to_str().unwrap();
    let (_, rest) = authorization.split_once("SignedHeaders=").unwrap();
    let names = rest.split(',').next().unwrap().split(';');
    names.map(|name| name.parse().unwrap()).collect()
}

async fn send(cloud: &mut Cloud, request: Request<String>) -> (StatusCode, String) {
    let response = cloud.call(request.map(Body::from)).await.unwrap();
    let status = response.status();
    let body = response.into_body().bytes(1 << 20).await.unwrap();
    (status, String::from_utf8(body.to_vec()).unwrap())
}

#[tokio::test]
async fn forged_requests_are_refused() {
    let mut random = Random(0x5eed);
    let mut clouds: Vec<_> = SAMPLES
        .iter()
        .map(|sample| Cloud::new(sample.provider, Settings::new(sample.provider)))
        .collect();
    let mut refused = [0; Forgery::ALL.len()];
    while refused.iter().sum::<usize>() < 10_000 {
        let number = random.below(SAMPLES.len());
        let (sample, cloud) = (&SAMPLES[number], &mut clouds[number]);
        let kind = random.below(Forgery::ALL.len());
        let forgery = Forgery::ALL[kind];
        if forgery == Forgery::Again && !sample.has_nonce() {
            continue;
        }
        let Some(request) = sample.forged(forgery, &mut random) else {
            continue;
        };
        if forgery == Forgery::Again {
            assert_eq!(send(cloud, request.clone()).await.0, StatusCode::OK);
        }
        let copies = cloud.world().copies().len();
        let shown = format!("{forgery:?} {:?} {request:?}", sample.algorithm);
        let is_head = request.method() == Method::HEAD;
        let (status, body) = send(cloud, request).await;
        let is_refused = matches!(status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN);
        assert!(
            is_refused || sample.names_nothing(forgery, status),
            "{status} {shown}: {body}"
        );
        assert!(
            is_head || body.contains(sample.envelope()),
            "{shown}: {body}"
        );
        assert_eq!(cloud.world().copies().len(), copies, "{shown}");
        refused[kind] += 1;
    }
    for (forgery, count) in Forgery::ALL.iter().zip(refused) {
        assert!(count >= 50, "{forgery:?} was tried {count} times only");
    }
}

#[tokio::test]
async fn right_requests_are_believed() {
    for sample in &SAMPLES {
        let mut cloud = Cloud::new(sample.provider, Settings::new(sample.provider));
        let key = sample.key();
        for _ in 0..250 {
            let request = sample.signed(&key, SystemTime::now());
            let (status, body) = send(&mut cloud, request).await;
            assert_eq!(
                status,
                StatusCode::OK,
                "{:?} {}: {body}",
                sample.algorithm,
                sample.target
            );
        }
    }
}
