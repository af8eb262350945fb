//! The tests that look at the program from outside: mini-sites and the house itself.

#[cfg(feature = "server")]
mod abuse;
#[cfg(feature = "server")]
mod collect;
#[cfg(feature = "server")]
mod database;
mod draw;
mod examples;
#[cfg(unix)]
mod hook;
#[cfg(feature = "server")]
mod load;
#[cfg(feature = "server")]
mod mistakes;
mod notices;
#[cfg(feature = "server")]
mod office;
#[cfg(feature = "server")]
mod operator;
mod pages;
#[cfg(feature = "server")]
mod pull;
#[cfg(feature = "server")]
mod reload;
mod requests;
mod rules;
mod seeded;
mod serve;
#[cfg(feature = "server")]
mod several;
mod sites;
#[cfg(feature = "server")]
mod tables;
mod tidy;
#[cfg(feature = "server")]
mod trouble;
mod warm;
mod whole;
