//! The server as clients meet it.

mod client;
mod hostile;
mod linked;
mod pages;
mod protocol;
