//! What no cloud lets through: forged, changed, old, repeated and oversized requests. What it answers gives nothing away.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::time::{Duration, SystemTime};

use generator_runtime::body::Body;
use generator_runtime::client::Transport;
use generator_runtime::credentials::AccessKey;
use generator_runtime::signing::{Algorithm, Moment, Scope, SignedHeaders, Signer};
use http::header::HeaderName;
use http::{Request, StatusCode};
use jdcloud_vm::types::{CopyImagesRequest, RegionId};
use simulator::{Cloud, Credentials, Provider, Settings};
use tower_service::Service as _;

/// A request to each cloud that it answers with 200 when it is signed right.
struct Sample {
    provider: Provider,
    algorithm: Algorithm,
    scope: Scope<'static>,
    method: &'static str,
    target: &'static str,
    body: &'static str,
    /// What an error of authentication has in its envelope.
    envelope: &'static str,
}

const SAMPLES: [Sample; 6] = [
    Sample {
        provider: Provider::HuaweiCloudIms,
        algorithm: Algorithm::SdkHmacSha256,
        scope: Scope {
            region: "",
            service: "",
        },
        method: "POST",
        target: "/v1/cloudimages/465076de-dc36-4aec-80f5-ef9d8009428f/copy",
        body: r#"{"name":"n"}"#,
        envelope: r#""error_code":"APIGW.0301""#,
    },
    Sample {
        provider: Provider::OtcIms,
        algorithm: Algorithm::SdkHmacSha256,
        scope: Scope {
            region: "",
            service: "",
        },
        method: "POST",
        target: "/v1/cloudimages/465076de-dc36-4aec-80f5-ef9d8009428f/copy",
        body: r#"{"name":"n"}"#,
        envelope: r#""error_code":"APIGW.0301""#,
    },
    Sample {
        provider: Provider::OtcIms,
        algorithm: Algorithm::SdkHmacSha256Credential,
        scope: Scope {
            region: "",
            service: "",
        },
        method: "POST",
        target: "/v1/cloudimages/465076de-dc36-4aec-80f5-ef9d8009428f/copy",
        body: r#"{"name":"n"}"#,
        envelope: r#""error_code":"APIGW.0301""#,
    },
    Sample {
        provider: Provider::JdCloudVm,
        algorithm: Algorithm::JdCloud2,
        scope: JD_SCOPE,
        method: "POST",
        target: "/v1/regions/cn-north-1/images%3AcopyImages",
        body: JD_BODY,
        envelope: r#""status":"ACCESS_ERROR""#,
    },
    Sample {
        provider: Provider::JdCloudVm,
        algorithm: Algorithm::JdCloud3,
        scope: JD_SCOPE,
        method: "POST",
        target: "/v1/regions/cn-north-1/images:copyImages",
        body: JD_BODY,
        envelope: r#""status":"ACCESS_ERROR""#,
    },
    Sample {
        provider: Provider::VolcengineEcs,
        algorithm: Algorithm::Volcengine,
        scope: Scope {
            region: "cn-beijing",
            service: "ecs",
        },
        method: "GET",
        target: "/?Action=CopyImage&DestinationRegion=cn-shanghai&ImageId=image-4431h3l7hl31a0abcdef&ImageName=n&Version=2020-04-01",
        body: "",
        envelope: r#""Code":"SignatureDoesNotMatch""#,
    },
];

const JD_SCOPE: Scope<'static> = Scope {
    region: "cn-north-1",
    service: "vm",
};
const JD_BODY: &str = r#"{"sourceImageIds":["img-a"],"destinationRegion":"cn-east-2"}"#;

type Change = fn(&mut Request<String>);

impl Sample {
    fn key(&self) -> AccessKey {
        Credentials::example(self.provider).access_key
    }

    fn request(&self) -> Request<String> {
        Request::builder()
            .method(self.method)
            .uri(self.target)
            .header("host", "cloud.test")
            .header("content-type", "application/json")
            .body(self.body.to_owned())
            .unwrap()
    }

    fn signed(&self, key: &AccessKey, time: SystemTime) -> Request<String> {
        self.signed_over(key, time, SignedHeaders::Recommended)
    }

