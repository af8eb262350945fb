//! Bytes to sources: reads the portal's folder. The only module that knows the German keys.

pub mod boundaries;
pub mod municipality_file;
pub mod procedure_file;
pub mod site_file;
pub mod value;
