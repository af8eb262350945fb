//! What the portal knows, every reference resolved. Knows neither files nor HTML.

pub mod area;
pub mod boundary;
pub mod utm;
