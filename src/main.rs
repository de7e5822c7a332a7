//! The `trialsieve` command.

mod cli;

/// Starts are short and ask for much memory in small pieces.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    cli::run()
}
