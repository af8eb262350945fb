//! Planning procedures from a folder to a static site.

pub mod bundle;
pub mod check;
pub mod cli;
pub mod export;
pub mod finding;
pub mod http;
pub mod law;
pub mod link;
pub mod load;
pub mod model;
pub mod render;
pub mod write;
