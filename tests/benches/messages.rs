//! Emitted serde implementations beside derived ones of the same shape: a page of images, read and written.

#![allow(clippy::unwrap_used, reason = "a bench fails by panicking")]

use divan::{Bencher, black_box, counter::BytesCount};
use jdcloud_vm::types::DescribeImagesResponse;

/// The same messages, by derives and without what the emitted ones do more: absent and null told apart, unknown values of
/// enums kept, all mistakes found.
mod derived {
    use serde::{Deserialize, Serialize};

    #[derive(Deserialize, Serialize)]
    #[serde(rename_all = "camelCase")]
    pub(crate) struct Response {
        request_id: String,
        result: Page,
    }

    #[derive(Deserialize, Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Page {
        images: Vec<Image>,
        total_count: i32,
    }

    #[derive(Deserialize, Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Image {
        image_id: Option<String>,
        name: Option<String>,
        platform: Option<String>,
        os_version: Option<String>,
        architecture: Option<Architecture>,
        #[serde(rename = "systemDiskSizeGB")]
        system_disk_size_gb: Option<i32>,
        image_source: Option<String>,
        os_type: Option<String>,
        status: Option<String>,
        create_time: Option<String>,
        #[serde(rename = "sizeMB")]
        size_mb: Option<i32>,
        desc: Option<String>,
        owner_pin: Option<String>,
        login_name: Option<String>,
        snapshot_id: Option<String>,
        root_device_type: Option<String>,
        progress: Option<String>,
        offline: Option<bool>,
        service_code: Option<String>,
        imported: Option<bool>,
        expired_time: Option<String>,
        instance_id: Option<String>,
        boot_mode: Option<String>,
        uefi_support: Option<bool>,
    }

    #[derive(Deserialize, Serialize)]
    #[serde(rename_all = "snake_case")]
    enum Architecture {
        #[serde(rename = "x86_64")]
        X86,
        Arm64,
    }
}

/// A page in the order of the document, which is that of most services.
fn page() -> String {
    let page: DescribeImagesResponse = serde_json::from_str(&sorted_page()).unwrap();
    serde_json::to_string(&page).unwrap()
}

/// A page whose members come in alphabetical order.
fn sorted_page() -> String {
    let image = |index: usize| {
        serde_json::json!({
            "imageId": format!("img-{index:010}"), "name": format!("image {index}"), "platform": "Ubuntu", "osVersion": "24.04",
            "architecture": "x86_64", "systemDiskSizeGB": 40, "imageSource": "private", "osType": "linux", "status": "ready",
            "createTime": "2026-01-28 16:49:05", "sizeMB": 2048, "desc": "made for the night\n", "ownerPin": "pin",
            "snapshotId": "snapshot-1", "rootDeviceType": "cloudDisk", "progress": "100", "offline": false, "uefiSupport": true,
        })
    };
    let images: Vec<_> = (0..100).map(image).collect();
    serde_json::json!({ "requestId": "c2hmmaan8w06", "result": { "images": images, "totalCount": 100 } }).to_string()
}

#[divan::bench_group]
mod read {
    use super::*;

    pub(super) fn with<T: serde::de::DeserializeOwned>(bencher: Bencher<'_, '_>, text: &str) {
        bencher
            .counter(BytesCount::of_str(text))
            .bench_local(|| serde_json::from_str::<T>(black_box(text)).unwrap());
    }

    #[divan::bench]
    fn emitted(bencher: Bencher<'_, '_>) {
        with::<DescribeImagesResponse>(bencher, &page());
    }

    #[divan::bench]
    fn derived(bencher: Bencher<'_, '_>) {
        with::<super::derived::Response>(bencher, &page());
    }
}

/// Where members do not come in the order of the document.
#[divan::bench_group]
mod read_sorted {
    use super::read::with;
    use super::*;

    #[divan::bench]
    fn emitted(bencher: Bencher<'_, '_>) {
        with::<DescribeImagesResponse>(bencher, &sorted_page());
    }

    #[divan::bench]
    fn derived(bencher: Bencher<'_, '_>) {
        with::<super::derived::Response>(bencher, &sorted_page());
    }
}

#[divan::bench_group]
mod write {
    use super::*;

    fn with<T: serde::de::DeserializeOwned + serde::Serialize>(bencher: Bencher<'_, '_>) {
        let text = page();
        let value: T = serde_json::from_str(&text).unwrap();
        bencher
            .counter(BytesCount::of_str(&text))
            .bench_local(|| serde_json::to_string(black_box(&value)).unwrap());
    }

    #[divan::bench]
    fn emitted(bencher: Bencher<'_, '_>) {
        with::<DescribeImagesResponse>(bencher);
    }

    #[divan::bench]
    fn derived(bencher: Bencher<'_, '_>) {
        with::<super::derived::Response>(bencher);
    }
}

fn main() {
    divan::main();
}