    fn signed_over(
        &self,
        key: &AccessKey,
        time: SystemTime,
        headers: SignedHeaders<'_>,
    ) -> Request<String> {
        let (mut head, body) = self.request().into_parts();
        let moment = Moment {
            time,
            ..Moment::now()
        };
        Signer::new(self.algorithm, key, self.scope)
            .signed_headers(headers)
            .sign(&mut head, body.as_bytes(), &moment)
            .unwrap();
        Request::from_parts(head, body)
    }

    fn cloud(&self) -> Cloud {
        Cloud::new(self.provider, Settings::new(self.provider))
    }
}

async fn send(cloud: &Cloud, request: Request<String>) -> (StatusCode, String) {
    let response = cloud.clone().call(request.map(Body::from)).await.unwrap();
    let status = response.status();
    let body = response.into_body().bytes(1 << 20).await.unwrap();
    (status, String::from_utf8(body.to_vec()).unwrap())
}

/// A text without the ids of requests in it, which have the form of UUIDs.
fn without_ids(text: &str) -> String {
    let is_text = |part: &&str| part.len() != 36 || part.split('-').count() != 5;
    text.split('"').filter(is_text).collect()
}

async fn is_refused(sample: &Sample, cloud: &Cloud, request: Request<String>, why: &str) -> String {
    let (status, body) = send(cloud, request).await;
    let case = format!("{:?}, {why}: {body}", sample.algorithm);
    assert_eq!(status, StatusCode::UNAUTHORIZED, "{case}");
    assert!(body.contains(sample.envelope), "{case}");
    let secret = sample.key().secret().expose().to_owned();
    assert!(!body.contains(&secret), "{case}");
    assert!(cloud.world().copies().is_empty(), "{case}");
    body
}

#[tokio::test]
async fn right_signatures_copy() {
    for sample in &SAMPLES {
        let cloud = sample.cloud();
        let request = sample.signed(&sample.key(), SystemTime::now());
        let (status, body) = send(&cloud, request).await;
        assert_eq!(status, StatusCode::OK, "{:?}: {body}", sample.algorithm);
        assert_eq!(cloud.world().copies().len(), 1);
    }
}

#[tokio::test]
async fn who_guesses_keys_learns_nothing() {
    for sample in &SAMPLES {
        let now = SystemTime::now();
        let cloud = sample.cloud();
        let mut answers = Vec::new();
        for key in [
            AccessKey::new(sample.key().id(), "wrong"),
            AccessKey::new("AKNOBODY", "wrong"),
            AccessKey::new("AKNOBODY", ""),
        ] {
            let request = sample.signed(&key, now);
            let body = is_refused(sample, &cloud, request, "another key").await;
            // Ids of requests differ.
            answers.push(without_ids(&body));
        }
        answers.dedup();
        assert_eq!(answers.len(), 1, "{answers:?}");
    }
}

#[tokio::test]
async fn changed_requests_are_refused() {
    let changes: [(&str, Change); 4] = [
        ("another body", |request| request.body_mut().push(' ')),
        ("another host", |request| {
            request
                .headers_mut()
                .insert("host", "evil.test".parse().unwrap());
        }),
        ("another query", |request| {
            let target = request.uri().to_string();
            let more = if target.contains('?') { "&x=1" } else { "?x=1" };
            *request.uri_mut() = (target + more).parse().unwrap();
        }),
        ("no signature", |request| {
            request.headers_mut().remove("authorization");
        }),
    ];
    for sample in &SAMPLES {
        for (why, change) in changes {
            let mut request = sample.signed(&sample.key(), SystemTime::now());
            change(&mut request);
            is_refused(sample, &sample.cloud(), request, why).await;
        }
    }
}

#[tokio::test]
async fn clocks_may_differ_by_a_quarter_of_an_hour() {
    let now = SystemTime::now();
    let minutes = |minutes: u64| Duration::from_secs(60 * minutes);
    for sample in &SAMPLES {
        for (time, skew, good) in [
            (now - minutes(14), 15, true),
            (now + minutes(14), 15, true),
            (now - minutes(16), 15, false),
            (now + minutes(16), 15, false),
            (now - minutes(6), 5, false),
            (now - minutes(4), 5, true),
        ] {
            let mut settings = Settings::new(sample.provider);
            settings.max_clock_skew = minutes(skew);
            let cloud = Cloud::new(sample.provider, settings);
            let request = sample.signed(&sample.key(), time);
            if good {
                assert_eq!(send(&cloud, request).await.0, StatusCode::OK);
            } else {
                is_refused(sample, &cloud, request, "another time").await;
            }
        }
    }
}

