//! A service and an authorization server in one function, and an operation to call.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use generator_runtime::body::{Body, BoxError};
use generator_runtime::client::{
    Connection, ConnectionBuilder, Credential, Meta, Operation, Outgoing, Reply, Transport,
};
use generator_runtime::error::{Error, Undocumented};
use generator_runtime::params::Target;
use generator_runtime::security::{Requirement, Scheme, SchemeKind};
use generator_runtime::validate::Violations;
use http::{Request, Response};

/// What was asked for: at the token endpoint with its `Authorization` and form, at the service with its credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Asked {
    pub(crate) url: String,
    pub(crate) authorization: String,
    pub(crate) body: String,
}

/// A cloud that remembers what it was asked.
#[derive(Clone, Default)]
pub(crate) struct Cloud {
    asked: Arc<Mutex<Vec<Asked>>>,
    /// Statuses and bodies of the next answers of the authorization server.
    answers: Arc<Mutex<VecDeque<(u16, String)>>>,
    /// Statuses of the next answers of the service; 200 after them.
    statuses: Arc<Mutex<VecDeque<u16>>>,
    /// How long the authorization server takes.
    delay: Duration,
}

impl Cloud {
    /// The authorization server answers so.
    pub(crate) fn grants(self, status: u16, body: &str) -> Self {
        self.answers
            .lock()
            .unwrap()
            .push_back((status, body.to_owned()));
        self
    }

    /// It answers with this token, for an hour.
    pub(crate) fn token(self, token: &str) -> Self {
        let body =
            format!(r#"{{"access_token":"{token}","token_type":"Bearer","expires_in":3600}}"#);
        self.grants(200, &body)
    }

    /// The service answers so.
    pub(crate) fn answers(self, status: u16) -> Self {
        self.statuses.lock().unwrap().push_back(status);
        self
    }

    /// The authorization server takes so long.
    pub(crate) fn slow(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    pub(crate) fn transport(&self) -> Transport {
        let cloud = self.clone();
        Transport::from_fn(move |request: Request<Body>| {
            let cloud = cloud.clone();
            async move { cloud.answer(request).await }
        })
    }

    async fn answer(&self, request: Request<Body>) -> Result<Response<Body>, BoxError> {
        let is_service = request.uri().host() == Some("api.example");
        let authorization = request.headers().get("authorization");
        let authorization = authorization.map(|value| value.to_str().unwrap().to_owned());
        let url = request.uri().to_string();
        let body = request.into_body().bytes(1 << 20).await?;
        self.asked.lock().unwrap().push(Asked {
            url,
            authorization: authorization.unwrap_or_default(),
            body: String::from_utf8(body.to_vec())?,
        });
        if is_service {
            let status = self.statuses.lock().unwrap().pop_front().unwrap_or(200);
            return Ok(Response::builder().status(status).body(Body::empty())?);
        }
        tokio::time::sleep(self.delay).await;
        let answer = self.answers.lock().unwrap().pop_front();
        let (status, body) = answer.ok_or("the authorization server is not to be asked again")?;
        Ok(Response::builder().status(status).body(Body::from(body))?)
    }

    /// A connection with a credential.
    pub(crate) fn connection(&self, credential: impl Into<Credential>) -> Connection {
        self.builder().credential(credential).build().unwrap()
    }

    pub(crate) fn builder(&self) -> ConnectionBuilder {
        Connection::builder()
            .base_url("https://api.example/v1")
            .transport(self.transport())
    }

    /// The credentials that the service was shown.
    pub(crate) fn shown(&self) -> Vec<String> {
        self.of(|asked| asked.url.starts_with("https://api.example"))
            .into_iter()
            .map(|asked| asked.authorization)
            .collect()
    }

    /// What the authorization server was asked.
    pub(crate) fn questions(&self) -> Vec<Asked> {
        self.of(|asked| !asked.url.starts_with("https://api.example"))
    }

    fn of(&self, wanted: fn(&Asked) -> bool) -> Vec<Asked> {
        let asked = self.asked.lock().unwrap();
        asked
            .iter()
            .filter(|asked| wanted(asked))
            .cloned()
            .collect()
    }
}

const OAUTH: Scheme = Scheme {
    name: "oauth",
    kind: SchemeKind::Bearer,
};

macro_rules! operations {
    ($($name:ident: $scopes:expr;)*) => {
        $(
            #[derive(Debug)]
            pub(crate) struct $name;

            impl Operation for $name {
                const META: Meta = Meta::new("op", "POST", "/items").security(&[&[Requirement {
                    scheme: &OAUTH,
                    scopes: &$scopes,
                }]]);
                type Output = ();
                type Failure = Undocumented;

                fn request(&mut self) -> Result<Request<Body>, Violations> {
                    let mut target = Target::new();
                    target.literal("/items");
                    Outgoing::new("POST", target)?.body("text/plain", "b")
                }

                fn response(reply: Reply) -> Result<(), Error<Undocumented>> {
                    match reply.outcome() {
                        200 => Ok(()),
                        _ => reply.undocumented(),
                    }
                }
            }
        )*
    };
}

operations! {
    List: ["items:read"];
    Change: ["items:read", "items:write"];
}
