//! Threads for work that blocks and recurses: bounded in number, with deep stacks, and with a short queue.
//!
//! The threads of the asynchronous runtime only move bytes, so they answer `/health` whatever the queries do.

use std::{
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread,
};

use super::{limits::STACK, problem::Problem};

type Job = Box<dyn FnOnce() + Send>;

/// The threads end when the pool is dropped and its work is done.
#[derive(Debug)]
pub(super) struct Pool {
    jobs: SyncSender<Job>,
}

impl Pool {
    pub(super) fn new(name: &str, threads: usize, queue: usize) -> io::Result<Self> {
        let (jobs, receiver) = sync_channel(queue);
        let receiver = Arc::new(Mutex::new(receiver));
        for number in 0..threads {
            let receiver = Arc::clone(&receiver);
            thread::Builder::new()
                .name(format!("{name}-{number}"))
                .stack_size(STACK)
                .spawn(move || work(&receiver))?;
        }
        Ok(Self { jobs })
    }

    /// Hands the work to a thread, or refuses it when all are busy and the queue is full.
    pub(super) fn start(&self, job: impl FnOnce() + Send + 'static) -> Result<(), Problem> {
        self.jobs
            .try_send(Box::new(job))
            .map_err(|_| Problem::busy())
    }
}

fn work(receiver: &Mutex<Receiver<Job>>) {
    loop {
        // The lock is held only while waiting for the next job.
        let job = receiver
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .recv();
        let Ok(job) = job else {
            return;
        };
        // A mistake in one query must not take the thread away from the others; the hook of the command reports it.
        let _ = catch_unwind(AssertUnwindSafe(job));
    }
}
