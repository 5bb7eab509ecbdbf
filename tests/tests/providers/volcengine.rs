//! Volcengine Elastic Compute Service.
//! Long because each case is written out.

use generator_runtime::body::Body;
use generator_runtime::client::Transport;
use generator_runtime::error::Error;
use generator_runtime::server::Kind;
use http::{Request, Response};
use serde_json::{Value, json};
use volcengine_ecs::{operations, types};

use crate::credentials::are_verified;
use crate::failures::{DEFAULT, Table, fails};
use crate::provider::{Give, Provider as _, Refused, access_key, provider, replied};
use crate::refusals::{Broken, is_not_implemented, refuses};
use crate::stage::Stage;
use crate::successes::{read, succeeds};

provider! {
    Volcengine, volcengine_ecs, "volcengine-ecs.yaml",
    {
    copy_image(CopyImage) -> types::CopyImageResponse | CopyImageError;
    describe_tasks(DescribeTasks) -> types::DescribeTasksResponse | DescribeTasksError;
    describe_images(DescribeImages) -> types::DescribeImagesResponse | DescribeImagesError;
    }

    fn schemes() -> Vec<(&'static str, Give<Self::Builder>)> {
        vec![("accessKey", |builder, secret| builder.access_key(access_key(secret)))]
    }

    fn refusal(operation: &str, refused: &Refused<'_>) -> (u16, Value) {
        let (status, code, message) = match refused.kind {
            Kind::Invalid => (
                400,
                "InvalidArgument",
                format!("The specified argument is invalid. {}", refused.detail),
            ),
            Kind::Unauthorized => (
                401,
                "SignatureDoesNotMatch",
                format!(
                    "The request signature we calculated does not match the signature you provided. {}",
                    refused.detail
                ),
            ),
            Kind::NotImplemented => (501, "InternalError", refused.message.to_owned()),
            other => panic!("{other:?}"),
        };
        // A request that is not signed names no region.
        let region = match refused.detail.contains("credentials are missing") {
            true => "",
            false => "cn-beijing",
        };
        let error = json!({ "Code": code, "Message": message });
        let metadata = json!({
            "RequestId": refused.request_id, "Action": operation, "Version": "2020-04-01",
            "Service": "ecs", "Region": region, "Error": error,
        });
        (status, json!({ "ResponseMetadata": metadata }))
    }
}

fn copy_image() -> operations::CopyImage {
    let mut input = operations::CopyImage::new("image-1", types::RegionId::CnBeijing, "镜像-a_1.x");
    input.description = Some("Winserver =a,b，。 c".into());
    input.copy_image_tags = Some(false);
    input.project_name = Some("default & more".into());
    input.tags = Some(vec![
        types::Tag::new().key("env").value("test"),
        types::Tag::new().key("a=b").value(""),
    ]);
    input
}

fn describe_tasks() -> operations::DescribeTasks {
    let mut input = operations::DescribeTasks::new();
    input.resource_id = Some("image-1".into());
    input.resource_ids = Some(vec!["image-1".into(), "image-2".into()]);
    input.task_ids = Some((1..=12).map(|n| format!("t-{n}")).collect());
    input.max_results = Some(100);
    input.next_token = Some("a+b/c==".into());
    input
}

fn describe_images() -> operations::DescribeImages {
    let mut input = operations::DescribeImages::new();
    input.image_ids = Some(vec!["image-1".into()]);
    input.image_name = Some("名".into());
    input.image_status = Some("available".into());
    input.instance_type_id = Some("ecs.g1".into());
    input.is_lts = Some(true);
    input.is_support_cloud_init = Some(false);
    input.os_type = Some(types::OsTypeFilter::Linux);
    input.platform = Some("CentOS".into());
    input.project_name = Some("p".into());
    input.status = Some(vec!["available".into(), "of tomorrow".into()]);
    input.tag_filters = Some(vec![
        types::TagFilter::new()
            .key("env")
            .values(vec!["a".into(), "b".into()]),
        types::TagFilter::new().key("k").values(vec!["v".into()]),
    ]);
    input.visibility = Some(types::VisibilityFilter::Shared);
    input.max_results = Some(1);
    input.next_token = Some("n".into());
    input
}

#[tokio::test]
async fn successes() {
    succeeds::<Volcengine, _>(copy_image(), read).await;
    succeeds::<Volcengine, _>(describe_tasks(), read).await;
    succeeds::<Volcengine, _>(describe_images(), read).await;
}

