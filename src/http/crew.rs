//! Threads that wait a while for another job once they are done: to begin one costs more than most answers
//! do.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// A thread that got no job for so long ends.
const REST: Duration = Duration::from_secs(10);

type Job = Box<dyn FnOnce() + Send>;

/// The threads. Those that wait end when this is dropped, the others once they are done.
pub(super) struct Crew {
    name: &'static str,
    /// Bytes of each thread's stack.
    stack: usize,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    waiting: Mutex<Waiting>,
    called: Condvar,
}

#[derive(Default)]
struct Waiting {
    /// Threads that wait and were not called for any of these jobs.
    threads: usize,
    jobs: VecDeque<Job>,
    is_over: bool,
}

impl Crew {
    /// No threads yet.
    pub fn new(name: &'static str, stack: usize) -> Self {
        let shared = Arc::default();
        Self {
            name,
            stack,
            shared,
        }
    }

    /// Has a job done at once, by a thread that waits or by a new one; whether there is one.
    pub fn hand(&self, job: impl FnOnce() + Send + 'static) -> bool {
        let job: Job = Box::new(job);
        let mut waiting = self.shared.waiting();
        if waiting.threads > 0 {
            waiting.threads -= 1;
            waiting.jobs.push_back(job);
            drop(waiting);
            self.shared.called.notify_one();
            return true;
        }
        drop(waiting);
        let shared = Arc::clone(&self.shared);
        let thread = thread::Builder::new()
            .name(self.name.into())
            .stack_size(self.stack);
        thread.spawn(move || shared.work(job)).is_ok()
    }
}

impl Drop for Crew {
    fn drop(&mut self) {
        self.shared.waiting().is_over = true;
        self.shared.called.notify_all();
    }
}

impl Shared {
    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn work(&self, first: Job) {
        let mut job = Some(first);
        while let Some(own) = job {
            own();
            job = self.next();
        }
    }

    /// The next job; none once this thread is not needed any more. Whoever takes a job may be another thread
    /// than the one that was called: as many wait as were counted.
    fn next(&self) -> Option<Job> {
        let end = Instant::now() + REST;
        let mut waiting = self.waiting();
        waiting.threads += 1;
        loop {
            if let Some(job) = waiting.jobs.pop_front() {
                return Some(job);
            }
            let left = end.saturating_duration_since(Instant::now());
            if waiting.is_over || left.is_zero() {
                waiting.threads -= 1;
                return None;
            }
            let woken = self.called.wait_timeout(waiting, left);
            (waiting, _) = woken.unwrap_or_else(PoisonError::into_inner);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;
    use std::sync::mpsc::{Sender, channel};
    use std::thread::ThreadId;

    const STACK: usize = 64 * 1024;

    fn told(sender: &Sender<ThreadId>) -> impl FnOnce() + Send + 'static {
        let sender = sender.clone();
        move || sender.send(thread::current().id()).unwrap()
    }

    #[test]
    fn a_thread_that_is_done_takes_the_next_job() {
        let (crew, (sender, receiver)) = (Crew::new("test", STACK), channel());
        let mut threads = HashSet::new();
        for _ in 0..100 {
            assert!(crew.hand(told(&sender)));
            threads.insert(receiver.recv().unwrap());
            while crew.shared.waiting().threads == 0 {
                thread::yield_now();
            }
        }
        assert_eq!(threads.len(), 1);
    }

    #[test]
    fn no_job_waits_for_another_one() {
        let (crew, (sender, receiver)) = (Crew::new("test", STACK), channel());
        for round in 1..4 {
            let (ends, end): (Vec<_>, Vec<_>) = (0..20).map(|_| channel::<()>()).unzip();
            for wait in end {
                let tell = told(&sender);
                assert!(crew.hand(move || {
                    tell();
                    wait.recv().ok();
                }));
            }
            // All of them are under way, though none has ended.
            let threads: HashSet<_> = receiver.iter().take(20).collect();
            assert_eq!(threads.len(), 20, "round {round}");
            drop(ends);
        }
    }

    #[test]
    fn threads_end_with_the_crew_after_every_job() {
        let (crew, (sender, receiver)) = (Crew::new("test", STACK), channel());
        for _ in 0..50 {
            assert!(crew.hand(told(&sender)));
        }
        let shared = Arc::downgrade(&crew.shared);
        drop((crew, sender));
        assert_eq!(receiver.iter().count(), 50);
        while shared.upgrade().is_some() {
            thread::yield_now();
        }
    }
}
