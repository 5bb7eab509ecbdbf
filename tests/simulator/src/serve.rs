//! A cloud on a socket: HTTP/1.1, bounded, until it is told to stop.

use std::io;
use std::pin::pin;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;

use crate::cloud::Cloud;

/// How long a caller may take to send the head of a request.
const HEAD_TIME: Duration = Duration::from_secs(15);
/// How much of a head is read; the router's own limits are lower.
const HEAD_BYTES: usize = 128 << 10;
/// How long requests that have begun may go on when the server stops.
const LAST_REQUESTS: Duration = Duration::from_secs(10);
/// How long to rest when no connection can be accepted, as when file handles have run out.
const REST: Duration = Duration::from_millis(50);

/// Serves a cloud until `stop` is done; then connections are accepted no more, and requests that have begun are
/// answered.
///
/// # Errors
/// When requests are still under way after ten seconds.
pub async fn serve(
    listener: TcpListener,
    cloud: Cloud,
    stop: impl Future<Output = ()>,
) -> io::Result<()> {
    let mut stop = pin!(stop);
    let connections = GracefulShutdown::new();
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .max_buf_size(HEAD_BYTES);
    loop {
        let stream = tokio::select! {
            () = &mut stop => break,
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => stream,
                Err(_) => {
                    tokio::time::sleep(REST).await;
                    continue;
                }
            },
        };
        let service = TowerToHyperService::new(cloud.clone());
        let connection = http.serve_connection(TokioIo::new(stream), service);
        let connection = connections.watch(connection);
        // That callers break off, and that connections are dropped on purpose, is nothing to report.
        tokio::spawn(async move {
            let _ = connection.await;
        });
    }
    drop(listener);
    tokio::time::timeout(LAST_REQUESTS, connections.shutdown())
        .await
        .map_err(|_| io::Error::new(io::ErrorKind::TimedOut, "requests were still under way"))
}
