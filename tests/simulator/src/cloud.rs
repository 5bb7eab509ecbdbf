//! A cloud as a tower service: the generated router over the provider's handlers, behind latency and faults.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use generator_runtime::body::{Body, BoxError};
use generator_runtime::server::{Dispatch, Router, Validation};
use generator_runtime::signing::Moment;
use http::request::Parts;
use http::{Request, Response, StatusCode};
use tower_service::Service;

use crate::clock::Clock;
use crate::credentials::{Account, Credentials};
use crate::faults::{Dropped, Fault, Faults};
use crate::world::{Quotas, World};
use crate::{huaweicloud_ims, jdcloud_vm, otc_ims, volcengine_ecs, volcengine_envelope};

/// The clouds that can be played.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Provider {
    /// Huawei Cloud Image Management Service.
    HuaweiCloudIms,
    /// Open Telekom Cloud Image Management Service.
    OtcIms,
    /// JD Cloud Virtual Machines.
    JdCloudVm,
    /// Volcengine Elastic Compute Service.
    VolcengineEcs,
}

impl Provider {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::HuaweiCloudIms,
        Self::OtcIms,
        Self::JdCloudVm,
        Self::VolcengineEcs,
    ];

    /// The name of its document.
    #[must_use]
    pub fn spec_name(self) -> &'static str {
        match self {
            Self::HuaweiCloudIms => "huaweicloud-ims",
            Self::OtcIms => "otc-ims",
            Self::JdCloudVm => "jdcloud-vm",
            Self::VolcengineEcs => "volcengine-ecs",
        }
    }
}

/// How a cloud behaves.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The time that jobs advance with.
    pub clock: Clock,
    /// How long a copy takes.
    pub job_time: Duration,
    /// What goes wrong.
    pub faults: Faults,
    /// How long every answer takes.
    pub latency: Duration,
    /// How many images and copies there may be.
    pub quotas: Quotas,
    /// How far the date of a signature may be off.
    pub max_clock_skew: Duration,
    /// The region of the endpoint, where the vendor has one endpoint per region (Huawei Cloud, Open Telekom Cloud).
    pub region: String,
    /// What the account proves itself with.
    pub credentials: Credentials,
    /// What requests are held to, where it is not what the vendor's own cloud does: that leaves limits to errors of its
    /// own.
    pub validation: Option<Validation>,
}

impl Settings {
    /// A cloud without faults and latency, whose copies take two seconds.
    #[must_use]
    pub fn new(provider: Provider) -> Self {
        Self {
            clock: Clock::new(),
            job_time: Duration::from_secs(2),
            faults: Faults::none(),
            latency: Duration::ZERO,
            // Image quotas differ by account. Of copies to other regions, five at once are Huawei Cloud's limit.
            quotas: Quotas {
                images: 10_000,
                cross_region: 5,
            },
            max_clock_skew: Duration::from_secs(900),
            region: String::from(match provider {
                Provider::OtcIms => "eu-de",
                _ => "cn-north-4",
            }),
            credentials: Credentials::example(provider),
            validation: None,
        }
    }
}

/// One cloud. A tower service; clones share it.
#[derive(Clone)]
pub struct Cloud {
    provider: Provider,
    world: World,
    faults: Faults,
    latency: Duration,
    router: Arc<dyn Answer>,
}

type Answering = Pin<Box<dyn Future<Output = Response<Body>> + Send>>;

/// A router of any API.
trait Answer: Send + Sync {
    fn answer(&self, request: Request<Body>) -> Answering;
}

impl<D: Dispatch> Answer for Router<D> {
    fn answer(&self, request: Request<Body>) -> Answering {
        let answer = self.clone().call(request);
        Box::pin(async move { answer.await.unwrap_or_else(|never| match never {}) })
    }
}

