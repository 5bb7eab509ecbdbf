//! What is emitted for an API of two operations.

use generator_runtime::body::Body;
use generator_runtime::client::{Connection, Meta, Operation, Outgoing, Reply};
use generator_runtime::error::{Error, ErrorDetails, Undocumented};
use generator_runtime::params::{Param, Target, given};
use generator_runtime::security::{Place, Region, Requirement, Scheme, SchemeKind, Security};
use generator_runtime::server::{
    Answer, Caller, Dispatch, Incoming, Kind, Part, Rejection, RejectionTemplate, Route, Router,
};
use generator_runtime::signing::Algorithm;
use generator_runtime::validate::{Check, Validate, Violations};
use http::{Request, Response, StatusCode};
use serde::{Deserialize, Serialize};

// types: serde implementations are emitted, here they are derived.

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CopyRequest {
    pub name: String,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CopyAccepted {
    pub job_id: String,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ErrorBody {
    pub error: ErrorDetail,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ErrorDetail {
    pub code: String,
    pub message: String,
}

impl Validate for CopyRequest {
    fn validate(&self, check: &mut Check) {
        check.at("name").length(&self.name, 1..=128);
    }
}

/// The inputs of `copyImage`.
#[derive(Debug, Clone)]
pub struct CopyImage {
    pub region: String,
    pub image_id: String,
    pub dry_run: Option<bool>,
    pub body: CopyRequest,
}

#[derive(Debug)]
pub enum CopyImageError {
    NotFound(ErrorBody),
    Default(StatusCode, ErrorBody),
    Undocumented(Undocumented),
}

impl From<Undocumented> for CopyImageError {
    fn from(reply: Undocumented) -> Self {
        Self::Undocumented(reply)
    }
}

/// The inputs of `showImage`.
#[derive(Debug, Clone)]
pub struct ShowImage {
    pub region: String,
    pub image_id: String,
}

#[derive(Debug)]
pub enum ShowImageError {
    Undocumented(Undocumented),
}

impl From<Undocumented> for ShowImageError {
    fn from(reply: Undocumented) -> Self {
        Self::Undocumented(reply)
    }
}

// wire: what client and server share

const REGION: Param = Param::path("region");
const IMAGE_ID: Param = Param::path("image_id");
const DRY_RUN: Param = Param::query("dry_run");

const SIGNATURE: Scheme = Scheme {
    name: "signature",
    kind: SchemeKind::Signature {
        algorithm: Algorithm::JdCloud2,
        service: "vm",
        region: Region::Named {
            name: "region",
            fallback: None,
        },
    },
};
const KEY: Scheme = Scheme {
    name: "key",
    kind: SchemeKind::ApiKey {
        place: Place::Header,
        name: "x-api-key",
    },
};
const SECURITY: Security = &[&[Requirement::new(&SIGNATURE)], &[Requirement::new(&KEY)]];
const ERRORS: ErrorDetails = ErrorDetails {
    code: &["/error/code"],
    message: &["/error/message"],
    request_id_header: &["x-request-id"],
    request_id: &[],
    present: None,
};

impl Validate for CopyImage {
    fn validate(&self, check: &mut Check) {
        self.body.validate(&mut check.at("body"));
    }
}

// client

impl Operation for CopyImage {
    const META: Meta = Meta::new(
        "copyImage",
        "POST",
        "/regions/{region}/images/{image_id}:copy",
    )
    .accept("application/json")
    .security(SECURITY)
    .errors(&ERRORS);
    type Output = CopyAccepted;
    type Failure = CopyImageError;

    fn request(&mut self) -> Result<Request<Body>, Violations> {
        let mut target = Target::new();
        target
            .literal("/regions/")
            .set(&REGION, &self.region)
            .literal("/images/")
            .set(&IMAGE_ID, &self.image_id);
        target.literal(":copy").set(&DRY_RUN, &self.dry_run);
        Outgoing::new("POST", target)?.json("application/json", &self.body)
    }

    fn response(reply: Reply) -> Result<CopyAccepted, Error<CopyImageError>> {
        match reply.outcome() {
            202 => reply.json(),
            404 => reply.failure(CopyImageError::NotFound),
            418 => reply.undocumented(),
            _ => reply.failure(|body| CopyImageError::Default(reply.status(), body)),
        }
    }

    fn scope(&self, name: &str) -> Option<String> {
        (name == "region").then(|| self.region.clone())
    }

    fn check(&self, check: &mut Check) {
        self.validate(check);
    }
}

impl Operation for ShowImage {
    const META: Meta = Meta::new("showImage", "GET", "/regions/{region}/images/{image_id}")
        .accept("text/plain")
        .security(SECURITY)
        .errors(&ERRORS);
    type Output = String;
    type Failure = ShowImageError;

    fn request(&mut self) -> Result<Request<Body>, Violations> {
        let mut target = Target::new();
        target
            .literal("/regions/")
            .set(&REGION, &self.region)
            .literal("/images/")
            .set(&IMAGE_ID, &self.image_id);
        Outgoing::new("GET", target)?.empty()
    }

    fn response(reply: Reply) -> Result<String, Error<ShowImageError>> {
        match reply.outcome() {
            200 => reply.text(),
            _ => reply.undocumented(),
        }
    }

    fn scope(&self, name: &str) -> Option<String> {
        (name == "region").then(|| self.region.clone())
    }
}

/// A client of the API.
#[derive(Debug, Clone)]
pub struct Client {
    pub connection: Connection,
}

impl Client {
    pub fn new(connection: Connection) -> Self {
        Self { connection }
    }

    pub async fn copy_image(
        &self,
        request: CopyImage,
    ) -> Result<CopyAccepted, Error<CopyImageError>> {
        self.connection.call(request).await
    }

    pub async fn show_image(&self, request: ShowImage) -> Result<String, Error<ShowImageError>> {
        self.connection.call(request).await
    }
}

// server

/// The operations of the API.
pub trait Api: Send + Sync + 'static {
    fn copy_image(
        &self,
        _request: CopyImage,
        _caller: Caller,
    ) -> impl Future<Output = Result<CopyAccepted, CopyImageError>> + Send {
        async { Err(Undocumented::new(StatusCode::NOT_IMPLEMENTED).into()) }
    }

    fn show_image(
        &self,
        _request: ShowImage,
        _caller: Caller,
    ) -> impl Future<Output = Result<String, ShowImageError>> + Send {
        async { Err(Undocumented::new(StatusCode::NOT_IMPLEMENTED).into()) }
    }
}

/// A service over an implementation of the API.
pub fn router<A: Api>(api: A) -> Router<Server<A>> {
    Router::new(Server(api))
}

pub struct Server<A>(A);

impl<A: Api> Dispatch for Server<A> {
    const ROUTES: &'static [Route] = &[
        Route {
            id: "copyImage",
            method: "POST",
            path: &[
                &[Part::Literal("regions")],
                &[Part::Parameter("region")],
                &[Part::Literal("images")],
                &[Part::Parameter("image_id"), Part::Literal(":copy")],
            ],
            query: &[],
            security: SECURITY,
        },
        Route {
            id: "showImage",
            method: "GET",
            path: &[
                &[Part::Literal("regions")],
                &[Part::Parameter("region")],
                &[Part::Literal("images")],
                &[Part::Parameter("image_id")],
            ],
            query: &[],
            security: SECURITY,
        },
    ];
    const REJECTIONS: &'static [RejectionTemplate] = &[
        RejectionTemplate {
            kind: Some(Kind::Invalid),
            status: None,
            headers: &[],
            body: r#"{"error":{"code":"INVALID_ARGUMENT","message":"{detail}"}}"#,
        },
        RejectionTemplate {
            kind: None,
            status: None,
            headers: &[],
            body: r#"{"error":{"code":"{status}","message":"{message}"}}"#,
        },
    ];
    const ERRORS: &'static ErrorDetails = &ERRORS;

    async fn dispatch(
        &self,
        route: usize,
        incoming: Incoming,
    ) -> Result<Response<Body>, Rejection> {
        match route {
            0 => copy_image(&self.0, incoming).await,
            1 => show_image(&self.0, incoming).await,
            _ => Err(Rejection::not_found()),
        }
    }
}

