//! What can only be seen from outside: through sockets, folders and the program itself.

mod requests;
mod serve;
