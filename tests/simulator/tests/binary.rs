//! The program: prints where each cloud is, serves, and ends when it is told to.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::collections::HashMap;
use std::process::Stdio;
use std::time::Duration;

use huaweicloud_ims::types::CopyImageInRegionRequest;
use simulator::{Credentials, Provider};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

async fn start(flags: &[&str]) -> (Child, HashMap<String, String>) {
    let mut program = Command::new(env!("CARGO_BIN_EXE_simulator"))
        .args(["--listen", "127.0.0.1:0"])
        .args(flags)
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(program.stdout.take().unwrap()).lines();
    let mut urls = HashMap::new();
    while urls.len() < Provider::ALL.len() {
        let line = lines.next_line().await.unwrap().expect("a line per cloud");
        let (name, url) = line.split_once(' ').unwrap();
        urls.insert(name.to_owned(), url.to_owned());
    }
    (program, urls)
}

fn client(url: &str) -> huaweicloud_ims::Client {
    huaweicloud_ims::Client::builder()
        .base_url(url)
        .access_key(Credentials::example(Provider::HuaweiCloudIms).access_key)
        .build()
        .unwrap()
}

const IMAGE: &str = "465076de-dc36-4aec-80f5-ef9d8009428f";

#[tokio::test]
async fn serves_until_it_is_terminated() {
    let (mut program, urls) = start(&["--job-seconds", "0.2"]).await;
    for provider in Provider::ALL {
        let url = &urls[provider.spec_name()];
        assert!(url.starts_with("http://127.0.0.1:"), "{url}");
    }
    let client = client(&urls["huaweicloud-ims"]);
    let request = CopyImageInRegionRequest::new("n");
    let copy = client.copy_image_in_region(IMAGE, request).await.unwrap();
    tokio::time::sleep(Duration::from_millis(300)).await;
    let job = client.show_job_progress(&*copy.job_id).await.unwrap();
    assert_eq!(job.status.clone().flatten().unwrap().as_str(), "SUCCESS");

    terminate(&program).await;
    let ended = tokio::time::timeout(Duration::from_secs(5), program.wait());
    assert!(ended.await.expect("it ends").unwrap().success());
}

#[tokio::test]
async fn what_has_begun_is_answered() {
    let (mut program, urls) = start(&["--latency", "800"]).await;
    let client = client(&urls["huaweicloud-ims"]);
    let call = tokio::spawn(async move {
        let request = CopyImageInRegionRequest::new("n");
        client.copy_image_in_region(IMAGE, request).await
    });
    tokio::time::sleep(Duration::from_millis(300)).await;
    terminate(&program).await;
    call.await.unwrap().expect("an answer after the signal");
    let ended = tokio::time::timeout(Duration::from_secs(5), program.wait());
    assert!(ended.await.expect("it ends").unwrap().success());
}

#[tokio::test]
async fn faults_break_connections() {
    let (_program, urls) = start(&["--fail-rate", "1", "--seed", "5"]).await;
    let client = client(&urls["huaweicloud-ims"]);
    let (mut refused, mut dropped) = (0, 0);
    for _ in 0..20 {
        let error = client.show_job_progress("x").await.unwrap_err();
        match error.status() {
            Some(status) => {
                assert_eq!(status, 503);
                refused += 1;
            }
            None => {
                assert!(error.is_retryable() && !error.never_sent(), "{error:?}");
                dropped += 1;
            }
        }
    }
    assert!(refused > 0 && dropped > 0, "{refused} {dropped}");
}

async fn terminate(program: &Child) {
    let id = program.id().expect("it runs").to_string();
    let sent = Command::new("kill").args(["-TERM", &id]).status().await;
    assert!(sent.unwrap().success());
}
