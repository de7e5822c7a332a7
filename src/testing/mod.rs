//! Tests beside the rules: `criteria/<ID>.test.yaml`.
//!
//! A test file says of patients what has to come out for one trial:
//!
//! ```yaml
//! format: 1
//! trial: NCT05075486
//! at: 2026-11-20T10:00:00Z            # the moment asked for, unless a test has its own
//! profiles:                           # profiles as in a patient file, each with a name
//!   neonate:
//!     age: 5 days
//!     conditions: [{name: congenital anomaly, status: absent}]
//!     procedures: [{name: ECMO, from: "@-2 days"}]
//! tests:
//! - name: a bleed before ECLS
//!   profile: neonate                  # a name, or a profile written here; left out: nothing is known
//!   set:                              # changes to it
//!     conditions: {intracranial hemorrhage: {from: "@-3 days"}}
//!   remove: [conditions.congenital anomaly]
//!   expect: {I2: pass, E1: unknown, E2: fail}
//!   verdict: ineligible
//! ```
//!
//! A time may be written from the moment: `@`, `@-5 h`, `@+30 min`. In `set` a field is replaced;
//! of `labs` and `findings` only the names that are given; of `observations`, `medications`,
//! `conditions` and `procedures`, where names are given instead of a list, all items of those
//! names: by a value (`lactate: 6 mmol/L`), a status (`sepsis: absent`), the fields of an item, or
//! a list of them. `remove` takes `age`, `labs.lactate`, `conditions.sepsis`, `complete.conditions`.
//! A test without `at` asks for the file's, else the profile's `as_of`, else its newest time.

mod build;
mod coverage;
mod generate;
mod layout;
mod mutate;
mod read;
mod run;

pub use coverage::{Branch, CriterionCoverage, coverage};
pub use generate::{Generated, generate};
pub use layout::{format, is_test};
pub use mutate::{Mutant, mutants};
pub use read::{Case, Suite, read, trial_of};
pub use run::{Difference, Ran, passes, run};
