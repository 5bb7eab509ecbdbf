//! A call from the client to the server in one process, part by part: each line of the table has what the one above it has,
//! and one thing more.

#![allow(clippy::unwrap_used, reason = "a bench fails by panicking")]

use divan::Bencher;
use jdcloud_vm::operations::{CopyImages, CopyImagesError};
use jdcloud_vm::runtime::client::Transport;
use jdcloud_vm::runtime::credentials::AccessKey;
use jdcloud_vm::runtime::server::{Caller, KeyRing, Principal};
use jdcloud_vm::server::{Api, router};
use jdcloud_vm::types::{CopyImagesRequest, CopyImagesResponse, CopyImagesResult, RegionId};
use jdcloud_vm::{Client, types};
use tokio::runtime::{Builder, Runtime};

struct Cloud;

impl Api for Cloud {
    async fn copy_images(
        &self,
        request: CopyImages,
        _caller: Caller,
    ) -> Result<CopyImagesResponse, CopyImagesError> {
        let copied = |id: String| types::CopiedImage::new("img-new", id);
        let images = request
            .body
            .source_image_ids
            .into_iter()
            .map(copied)
            .collect();
        Ok(CopyImagesResponse::new(
            "request-1",
            CopyImagesResult::new(images),
        ))
    }
}

fn key() -> AccessKey {
    AccessKey::new("access", "secret")
}

fn executor() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

fn request() -> CopyImagesRequest {
    CopyImagesRequest::new(
        vec!["img-1".to_owned(), "img-2".to_owned()],
        RegionId::CnEast2,
    )
    .name("copy")
}

fn called(bencher: Bencher<'_, '_>, client: &Client) {
    let executor = executor();
    bencher.bench_local(|| {
        executor.block_on(async {
            client
                .copy_images(RegionId::CnNorth1, request())
                .await
                .unwrap()
        })
    });
}

/// The messages alone: what any client and server have to do.
#[divan::bench]
fn a_messages(bencher: Bencher<'_, '_>) {
    bencher.bench_local(|| {
        let sent = serde_json::to_vec(&request()).unwrap();
        let read: CopyImagesRequest = serde_json::from_slice(&sent).unwrap();
        let answer = CopyImagesResult::new(vec![types::CopiedImage::new(
            "img-new",
            read.source_image_ids[0].clone(),
        )]);
        let sent = serde_json::to_vec(&CopyImagesResponse::new("request-1", answer)).unwrap();
        serde_json::from_slice::<CopyImagesResponse>(&sent).unwrap()
    });
}

/// Client and router, with no credentials asked for.
#[divan::bench]
fn b_call(bencher: Bencher<'_, '_>) {
    let transport = Transport::new(router(Cloud).without_authentication());
    let client = Client::builder()
        .transport(transport)
        .credentials(key())
        .build()
        .unwrap();
    called(bencher, &client);
}

/// The same, with the signature recomputed and compared.
#[divan::bench]
fn c_verified_call(bencher: Bencher<'_, '_>) {
    let keys = KeyRing::new().access_key(key(), Principal::new("me"));
    let transport = Transport::new(router(Cloud).credentials(keys));
    let client = Client::builder()
        .transport(transport)
        .credentials(key())
        .build()
        .unwrap();
    called(bencher, &client);
}

fn main() {
    divan::main();
}
