//! Waiting and paging as documents declare them: the methods of the provider crates, client against server in memory,
//! with a clock that jumps; and what is said about declarations that cannot be used.
//!
//! Long because each cloud answers in its own shape.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use generator_runtime::client::{Retry, StartError, Transport, WaitError};
use generator_runtime::credentials::AccessKey;
use generator_runtime::error::Undocumented;
use generator_runtime::server::{Caller, KeyRing, Principal};
use serde_json::{Value, json};

fn key() -> AccessKey {
    AccessKey::new("AK", "SK")
}

fn ring() -> KeyRing {
    KeyRing::new().access_key(key(), Principal::new("tester"))
}

/// Reads a message of a provider from JSON.
fn message<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).unwrap()
}

/// The states of a job, one after the other.
#[derive(Clone)]
struct Huawei(Arc<Vec<Value>>, Arc<AtomicUsize>);

impl huaweicloud_ims::server::Api for Huawei {
    async fn copy_image_in_region(
        &self,
        _: huaweicloud_ims::operations::CopyImageInRegion,
        _: Caller,
    ) -> Result<
        huaweicloud_ims::operations::CopyImageInRegionResponse,
        huaweicloud_ims::operations::CopyImageInRegionError,
    > {
        let accepted = huaweicloud_ims::types::CopyAccepted::new("job-1");
        Ok(huaweicloud_ims::operations::CopyImageInRegionResponse::new(
            accepted,
        ))
    }

    async fn show_job_progress(
        &self,
        request: huaweicloud_ims::operations::ShowJobProgress,
        _: Caller,
    ) -> Result<
        huaweicloud_ims::operations::ShowJobProgressResponse,
        huaweicloud_ims::operations::ShowJobProgressError,
    > {
        assert_eq!(request.job_id, "job-1");
        let state = &self.0[self.1.fetch_add(1, Ordering::SeqCst)];
        Ok(huaweicloud_ims::operations::ShowJobProgressResponse::new(
            message(state.clone()),
        ))
    }
}

