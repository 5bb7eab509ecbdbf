//! What clients and servers tell a subscriber of `tracing`: every call with what finds it again, and no secret.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::collections::BTreeMap;
use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex};

use generator_runtime::body::Body;
use generator_runtime::client::{Retry, Transport};
use generator_runtime::credentials::AccessKey;
use http::Request;
use simulator::{Cloud, Credentials, Faults, Provider, Settings};
use tower_service::Service as _;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};
use tracing_core::span::Current;

/// The fields of a span or an event, as text.
#[derive(Debug, Clone, Default)]
struct Fields(BTreeMap<&'static str, String>);

impl Fields {
    fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }
}

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.insert(field.name(), format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name(), value.to_owned());
    }
}

/// Keeps all that it is told.
#[derive(Debug, Clone, Default)]
struct Recorder {
    spans: Arc<Mutex<Vec<(&'static Metadata<'static>, Fields)>>>,
    /// The spans that are entered, the innermost last.
    entered: Arc<Mutex<Vec<Id>>>,
    events: Arc<Mutex<Vec<Fields>>>,
    /// What has gone over the wire and must not be told.
    secrets: Arc<Mutex<Vec<String>>>,
}

impl Subscriber for Recorder {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        // Other crates tell of themselves, too.
        metadata.target().starts_with("generator_runtime")
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        let mut spans = self.spans.lock().unwrap();
        spans.push((attributes.metadata(), fields));
        Id::from_u64(spans.len() as u64)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        let mut spans = self.spans.lock().unwrap();
        values.record(&mut spans[span.into_u64() as usize - 1].1);
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        self.events.lock().unwrap().push(fields);
    }

    fn enter(&self, span: &Id) {
        self.entered.lock().unwrap().push(span.clone());
    }

    fn exit(&self, _: &Id) {
        self.entered.lock().unwrap().pop();
    }

    fn current_span(&self) -> Current {
        match self.entered.lock().unwrap().last() {
            None => Current::none(),
            Some(id) => {
                let metadata = self.spans.lock().unwrap()[id.into_u64() as usize - 1].0;
                Current::new(id.clone(), metadata)
            }
        }
    }
}

impl Recorder {
    fn spans(&self, name: &str) -> Vec<Fields> {
        let spans = self.spans.lock().unwrap();
        let named = spans.iter().filter(|(known, _)| known.name() == name);
        named.map(|(_, fields)| fields.clone()).collect()
    }

    fn all(&self) -> String {
        let mut text = String::new();
        for (metadata, fields) in self.spans.lock().unwrap().iter() {
            write!(text, "{} {fields:?}", metadata.name()).unwrap();
        }
        write!(text, "{:?}", self.events.lock().unwrap()).unwrap();
        text
    }

    /// A transport to a cloud that notes down signatures, nonces and bodies, in both directions.
    fn transport(&self, cloud: &Cloud) -> Transport {
        let (cloud, secrets) = (cloud.clone(), self.secrets.clone());
        Transport::from_fn(move |request: Request<Body>| {
            let (mut cloud, secrets) = (cloud.clone(), secrets.clone());
            async move {
                let (head, body) = request.into_parts();
                let body = body.bytes(1 << 20).await.unwrap();
                let mut seen = vec![String::from_utf8(body.to_vec()).unwrap()];
                for name in ["authorization", "x-jdcloud-nonce", "x-auth-token"] {
                    let value = head.headers.get(name);
                    seen.extend(value.map(|value| value.to_str().unwrap().to_owned()));
                }
                let signature = seen.iter().find_map(|text| text.split_once("Signature="));
                let signature = signature.map(|(_, signature)| signature.to_owned());
                seen.extend(signature);
                let answer = cloud
                    .call(Request::from_parts(head, Body::from(body)))
                    .await?;
                let (head, body) = answer.into_parts();
                let body = body.bytes(1 << 20).await.unwrap();
                seen.push(String::from_utf8(body.to_vec()).unwrap());
                secrets.lock().unwrap().extend(seen);
                Ok::<_, simulator::Dropped>(http::Response::from_parts(head, Body::from(body)))
            }
        })
    }

