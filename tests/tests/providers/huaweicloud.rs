//! Huawei Cloud Image Management Service.

use generator_runtime::body::Body;
use generator_runtime::error::Error;
use generator_runtime::server::Kind;
use http::Response;
use huaweicloud_ims::{operations, types};
use serde_json::{Value, json};

use crate::credentials::are_verified;
use crate::failures::{Table, fails};
use crate::provider::{Give, Provider as _, Refused, access_key, provider, replied};
use crate::refusals::{Broken, is_not_implemented, refuses};
use crate::successes::{read, succeeds};

provider! {
    HuaweiCloud, huaweicloud_ims, "huaweicloud-ims.yaml",
    {
    copy_image_in_region(CopyImageInRegion)
        -> operations::CopyImageInRegionResponse | CopyImageInRegionError;
    copy_image_cross_region(CopyImageCrossRegion)
        -> operations::CopyImageCrossRegionResponse | CopyImageCrossRegionError;
    show_job(ShowJob) -> operations::ShowJobResponse | ShowJobError;
    show_job_progress(ShowJobProgress)
        -> operations::ShowJobProgressResponse | ShowJobProgressError;
    }

    fn schemes() -> Vec<(&'static str, Give<Self::Builder>)> {
        vec![
            ("accessKey", |builder, secret| builder.access_key(access_key(secret))),
            ("authToken", |builder, token| builder.auth_token(token)),
        ]
    }

    fn refusal(operation: &str, refused: &Refused<'_>) -> (u16, Value) {
        refusal(operation, refused)
    }
}

/// Both clouds of the family refuse alike.
pub(crate) fn refusal(_: &str, refused: &Refused<'_>) -> (u16, Value) {
    let gateway = |code: &str, text: String| json!({ "error_code": code, "error_msg": text, "request_id": refused.request_id });
    match refused.kind {
        Kind::Invalid => {
            let message = format!("The request message format is invalid. {}", refused.detail);
            (
                400,
                json!({ "error": { "code": "IMG.0001", "message": message } }),
            )
        }
        Kind::Unauthorized => {
            let message = format!(
                "Incorrect IAM authentication information: {}",
                refused.detail
            );
            (401, gateway("APIGW.0301", message))
        }
        Kind::NotImplemented => (
            501,
            gateway("APIGW.0103", "The backend does not exist.".into()),
        ),
        other => panic!("{other:?}"),
    }
}

fn in_region() -> operations::CopyImageInRegion {
    let body = types::CopyImageInRegionRequest::new("a copy")
        .description("test copy, 描述")
        .cmk_id("bd66288c-9081-460a-8227-4cbd0c814cb4")
        .enterprise_project_id("0");
    operations::CopyImageInRegion::new("465076de/%41", body)
}

fn cross_region() -> operations::CopyImageCrossRegion {
    let body = types::CopyImageCrossRegionRequest::new(
        "n",
        types::RegionId::CnNorth4,
        "region-1",
        "ims_copy_image",
    )
    .description("")
    .vault_id("v-1");
    operations::CopyImageCrossRegion::new("465076de", body)
}

fn show_job() -> operations::ShowJob {
    operations::ShowJob::new("project 1", "edc89b49?")
}

fn show_job_progress() -> operations::ShowJobProgress {
    operations::ShowJobProgress::new("edc89b49#")
}

/// A success with its documented header.
macro_rules! success {
    ($response:ident) => {
        |body| {
            let mut output = operations::$response::new(read(body));
            output.x_request_id = Some("r-1".into());
            output
        }
    };
}

#[tokio::test]
async fn successes() {
    succeeds::<HuaweiCloud, _>(in_region(), success!(CopyImageInRegionResponse)).await;
    succeeds::<HuaweiCloud, _>(cross_region(), success!(CopyImageCrossRegionResponse)).await;
    succeeds::<HuaweiCloud, _>(show_job(), success!(ShowJobResponse)).await;
    succeeds::<HuaweiCloud, _>(show_job_progress(), success!(ShowJobProgressResponse)).await;
}

/// Each line is a status and the variant that takes its body.
macro_rules! table {
    ($error:ident, $($status:literal $variant:ident),*) => {{
        const TABLE: Table<operations::$error> = &[$(($status, |body| operations::$error::$variant {
            body: read(body),
            x_request_id: Some("from the header".into()),
        })),*];
        TABLE
    }};
}