/// A router that asks of its callers what the settings say.
fn behind_settings<D: Dispatch>(router: Router<D>, settings: &Settings) -> Arc<dyn Answer> {
    let skew = settings.max_clock_skew;
    let account = Account::new("simulated-account", &settings.credentials, skew);
    let router = router.max_clock_skew(skew).credentials(account);
    Arc::new(match settings.validation {
        Some(validation) => router.validation(validation),
        None => router,
    })
}

impl Cloud {
    /// A cloud that knows the sample images and jobs of its vendor's pages.
    #[must_use]
    pub fn new(provider: Provider, settings: Settings) -> Self {
        let world = |images, jobs| {
            World::new(
                settings.clock.clone(),
                settings.job_time,
                settings.quotas,
                images,
                jobs,
            )
        };
        let region = settings.region.clone();
        let (world, router) = match provider {
            Provider::HuaweiCloudIms => {
                let world = world(huaweicloud_ims::images(), huaweicloud_ims::jobs());
                let router = huaweicloud_ims::router(world.clone(), region);
                (world, behind_settings(router, &settings))
            }
            Provider::OtcIms => {
                let world = world(otc_ims::images(), otc_ims::jobs());
                let router = otc_ims::router(world.clone(), region);
                (world, behind_settings(router, &settings))
            }
            Provider::JdCloudVm => {
                let world = world(jdcloud_vm::images(), Vec::new());
                let router = jdcloud_vm::router(world.clone());
                (world, behind_settings(router, &settings))
            }
            Provider::VolcengineEcs => {
                let world = world(volcengine_ecs::images(), volcengine_ecs::jobs());
                let router = volcengine_ecs::router(world.clone());
                (world, behind_settings(router, &settings))
            }
        };
        Self {
            provider,
            world,
            faults: settings.faults,
            latency: settings.latency,
            router,
        }
    }

    /// Which cloud it is.
    #[must_use]
    pub fn provider(&self) -> Provider {
        self.provider
    }

    /// What it remembers.
    #[must_use]
    pub fn world(&self) -> &World {
        &self.world
    }

    /// What goes wrong with it.
    #[must_use]
    pub fn faults(&self) -> &Faults {
        &self.faults
    }

    async fn answer(self, request: Request<Body>) -> Result<Response<Body>, Dropped> {
        if !self.latency.is_zero() {
            tokio::time::sleep(self.latency).await;
        }
        let Some(fault) = self.faults.draw() else {
            return Ok(self.router.answer(request).await);
        };
        let (head, body) = request.into_parts();
        let unavailable = self.unavailable(&head);
        if fault.comes_after() {
            // The answer is lost, its effect is not.
            self.router.answer(Request::from_parts(head, body)).await;
        }
        match fault {
            Fault::RefusedBefore | Fault::RefusedAfter => Ok(unavailable),
            Fault::DroppedBefore | Fault::DroppedAfter => Err(Dropped),
        }
    }

    /// 503 in the vendor's envelope.
    fn unavailable(&self, head: &Parts) -> Response<Body> {
        let request_id = Moment::now().nonce;
        let answer = match self.provider {
            Provider::HuaweiCloudIms => huaweicloud_ims::unavailable(request_id),
            Provider::OtcIms => otc_ims::unavailable(request_id),
            Provider::JdCloudVm => jdcloud_vm::unavailable(request_id),
            Provider::VolcengineEcs => volcengine_envelope::unavailable(request_id, head),
        };
        answer.unwrap_or_else(|_| {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
            response
        })
    }
}

impl std::fmt::Debug for Cloud {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Cloud")
            .field("provider", &self.provider)
            .finish_non_exhaustive()
    }
}

impl<B> Service<Request<B>> for Cloud
where
    B: http_body::Body + Send + 'static,
    B::Error: Into<BoxError>,
{
    type Response = Response<Body>;
    type Error = Dropped;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Body>, Dropped>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Dropped>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        Box::pin(self.clone().answer(request.map(Body::wrap)))
    }
}