    /// That nothing of what went over the wire, and none of these words, was told.
    fn assert_silent(&self, words: &[&str]) {
        let all = self.all();
        assert!(all.len() > 1000, "{all}");
        let secrets = self.secrets.lock().unwrap();
        assert!(secrets.len() > 10);
        let secrets = secrets.iter().map(String::as_str);
        for secret in secrets.chain(words.iter().copied()) {
            assert!(
                secret.is_empty() || !all.contains(secret),
                "{secret} in {all}"
            );
        }
    }
}

const TOKEN: &str = "very-secret-token";
/// Is in all bodies, or in the query where there are none.
const NAME: &str = "very-private-name";
const IMAGE: &str = "465076de-dc36-4aec-80f5-ef9d8009428f";

fn key(provider: Provider) -> AccessKey {
    let key = Credentials::example(provider).access_key;
    key.with_security_token(TOKEN)
}

fn cloud(provider: Provider, faults: Faults) -> Cloud {
    let mut settings = Settings::new(provider);
    settings.credentials.access_key = key(provider);
    settings.faults = faults;
    Cloud::new(provider, settings)
}

macro_rules! builder {
    ($api:ident, $recorder:expr, $cloud:expr) => {
        $api::Client::builder()
            .base_url("http://cloud.test")
            .transport($recorder.transport(&$cloud))
            .retry(Retry::attempts(20))
    };
}

#[tokio::test(start_paused = true)]
async fn calls_are_told_with_what_finds_them_again() {
    let recorder = Recorder::default();
    let _guard = tracing::subscriber::set_default(recorder.clone());
    let cloud = cloud(Provider::HuaweiCloudIms, Faults::none());
    let client = builder!(huaweicloud_ims, recorder, cloud);
    let client = client.access_key(key(cloud.provider())).build().unwrap();

    let request = huaweicloud_ims::types::CopyImageInRegionRequest::new(NAME);
    let copy = client.copy_image_in_region(IMAGE, request);
    let copy = copy.with_response().await.unwrap();
    let missing = client.show_job_progress("missing").await.unwrap_err();

    let calls = recorder.spans("call");
    let requests = recorder.spans("request");
    assert_eq!((calls.len(), requests.len()), (2, 2));
    let id = copy.request_id.as_deref();
    assert!(id.is_some());
    for fields in [&calls[0], &requests[0]] {
        assert_eq!(fields.get("operation"), Some("copyImageInRegion"));
        assert_eq!(fields.get("method"), Some("POST"));
        assert_eq!(fields.get("status"), Some("200"));
        assert_eq!(fields.get("request_id"), id);
    }
    assert_eq!(calls[0].get("attempts"), Some("1"));
    assert_eq!(
        calls[0].get("path"),
        Some("/v1/cloudimages/{image_id}/copy")
    );
    for fields in [&calls[1], &requests[1]] {
        assert_eq!(fields.get("operation"), Some("showJobProgress"));
        let status = missing.status().unwrap().as_u16().to_string();
        assert_eq!(fields.get("status"), Some(&*status));
        assert_eq!(fields.get("request_id"), missing.request_id());
    }
}

#[tokio::test(start_paused = true)]
async fn attempts_are_told() {
    let recorder = Recorder::default();
    let _guard = tracing::subscriber::set_default(recorder.clone());
    let cloud = cloud(Provider::OtcIms, Faults::new(0.5, 7));
    let client = builder!(otc_ims, recorder, cloud);
    let client = client.access_key(key(cloud.provider())).build().unwrap();
    for _ in 0..20 {
        let job = client.show_job("p", "edc89b490d7d4392898e19b2deb34797");
        job.await.unwrap();
    }
    let calls = recorder.spans("call");
    let attempts = calls.iter().map(|call| call.get("attempts").unwrap());
    let attempts: u64 = attempts.map(|number| number.parse::<u64>().unwrap()).sum();
    let faults = cloud.faults().injected();
    assert!(faults > 5, "{faults}");
    assert_eq!((calls.len(), attempts), (20, 20 + faults));
    // One event for each attempt that failed, with its number and why.
    let events = recorder.events.lock().unwrap();
    assert_eq!(events.len() as u64, faults);
    for event in events.iter() {
        assert!(event.get("attempt").unwrap().parse::<u64>().unwrap() > 0);
        assert!(event.get("status") == Some("503") || event.get("error").is_some());
    }
}

