//! The archive as machine-readable files.

pub mod search;