#[tokio::test]
async fn failures() {
    fails::<HuaweiCloud, _>(
        in_region(),
        table!(CopyImageInRegionError, 400 BadRequest, 401 Unauthorized, 403 Forbidden, 404 NotFound, 500 InternalServerError, 503 ServiceUnavailable),
    )
    .await;
    fails::<HuaweiCloud, _>(
        cross_region(),
        table!(CopyImageCrossRegionError, 400 BadRequest, 401 Unauthorized, 403 Forbidden, 404 NotFound, 500 InternalServerError, 503 ServiceUnavailable),
    )
    .await;
    fails::<HuaweiCloud, _>(
        show_job(),
        table!(ShowJobError, 400 BadRequest, 401 Unauthorized, 403 Forbidden, 500 InternalServerError, 503 ServiceUnavailable),
    )
    .await;
    fails::<HuaweiCloud, _>(
        show_job_progress(),
        table!(ShowJobProgressError, 400 BadRequest, 401 Unauthorized, 403 Forbidden, 500 InternalServerError, 503 ServiceUnavailable),
    )
    .await;
}

#[tokio::test]
async fn refusals() {
    const IN_REGION: Broken<operations::CopyImageInRegion> = &[
        ("/body/name", "minLength", |input| input.body.name.clear()),
        ("/body/name", "maxLength", |input| {
            input.body.name = "名".repeat(129)
        }),
        ("/body/name", "pattern", |input| {
            input.body.name = " a".into()
        }),
        ("/body/description", "maxLength", |input| {
            input.body.description = Some("x".repeat(1025));
        }),
        ("/body/description", "pattern", |input| {
            input.body.description = Some("a\rb".into());
        }),
        ("/body/enterprise_project_id", "pattern", |input| {
            input.body.enterprise_project_id = Some("1".into());
        }),
    ];
    refuses::<HuaweiCloud, _>(in_region(), IN_REGION).await;
    const CROSS_REGION: Broken<operations::CopyImageCrossRegion> = &[
        ("/body/name", "minLength", |input| input.body.name.clear()),
        ("/body/name", "maxLength", |input| {
            input.body.name = "x".repeat(129)
        }),
        ("/body/name", "pattern", |input| {
            input.body.name = "a ".into()
        }),
        ("/body/description", "maxLength", |input| {
            input.body.description = Some("x".repeat(1025));
        }),
        ("/body/description", "pattern", |input| {
            input.body.description = Some("a<b".into());
        }),
    ];
    refuses::<HuaweiCloud, _>(cross_region(), CROSS_REGION).await;
    refuses::<HuaweiCloud, _>(show_job(), &[]).await;
    refuses::<HuaweiCloud, _>(show_job_progress(), &[]).await;
}

#[tokio::test]
async fn what_is_not_implemented() {
    is_not_implemented::<HuaweiCloud, _>(in_region()).await;
    is_not_implemented::<HuaweiCloud, _>(cross_region()).await;
    is_not_implemented::<HuaweiCloud, _>(show_job()).await;
    is_not_implemented::<HuaweiCloud, _>(show_job_progress()).await;
}

#[tokio::test]
async fn credentials() {
    let accepted = success!(CopyImageInRegionResponse)(json!({ "job_id": "j" }));
    are_verified::<HuaweiCloud, _>(in_region(), accepted).await;
    let running = success!(ShowJobProgressResponse)(json!({ "status": "RUNNING" }));
    are_verified::<HuaweiCloud, _>(show_job_progress(), running).await;
}

/// The image service writes codes as text, the identity service as numbers; all four shapes are told apart.
#[tokio::test]
async fn codes_and_shapes() {
    for (body, code, message, shape) in [
        (
            json!({ "error": { "code": "IMG.0027", "message": "m" } }),
            "IMG.0027",
            "m",
            "ServiceError",
        ),
        (
            json!({ "error": { "code": 401, "title": "Unauthorized", "message": "m" } }),
            "401",
            "m",
            "ServiceError",
        ),
        (
            json!({ "error_code": "APIGW.0301", "error_msg": "m", "request_id": "r" }),
            "APIGW.0301",
            "m",
            "GatewayError",
        ),
        (
            json!({ "code": "IMG.9999", "message": "m" }),
            "IMG.9999",
            "m",
            "PlainError",
        ),
        (
            json!({ "code": 500, "message": "m" }),
            "500",
            "m",
            "PlainError",
        ),
        (
            json!({ "errorCode": "c", "errorMsg": "m" }),
            "c",
            "m",
            "CamelCaseError",
        ),
    ] {
        let text = body.to_string();
        let client = replied::<HuaweiCloud>(move || {
            let reply = Response::builder()
                .status(400)
                .header("x-request-id", "r-2");
            reply.body(Body::from(text.clone())).unwrap()
        });
        let error = HuaweiCloud::call(&client, show_job()).await.unwrap_err();
        assert_eq!(
            (error.code(), error.message()),
            (Some(code), Some(message)),
            "{body}"
        );
        assert_eq!(error.request_id(), Some("r-2"));
        let Error::Api(failure) = error else {
            panic!("{error:?}")
        };
        let operations::ShowJobError::BadRequest { body: got, .. } = failure.error else {
            panic!("{body}: {failure:?}");
        };
        let shown = format!("{got:?}");
        assert!(shown.starts_with(shape), "{body}: {shown}");
        assert_eq!(serde_json::to_value(&got).unwrap(), body);
    }
}
