//! Arguments, one file a command, exit codes; the only module that reads clock and environment.

pub mod report;
pub mod serve;
pub mod watch;
