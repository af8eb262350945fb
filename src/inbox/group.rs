//! Group commit: writers hand their jobs to one thread, which commits all that wait in one
//! transaction. One fsync serves many, and everybody is answered only after it.

use crate::inbox::mail::{self, Mail};
use crate::inbox::purge::Step;
use crate::inbox::{Arrival, Kept, State, Trouble};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, channel, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

/// So many jobs share a transaction at most.
const MOST_JOBS: usize = 256;
/// Where commits are quicker nobody is waited for: those that are on their way come with the next one, and meanwhile the
/// processor is theirs.
const SLOW: Duration = Duration::from_millis(8);
/// A commit that took longer says nothing about the next one.
const SLOWEST: Duration = Duration::from_millis(40);
/// The quickest of so many commits says how quick the disk is: on a busy machine most of them wait for the processor, too.
const RECENT: usize = 8;
/// So long somebody waits for an answer. A database that hangs must not let a citizen hang; should her
/// statement be written after all, a second sending finds it.
const PATIENCE: Duration = Duration::from_secs(60);

/// Something to be written.
#[derive(Debug)]
pub enum Job {
    /// Take a statement.
    Keep(Box<Arrival>),
    /// Change what became of a statement that is there as received.
    Change {
        /// Its number.
        number: String,
        /// What became of it.
        state: State,
        /// When, in milliseconds since 1970 UTC.
        now: i64,
    },
    /// Take a step of a deletion.
    Purge {
        /// The step.
        step: Step,
        /// When, in milliseconds since 1970 UTC.
        now: i64,
    },
    /// Take a step with the confirmations that wait.
    Mail {
        /// The step.
        step: mail::Step,
        /// When, in milliseconds since 1970 UTC.
        now: i64,
    },
    /// Write a few bytes that mean nothing, at this moment (milliseconds since 1970 UTC).
    Check(i64),
}

impl Job {
    /// The latest moment of some that marks of senders may end with; none where nothing asks for them.
    pub fn latest(jobs: &[Self]) -> Option<i64> {
        let moment = |job: &Self| match job {
            Self::Keep(arrival) => Some(arrival.clear.received),
            Self::Check(now) => Some(*now),
            _ => None,
        };
        jobs.iter().filter_map(moment).max()
    }

    /// Whether a deletion ends with it, so that what it left behind can be cleared away.
    pub fn ends_purge(&self) -> bool {
        matches!(
            self,
            Self::Purge {
                step: Step::End(_),
                ..
            }
        )
    }
}

/// What came of a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Of taking a statement.
    Kept(Kept),
    /// Whether something was changed.
    Changed(bool),
    /// The number of a proof, or how many statements a step deleted.
    Purged(i64),
    /// The confirmation that was claimed.
    Mail(Option<Mail>),
    /// It can be written.
    Checked,
}

/// Writes jobs in one transaction, all or none.
pub trait Backend: Send + 'static {
    /// Writes and commits. What it returns is on disk.
    ///
    /// # Errors
    /// If nothing was written.
    fn write(&mut self, jobs: &mut [Job]) -> Result<Vec<Answer>, Trouble>;

    /// How long the last commit alone took: the disk's part of it.
    fn last_commit(&self) -> Duration;
}

type Waiting = (Job, SyncSender<Result<Answer, Trouble>>);

/// The thread that writes; it ends when this is dropped and all jobs are done.
pub struct Group {
    sender: Sender<Waiting>,
}

impl Group {
    /// Starts the thread.
    ///
    /// # Errors
    /// If the system has no thread left.
    pub fn start(mut backend: impl Backend) -> Result<Self, Trouble> {
        let (sender, receiver) = channel();
        thread::Builder::new()
            .name("inbox write".into())
            .spawn(move || run(&mut backend, &receiver))
            .map_err(|error| Trouble::Down(error.to_string()))?;
        Ok(Self { sender })
    }

    /// Takes a statement and waits until it is on disk.
    ///
    /// # Errors
    /// If it is not.
    pub fn keep(&self, arrival: Arrival) -> Result<Kept, Trouble> {
        match self.write(Job::Keep(Box::new(arrival)))? {
            Answer::Kept(kept) => Ok(kept),
            _ => Err(another()),
        }
    }

