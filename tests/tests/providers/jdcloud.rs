//! JD Cloud Virtual Machines.

use generator_runtime::body::Body;
use generator_runtime::client::Operation as _;
use generator_runtime::server::Kind;
use http::Request;
use jdcloud_vm::{operations, types};
use serde_json::{Value, json};

use crate::credentials::are_verified;
use crate::failures::{Table, fails};
use crate::provider::{Give, Provider as _, Refused, access_key, connected, provider};
use crate::refusals::{Broken, is_not_implemented, refuses};
use crate::stage::Stage;
use crate::successes::{read, succeeds};

provider! {
    JdCloud, jdcloud_vm, "jdcloud-vm.yaml",
    {
    copy_images(CopyImages) -> types::CopyImagesResponse | CopyImagesError;
    describe_image(DescribeImage) -> types::DescribeImageResponse | DescribeImageError;
    describe_images(DescribeImages) -> types::DescribeImagesResponse | DescribeImagesError;
    }

    fn schemes() -> Vec<(&'static str, Give<Self::Builder>)> {
        vec![
            ("accessKey", |builder, secret| builder.access_key(access_key(secret))),
            ("accessKeyV3", |builder, secret| builder.access_key_v3(access_key(secret))),
        ]
    }

    fn refusal(_: &str, refused: &Refused<'_>) -> (u16, Value) {
        let (code, status) = match refused.kind {
            Kind::Invalid => (400, "INVALID_ARGUMENT"),
            Kind::Unauthorized => (401, "ACCESS_ERROR"),
            Kind::NotImplemented => (501, "UNKNOWN"),
            other => panic!("{other:?}"),
        };
        let error = json!({ "code": code, "status": status, "message": refused.message });
        (code, json!({ "requestId": refused.request_id, "error": error }))
    }
}

fn copy_images() -> operations::CopyImages {
    let ids = vec!["img-1".to_owned(), "img 2/ä".to_owned()];
    let body = types::CopyImagesRequest::new(ids, "cn-east-2".into())
        .name("名-copy_1.2")
        .description("the \"copy\"")
        .region_id("cn-north-1");
    operations::CopyImages::new(types::RegionId::CnNorth1, body)
}

fn describe_image() -> operations::DescribeImage {
    operations::DescribeImage::new("cn-north-1".into(), "img-m5s0****29/ü")
}

fn describe_images() -> operations::DescribeImages {
    let mut input = operations::DescribeImages::new("of nobody".into());
    input.image_source = Some(types::ImageSourceFilter::Private);
    input.ids = Some(vec!["img-1".into(), "a=b&c".into()]);
    input.image_name = Some("a part +".into());
    input.platform = Some("CentOS".into());
    input.root_device_type = Some(types::RootDeviceTypeFilter::CloudDisk);
    input.launch_permission = Some(types::LaunchPermissionFilter::OwnerOnly);
    input.status = Some("ready".into());
    input.offline = Some(true);
    input.architecture = Some(types::ArchitectureFilter::Arm64);
    input.boot_mode = Some(types::BootModeFilter::Uefi);
    input.instance_ids = Some(vec!["i-1".into()]);
    input.service_code = Some("vm".into());
    input.page_number = Some(2);
    input.page_size = Some(10);
    input
}

#[tokio::test]
async fn successes() {
    succeeds::<JdCloud, _>(copy_images(), read).await;
    succeeds::<JdCloud, _>(describe_image(), read).await;
    succeeds::<JdCloud, _>(describe_images(), read).await;
}

/// Each line is a status and the variant that takes its body.
macro_rules! table {
    ($error:ident, $($status:literal $variant:ident),*) => {{
        const TABLE: Table<operations::$error> =
            &[$(($status, |body| operations::$error::$variant(read(body)))),*];
        TABLE
    }};
}

