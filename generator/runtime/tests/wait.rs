//! Waits and pages over transports that are functions, with a clock that jumps.
//! Long because each case is written out.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is how a test fails")]

use std::sync::{Arc, Mutex};
use std::time::Duration;

use generator_runtime::body::{Body, BoxError};
use generator_runtime::client::{
    BuildError, Connection, Each, Meta, Operation, Outgoing, Paged, Pages, Reply, StartAndWait,
    StartError, Transport, Turn, Wait, WaitError, WaitRule,
};
use generator_runtime::error::{Error, Stage, TransportError, Undocumented};
use generator_runtime::params::{Param, Target};
use generator_runtime::validate::Violations;
use http::{Request, Response};
use serde_json::{Value, json};
use tokio::time::Instant;

/// `GET /jobs/{id}`; gives any JSON.
#[derive(Clone)]
struct ShowJob(&'static str);

#[derive(Debug)]
struct Refused;

impl From<Undocumented> for Refused {
    fn from(_: Undocumented) -> Self {
        Self
    }
}

impl Operation for ShowJob {
    const META: Meta = Meta::new("showJob", "GET", "/jobs/{id}");
    type Output = Value;
    type Failure = Refused;

    fn request(&mut self) -> Result<Request<Body>, Violations> {
        let mut target = Target::new();
        target.literal("/jobs/").set(&Param::path("id"), self.0);
        Outgoing::new("GET", target)?.empty()
    }

    fn response(reply: Reply) -> Result<Value, Error<Refused>> {
        match reply.outcome() {
            200 => reply.json(),
            _ => reply.undocumented(),
        }
    }
}

/// `POST /copies`; gives any JSON.
struct Copy;

impl Operation for Copy {
    const META: Meta = Meta::new("copy", "POST", "/copies");
    type Output = Value;
    type Failure = Refused;

    fn request(&mut self) -> Result<Request<Body>, Violations> {
        let mut target = Target::new();
        target.literal("/copies");
        Outgoing::new("POST", target)?.empty()
    }

    fn response(reply: Reply) -> Result<Value, Error<Refused>> {
        ShowJob::response(reply)
    }
}

const RULE: WaitRule = WaitRule::new("/status", &["SUCCESS"], &["RUNNING"])
    .failure(&["FAIL"])
    .absent(&[404])
    .code("/code")
    .reason("/reason")
    .progress("/done", 1.0)
    .every(10)
    .within(600);

/// What the service answers to a question.
#[derive(Clone)]
enum Says {
    Json(Value),
    Status(u16),
    RetryAfter(u64),
    Refused,
    Nothing,
}

use Says::{Json, Nothing, RetryAfter, Status};

/// Requests with their time since the start.
type Asked = Arc<Mutex<Vec<(Duration, String)>>>;

/// A service with these answers; the last one is given for ever.
fn service(answers: Vec<Says>) -> (Connection, Asked) {
    let asked = Asked::default();
    let began = Instant::now();
    let (log, answers) = (asked.clone(), Arc::new(answers));
    let transport = Transport::from_fn(move |request: Request<Body>| {
        let mut log = log.lock().unwrap();
        let says = answers[log.len().min(answers.len() - 1)].clone();
        log.push((began.elapsed(), request.uri().to_string()));
        async move {
            let reply = Response::builder();
            let reply = match says {
                Json(value) => reply.body(Body::from(value.to_string())),
                Status(status) => reply.status(status).body(Body::empty()),
                RetryAfter(seconds) => reply
                    .status(503)
                    .header("retry-after", seconds)
                    .body(Body::empty()),
                Says::Refused => {
                    return Err(TransportError::new(Stage::Connect, "refused").into());
                }
                Nothing => std::future::pending().await,
            };
            Ok::<_, BoxError>(reply?)
        }
    });
    let connection = Connection::builder()
        .base_url("http://{region}.h")
        .value("region", "one")
        .transport(transport);
    (connection.build().unwrap(), asked)
}

fn running(done: f64) -> Says {
    Json(json!({"status": "RUNNING", "done": done}))
}

fn success() -> Says {
    Json(json!({"status": "SUCCESS", "id": 7}))
}

fn times(asked: &Asked) -> Vec<f64> {
    let asked = asked.lock().unwrap().clone();
    asked.iter().map(|(time, _)| time.as_secs_f64()).collect()
}

#[tokio::test(start_paused = true)]
async fn waits_until_success() {
    let (connection, asked) = service(vec![Status(404), Json(json!({})), running(0.25), success()]);
    let mut percents = Vec::new();
    let job = Wait::one(&connection, RULE, ShowJob("a"))
        .on_progress(|job| percents.push((job.percent, job.status.map(str::to_owned))))
        .await
        .unwrap();
    assert_eq!(job["id"], 7);
    assert_eq!(
        percents,
        [
            (None, None),
            (Some(25.0), Some("RUNNING".to_owned())),
            (Some(100.0), Some("SUCCESS".to_owned()))
        ]
    );
    // At once, then after 10, 15 and 22.5 seconds, each up to a quarter shorter.
    let times = times(&asked);
    assert_eq!(times.len(), 4);
    for (index, most) in [(1, 10.0), (2, 15.0), (3, 22.5)] {
        let pause = times[index] - times[index - 1];
        assert!(
            (most * 0.75 - 0.01..=most + 0.01).contains(&pause),
            "{pause}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn pauses_have_a_limit() {
    let (connection, asked) = service(vec![running(0.0)]);
    let wait = Wait::one(&connection, RULE, ShowJob("a"))
        .interval(Duration::from_secs(2))
        .longest_interval(Duration::from_secs(4));
    assert!(wait.await.is_err());
    let times = times(&asked);
    assert!(times.windows(2).all(|pair| pair[1] - pair[0] <= 4.01));
    assert!((150..=200).contains(&times.len()), "{}", times.len());
}

#[tokio::test(start_paused = true)]
async fn failures_carry_code_and_reason() {
    let failed = json!({"status": "FAIL", "code": "IMG.0027", "reason": "no image"});
    let (connection, _) = service(vec![running(0.5), Json(failed.clone())]);
    let error = Wait::one(&connection, RULE, ShowJob("a"))
        .await
        .unwrap_err();
    assert_eq!(error.code(), Some("IMG.0027"));
    assert_eq!(error.reason(), Some("no image"));
    assert_eq!(error.last(), Some(&failed));
    assert_eq!(
        error.to_string(),
        "the work failed with status FAIL: IMG.0027: no image"
    );
}

#[tokio::test(start_paused = true)]
async fn a_new_status_is_an_error() {
    let (connection, asked) = service(vec![Json(json!({"status": "HALTED"}))]);
    let error = Wait::one(&connection, RULE, ShowJob("a"))
        .await
        .unwrap_err();
    assert!(
        matches!(&error, WaitError::UnknownStatus { status, .. } if status == "HALTED"),
        "{error:?}"
    );
    assert_eq!(times(&asked).len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_deadline_ends_the_wait() {
    for (says, last) in [(running(0.5), true), (Nothing, false)] {
        let (connection, asked) = service(vec![says]);
        let began = Instant::now();
        let error = Wait::one(&connection, RULE, ShowJob("a"))
            .deadline(Duration::from_secs(35))
            .await
            .unwrap_err();
        assert!(matches!(error, WaitError::Deadline { after, .. } if after.as_secs() == 35));
        assert!(error.is_open());
        assert_eq!(error.last().is_some(), last);
        assert!(began.elapsed() <= Duration::from_millis(35_010));
        // The time that is left is used for one last question.
        let times = times(&asked);
        assert!(
            !last || times.last().is_some_and(|time| *time > 30.0),
            "{times:?}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn passing_failures_are_tolerated() {
    let flaky = vec![
        Says::Refused,
        Status(503),
        RetryAfter(90),
        running(0.1),
        Status(502),
        success(),
    ];
    let (connection, asked) = service(flaky);
    assert!(Wait::one(&connection, RULE, ShowJob("a")).await.is_ok());
    let times = times(&asked);
    assert!(
        times[3] - times[2] >= 90.0,
        "the service is respected: {times:?}"
    );

    let (connection, asked) = service(vec![Status(503)]);
    let error = Wait::one(&connection, RULE, ShowJob("a"))
        .await
        .unwrap_err();
    assert!(matches!(&error, WaitError::Call(error) if error.status().is_some()));
    assert_eq!(asked.lock().unwrap().len(), 6, "five may fail in a row");

    let (connection, asked) = service(vec![Status(403)]);
    let error = Wait::one(&connection, RULE, ShowJob("a"))
        .await
        .unwrap_err();
    assert!(matches!(error, WaitError::Call(_)));
    assert_eq!(
        asked.lock().unwrap().len(),
        1,
        "another question would not help"
    );
}

#[tokio::test(start_paused = true)]
async fn dropping_ends_the_questions() {
    let (connection, asked) = service(vec![running(0.0)]);
    let wait = Wait::one(&connection, RULE, ShowJob("a")).into_future();
    assert!(
        tokio::time::timeout(Duration::from_secs(20), wait)
            .await
            .is_err()
    );
    let count = asked.lock().unwrap().len();
    tokio::time::sleep(Duration::from_secs(600)).await;
    assert_eq!(asked.lock().unwrap().len(), count);
}

#[tokio::test(start_paused = true)]
async fn several_pieces_of_work() {
    let (connection, asked) = service(vec![success(), running(0.5), success()]);
    let mut percents = Vec::new();
    let questions = ["a", "b"].map(ShowJob);
    let done = Wait::<_, Each>::each(&connection, RULE, questions)
        .on_progress(|job| percents.push((job.piece, job.percent())))
        .await
        .unwrap();
    assert_eq!(done.len(), 2);
    assert_eq!(percents, [(0, 50.0), (1, 75.0), (1, 100.0)]);
    let asked = asked.lock().unwrap().clone();
    let paths: Vec<_> = asked.iter().map(|(_, path)| path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "http://one.h/jobs/a",
            "http://one.h/jobs/b",
            "http://one.h/jobs/b"
        ]
    );

    let nothing = Wait::<ShowJob, Each>::each(&connection, RULE, []).await;
    assert!(nothing.unwrap().is_empty());
}

#[tokio::test(start_paused = true)]
async fn questions_go_to_another_region() {
    let (connection, asked) = service(vec![success()]);
    let wait = Wait::one(&connection, RULE, ShowJob("a")).setting("region", "two");
    wait.await.unwrap();
    assert_eq!(asked.lock().unwrap()[0].1, "http://two.h/jobs/a");
    let wait = Wait::one(&connection, RULE, ShowJob("a")).setting("region", "evil/");
    let error = wait.await.unwrap_err();
    assert!(matches!(
        error,
        WaitError::Setting(BuildError::BaseUrl { .. })
    ));
}

fn copy<'a>(connection: &Connection) -> StartAndWait<'a, Copy, ShowJob> {
    let questions = connection.clone();
    StartAndWait::new(connection, Copy, move |answer| {
        let id = answer.at::<String>("/job_id")?;
        assert_eq!(id, "12", "a number fits a text");
        Ok(Wait::one(&questions, RULE, ShowJob("12")))
    })
}

#[tokio::test(start_paused = true)]
async fn a_call_and_its_wait() {
    let started = || Json(json!({"job_id": 12, "status": "FAIL"}));
    let (connection, asked) = service(vec![started(), running(0.0), success()]);
    let mut noted = None;
    let done = copy(&connection)
        .on_start(|answer| noted = Some(answer["job_id"].clone()))
        .interval(Duration::from_secs(1))
        .await
        .unwrap();
    assert_eq!((noted, &done["id"]), (Some(json!(12)), &json!(7)));
    assert_eq!(asked.lock().unwrap()[0].1, "http://one.h/copies");
    assert!(times(&asked)[2] <= 1.01);

    let (connection, _) = service(vec![Status(500)]);
    let error = copy(&connection).await.unwrap_err();
    assert!(matches!(&error, StartError::Start(error) if !error.never_sent()));

    let (connection, _) = service(vec![Json(json!({"job": 1}))]);
    let error = copy(&connection).await.unwrap_err();
    assert!(
        matches!(&error, StartError::Untraceable { .. }),
        "{error:?}"
    );
    assert_eq!(
        error.answer(),
        Some(&json!({"job": 1})),
        "what was started is not lost"
    );

    let (connection, _) = service(vec![started(), Status(403)]);
    let error = copy(&connection).await.unwrap_err();
    assert!(matches!(
        &error,
        StartError::Wait {
            error: WaitError::Call(_),
            ..
        }
    ));
    assert_eq!(error.answer().unwrap()["job_id"], 12);
}

/// `GET /items?from=…`; pages by token.
#[derive(Clone, Default)]
struct ListItems {
    from: Option<String>,
}

impl Operation for ListItems {
    const META: Meta = Meta::new("listItems", "GET", "/items");
    type Output = (Vec<u32>, Option<String>);
    type Failure = Refused;

    fn request(&mut self) -> Result<Request<Body>, Violations> {
        let mut target = Target::new();
        target
            .literal("/items")
            .set(&Param::query("from"), &self.from);
        Outgoing::new("GET", target)?.empty()
    }

    fn response(reply: Reply) -> Result<Self::Output, Error<Refused>> {
        match reply.outcome() {
            200 => reply.json(),
            _ => reply.undocumented(),
        }
    }
}

impl Paged for ListItems {
    type Item = u32;

    fn items(page: &mut (Vec<u32>, Option<String>)) -> Option<&mut Vec<u32>> {
        Some(&mut page.0)
    }

    fn turn(&mut self, page: &(Vec<u32>, Option<String>), turn: &mut Turn) -> Option<()> {
        self.from = Some(turn.token(page.1.as_ref())?);
        Some(())
    }
}

fn page(items: &[u32], next: &str) -> Says {
    Json(json!([items, next]))
}

#[tokio::test]
async fn pages_follow_one_another() {
    let answers = vec![page(&[1, 2], "a"), page(&[], "b"), page(&[3], "")];
    let (connection, asked) = service(answers.clone());
    let mut pages = Pages::new(&connection, ListItems::default());
    let mut seen = Vec::new();
    while let Some(page) = pages.next().await {
        seen.push(page.unwrap().0);
    }
    assert_eq!(seen, [vec![1, 2], vec![], vec![3]]);
    assert!(pages.next().await.is_none(), "it stays at its end");
    let asked = asked.lock().unwrap().clone();
    let targets: Vec<_> = asked.iter().map(|(_, target)| target.as_str()).collect();
    assert_eq!(
        targets,
        [
            "http://one.h/items",
            "http://one.h/items?from=a",
            "http://one.h/items?from=b"
        ]
    );

    let (connection, _) = service(answers);
    let mut items = Pages::new(&connection, ListItems::default()).items();
    let mut all = Vec::new();
    while let Some(item) = items.next().await {
        all.push(item.unwrap());
    }
    assert_eq!(all, [1, 2, 3]);
}

#[tokio::test]
async fn pages_do_not_go_in_circles() {
    let (connection, asked) = service(vec![page(&[1], "a"), page(&[2], "b"), page(&[3], "a")]);
    let mut items = Pages::new(&connection, ListItems::default()).items();
    let mut all = Vec::new();
    let error = loop {
        match items.next().await.expect("an error comes before the end") {
            Ok(item) => all.push(item),
            Err(error) => break error,
        }
    };
    assert_eq!(all, [1, 2]);
    assert!(matches!(error, Error::Decode(_)), "{error:?}");
    assert!(items.next().await.is_none());
    assert_eq!(asked.lock().unwrap().len(), 3);
}

#[tokio::test]
async fn an_error_ends_the_pages() {
    let (connection, _) = service(vec![page(&[1], "a"), Status(500)]);
    let mut pages = Pages::new(&connection, ListItems::default());
    assert!(pages.next().await.is_some_and(|page| page.is_ok()));
    assert!(pages.next().await.is_some_and(|page| page.is_err()));
    assert!(pages.next().await.is_none());
}