#[tokio::test]
async fn headers_that_must_be_signed() {
    let host = HeaderName::from_static("host");
    for sample in &SAMPLES {
        let date = HeaderName::from_static(match sample.algorithm {
            Algorithm::JdCloud2 | Algorithm::JdCloud3 => "x-jdcloud-date",
            Algorithm::Volcengine => "x-date",
            _ => "x-sdk-date",
        });
        // The SDK of the third version signs no date; it is in the text that is signed.
        let dateless = sample.algorithm != Algorithm::JdCloud3;
        for (headers, good) in [(vec![date], false), (vec![host.clone()], !dateless)] {
            let headers = SignedHeaders::Named(&headers);
            let request = sample.signed_over(&sample.key(), SystemTime::now(), headers);
            let cloud = sample.cloud();
            if good {
                assert_eq!(send(&cloud, request).await.0, StatusCode::OK);
            } else {
                is_refused(sample, &cloud, request, "a header is not signed").await;
            }
        }
    }
}

#[tokio::test]
async fn nonces_count_once() {
    for sample in &SAMPLES[3..5] {
        let cloud = sample.cloud();
        let key = sample.key();
        let request = sample.signed(&key, SystemTime::now());
        assert_eq!(send(&cloud, request.clone()).await.0, StatusCode::OK);
        let (status, body) = send(&cloud, request).await;
        assert_eq!(status, StatusCode::UNAUTHORIZED, "{body}");
        let fresh = sample.signed(&key, SystemTime::now());
        assert_eq!(send(&cloud, fresh).await.0, StatusCode::OK);
        assert_eq!(cloud.world().copies().len(), 2);
    }
}

#[tokio::test]
async fn a_signature_for_one_region_is_not_good_in_another() {
    let cloud = Cloud::new(Provider::JdCloudVm, Settings::new(Provider::JdCloudVm));
    let plugged = cloud.clone();
    // Redirects what is signed for one region to another.
    let transport = Transport::from_fn(move |mut request: Request<Body>| {
        let target = request
            .uri()
            .to_string()
            .replace("cn-north-1", "cn-south-1");
        *request.uri_mut() = target.parse().unwrap();
        plugged.clone().call(request)
    });
    let client = jdcloud_vm::Client::builder()
        .base_url("http://vm.test")
        .credentials(Credentials::example(Provider::JdCloudVm).access_key)
        .transport(transport)
        .build()
        .unwrap();
    let request = CopyImagesRequest::new(vec!["img-a".into()], RegionId::CnEast2);
    let error = client.copy_images(RegionId::CnNorth1, request).await;
    assert_eq!(error.unwrap_err().code(), Some("ACCESS_ERROR"));
    assert!(cloud.world().copies().is_empty());
}

#[tokio::test]
async fn requests_are_bounded() {
    for sample in &SAMPLES {
        for (status, what) in [(413, "body"), (431, "headers"), (414, "query")] {
            let mut request = sample.signed(&sample.key(), SystemTime::now());
            match what {
                "body" => *request.body_mut() = " ".repeat(3 << 20),
                "headers" => {
                    let value = "v".repeat(40 << 10).parse().unwrap();
                    request.headers_mut().insert("x-long", value);
                }
                _ => {
                    let target = request.uri().path().to_owned() + "?x=" + &"v".repeat(20 << 10);
                    *request.uri_mut() = target.parse().unwrap();
                }
            }
            let cloud = sample.cloud();
            let (answer, body) = send(&cloud, request).await;
            assert_eq!(answer.as_u16(), status, "{:?} {what}", sample.algorithm);
            assert!(body.contains("equest"), "{body}");
            assert!(cloud.world().copies().is_empty());
        }
    }
}

#[tokio::test]
async fn security_tokens_belong_to_their_keys() {
    for sample in &SAMPLES {
        let key = || sample.key().with_security_token("right");
        let mut settings = Settings::new(sample.provider);
        settings.credentials.access_key = key();
        let cloud = Cloud::new(sample.provider, settings);
        let now = SystemTime::now();
        for (signing, why) in [
            (sample.key(), "no token"),
            (sample.key().with_security_token("wrong"), "another token"),
        ] {
            is_refused(sample, &cloud, sample.signed(&signing, now), why).await;
        }
        let (status, body) = send(&cloud, sample.signed(&key(), now)).await;
        assert_eq!(status, StatusCode::OK, "{:?}: {body}", sample.algorithm);
    }
}
