//! Every bound on what the program takes in, each with a name.

/// Largest input file read, in bytes (a profile of a long ICU stay is under 1 MB).
pub const MAX_INPUT_BYTES: u64 = 64 * 1024 * 1024;

/// Deepest nesting of brackets in a text, of nodes in a rule and of values in JSON or YAML.
pub const MAX_NESTING: usize = 64;

/// Most digits a number may have; more is a slip, not a measurement.
pub const MAX_DIGITS: usize = 28;

/// Longest criterion that is parsed, in characters; a longer one becomes a `review`.
pub const MAX_CRITERION_CHARS: usize = 20_000;

/// Largest number of rules in one trial file.
pub const MAX_RULE_NODES: usize = 20_000;
