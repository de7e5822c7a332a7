//! Which criteria stand elsewhere among those that both versions have.

use super::Placed;

/// The new places of criteria that moved: the fewest that leave the others in their order.
pub fn moved(pairs: &[(usize, usize)], before: &[Placed<'_>], after: &[Placed<'_>]) -> Vec<usize> {
    let kind = |of: &[Placed<'_>], place: usize| of.get(place).map(|p| p.kind);
    let mut staying: Vec<(usize, usize)> = pairs.iter().copied().filter(|(i, j)| kind(before, *i) == kind(after, *j)).collect();
    staying.sort_unstable();
    // The longest chain that ends at each pair, and the pair before it in that chain.
    let mut chains: Vec<(usize, Option<usize>)> = Vec::new();
    for (at, (_, j)) in staying.iter().enumerate() {
        let earlier = staying.iter().zip(&chains).enumerate().filter(|(_, ((_, to), _))| to < j);
        let longest = earlier.max_by_key(|(n, (_, (length, _)))| (*length, usize::MAX.saturating_sub(*n)));
        let chain = longest.map_or((1, None), |(n, (_, (length, _)))| (length.saturating_add(1), Some(n)));
        debug_assert_eq!(at, chains.len());
        chains.push(chain);
    }
    let mut kept = Vec::new();
    let mut end = chains.iter().enumerate().max_by_key(|(n, (length, _))| (*length, usize::MAX.saturating_sub(*n))).map(|(n, _)| n);
    while let Some(at) = end {
        kept.push(at);
        end = chains.get(at).and_then(|(_, before)| *before);
    }
    staying.iter().enumerate().filter(|(at, _)| !kept.contains(at)).map(|(_, (_, j))| *j).collect()
}