async fn copy_image<A: Api>(api: &A, mut incoming: Incoming) -> Result<Response<Body>, Rejection> {
    incoming.accepts(&["application/json"])?;
    let mut inputs = incoming.inputs();
    let region = inputs.required(&REGION);
    let image_id = inputs.required(&IMAGE_ID);
    let dry_run = inputs.optional(&DRY_RUN);
    let read = inputs.finish();
    let body = incoming.json::<CopyRequest>(&["application/json"]).await?;
    incoming.check(|check| body.validate(&mut check.at("body")));
    incoming.settle(read)?;
    let request = CopyImage {
        region: given(region)?,
        image_id: given(image_id)?,
        dry_run,
        body: given(body)?,
    };
    match api.copy_image(request, incoming.into_caller()).await {
        Ok(output) => Answer::new(202).json("application/json", &output),
        Err(CopyImageError::NotFound(body)) => Answer::new(404).json("application/json", &body),
        Err(CopyImageError::Default(status, body)) => {
            Answer::new(status.as_u16()).json("application/json", &body)
        }
        Err(CopyImageError::Undocumented(reply)) => Answer::undocumented(reply),
    }
}

async fn show_image<A: Api>(api: &A, incoming: Incoming) -> Result<Response<Body>, Rejection> {
    incoming.accepts(&["text/plain"])?;
    let mut inputs = incoming.inputs();
    let region = inputs.required(&REGION);
    let image_id = inputs.required(&IMAGE_ID);
    incoming.settle(inputs.finish())?;
    let request = ShowImage {
        region: given(region)?,
        image_id: given(image_id)?,
    };
    match api.show_image(request, incoming.into_caller()).await {
        Ok(output) => Answer::new(200).body("text/plain; charset=utf-8", output),
        Err(ShowImageError::Undocumented(reply)) => Answer::undocumented(reply),
    }
}
