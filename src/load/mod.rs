//! Bytes to sources: reads the portal's folder. The only module that knows the German keys.
//!
//! Nothing outside the folder is ever read, and nothing that is read may stop the program: what
//! cannot be used is a finding, and the rest goes on.

pub mod boundaries;
pub mod folder;
pub mod geojson;
pub mod markdown;
pub mod municipality_file;
pub mod procedure_file;
pub mod site_file;
pub mod slug;
pub mod value;
