//! Open Telekom Cloud: its three ways to prove an identity, and its jobs.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::time::Duration;

use generator_runtime::client::Transport;
use otc_ims::types::{CopyImageInRegionRequest, JobStatus};
use otc_ims::{Client, ClientBuilder};
use simulator::{Cloud, Credentials, Provider, Settings};

const IMAGE: &str = "465076de-dc36-4aec-80f5-ef9d8009428f";

fn plugged(credentials: impl FnOnce(ClientBuilder) -> ClientBuilder) -> (Cloud, Client) {
    let cloud = Cloud::new(Provider::OtcIms, Settings::new(Provider::OtcIms));
    let builder = Client::builder()
        .base_url("http://ims.test")
        .transport(Transport::new(cloud.clone()));
    (cloud, credentials(builder).build().unwrap())
}

fn key() -> generator_runtime::credentials::AccessKey {
    Credentials::example(Provider::OtcIms).access_key
}

#[tokio::test(start_paused = true)]
async fn tokens_and_both_forms_of_signatures_copy() {
    for (way, (_, client)) in [
        ("token", plugged(|builder| builder.auth_token("otc-token"))),
        ("Access=", plugged(|builder| builder.access_key(key()))),
        (
            "Credential=",
            plugged(|builder| builder.scoped_access_key(key())),
        ),
    ] {
        let request = CopyImageInRegionRequest::new("nightly");
        let copy = client.copy_image_in_region(IMAGE, request).await;
        let job_id = copy.expect(way).body.job_id;
        let status = async || {
            let job = client.show_job("project", &*job_id).await.expect(way);
            (job.status.clone().flatten(), job.entities.clone().flatten())
        };
        assert_eq!(status().await.0, Some(JobStatus::Init));
        tokio::time::sleep(Duration::from_secs(1)).await;
        assert_eq!(status().await.0, Some(JobStatus::Running));
        tokio::time::sleep(Duration::from_secs(1)).await;
        let (done, entities) = status().await;
        assert_eq!(done, Some(JobStatus::Success));
        assert!(entities.unwrap().image_id.flatten().is_some());
    }
}

#[tokio::test]
async fn wrong_tokens_are_refused() {
    let (_, client) = plugged(|builder| builder.auth_token("otc-tokem"));
    let error = client.show_job("project", "edc89b490d7d4392898e19b2deb34797");
    let error = error.await.unwrap_err();
    assert_eq!(error.status().unwrap(), 401);
    assert_eq!(error.code(), Some("APIGW.0301"));
}

#[tokio::test]
async fn jobs_that_are_not_there() {
    let (_, client) = plugged(|builder| builder.auth_token("otc-token"));
    let sample = "edc89b490d7d4392898e19b2deb34797";
    client.show_job("project", sample).await.unwrap();
    for (project, job, code) in [
        ("missing", sample, "IMG.0067"),
        ("project", "missing", "IMG.0023"),
        ("project", "unknown", "IMG.0023"),
    ] {
        let error = client.show_job(project, job).await.unwrap_err();
        assert_eq!(error.code(), Some(code));
    }
}