#[tokio::test(start_paused = true)]
async fn secrets_and_bodies_are_not_told() {
    let recorder = Recorder::default();
    let _guard = tracing::subscriber::set_default(recorder.clone());
    let mut words = vec![
        TOKEN.to_owned(),
        NAME.to_owned(),
        String::from("wrong-secret"),
    ];
    for (provider, rate) in Provider::ALL
        .into_iter()
        .flat_map(|one| [(one, 0.0), (one, 0.4)])
    {
        let cloud = cloud(provider, Faults::new(rate, 3));
        words.push(key(provider).secret().expose().to_owned());
        let wrong = AccessKey::new(key(provider).id(), "wrong-secret").with_security_token(TOKEN);
        for key in [key(provider), wrong] {
            // What comes of it is of no interest here: all kinds of ends are to be told.
            match provider {
                Provider::HuaweiCloudIms => {
                    let request = huaweicloud_ims::types::CopyImageInRegionRequest::new(NAME);
                    let client = builder!(huaweicloud_ims, recorder, cloud).access_key(key);
                    let client = client.build().unwrap();
                    let _ = client.copy_image_in_region(IMAGE, request).and_wait().await;
                }
                Provider::OtcIms => {
                    let request = || otc_ims::types::CopyImageInRegionRequest::new(NAME);
                    for client in [
                        builder!(otc_ims, recorder, cloud).access_key(key.clone()),
                        builder!(otc_ims, recorder, cloud).scoped_access_key(key.clone()),
                        builder!(otc_ims, recorder, cloud).auth_token("otc-token"),
                    ] {
                        let client = client.build().unwrap();
                        let copy = client.copy_image_in_region(IMAGE, request());
                        let _ = copy.and_wait("project").await;
                    }
                    words.push(String::from("otc-token"));
                }
                Provider::JdCloudVm => {
                    use jdcloud_vm::types::{CopyImagesRequest, RegionId};
                    for client in [
                        builder!(jdcloud_vm, recorder, cloud).access_key(key.clone()),
                        builder!(jdcloud_vm, recorder, cloud).access_key_v3(key.clone()),
                    ] {
                        let images = vec!["img-a".into()];
                        let request = CopyImagesRequest::new(images, RegionId::CnEast2).name(NAME);
                        let client = client.build().unwrap();
                        let _ = client
                            .copy_images(RegionId::CnNorth1, request)
                            .and_wait()
                            .await;
                    }
                }
                Provider::VolcengineEcs => {
                    let client = builder!(volcengine_ecs, recorder, cloud).access_key(key);
                    let client = client.region("cn-beijing").build().unwrap();
                    let image = "image-4431h3l7hl31a0abcdef";
                    let _ = client
                        .copy_image(image, "cn-shanghai".into(), NAME)
                        .and_wait()
                        .await;
                }
            }
        }
    }
    let words: Vec<_> = words.iter().map(String::as_str).collect();
    recorder.assert_silent(&words);
    // The ends were of all kinds.
    let statuses: Vec<_> = recorder
        .spans("request")
        .iter()
        .filter_map(|span| span.get("status").map(str::to_owned))
        .collect();
    for status in ["200", "401"] {
        assert!(statuses.iter().any(|known| known == status), "{statuses:?}");
    }
    assert!(recorder.all().contains("waiting"));
    assert!(recorder.all().contains("attempted again"));
}
