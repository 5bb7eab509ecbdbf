//! `simulator --listen 127.0.0.1:0` plays all clouds, each on a port of its own.

use std::error::Error;
use std::io::Write as _;
use std::net::SocketAddr;
use std::time::Duration;

use clap::Parser;
use generator_runtime::credentials::{AccessKey, Secret};
use generator_runtime::server::Validation;
use simulator::serve::serve;
use simulator::{Clock, Cloud, Credentials, Faults, Provider, Quotas, Settings};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

/// Plays the clouds of the provider documents in memory. Prints a line per cloud, its name and its base URL, and serves
/// until it is interrupted or terminated.
#[derive(Debug, Parser)]
#[command(version)]
struct Flags {
    /// Where to listen. With port 0 each cloud gets a free port, with another one they get that and the next.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// How long a copy takes, in seconds.
    #[arg(long, value_name = "SECONDS", default_value = "2", value_parser = seconds)]
    job_seconds: Duration,
    /// The part of requests that fail with 503 or a dropped connection, before or after they took effect.
    #[arg(long, value_name = "PART", default_value = "0", value_parser = part)]
    fail_rate: f64,
    /// Chooses which requests fail.
    #[arg(long, value_name = "NUMBER", default_value = "1")]
    seed: u64,
    /// How long every answer takes, in milliseconds.
    #[arg(long, value_name = "MILLISECONDS", default_value = "0")]
    latency: u64,
    /// Hold requests to all limits of the documents, where the clouds leave them to errors of their own.
    #[arg(long)]
    strict: bool,
    /// How far the date of a signature may be off, in seconds.
    #[arg(long, value_name = "SECONDS", default_value = "900")]
    max_clock_skew: u64,
    /// How many private images a region may hold.
    #[arg(long, value_name = "NUMBER", default_value = "10000")]
    image_quota: usize,
    /// How many copies to other regions Huawei Cloud lets be under way.
    #[arg(long, value_name = "NUMBER", default_value = "5")]
    cross_region_quota: usize,
    /// The region of the endpoint of Huawei Cloud.
    #[arg(long, value_name = "REGION", default_value = "cn-north-4")]
    huaweicloud_region: String,
    /// The access key of Huawei Cloud, as `ID:SECRET` or `ID:SECRET:SECURITY-TOKEN`; the example key unless given.
    #[arg(long, value_name = "KEY", value_parser = key)]
    huaweicloud_key: Option<AccessKey>,
    /// The token that Huawei Cloud takes in `X-Auth-Token`.
    #[arg(long, value_name = "TOKEN")]
    huaweicloud_token: Option<Secret>,
    /// The region of the endpoint of Open Telekom Cloud.
    #[arg(long, value_name = "REGION", default_value = "eu-de")]
    otc_region: String,
    /// The access key of Open Telekom Cloud.
    #[arg(long, value_name = "KEY", value_parser = key)]
    otc_key: Option<AccessKey>,
    /// The token that Open Telekom Cloud takes in `X-Auth-Token`; `otc-token` unless given.
    #[arg(long, value_name = "TOKEN")]
    otc_token: Option<Secret>,
    /// The access key of JD Cloud.
    #[arg(long, value_name = "KEY", value_parser = key)]
    jdcloud_key: Option<AccessKey>,
    /// The access key of Volcengine.
    #[arg(long, value_name = "KEY", value_parser = key)]
    volcengine_key: Option<AccessKey>,
}

impl Flags {
    fn settings(&self, provider: Provider) -> Settings {
        let mut settings = Settings::new(provider);
        let (key, token, region) = match provider {
            Provider::HuaweiCloudIms => (
                &self.huaweicloud_key,
                &self.huaweicloud_token,
                &self.huaweicloud_region,
            ),
            Provider::OtcIms => (&self.otc_key, &self.otc_token, &self.otc_region),
            Provider::JdCloudVm => (&self.jdcloud_key, &None, &settings.region),
            Provider::VolcengineEcs => (&self.volcengine_key, &None, &settings.region),
        };
        let example = settings.credentials;
        settings.credentials = Credentials {
            access_key: key.clone().unwrap_or(example.access_key),
            token: token.clone().or(example.token),
        };
        settings.region = region.clone();
        settings.clock = Clock::new();
        settings.job_time = self.job_seconds;
        settings.faults = Faults::new(self.fail_rate, self.seed);
        settings.latency = Duration::from_millis(self.latency);
        settings.validation = self.strict.then_some(Validation::Strict);
        settings.max_clock_skew = Duration::from_secs(self.max_clock_skew);
        settings.quotas = Quotas {
            images: self.image_quota,
            cross_region: self.cross_region_quota,
        };
        settings
    }
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds = text.parse().map_err(|_| String::from("is no number"))?;
    Duration::try_from_secs_f64(seconds).map_err(|error| error.to_string())
}

fn part(text: &str) -> Result<f64, String> {
    let part = text.parse().ok().filter(|part| (0.0..=1.0).contains(part));
    part.ok_or_else(|| String::from("is no number from 0 to 1"))
}

fn key(text: &str) -> Result<AccessKey, String> {
    let mut parts = text.splitn(3, ':');
    let (Some(id), Some(secret)) = (parts.next(), parts.next()) else {
        return Err(String::from("is not ID:SECRET"));
    };
    let key = AccessKey::new(id, secret);
    Ok(match parts.next() {
        Some(token) => key.with_security_token(token),
        None => key,
    })
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let flags = Flags::parse();
    let (stop, stopped) = watch::channel(());
    let mut servers = JoinSet::new();
    let mut address = flags.listen;
    let mut lines = String::new();
    for provider in Provider::ALL {
        let listener = TcpListener::bind(address).await?;
        let bound = listener.local_addr()?;
        lines.push_str(&format!("{} http://{bound}\n", provider.spec_name()));
        if address.port() != 0 {
            address.set_port(address.port().wrapping_add(1));
        }
        let cloud = Cloud::new(provider, flags.settings(provider));
        let mut stopped = stopped.clone();
        servers.spawn(serve(listener, cloud, async move {
            // An error says that the sender is gone, which is the end as well.
            let _ = stopped.changed().await;
        }));
    }
    let mut signals = Signals::new()?;
    let mut stdout = std::io::stdout().lock();
    stdout.write_all(lines.as_bytes())?;
    stdout.flush()?;
    drop(stdout);

    signals.any().await;
    drop(stop);
    while let Some(server) = servers.join_next().await {
        server??;
    }
    Ok(())
}

/// What asks a process to end.
#[cfg(unix)]
struct Signals(tokio::signal::unix::Signal, tokio::signal::unix::Signal);

#[cfg(unix)]
impl Signals {
    fn new() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self(
            signal(SignalKind::interrupt())?,
            signal(SignalKind::terminate())?,
        ))
    }

    async fn any(&mut self) {
        tokio::select! {
            _ = self.0.recv() => {}
            _ = self.1.recv() => {}
        }
    }
}

/// What asks a process to end.
#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn new() -> std::io::Result<Self> {
        Ok(Self)
    }

    async fn any(&mut self) {
        // Without a handler the process ends anyhow.
        let _ = tokio::signal::ctrl_c().await;
    }
}