/// Each line is a status and the variant that takes its body; what is documented for every other status comes last.
macro_rules! table {
    ($error:ident, $($status:literal $variant:ident),*) => {{
        const TABLE: Table<operations::$error> = &[
            $(($status, |body| operations::$error::$variant(read(body))),)*
            (DEFAULT, |body| operations::$error::Default {
                status: http::StatusCode::TOO_MANY_REQUESTS,
                body: read(body),
            }),
        ];
        TABLE
    }};
}

#[tokio::test]
async fn failures() {
    fails::<Volcengine, _>(
        copy_image(),
        table!(CopyImageError, 400 BadRequest, 401 Unauthorized, 403 Forbidden, 404 NotFound, 412 PreconditionFailed, 500 InternalServerError),
    )
    .await;
    fails::<Volcengine, _>(
        describe_tasks(),
        table!(DescribeTasksError, 400 BadRequest, 401 Unauthorized, 403 Forbidden, 404 NotFound, 500 InternalServerError),
    )
    .await;
    fails::<Volcengine, _>(
        describe_images(),
        table!(DescribeImagesError, 400 BadRequest, 401 Unauthorized, 403 Forbidden, 404 NotFound, 500 InternalServerError),
    )
    .await;
}

#[tokio::test]
async fn refusals() {
    const COPY: Broken<operations::CopyImage> = &[
        ("/query/ImageName", "minLength", |input| {
            input.image_name.clear()
        }),
        ("/query/ImageName", "maxLength", |input| {
            input.image_name = "a".repeat(129)
        }),
        ("/query/ImageName", "pattern", |input| {
            input.image_name = "1a".into()
        }),
        ("/query/Description", "maxLength", |input| {
            input.description = Some("像".repeat(256));
        }),
        ("/query/Description", "pattern", |input| {
            input.description = Some(" a".into())
        }),
    ];
    // A lower limit of 0 cannot be broken.
    refuses::<Volcengine, _>(copy_image(), COPY).await;
    const TASKS: Broken<operations::DescribeTasks> = &[
        ("/query/ResourceIds", "maxItems", |input| {
            input.resource_ids = Some(vec!["i".into(); 101]);
        }),
        ("/query/TaskIds", "maxItems", |input| {
            input.task_ids = Some(vec!["t".into(); 101])
        }),
        ("/query/MaxResults", "maximum", |input| {
            input.max_results = Some(101)
        }),
    ];
    refuses::<Volcengine, _>(describe_tasks(), TASKS).await;
    const IMAGES: Broken<operations::DescribeImages> = &[
        ("/query/ImageIds", "maxItems", |input| {
            input.image_ids = Some(vec!["i".into(); 101])
        }),
        ("/query/OsType", "enum", |input| {
            input.os_type = Some("Plan 9".into())
        }),
        ("/query/Status", "maxItems", |input| {
            input.status = Some(vec!["s".into(); 11])
        }),
        ("/query/Visibility", "enum", |input| {
            input.visibility = Some("Private".into())
        }),
        ("/query/MaxResults", "minimum", |input| {
            input.max_results = Some(0)
        }),
        ("/query/MaxResults", "maximum", |input| {
            input.max_results = Some(101)
        }),
    ];
    refuses::<Volcengine, _>(describe_images(), IMAGES).await;
}

#[tokio::test]
async fn what_is_not_implemented() {
    is_not_implemented::<Volcengine, _>(copy_image()).await;
    is_not_implemented::<Volcengine, _>(describe_tasks()).await;
    is_not_implemented::<Volcengine, _>(describe_images()).await;
}

#[tokio::test]
async fn credentials() {
    let metadata = types::ResponseMetadata::new("r");
    let copied = types::CopyImageResponse::new(metadata.clone(), types::CopyImageResult::new("i"));
    are_verified::<Volcengine, _>(copy_image(), copied).await;
    let listed = types::DescribeTasksResponse::new(metadata, types::DescribeTasksResult::new());
    are_verified::<Volcengine, _>(describe_tasks(), listed).await;
}

async fn send(stage: &Stage, line: &str) -> (u16, Option<String>, Value) {
    let (method, target) = line.split_once(' ').unwrap();
    let request = Request::builder().method(method).uri(target);
    let mut router = Volcengine::router(stage).without_authentication();
    let request = request.body(Body::empty()).unwrap();
    let Ok(response) = tower_service::Service::call(&mut router, request).await;
    let allow = response
        .headers()
        .get("allow")
        .map(|value| value.to_str().unwrap().to_owned());
    let status = response.status().as_u16();
    let body = response.into_body().bytes(1 << 20).await.unwrap();
    (status, allow, serde_json::from_slice(&body).unwrap())
}