#[tokio::test]
async fn failures() {
    fails::<JdCloud, _>(
        copy_images(),
        table!(CopyImagesError, 400 BadRequest, 401 Unauthorized, 404 NotFound, 429 TooManyRequests, 500 InternalServerError),
    )
    .await;
    fails::<JdCloud, _>(
        describe_image(),
        table!(DescribeImageError, 400 BadRequest, 401 Unauthorized, 404 NotFound, 500 InternalServerError),
    )
    .await;
    fails::<JdCloud, _>(
        describe_images(),
        table!(DescribeImagesError, 400 BadRequest, 401 Unauthorized, 404 NotFound, 500 InternalServerError),
    )
    .await;
}

#[tokio::test]
async fn refusals() {
    const COPY: Broken<operations::CopyImages> = &[
        ("/body/sourceImageIds", "minItems", |input| {
            input.body.source_image_ids.clear();
        }),
        ("/body/sourceImageIds", "maxItems", |input| {
            input.body.source_image_ids = vec!["img".into(); 11];
        }),
        ("/body/name", "minLength", |input| {
            input.body.name = Some(Some(String::new()))
        }),
        ("/body/name", "maxLength", |input| {
            input.body.name = Some(Some("名".repeat(33)))
        }),
        ("/body/name", "pattern", |input| {
            input.body.name = Some(Some("a b".into()))
        }),
        ("/body/description", "maxLength", |input| {
            input.body.description = Some(Some("x".repeat(257)));
        }),
    ];
    refuses::<JdCloud, _>(copy_images(), COPY).await;
    refuses::<JdCloud, _>(describe_image(), &[]).await;
    const LIST: Broken<operations::DescribeImages> = &[
        ("/query/imageSource", "enum", |input| {
            input.image_source = Some("mine".into())
        }),
        ("/query/rootDeviceType", "enum", |input| {
            input.root_device_type = Some("tape".into())
        }),
        ("/query/launchPermission", "enum", |input| {
            input.launch_permission = Some("nobody".into())
        }),
        ("/query/architecture", "enum", |input| {
            input.architecture = Some("z80".into())
        }),
        ("/query/bootMode", "enum", |input| {
            input.boot_mode = Some("floppy".into())
        }),
        ("/query/pageSize", "minimum", |input| {
            input.page_size = Some(9)
        }),
        ("/query/pageSize", "maximum", |input| {
            input.page_size = Some(101)
        }),
    ];
    refuses::<JdCloud, _>(describe_images(), LIST).await;
}

#[tokio::test]
async fn what_is_not_implemented() {
    is_not_implemented::<JdCloud, _>(copy_images()).await;
    is_not_implemented::<JdCloud, _>(describe_image()).await;
    is_not_implemented::<JdCloud, _>(describe_images()).await;
}

#[tokio::test]
async fn credentials() {
    let result = types::CopyImagesResult::new(vec![types::CopiedImage::new("b", "a")]);
    are_verified::<JdCloud, _>(copy_images(), types::CopyImagesResponse::new("r", result)).await;
    let page = types::DescribeImagesResult::new(Vec::new(), 0);
    are_verified::<JdCloud, _>(
        describe_images(),
        types::DescribeImagesResponse::new("r", page),
    )
    .await;
}

/// Sends a request as it is; gives the status, a header, and the body.
async fn send(stage: &Stage, line: &str, body: &str, header: &str) -> (u16, Option<String>, Value) {
    let (method, target) = line.split_once(' ').unwrap();
    let request = Request::builder()
        .method(method)
        .uri(target)
        .header("content-type", "application/json")
        .body(Body::from(body.to_owned()))
        .unwrap();
    let mut router = JdCloud::router(stage).without_authentication();
    let Ok(response) = tower_service::Service::call(&mut router, request).await;
    let header = response
        .headers()
        .get(header)
        .map(|value| value.to_str().unwrap().to_owned());
    let status = response.status().as_u16();
    let body = response.into_body().bytes(1 << 20).await.unwrap();
    (status, header, serde_json::from_slice(&body).unwrap())
}

