//! The tests that look at the program from outside: mini-sites and the house itself.

#[cfg(feature = "server")]
mod abuse;
#[cfg(feature = "server")]
mod collect;
mod draw;
mod examples;
mod notices;
#[cfg(feature = "server")]
mod office;
mod pages;
mod requests;
mod rules;
mod seeded;
mod serve;
mod sites;
mod tidy;
mod warm;
mod whole;