/// A signature takes the region of the URL that is called, where that has one, and the vendor's usual one where not.
#[tokio::test]
async fn regions_of_signatures() {
    let usual = volcengine_ecs::Client::builder;
    use volcengine_ecs::client::Server;
    for (builder, host, region) in [
        (usual(), "open.volcengineapi.com", "cn-beijing"),
        (
            usual().base_url(Server::OpenVolcengineapiCom.url()),
            "open.volcengineapi.com",
            "cn-beijing",
        ),
        (
            usual().region("cn-shanghai"),
            "open.volcengineapi.com",
            "cn-shanghai",
        ),
        (
            usual().server(Server::Ecs),
            "ecs.ap-southeast-2.volcengineapi.com",
            "ap-southeast-2",
        ),
        (
            usual()
                .server(Server::Ecs)
                .region("ap-southeast-3")
                .domain("volcengine-api.com"),
            "ecs.ap-southeast-3.volcengine-api.com",
            "ap-southeast-3",
        ),
        (
            usual().server(Server::BytePlus),
            "open.ap-southeast-1.byteplusapi.com",
            "ap-southeast-1",
        ),
        (usual().base_url("https://h"), "h", "cn-beijing"),
        (
            usual().base_url("https://{region}.h"),
            "ap-southeast-2.h",
            "ap-southeast-2",
        ),
    ] {
        let seen = std::sync::Arc::new(std::sync::Mutex::new(None));
        let keep = seen.clone();
        let transport = Transport::from_fn(move |request: Request<Body>| {
            let signature = request.headers()["authorization"]
                .to_str()
                .unwrap()
                .to_owned();
            *keep.lock().unwrap() = Some((request.uri().host().unwrap().to_owned(), signature));
            async { Ok::<_, std::convert::Infallible>(Response::new(Body::empty())) }
        });
        let builder = builder.access_key(access_key("s"));
        let client = Volcengine::build(builder, transport, true);
        let _ = client.describe_tasks().await;
        let (called, signature) = seen.lock().unwrap().take().unwrap();
        assert_eq!(called, host);
        assert!(
            signature.contains(&format!("/{region}/ecs/request")),
            "{host}: {signature}"
        );
    }
}

/// The action and the version choose the operation, wherever they stand.
#[tokio::test]
async fn actions_in_any_order() {
    let metadata = types::ResponseMetadata::new("r");
    for query in [
        "Action=DescribeTasks&Version=2020-04-01&ResourceIds.1=a&ResourceIds.2=b",
        "Version=2020-04-01&ResourceIds.2=b&Action=DescribeTasks&ResourceIds.1=a",
        "ResourceIds.1=a&ResourceIds.2=b&Version=2020%2D04-01&Action=Describe%54asks",
    ] {
        let stage = Stage::default();
        let page = types::DescribeTasksResult::new();
        let answer = types::DescribeTasksResponse::new(metadata.clone(), page);
        stage.answers::<operations::DescribeTasks>(Ok(answer));
        let (status, ..) = send(&stage, &format!("GET /?{query}")).await;
        assert_eq!(status, 200, "{query}");
        let asked = stage.asked::<operations::DescribeTasks>();
        assert_eq!(
            asked.resource_ids,
            Some(vec!["a".into(), "b".into()]),
            "{query}"
        );
    }
    let stage = Stage::default();
    let page = types::DescribeImagesResult::new();
    let answer = types::DescribeImagesResponse::new(metadata.clone(), page);
    stage.answers::<operations::DescribeImages>(Ok(answer));
    assert_eq!(
        send(&stage, "GET /?Version=2020-04-01&Action=DescribeImages")
            .await
            .0,
        200
    );
    stage.asked::<operations::DescribeImages>();
    let answer = types::CopyImageResponse::new(metadata, types::CopyImageResult::new("i"));
    stage.answers::<operations::CopyImage>(Ok(answer));
    let copy =
        "GET /?ImageName=n&Version=2020-04-01&DestinationRegion=r&Action=CopyImage&ImageId=i";
    assert_eq!(send(&stage, copy).await.0, 200);
    stage.asked::<operations::CopyImage>();
}

