//! Bytes on their way from a thread that makes them to a connection.
//!
//! The first bytes are held back until they fill a buffer or all are there: until then a failure can still become an honest status.
//! After that a failure breaks the connection, so that a cut answer never looks whole.

use std::{
    io::{self, Write},
    pin::Pin,
    task::{Context, Poll},
    time::Instant,
};

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderValue, Response, StatusCode, header},
};
use http_body::Frame;
use tokio::{
    runtime::Handle,
    sync::{mpsc, oneshot},
    time::timeout_at,
};

use super::{pool::Pool, problem::Problem};
use crate::store::{Guard, Stop};

const BUFFER: usize = 1 << 16;

/// What one answer may take.
#[derive(Clone, Debug)]
pub(super) struct Allowance {
    pub(super) deadline: Instant,
    pub(super) bytes: u64,
    pub(super) guard: Guard,
}

impl Allowance {
    /// Whether time and budgets are left.
    pub(super) fn check(&self) -> Result<(), Problem> {
        if let Some(why) = self.guard.stopped() {
            return Err(Problem::stopped(why));
        }
        if Instant::now() >= self.deadline {
            self.guard.stop(Stop::Time);
            return Err(Problem::stopped(Stop::Time));
        }
        Ok(())
    }
}

/// Runs `make` on the pool and answers with what it writes.
pub(super) async fn respond(
    pool: &Pool,
    allowance: Allowance,
    make: impl FnOnce(&mut Sink) -> Result<(), Problem> + Send + 'static,
) -> Result<Response<Body>, Problem> {
    let (head, waiting) = oneshot::channel();
    let (chunks, body) = mpsc::channel::<Option<Bytes>>(2);
    let deadline = tokio::time::Instant::from_std(allowance.deadline);
    let guard = allowance.guard.clone();
    let stopper = Stopper(guard.clone());
    let mut sink = Sink {
        head: Some(head),
        headers: HeaderMap::new(),
        chunks,
        buffer: Vec::new(),
        sent: 0,
        runtime: Handle::current(),
        allowance,
    };
    pool.start(move || {
        // Work that waited in the queue past its time is not begun.
        let made = if Instant::now() >= sink.allowance.deadline {
            Err(Problem::busy())
        } else {
            make(&mut sink)
        };
        sink.close(made);
    })?;
    let timer = guard.clone();
    let alarm = tokio::spawn(async move {
        tokio::time::sleep_until(deadline).await;
        timer.stop(Stop::Time);
    });
    let stream = Stream {
        chunks: body,
        first: None,
        _stopper: stopper,
        alarm,
    };
    match timeout_at(deadline, waiting).await {
        Ok(Ok(Ok(first))) => Ok(first.with(stream)),
        Ok(Ok(Err(problem))) => Err(problem),
        Ok(Err(_)) => Err(Problem::internal()),
        Err(_) => {
            guard.stop(Stop::Time);
            Err(Problem::stopped(Stop::Time))
        }
    }
}

/// Where the thread writes to.
#[derive(Debug)]
pub(super) struct Sink {
    head: Option<oneshot::Sender<Result<First, Problem>>>,
    pub(super) headers: HeaderMap,
    /// `None` is the honest end: a channel that closes without it was cut off.
    chunks: mpsc::Sender<Option<Bytes>>,
    buffer: Vec<u8>,
    sent: u64,
    runtime: Handle,
    allowance: Allowance,
}

/// The head of the answer; its body too when that is all there is.
#[derive(Debug)]
struct First {
    headers: HeaderMap,
    bytes: Bytes,
    last: bool,
}

impl First {
    fn with(self, mut stream: Stream) -> Response<Body> {
        let body = if self.last {
            Body::from(self.bytes)
        } else {
            stream.first = Some(self.bytes);
            Body::new(stream)
        };
        let mut response = Response::new(body);
        *response.status_mut() = StatusCode::OK;
        *response.headers_mut() = self.headers;
        response
    }
}

impl Sink {
    pub(super) fn content_type(&mut self, media_type: &'static str) {
        let value = HeaderValue::from_static(media_type);
        self.headers.insert(header::CONTENT_TYPE, value);
    }

    /// Whether the work may go on; asked between results.
    pub(super) fn check(&self) -> Result<(), Problem> {
        self.allowance.check()
    }

    /// What [`check`](Self::check) asks, for those who lend the sink to a serialiser.
    pub(super) fn watch(&self) -> Allowance {
        self.allowance.clone()
    }

    fn send(&mut self, last: bool) -> io::Result<()> {
        let bytes = Bytes::from(std::mem::take(&mut self.buffer));
        if let Some(head) = self.head.take() {
            let headers = std::mem::take(&mut self.headers);
            let first = First {
                headers,
                bytes,
                last,
            };
            return head.send(Ok(first)).map_err(|_| gone());
        }
        if !bytes.is_empty() {
            self.push(Some(bytes))?;
        }
        if last { self.push(None) } else { Ok(()) }
    }

    /// Waits for a client that reads slowly, but not past the deadline.
    fn push(&self, chunk: Option<Bytes>) -> io::Result<()> {
        let deadline = tokio::time::Instant::from_std(self.allowance.deadline);
        self.runtime
            // A timer can only be made inside the runtime.
            .block_on(async { timeout_at(deadline, self.chunks.send(chunk)).await })
            .map_err(|_| io::Error::from(io::ErrorKind::TimedOut))?
            .map_err(|_| gone())
    }

    fn close(mut self, made: Result<(), Problem>) {
        // An engine that was told to stop may end as if there were nothing more.
        let made = made.and_then(|()| match self.allowance.guard.stopped() {
            Some(why) => Err(Problem::stopped(why)),
            None => Ok(()),
        });
        match made {
            Ok(()) => {
                let _ = self.send(true);
            }
            Err(problem) => {
                let problem = match self.allowance.guard.stopped() {
                    Some(why) => Problem::stopped(why),
                    None => problem,
                };
                if let Some(head) = self.head.take() {
                    let _ = head.send(Err(problem));
                }
            }
        }
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.sent += bytes.len() as u64;
        if self.sent > self.allowance.bytes {
            return Err(io::Error::other(format!(
                "the answer is longer than the {} bytes this server sends at once: use LIMIT and OFFSET, or the dumps",
                self.allowance.bytes
            )));
        }
        self.buffer.extend_from_slice(bytes);
        if self.buffer.len() >= BUFFER {
            self.send(false)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        // Serialisers flush when they are done; the buffer decides when bytes leave.
        Ok(())
    }
}

impl From<io::Error> for Problem {
    fn from(error: io::Error) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, error.to_string())
    }
}

fn gone() -> io::Error {
    io::Error::from(io::ErrorKind::BrokenPipe)
}

/// Stops the query when nobody waits for it any more.
#[derive(Debug)]
struct Stopper(Guard);

impl Drop for Stopper {
    fn drop(&mut self) {
        self.0.stop(Stop::Time);
    }
}

#[derive(Debug)]
struct Stream {
    chunks: mpsc::Receiver<Option<Bytes>>,
    first: Option<Bytes>,
    _stopper: Stopper,
    alarm: tokio::task::JoinHandle<()>,
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.alarm.abort();
    }
}

impl http_body::Body for Stream {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if let Some(bytes) = self.first.take() {
            return Poll::Ready(Some(Ok(Frame::data(bytes))));
        }
        self.chunks.poll_recv(context).map(|chunk| match chunk {
            Some(Some(bytes)) => Some(Ok(Frame::data(bytes))),
            Some(None) => None,
            None => Some(Err(io::Error::other("the answer was cut off"))),
        })
    }
}
