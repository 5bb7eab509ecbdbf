//! Open Telekom Cloud Image Management Service.

use otc_ims::{operations, types};
use serde_json::{Value, json};

use crate::credentials::are_verified;
use crate::failures::{Table, fails};
use crate::huaweicloud;
use crate::provider::{Give, Refused, access_key, provider};
use crate::refusals::{Broken, is_not_implemented, refuses};
use crate::successes::{read, succeeds};

provider! {
    Otc, otc_ims, "otc-ims.yaml",
    {
    copy_image_in_region(CopyImageInRegion)
        -> operations::CopyImageInRegionResponse | CopyImageInRegionError;
    show_job(ShowJob) -> operations::ShowJobResponse | ShowJobError;
    }

    fn schemes() -> Vec<(&'static str, Give<Self::Builder>)> {
        vec![
            ("authToken", |builder, token| builder.auth_token(token)),
            ("accessKey", |builder, secret| builder.access_key(access_key(secret))),
            ("scopedAccessKey", |builder, secret| builder.scoped_access_key(access_key(secret))),
        ]
    }

    fn refusal(operation: &str, refused: &Refused<'_>) -> (u16, Value) {
        huaweicloud::refusal(operation, refused)
    }
}

fn in_region() -> operations::CopyImageInRegion {
    let body = types::CopyImageInRegionRequest::new("ims_encrypted_copy3")
        .description("test copy\nof two lines")
        .cmk_id("")
        .enterprise_project_id("bd66288c-9081-460a-8227-4cbd0c814cb4");
    operations::CopyImageInRegion::new("465076de-dc36-4aec-80f5-ef9d8009428f", body)
}

fn show_job() -> operations::ShowJob {
    operations::ShowJob::new("ac234de2", "edc89b490d7d4392898e19b2deb34797")
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
    succeeds::<Otc, _>(in_region(), success!(CopyImageInRegionResponse)).await;
    succeeds::<Otc, _>(show_job(), success!(ShowJobResponse)).await;
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
    fails::<Otc, _>(
        in_region(),
        table!(CopyImageInRegionError, 400 BadRequest, 401 Unauthorized, 403 Forbidden, 404 NotFound, 500 InternalServerError, 503 ServiceUnavailable),
    )
    .await;
    fails::<Otc, _>(
        show_job(),
        table!(ShowJobError, 400 BadRequest, 401 Unauthorized, 403 Forbidden, 500 InternalServerError, 503 ServiceUnavailable),
    )
    .await;
}

#[tokio::test]
async fn refusals() {
    const IN_REGION: Broken<operations::CopyImageInRegion> = &[
        ("/body/name", "minLength", |input| input.body.name.clear()),
        ("/body/name", "maxLength", |input| {
            input.body.name = "x".repeat(129)
        }),
        ("/body/name", "pattern", |input| {
            input.body.name = " ".into()
        }),
        ("/body/description", "maxLength", |input| {
            input.body.description = Some("x".repeat(1025));
        }),
        ("/body/description", "pattern", |input| {
            input.body.description = Some("a>b".into());
        }),
        ("/body/enterprise_project_id", "pattern", |input| {
            input.body.enterprise_project_id = Some("00".into());
        }),
    ];
    refuses::<Otc, _>(in_region(), IN_REGION).await;
    refuses::<Otc, _>(show_job(), &[]).await;
}

#[tokio::test]
async fn what_is_not_implemented() {
    is_not_implemented::<Otc, _>(in_region()).await;
    is_not_implemented::<Otc, _>(show_job()).await;
}

#[tokio::test]
async fn credentials() {
    let accepted = success!(CopyImageInRegionResponse)(json!({ "job_id": "j" }));
    are_verified::<Otc, _>(in_region(), accepted).await;
    let done = success!(ShowJobResponse)(json!({ "status": "SUCCESS" }));
    are_verified::<Otc, _>(show_job(), done).await;
}
