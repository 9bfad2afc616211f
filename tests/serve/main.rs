//! The server as clients meet it.

mod browser;
mod client;
mod clients;
mod hostile;
mod linked;
mod openapi;
mod pages;
mod protocol;
mod questions;
mod reconcile;