    /// Changes what became of a statement and waits until that is on disk; whether it changed.
    ///
    /// # Errors
    /// If it is not.
    pub fn change(&self, number: &str, state: State, now: i64) -> Result<bool, Trouble> {
        let number = number.to_owned();
        match self.write(Job::Change { number, state, now })? {
            Answer::Changed(is_changed) => Ok(is_changed),
            _ => Err(another()),
        }
    }

    /// Takes a step of a deletion and waits until it is on disk.
    ///
    /// # Errors
    /// If it is not.
    pub fn purge(&self, step: Step, now: i64) -> Result<i64, Trouble> {
        match self.write(Job::Purge { step, now })? {
            Answer::Purged(count) => Ok(count),
            _ => Err(another()),
        }
    }

    /// Takes a step with the confirmations that wait.
    ///
    /// # Errors
    /// If it is not on disk.
    pub fn mail(&self, step: mail::Step, now: i64) -> Result<Option<Mail>, Trouble> {
        match self.write(Job::Mail { step, now })? {
            Answer::Mail(mail) => Ok(mail),
            _ => Err(another()),
        }
    }

    /// Waits until something was written that means nothing.
    ///
    /// # Errors
    /// If it could not be.
    pub fn check(&self, now: i64) -> Result<(), Trouble> {
        match self.write(Job::Check(now))? {
            Answer::Checked => Ok(()),
            _ => Err(another()),
        }
    }

    /// Waits until a job is on disk.
    fn write(&self, job: Job) -> Result<Answer, Trouble> {
        let (answer, waiting) = sync_channel(1);
        let gone = || Trouble::Down("the writing thread has ended".to_owned());
        // A deletion takes as long as it takes, and nobody sends it twice.
        let is_patient = matches!(job, Job::Purge { .. });
        self.sender.send((job, answer)).map_err(|_| gone())?;
        if is_patient {
            return waiting.recv().map_err(|_| gone())?;
        }
        waiting
            .recv_timeout(PATIENCE)
            .map_err(|error| match error {
                RecvTimeoutError::Disconnected => gone(),
                RecvTimeoutError::Timeout => {
                    Trouble::Away(format!("no answer within {PATIENCE:?}"))
                }
            })?
    }
}

fn another() -> Trouble {
    Trouble::Broken("another job's answer".to_owned())
}

fn run(backend: &mut dyn Backend, receiver: &Receiver<Waiting>) {
    let mut recent = Recent::default();
    while let Ok(first) = receiver.recv() {
        let waiting = gather(first, receiver, recent.quickest());
        let (mut jobs, senders): (Vec<Job>, Vec<_>) = waiting.into_iter().unzip();
        let answers = write(backend, &mut jobs);
        recent.note(backend.last_commit());
        for (sender, answer) in senders.iter().zip(answers) {
            // Who asked may have given up; the job is done all the same.
            sender.send(answer).ok();
        }
    }
}

/// How long the last commits took; nothing, for those that are still to come.
#[derive(Default)]
struct Recent {
    commits: [Duration; RECENT],
    next: usize,
}

impl Recent {
    fn note(&mut self, commit: Duration) {
        self.commits[self.next] = commit;
        self.next = (self.next + 1) % RECENT;
    }

    fn quickest(&self) -> Duration {
        self.commits.iter().min().copied().unwrap_or_default()
    }
}

/// All that wait. Where the disk takes its time those that are on their way come along, as long as some follow the
/// others: whoever comes a moment later would wait for two commits.
fn gather(first: Waiting, receiver: &Receiver<Waiting>, commit: Duration) -> Vec<Waiting> {
    // Whoever runs may be about to hand something over; where nobody does, this costs nothing.
    thread::yield_now();
    let (begun, mut all) = (Instant::now(), vec![first]);
    let commit = commit.min(SLOWEST);
    loop {
        let before = all.len();
        all.extend(receiver.try_iter().take(MOST_JOBS - before));
        let came = all.len() > before || before == 1;
        if !came || all.len() == MOST_JOBS || commit < SLOW || begun.elapsed() > commit / 2 {
            return all;
        }
        // Not woken by each of them: the processor is theirs.
        thread::sleep(commit / 16);
    }
}