fn huawei(states: Vec<Value>) -> huaweicloud_ims::Client {
    let router = huaweicloud_ims::server::router(Huawei(Arc::new(states), Arc::default()));
    huaweicloud_ims::Client::builder()
        .transport(Transport::new(router.credentials(ring())))
        .credentials(key())
        .build()
        .unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_job_until_it_is_done() {
    let states = vec![
        json!({"status": "INIT", "error_code": null}),
        json!({"status": "RUNNING", "entities": {"process_percent": 0.5}}),
        json!({"status": "SUCCESS", "entities": {"image_id": "image-2"}}),
    ];
    let client = huawei(states.clone());
    let body = huaweicloud_ims::types::CopyImageInRegionRequest::new("copy");
    let copy = client
        .copy_image_in_region("image-1", body.clone())
        .await
        .unwrap();
    let mut percents = Vec::new();
    let job = client
        .wait_for_copy_image_in_region(copy.job_id.clone())
        .on_progress(|job| percents.push(job.percent()))
        .await
        .unwrap();
    assert_eq!(percents, [0.0, 50.0, 100.0]);
    let entities = job.entities.clone().flatten().unwrap();
    assert_eq!(entities.image_id, Some(Some("image-2".to_owned())));

    let mut started = None;
    let job = huawei(states)
        .copy_image_in_region("image-1", body)
        .and_wait()
        .on_start(|copy| started = Some(copy.job_id.clone()))
        .await
        .unwrap();
    assert!(job.entities.is_some());
    assert_eq!(started.as_deref(), Some("job-1"));
}

#[tokio::test(start_paused = true)]
async fn a_job_that_fails() {
    let failed = json!({"status": "FAIL", "error_code": "IMG.0066", "fail_reason": "no quota"});
    let client = huawei(vec![json!({"status": "RUNNING"}), failed]);
    let error = client
        .wait_for_copy_image_in_region("job-1")
        .await
        .unwrap_err();
    assert!(matches!(error, WaitError::Failed { .. }));
    assert_eq!(
        (error.code(), error.reason()),
        (Some("IMG.0066"), Some("no quota"))
    );
    assert_eq!(
        error.last().unwrap().error_code,
        Some(Some("IMG.0066".to_owned()))
    );
}

/// Copies become visible, and ready, one question after the other.
#[derive(Clone, Default)]
struct Jd(Arc<Mutex<Vec<String>>>);

impl jdcloud_vm::server::Api for Jd {
    async fn copy_images(
        &self,
        request: jdcloud_vm::operations::CopyImages,
        _: Caller,
    ) -> Result<jdcloud_vm::types::CopyImagesResponse, jdcloud_vm::operations::CopyImagesError>
    {
        let copies: Vec<_> = request
            .body
            .source_image_ids
            .iter()
            .map(|id| json!({"sourceImageId": id, "destinationImageId": format!("{id}-copy")}))
            .collect();
        Ok(message(
            json!({"requestId": "r", "result": {"copyImages": copies}}),
        ))
    }

    async fn describe_image(
        &self,
        request: jdcloud_vm::operations::DescribeImage,
        _: Caller,
    ) -> Result<jdcloud_vm::types::DescribeImageResponse, jdcloud_vm::operations::DescribeImageError>
    {
        let mut asked = self.0.lock().unwrap();
        let place = format!("{}/{}", request.region_id, request.image_id);
        let before = asked.iter().filter(|other| **other == place).count();
        asked.push(place);
        // The second image takes longer.
        let needed = if request.image_id == "b-copy" { 2 } else { 1 };
        let status = if before < needed { "pending" } else { "ready" };
        let image = json!({"imageId": request.image_id, "status": status, "progress": "40"});
        Ok(message(
            json!({"requestId": "r", "result": {"image": image}}),
        ))
    }

    async fn describe_images(
        &self,
        request: jdcloud_vm::operations::DescribeImages,
        _: Caller,
    ) -> Result<
        jdcloud_vm::types::DescribeImagesResponse,
        jdcloud_vm::operations::DescribeImagesError,
    > {
        let (page, size) = (
            request.page_number.unwrap_or(1),
            request.page_size.unwrap_or(20),
        );
        let images = (1..=25)
            .skip(((page - 1) * size) as usize)
            .take(size as usize)
            .map(|number| json!({"imageId": number.to_string()}));
        let images: Vec<_> = images.collect();
        Ok(message(
            json!({"requestId": "r", "result": {"images": images, "totalCount": 25}}),
        ))
    }
}

fn jd(api: Jd) -> jdcloud_vm::Client {
    let router = jdcloud_vm::server::router(api).credentials(ring());
    jdcloud_vm::Client::builder()
        .transport(Transport::new(router))
        .credentials(key())
        .build()
        .unwrap()
}

#[tokio::test(start_paused = true)]
async fn every_image_of_a_copy() {
    use jdcloud_vm::types::{CopyImagesRequest, RegionId};
    let api = Jd::default();
    let ids = vec!["a".to_owned(), "b".to_owned()];
    let body = CopyImagesRequest::new(ids, RegionId::CnEast2);
    let mut percents = Vec::new();
    let images = jd(api.clone())
        .copy_images(RegionId::CnNorth1, body)
        .and_wait()
        .on_progress(|image| percents.push(image.percent()))
        .await
        .unwrap();
    let ids: Vec<_> = images
        .iter()
        .map(|image| image.result.image.image_id.as_deref())
        .collect();
    assert_eq!(ids, [Some("a-copy"), Some("b-copy")]);
    let asked = api.0.lock().unwrap();
    assert!(
        asked.iter().all(|place| place.starts_with("cn-east-2/")),
        "{asked:?}"
    );
    assert_eq!(asked.len(), 5, "a finished image is not asked for again");
    assert_eq!(percents, [20.0, 40.0, 70.0, 70.0, 100.0]);
}

#[tokio::test]
async fn pages_by_number() {
    use jdcloud_vm::types::{ImageSourceFilter, RegionId};
    let client = jd(Jd::default());
    let list = || {
        client
            .describe_images(RegionId::CnNorth1)
            .image_source(ImageSourceFilter::Private)
            .page_size(10)
    };
    let mut pages = list().pages();
    let mut sizes = Vec::new();
    while let Some(page) = pages.next().await {
        sizes.push(page.unwrap().result.images.len());
    }
    assert_eq!(sizes, [10, 10, 5]);
    let mut items = list().page_number(2).pages().items();
    let mut ids = Vec::new();
    while let Some(image) = items.next().await {
        ids.push(image.unwrap().image_id.unwrap());
    }
    assert_eq!(ids.first().map(String::as_str), Some("11"));
    assert_eq!(ids.len(), 15);
}

/// Notes which region the questions are signed for.
#[derive(Clone, Default)]
struct Volcengine(Arc<Mutex<Vec<Asked>>>);

/// An image, and the region that the request was signed for.
type Asked = (String, Option<String>);

impl volcengine_ecs::server::Api for Volcengine {
    async fn copy_image(
        &self,
        request: volcengine_ecs::operations::CopyImage,
        caller: Caller,
    ) -> Result<volcengine_ecs::types::CopyImageResponse, volcengine_ecs::operations::CopyImageError>
    {
        let region = caller.signed_scope.map(|scope| scope.region);
        self.0
            .lock()
            .unwrap()
            .push((request.image_id.clone(), region));
        if request.image_id == "broken" {
            return Err(Undocumented::new(http::StatusCode::SERVICE_UNAVAILABLE).into());
        }
        Ok(message(
            json!({"ResponseMetadata": {"RequestId": "r"}, "Result": {"ImageId": "image-2"}}),
        ))
    }

    async fn describe_tasks(
        &self,
        request: volcengine_ecs::operations::DescribeTasks,
        caller: Caller,
    ) -> Result<
        volcengine_ecs::types::DescribeTasksResponse,
        volcengine_ecs::operations::DescribeTasksError,
    > {
        let region = caller.signed_scope.map(|scope| scope.region);
        let ids = request.resource_ids.unwrap_or_default().join(",");
        let mut asked = self.0.lock().unwrap();
        asked.push((ids, region));
        let tasks = match asked.len() {
            2 => json!([]),
            3 => json!([{"Status": "Running", "Process": 30}]),
            _ => json!([{"Status": "Succeeded", "Process": 100}]),
        };
        let next = match request.next_token.as_deref() {
            None => "more",
            Some("more") => "again",
            Some(_) => "more",
        };
        Ok(message(json!({
            "ResponseMetadata": {"RequestId": "r"},
            "Result": {"Tasks": tasks, "NextToken": next},
        })))
    }
}

fn volcengine(api: Volcengine) -> volcengine_ecs::Client {
    let router = volcengine_ecs::server::router(api).credentials(ring());
    volcengine_ecs::Client::builder()
        .region("cn-beijing")
        .transport(Transport::new(router))
        .credentials(key())
        .retry(Retry::attempts(3).pauses(Duration::from_millis(1), Duration::from_millis(2)))
        .build()
        .unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_task_in_the_destination_region() {
    let api = Volcengine::default();
    let tasks = volcengine(api.clone())
        .copy_image("image-1", "cn-shanghai".into(), "copy")
        .and_wait()
        .await
        .unwrap();
    assert_eq!(tasks.result.tasks.unwrap()[0].process, Some(100));
    let asked = api.0.lock().unwrap();
    let here = |image: &str, region: &str| (image.to_owned(), Some(region.to_owned()));
    assert_eq!(
        *asked,
        [
            here("image-1", "cn-beijing"),
            here("image-2", "cn-shanghai"),
            here("image-2", "cn-shanghai"),
            here("image-2", "cn-shanghai"),
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn a_call_that_starts_work_is_not_repeated() {
    let api = Volcengine::default();
    let error = volcengine(api.clone())
        .copy_image("broken", "cn-shanghai".into(), "copy")
        .and_wait()
        .await
        .unwrap_err();
    assert!(
        matches!(&error, StartError::Start(error) if !error.never_sent()),
        "{error:?}"
    );
    assert_eq!(api.0.lock().unwrap().len(), 1, "although it is a GET");
}

#[tokio::test]
async fn tokens_that_come_again_end_the_pages() {
    let mut pages = volcengine(Volcengine::default()).describe_tasks().pages();
    let mut count = 0;
    let error = loop {
        match pages.next().await.unwrap() {
            Ok(_) => count += 1,
            Err(error) => break error,
        }
    };
    assert_eq!(count, 2, "more, again, more");
    assert!(
        error.to_string().contains("departs from its document"),
        "{error}"
    );
}

/// A document with an operation that starts work, one that tells how the work is, and one that lists.
const DOCUMENT: &str = r#"
openapi: 3.0.3
info: {title: Jobs, version: '1'}
servers: [{url: 'https://{region}.example', variables: {region: {default: one}}}]
paths:
  /jobs:
    post:
      operationId: start
      requestBody:
        required: true
        content: {application/json: {schema: {type: object, properties: {place: {type: string}}}}}
      responses:
        '202':
          description: Started.
          headers: {Location: {schema: {type: string}}}
          content: {application/json: {schema: {$ref: '#/components/schemas/Started'}}}
      x-wait: WAIT
    get:
      operationId: list
      parameters:
      - {name: from, in: query, schema: {type: string}}
      - {name: and_wait, in: query, schema: {type: string}}
      responses:
        '200':
          description: A page.
          content: {application/json: {schema: {$ref: '#/components/schemas/Page'}}}
      x-pages: PAGES
  /jobs/{id}:
    get:
      operationId: show
      parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
      - {name: kind, in: query, schema: {type: array, items: {type: string}}}
      responses:
        '200':
          description: A job.
          content: {application/json: {schema: {$ref: '#/components/schemas/Job'}}}
components:
  schemas:
    Started:
      type: object
      properties:
        id: {type: integer}
        all: {type: array, items: {type: object, properties: {id: {type: string}}}}
    Job:
      type: object
      properties: {status: {type: string}, code: {type: object}, done: {type: number}}
    Page:
      type: object
      properties:
        jobs: {type: array, items: {$ref: '#/components/schemas/Job'}}
        next: {type: string}
        any: {}
"#;

const WAIT: &str = "{operation: show, parameters: {id: $response.body#/id}, status: /status, success: [ok], pending: [no]}";
const PAGES: &str = "{style: token, request: from, response: /next, items: /jobs}";

/// The model, and the codes of what there is to say.
fn understood(wait: &str, pages: &str) -> (generator::model::Api, Vec<(String, String)>) {
    use generator::diagnostics::Diagnostics;
    let text = DOCUMENT.replace("WAIT", wait).replace("PAGES", pages);
    let mut diagnostics = Diagnostics::new();
    let options = generator::read::ReadOptions::default();
    let document =
        generator::read::read_text("jobs.yaml", text, &options, &mut diagnostics).unwrap();
    let api = generator::resolve::resolve(&document, "jobs", &mut diagnostics);
    document.complete(&mut diagnostics);
    let said = diagnostics.iter().map(|one| {
        let pointer = one.pointer.clone();
        (one.code.name.to_owned(), pointer)
    });
    (api, said.collect())
}

#[test]
fn declarations_are_understood() {
    use generator::model::{PageStyle, WaitSource};
    let (api, said) = understood(WAIT, PAGES);
    assert_eq!(said, []);
    let wait = &api.waits[0];
    assert_eq!(
        (wait.ident.as_str(), wait.call_ident.as_str()),
        ("wait_for_start", "and_wait")
    );
    assert_eq!(
        wait.inputs[0].source,
        WaitSource::Response("/id".to_owned())
    );
    assert_eq!((wait.interval, wait.deadline), (10, 3600));
    let pages = &api.pages[0];
    assert!(matches!(&pages.style, PageStyle::Token(path) if path.pointer == "/next"));
}

#[test]
fn mistakes_in_waits_are_said_at_their_place() {
    let check = |member: &str, with: &str, code: &str, place: &str| {
        let wait = match WAIT.contains(member) {
            true => WAIT.replace(member, with),
            false => {
                WAIT.replace('}', "")
                    .replace("/id,", &format!("/id}}, {with},"))
                    + "}"
            }
        };
        let (api, said) = understood(&wait, PAGES);
        let pointer = format!("/paths/~1jobs/post/x-wait{place}");
        assert!(
            said.contains(&(code.to_owned(), pointer)),
            "{wait}\n{said:?}"
        );
        assert!(api.waits.is_empty(), "{wait}");
    };
    check(
        "operation: show",
        "operation: shaw",
        "unknown-operation",
        "/operation",
    );
    check(
        "operation: show",
        "operation: start",
        "malformed-wait",
        "/operation",
    );
    check(
        "{id: $",
        "{ident: $",
        "unknown-parameter",
        "/parameters/ident",
    );
    check(
        "{id: $",
        "{$zone: $",
        "unknown-parameter",
        "/parameters/$zone",
    );
    check("body#/id", "body#/job", "unknown-pointer", "/parameters/id");
    check("body#/id", "body#id", "malformed-pointer", "/parameters/id");
    check(
        "body#/id",
        "header.Age",
        "unknown-parameter",
        "/parameters/id",
    );
    check("body#/id", "path.id", "malformed-wait", "/parameters/id");
    check(
        "$response.body#/id",
        "$request.query.id",
        "unknown-parameter",
        "/parameters/id",
    );
    check(
        "$response.body#/id",
        "$request.body#/x",
        "unknown-pointer",
        "/parameters/id",
    );
    check(
        "$response.body#/id",
        "$item#/id",
        "malformed-wait",
        "/parameters/id",
    );
    check(
        "$response.body#/id",
        "$response.body#/all",
        "malformed-wait",
        "/parameters/id",
    );
    check(
        "$response.body#/id",
        "12",
        "malformed-wait",
        "/parameters/id",
    );
    check(
        "status: /status",
        "status: /state",
        "unknown-pointer",
        "/status",
    );
    check(
        "status: /status",
        "status: status",
        "malformed-pointer",
        "/status",
    );
    check(
        "status: /status",
        "status: /code",
        "malformed-wait",
        "/status",
    );
    check("status: /status", "state: /status", "malformed-wait", "");
    check("success: [ok]", "success: []", "malformed-wait", "");
    check("success: [ok]", "success: [no]", "malformed-wait", "");
    check("success: [ok]", "success: ok", "malformed-wait", "/success");
    check("each", "each: /id", "malformed-wait", "/each");
    check("each", "each: /jobs", "unknown-pointer", "/each");
    check("interval", "interval: soon", "malformed-wait", "/interval");
    check("complete", "complete: 0", "malformed-wait", "/complete");
    check("absent", "absent: [200]", "malformed-wait", "/absent/0");
}

#[test]
fn mistakes_in_pages_are_said_at_their_place() {
    let check = |member: &str, with: &str, code: &str, place: &str| {
        let pages = PAGES.replace(member, with);
        let (api, said) = understood(WAIT, &pages);
        let pointer = format!("/paths/~1jobs/get/x-pages{place}");
        assert!(
            said.contains(&(code.to_owned(), pointer)),
            "{pages}\n{said:?}"
        );
        assert!(api.pages.is_empty(), "{pages}");
    };
    check("style: token", "style: cursor", "malformed-pages", "/style");
    check("style: token, ", "", "malformed-pages", "");
    check(
        "request: from",
        "request: form",
        "unknown-parameter",
        "/request",
    );
    check("response: /next, ", "", "malformed-pages", "");
    check(
        "response: /next",
        "response: /after",
        "unknown-pointer",
        "/response",
    );
    check(
        "response: /next",
        "response: /jobs",
        "malformed-pages",
        "/response",
    );
    check("items: /jobs", "items: /next", "malformed-pages", "/items");
    check(
        "items: /jobs",
        "items: /any/jobs",
        "malformed-pages",
        "/items",
    );
    check("items: /jobs", "items: jobs", "malformed-pointer", "/items");
}
