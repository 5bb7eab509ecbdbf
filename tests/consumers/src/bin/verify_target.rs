//! `verify_target FORM URL --ak KEY --sk SECRET`: makes every call of a document against a server, signed in one form.
//!
//! In: what signs and where to call. Out: a transcript as the scripts of `tests/interop` print it, a JSON line for each
//! call and one with the number of calls that did not end as they should.

use std::fmt::Debug;
use std::io::{Write as _, stdout};
use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use generator_runtime::client::BuildError;
use generator_runtime::credentials::AccessKey;
use generator_runtime::error::Error;
use serde_json::json;

/// Makes every call of a document against a server.
#[derive(Debug, Parser)]
struct Flags {
    /// How to sign, and with that which document.
    form: Form,
    /// Where the server is.
    base_url: String,
    /// The identifier of the access key.
    #[arg(long)]
    ak: String,
    /// Its secret.
    #[arg(long)]
    sk: String,
    /// The token of a temporary key.
    #[arg(long)]
    security_token: Option<String>,
    /// A call is right only if its credentials are refused.
    #[arg(long)]
    expect_unauthorized: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Form {
    /// Huawei Cloud, `SDK-HMAC-SHA256 Access=`.
    Huawei,
    /// Open Telekom Cloud, `SDK-HMAC-SHA256 Access=`.
    OtcAccess,
    /// Open Telekom Cloud, `SDK-HMAC-SHA256 Credential=`.
    OtcCredential,
    /// JD Cloud, `JDCLOUD2-HMAC-SHA256`.
    Jdcloud2,
    /// JD Cloud, `JDCLOUD3-HMAC-SHA256`.
    Jdcloud3,
    /// Volcengine, `HMAC-SHA256`.
    Volcengine,
}

/// Makes calls and prints what came of them.
struct Transcript {
    expect_unauthorized: bool,
    failed: usize,
}

impl Transcript {
    /// Makes a call that must succeed.
    async fn succeeds<T: Debug, E: Debug>(
        &mut self,
        op: &str,
        call: impl IntoFuture<Output = Result<T, Error<E>>>,
    ) {
        let result = call.await;
        self.print(op, result.is_ok(), &result);
    }

    /// Makes a call that must be answered with an error.
    async fn fails<T: Debug, E: Debug>(
        &mut self,
        op: &str,
        call: impl IntoFuture<Output = Result<T, Error<E>>>,
    ) {
        let result = call.await;
        let told = result.as_ref().err().and_then(Error::code).is_some();
        self.print(&format!("{op} ERROR"), told, &result);
    }

    fn print<T: Debug, E: Debug>(
        &mut self,
        op: &str,
        is_right: bool,
        result: &Result<T, Error<E>>,
    ) {
        let status = result.as_ref().err().and_then(Error::status);
        let is_refused = status.is_some_and(|status| status == 401);
        let ok = match self.expect_unauthorized {
            true => is_refused,
            false => is_right && !is_refused,
        };
        self.failed += usize::from(!ok);
        let text = match result {
            Ok(answer) => format!("{answer:?}"),
            Err(error) => error.to_string(),
        };
        self.line(&json!({"op": op, "ok": ok, "sdk_result": {"text": text}}));
    }