/// All at once, and one by one where that fails: a job that cannot be written must not take the
/// others with it. A store that answers nobody is asked once, not once for each.
fn write(backend: &mut dyn Backend, jobs: &mut [Job]) -> Vec<Result<Answer, Trouble>> {
    let mut trouble = match backend.write(jobs) {
        Ok(answers) => return answers.into_iter().map(Ok).collect(),
        Err(trouble) => trouble,
    };
    if jobs.len() == 1 {
        return vec![Err(trouble)];
    }
    let alone = |job: &mut Job| {
        if matches!(trouble, Trouble::Away(_)) {
            return Err(trouble.clone());
        }
        match backend.write(std::slice::from_mut(job)) {
            Ok(mut answers) => {
                let answer = answers.pop();
                answer.ok_or_else(|| Trouble::Broken("no answer".to_owned()))
            }
            Err(own) => {
                trouble = own.clone();
                Err(own)
            }
        }
    };
    jobs.iter_mut().map(alone).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::{Arc, Mutex};

    struct Fake(Arc<Mutex<Vec<usize>>>);

    impl Backend for Fake {
        fn write(&mut self, jobs: &mut [Job]) -> Result<Vec<Answer>, Trouble> {
            let bad = |job: &Job| matches!(job, Job::Change { now: 13, .. });
            if jobs.iter().any(bad) {
                return Err(Trouble::Down("full".to_owned()));
            }
            let is_gone = |job: &Job| matches!(job, Job::Change { now: 99, .. });
            self.0.lock().unwrap().push(jobs.len());
            if jobs.iter().any(is_gone) {
                return Err(Trouble::Away("gone".to_owned()));
            }
            Ok(vec![Answer::Changed(true); jobs.len()])
        }

        fn last_commit(&self) -> Duration {
            Duration::from_millis(32)
        }
    }

    #[test]
    fn those_that_wait_share_a_commit_up_to_a_bound() {
        let (sender, receiver) = channel();
        let waiting = || (Job::Check(0), sync_channel(1).0);
        let slow = Duration::from_millis(32);
        assert_eq!(gather(waiting(), &receiver, slow).len(), 1);
        for _ in 0..300 {
            sender.send(waiting()).unwrap();
        }
        assert_eq!(
            gather(waiting(), &receiver, Duration::ZERO).len(),
            MOST_JOBS
        );
        assert_eq!(gather(waiting(), &receiver, slow).len(), 300 - 255 + 1);
    }

    #[test]
    fn a_disk_is_as_quick_as_the_quickest_of_the_last_commits() {
        let (mut recent, slow, quick) = (Recent::default(), SLOW * 2, SLOW / 2);
        (1..RECENT).for_each(|_| recent.note(slow));
        assert_eq!(recent.quickest(), Duration::ZERO, "too few to say so");
        recent.note(slow);
        assert_eq!(recent.quickest(), slow);
        recent.note(quick);
        assert_eq!(recent.quickest(), quick);
        (0..RECENT).for_each(|_| recent.note(slow));
        assert_eq!(recent.quickest(), slow);
    }

    #[test]
    fn a_job_that_cannot_be_written_fails_alone() {
        let written = Arc::new(Mutex::new(Vec::new()));
        let group = Group::start(Fake(Arc::clone(&written))).unwrap();
        let job = |now| Job::Change {
            number: String::new(),
            state: State::Withdrawn,
            now,
        };
        let (group, job) = (&group, &job);
        let failed: usize = thread::scope(|scope| {
            let threads: Vec<_> = (0..40)
                .map(|now| scope.spawn(move || usize::from(group.write(job(now)).is_err())))
                .collect();
            threads
                .into_iter()
                .map(|thread| thread.join().unwrap())
                .sum()
        });
        assert_eq!(failed, 1);
        assert_eq!(written.lock().unwrap().iter().sum::<usize>(), 39);
    }

    #[test]
    fn a_store_that_answers_nobody_is_asked_once() {
        let written = Arc::new(Mutex::new(Vec::new()));
        let job = |now| Job::Change {
            number: String::new(),
            state: State::Withdrawn,
            now,
        };
        let answers = |times: &[i64]| {
            let mut jobs: Vec<Job> = times.iter().copied().map(job).collect();
            let answers = super::write(&mut Fake(Arc::clone(&written)), &mut jobs);
            let asked = std::mem::take(&mut *written.lock().unwrap());
            (
                asked,
                answers.iter().filter(|answer| answer.is_err()).count(),
            )
        };
        assert_eq!(answers(&[1, 2, 99, 3]), (vec![4], 4));
        // One that cannot be written, and then it goes.
        assert_eq!(answers(&[1, 13, 99, 2, 3]), (vec![1, 1], 4));
    }
}