/// The official SDKs write both forms, repeat the region in the body, and null for what is not set.
#[tokio::test]
async fn colon_in_the_path_and_nulls_in_the_body() {
    let stage = Stage::default();
    let answer = json!({ "requestId": "r-1", "result": { "copyImages": [] } });
    let body = json!({
        "regionId": "cn-south-1", "sourceImageIds": ["img-1"], "destinationRegion": "cn-east-2",
        "name": null, "description": null,
    });
    for path in [
        "images:copyImages",
        "images%3AcopyImages",
        "images%3acopyImages",
    ] {
        stage.answers::<operations::CopyImages>(Ok(read(answer.clone())));
        let line = format!("POST /v1/regions/cn-north-1/{path}");
        let (status, id, got) =
            send(&stage, &line, &body.to_string(), "x-jdcloud-request-id").await;
        assert_eq!((status, got), (200, answer.clone()), "{path}");
        assert!(id.is_some_and(|id| !id.is_empty()));
        let asked = stage.asked::<operations::CopyImages>();
        assert_eq!(asked.region_id, types::RegionId::CnNorth1);
        assert_eq!(serde_json::to_value(&asked.body).unwrap(), body, "{path}");
    }
    // What is left out is not null, and is not written.
    let sparse = types::CopyImagesRequest::new(vec!["img-1".into()], types::RegionId::CnEast2);
    stage.answers::<operations::CopyImages>(Ok(read(answer)));
    let input = operations::CopyImages::new(types::RegionId::CnNorth1, sparse);
    connected::<JdCloud>(&stage, true)
        .call(input.clone())
        .await
        .unwrap();
    assert_eq!(stage.asked::<operations::CopyImages>(), input);
    let written = serde_json::to_value(&input.body).unwrap();
    assert_eq!(written.as_object().unwrap().len(), 2, "{written}");
}

#[tokio::test]
async fn methods_and_paths() {
    for (line, expected, allow, code) in [
        (
            "GET /v1/regions/r/images:copyImages",
            405,
            Some("POST"),
            "INVALID_ARGUMENT",
        ),
        (
            "DELETE /v1/regions/r/images/i",
            405,
            Some("GET, HEAD"),
            "INVALID_ARGUMENT",
        ),
        (
            "POST /v1/regions/r/images",
            405,
            Some("GET, HEAD"),
            "INVALID_ARGUMENT",
        ),
        ("GET /v1/regions/r", 404, None, "NOT_FOUND"),
        ("GET /v2/regions/r/images", 404, None, "NOT_FOUND"),
        (
            "POST /v1/regions/r/images:deleteImages",
            404,
            None,
            "NOT_FOUND",
        ),
    ] {
        let stage = Stage::default();
        let (status, header, body) = send(&stage, line, "", "allow").await;
        assert_eq!((status, header.as_deref()), (expected, allow), "{line}");
        assert_eq!(body["error"]["code"], expected, "{line}");
        assert_eq!(body["error"]["status"], code, "{line}");
        assert!(body["requestId"].is_string(), "{line}");
        assert!(!stage.was_asked(), "{line}");
    }
}

/// Wrong types, missing members and broken limits of one body come together.
#[tokio::test]
async fn bodies_that_are_wrong_in_many_ways() {
    for (body, places) in [
        (
            r#"{"destinationRegion": 1, "name": 2, "description": []}"#,
            &["sourceImageIds", "destinationRegion", "name", "description"][..],
        ),
        (
            r#"{"sourceImageIds": [], "destinationRegion": "r", "name": "a b"}"#,
            &["sourceImageIds", "name"],
        ),
        (
            r#"{"sourceImageIds": ["a", null], "destinationRegion": null}"#,
            &["sourceImageIds/1", "destinationRegion"],
        ),
        ("[]", &["expected an object"]),
        ("{", &["body"]),
        ("", &["body"]),
    ] {
        let stage = Stage::default();
        let (status, _, got) =
            send(&stage, "POST /v1/regions/r/images:copyImages", body, "x").await;
        assert_eq!(status, 400, "{body}: {got}");
        let message = got["error"]["message"].as_str().unwrap();
        for place in places {
            assert!(message.contains(place), "{body}: {place} in {message}");
        }
        assert!(!stage.was_asked(), "{body}");
    }
}

#[test]
fn operations_are_described() {
    assert_eq!(operations::CopyImages::META.method(), "POST");
    assert_eq!(
        operations::CopyImages::META.path(),
        "/v1/regions/{regionId}/images:copyImages"
    );
}
