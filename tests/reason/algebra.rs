//! Laws of sets of numbers.

use proptest::prelude::*;
use trialsieve::quantity::{Exact, Intervals, Op};

const OPS: [Op; 5] = [Op::Less, Op::AtMost, Op::Equal, Op::AtLeast, Op::Greater];

/// Sixths between -2 and 2: whole numbers, and others between them.
fn number() -> impl Strategy<Value = Exact> {
    (-12i64..=12).prop_map(|n| Exact::from(n).checked_div(&Exact::from(6)).unwrap())
}

fn set() -> impl Strategy<Value = Intervals> {
    let bound = (0usize..5, number()).prop_map(|(op, value)| Intervals::bound(OPS[op], value));
    bound.prop_recursive(4, 12, 2, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| a.and(&b)),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| a.or(&b)),
            inner.prop_map(|a| a.not()),
        ]
    })
}

/// Every place where a set of such bounds can change, and between each two.
fn places() -> Vec<Exact> {
    (-26i64..=26).map(|n| Exact::from(n).checked_div(&Exact::from(12)).unwrap()).collect()
}

proptest! {
    #[test]
    fn a_bound_holds_what_the_relation_holds(op in 0usize..5, value in number(), x in number()) {
        prop_assert_eq!(Intervals::bound(OPS[op], value.clone()).holds(&x), OPS[op].holds(x.cmp(&value)));
    }

    #[test]
    fn sets_hold_what_their_parts_hold(a in set(), b in set()) {
        for x in places() {
            prop_assert_eq!(a.and(&b).holds(&x), a.holds(&x) && b.holds(&x));
            prop_assert_eq!(a.or(&b).holds(&x), a.holds(&x) || b.holds(&x));
            prop_assert_eq!(a.not().holds(&x), !a.holds(&x));
        }
        let all = places();
        prop_assert_eq!(a.is_empty(), all.iter().all(|x| !a.holds(x)));
        prop_assert_eq!(a.within(&b), all.iter().all(|x| !a.holds(x) || b.holds(x)));
    }

    /// Equal sets are equal however they were made.
    #[test]
    fn the_laws_of_sets_hold(a in set(), b in set(), c in set()) {
        prop_assert_eq!(a.not().not(), a.clone());
        prop_assert_eq!(a.and(&b).not(), a.not().or(&b.not()));
        prop_assert_eq!(a.and(&b.or(&c)), a.and(&b).or(&a.and(&c)));
        prop_assert_eq!(a.and(&b), b.and(&a));
        prop_assert_eq!(a.or(&a.and(&b)), a.clone());
        prop_assert!(a.and(&a.not()).is_empty());
        prop_assert_eq!(a.or(&a.not()), Intervals::all());
        prop_assert_eq!(a.not().and(&Intervals::none()), Intervals::none());
    }

    #[test]
    fn whole_numbers_stay_and_nothing_else_counts(a in set(), b in set()) {
        let (wa, wb) = (a.whole_numbers(), b.whole_numbers());
        let all: Vec<Exact> = (-4i64..=4).map(Exact::from).collect();
        for x in &all {
            prop_assert_eq!(wa.holds(x), a.holds(x));
        }
        prop_assert_eq!(wa == wb, all.iter().all(|x| a.holds(x) == b.holds(x)));
        prop_assert_eq!(wa.and(&wb).is_empty(), all.iter().all(|x| !a.holds(x) || !b.holds(x)));
    }

    #[test]
    fn completed_years_are_twelve_months_each(a in set(), months in -40i64..40) {
        let year = Exact::from(months.div_euclid(12));
        prop_assert_eq!(a.times_whole(12).holds(&Exact::from(months)), a.holds(&year));
    }
}