    fn line(&self, line: &serde_json::Value) {
        // Where nobody reads, there is nobody to tell.
        let _ = writeln!(stdout(), "{line}");
    }
}

const IMAGE: &str = "465076de-dc36-4aec-80f5-ef9d8009428f";

async fn huawei(flags: Flags, key: AccessKey, told: &mut Transcript) -> Result<(), BuildError> {
    use huaweicloud_ims::{Client, types};
    let builder = Client::builder().base_url(flags.base_url);
    let client = builder.access_key(key).header("x-project-id", "project");
    let client = client.build()?;
    let within = || types::CopyImageInRegionRequest::new("nightly").description("made at night");
    let across = types::CopyImageCrossRegionRequest::new(
        "nightly",
        types::RegionId::from("cn-south-1"),
        "cn-south-1",
        "agency",
    );
    told.succeeds(
        "copyImageInRegion",
        client.copy_image_in_region(IMAGE, within()),
    )
    .await;
    told.fails(
        "copyImageInRegion",
        client.copy_image_in_region("missing", within()),
    )
    .await;
    told.succeeds(
        "copyImageCrossRegion",
        client.copy_image_cross_region(IMAGE, across),
    )
    .await;
    #[expect(deprecated, reason = "every call of the document is made")]
    told.succeeds("showJob", client.show_job("project", "a job:+~"))
        .await;
    told.succeeds("showJobProgress", client.show_job_progress("job"))
        .await;
    told.fails("showJobProgress", client.show_job_progress("missing"))
        .await;
    Ok(())
}

async fn otc(flags: Flags, key: AccessKey, told: &mut Transcript) -> Result<(), BuildError> {
    use otc_ims::{Client, types};
    let builder = Client::builder().base_url(flags.base_url);
    let client = match flags.form {
        Form::OtcCredential => builder.scoped_access_key(key),
        _ => builder.access_key(key),
    };
    let client = client.build()?;
    let within = || types::CopyImageInRegionRequest::new("nightly").description("made at night");
    told.succeeds(
        "copyImageInRegion",
        client.copy_image_in_region(IMAGE, within()),
    )
    .await;
    told.fails(
        "copyImageInRegion",
        client.copy_image_in_region("missing", within()),
    )
    .await;
    told.succeeds("showJob", client.show_job("project", "a job:+~"))
        .await;
    told.fails("showJob", client.show_job("project", "missing"))
        .await;
    Ok(())
}

async fn jdcloud(flags: Flags, key: AccessKey, told: &mut Transcript) -> Result<(), BuildError> {
    use jdcloud_vm::{Client, types};
    let builder = Client::builder().base_url(flags.base_url);
    let client = match flags.form {
        Form::Jdcloud3 => builder.access_key_v3(key),
        _ => builder.access_key(key),
    };
    let client = client.build()?;
    let (north, east) = (types::RegionId::CnNorth1, types::RegionId::CnEast2);
    let copies = |image: &str| {
        types::CopyImagesRequest::new(vec![image.into()], east.clone()).name("镜像-1")
    };
    told.succeeds(
        "copyImages",
        client.copy_images(north.clone(), copies("img-a")),
    )
    .await;
    told.fails(
        "copyImages",
        client.copy_images(north.clone(), copies("missing")),
    )
    .await;
    told.succeeds(
        "describeImage",
        client.describe_image(east.clone(), "img-a copy*"),
    )
    .await;
    told.fails("describeImage", client.describe_image(east, "missing"))
        .await;
    let images = client
        .describe_images(north)
        .image_source(types::ImageSourceFilter::Private)
        .ids(vec!["img-m5s0****29".into(), "img b+c".into()])
        .image_name("镜像 a&b=c")
        .page_number(1)
        .page_size(20);
    told.succeeds("describeImages", images).await;
    Ok(())
}

async fn volcengine(flags: Flags, key: AccessKey, told: &mut Transcript) -> Result<(), BuildError> {
    use volcengine_ecs::{Client, types};
    let builder = Client::builder().base_url(flags.base_url);
    let client = builder.region("cn-beijing").access_key(key).build()?;
    let shanghai = || types::RegionId::CnShanghai;
    let tag = types::Tag::new().key("env").value("a b+c/d=e&f");
    let copy = client.copy_image("image-a", shanghai(), "nightly");
    let copy = copy.description("镜像, made at night").tags(vec![tag]);
    told.succeeds("CopyImage", copy).await;
    told.fails(
        "CopyImage",
        client.copy_image("missing", shanghai(), "nightly"),
    )
    .await;
    let tasks = client.describe_tasks().max_results(10);
    let tasks = tasks.resource_ids(vec!["image-a".into(), "image-3teco1******".into()]);
    told.succeeds("DescribeTasks", tasks).await;
    let filter = types::TagFilter::new()
        .key("env")
        .values(vec!["a b".into()]);
    let images = client.describe_images().tag_filters(vec![filter]);
    let images = images.visibility(types::VisibilityFilter::Private);
    told.succeeds("DescribeImages", images).await;
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<ExitCode, BuildError> {
    let flags = Flags::parse();
    let mut key = AccessKey::new(&*flags.ak, &*flags.sk);
    if let Some(token) = &flags.security_token {
        key = key.with_security_token(&**token);
    }
    let mut told = Transcript {
        expect_unauthorized: flags.expect_unauthorized,
        failed: 0,
    };
    match flags.form {
        Form::Huawei => huawei(flags, key, &mut told).await?,
        Form::OtcAccess | Form::OtcCredential => otc(flags, key, &mut told).await?,
        Form::Jdcloud2 | Form::Jdcloud3 => jdcloud(flags, key, &mut told).await?,
        Form::Volcengine => volcengine(flags, key, &mut told).await?,
    }
    told.line(&json!({"failed": told.failed}));
    Ok(ExitCode::from(u8::from(told.failed > 0)))
}