#[tokio::test]
async fn actions_that_are_not_there() {
    for (line, action, version) in [
        (
            "GET /?Action=DeleteImage&Version=2020-04-01",
            "DeleteImage",
            "2020-04-01",
        ),
        (
            "GET /?Action=CopyImage&Version=2019-01-01",
            "CopyImage",
            "2019-01-01",
        ),
        (
            "GET /?Action=copyimage&Version=2020-04-01",
            "copyimage",
            "2020-04-01",
        ),
        ("GET /?Version=2020-04-01", "", "2020-04-01"),
        ("GET /", "", ""),
        (
            "GET /elsewhere?Action=CopyImage&Version=2020-04-01",
            "CopyImage",
            "2020-04-01",
        ),
    ] {
        let stage = Stage::default();
        let (status, _, body) = send(&stage, line).await;
        let metadata = &body["ResponseMetadata"];
        assert_eq!(status, 404, "{line}: {body}");
        assert_eq!(metadata["Action"], action, "{line}");
        assert_eq!(metadata["Version"], version, "{line}");
        assert_eq!(
            metadata["Error"]["Code"], "InvalidActionOrVersion",
            "{line}"
        );
        let message = format!("Could not find operation {action} for version {version}.");
        assert_eq!(metadata["Error"]["Message"], message, "{line}");
        assert!(!stage.was_asked());
    }
    let stage = Stage::default();
    let (status, allow, body) = send(&stage, "DELETE /?Action=CopyImage&Version=2020-04-01").await;
    assert_eq!((status, allow.as_deref()), (405, Some("GET, HEAD")));
    assert_eq!(
        body["ResponseMetadata"]["Error"]["Code"],
        "InvalidActionOrVersion"
    );
}

/// Missing, malformed and forbidden parameters come together.
#[tokio::test]
async fn queries_that_are_wrong_in_many_ways() {
    for (query, places) in [
        (
            "Action=CopyImage",
            &["ImageId", "DestinationRegion", "ImageName"][..],
        ),
        (
            "Action=CopyImage&ImageName=1&CopyImageTags=maybe",
            &["ImageId", "ImageName", "CopyImageTags", "DestinationRegion"],
        ),
        (
            "Action=DescribeImages&MaxResults=many&IsLTS=1&OsType=x",
            &["MaxResults", "IsLTS", "OsType"],
        ),
        (
            "Action=DescribeTasks&MaxResults=99999999999",
            &["MaxResults"],
        ),
    ] {
        let stage = Stage::default();
        let (status, _, body) = send(&stage, &format!("GET /?Version=2020-04-01&{query}")).await;
        assert_eq!(status, 400, "{query}: {body}");
        let error = &body["ResponseMetadata"]["Error"];
        assert_eq!(error["Code"], "InvalidArgument");
        for place in places {
            let place = format!("/query/{place}: ");
            assert!(
                error["Message"].as_str().unwrap().contains(&place),
                "{query}: {error}"
            );
        }
        assert!(!stage.was_asked(), "{query}");
    }
}

/// An error in a reply with status 200 is a failure, whatever else the body holds.
#[tokio::test]
async fn errors_with_status_200() {
    let error = json!({ "Code": "InvalidImage.NotFound", "Message": "The specified image does not exist." });
    for extra in [json!({}), json!({ "Result": { "ImageId": "i" } })] {
        let mut body = json!({ "ResponseMetadata": { "RequestId": "r-1", "Error": error } });
        body.as_object_mut()
            .unwrap()
            .extend(extra.as_object().unwrap().clone());
        let text = body.to_string();
        let client = replied::<Volcengine>(move || Response::new(Body::from(text.clone())));
        let error = Volcengine::call(&client, copy_image()).await.unwrap_err();
        assert_eq!(error.code(), Some("InvalidImage.NotFound"));
        assert_eq!(error.message(), Some("The specified image does not exist."));
        assert_eq!(error.request_id(), Some("r-1"));
        assert!(!error.is_retryable());
        let Error::Api(failure) = error else {
            panic!("{error:?}")
        };
        let operations::CopyImageError::Default { status, body } = failure.error else {
            panic!("{failure:?}");
        };
        assert_eq!(status.as_u16(), 200);
        assert_eq!(
            body.response_metadata.error.code,
            types::ErrorCode::InvalidImageNotFound
        );
    }
    // From a handler, too.
    let stage = Stage::default();
    let body = read(json!({ "ResponseMetadata": { "RequestId": "r-1", "Error": error } }));
    let status = http::StatusCode::OK;
    stage.answers::<operations::CopyImage>(Err(operations::CopyImageError::Default {
        status,
        body,
    }));
    let copy =
        "GET /?Action=CopyImage&Version=2020-04-01&ImageId=i&ImageName=n&DestinationRegion=r";
    let (status, _, body) = send(&stage, copy).await;
    assert_eq!((status, &body["ResponseMetadata"]["Error"]), (200, &error));
    // Null is no error.
    let text =
        r#"{"ResponseMetadata": {"RequestId": "r", "Error": null}, "Result": {"ImageId": "i"}}"#;
    let client = replied::<Volcengine>(move || Response::new(Body::from(text)));
    let copied = Volcengine::call(&client, copy_image()).await.unwrap();
    assert_eq!(copied.result.image_id, "i");
}
