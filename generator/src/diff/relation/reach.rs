//! Which differences are reached from where.
//!
//! Documents lead from everything to everything, so to walk anew from every message is out of the question: pairs that reach each
//! other reach the same, and what they reach is put together once.

use std::collections::{HashMap, VecDeque};
use std::rc::Rc;

use super::{Difference, Pair, Relations, Step};

/// The graph of all pairs below some messages.
pub(crate) struct Reach {
    numbers: HashMap<Pair, usize>,
    pairs: Vec<Pair>,
    below: Vec<Vec<usize>>,
    /// Pairs that have differences of their own.
    differing: Vec<usize>,
    /// For every pair the component it is in.
    component: Vec<usize>,
    /// For every component the numbers in `differing` that it reaches, as bits.
    reached: Vec<Option<Rc<[u64]>>>,
}

impl Reach {
    /// Walks everything below these pairs, each pair once.
    pub(crate) fn new(
        relations: &Relations<'_, '_>,
        roots: impl IntoIterator<Item = Pair>,
    ) -> Self {
        let mut reach = Self {
            numbers: HashMap::new(),
            pairs: Vec::new(),
            below: Vec::new(),
            differing: Vec::new(),
            component: Vec::new(),
            reached: Vec::new(),
        };
        let mut queue = VecDeque::new();
        for root in roots {
            reach.number(root, &mut queue);
        }
        while let Some(at) = queue.pop_front() {
            let Some(difference) = relations.difference(reach.pairs[at]) else {
                continue;
            };
            if !difference.leaves.is_empty() {
                reach.differing.push(at);
            }
            let below = difference
                .below
                .iter()
                .map(|(_, pair)| reach.number(*pair, &mut queue))
                .collect();
            reach.below[at] = below;
        }
        reach.components();
        reach
    }

    fn number(&mut self, pair: Pair, queue: &mut VecDeque<usize>) -> usize {
        let next = self.pairs.len();
        let number = *self.numbers.entry(pair).or_insert(next);
        if number == next {
            self.pairs.push(pair);
            self.below.push(Vec::new());
            queue.push_back(number);
        }
        number
    }

    /// Tarjan's strongly connected components without recursion; they come out with what they reach before them.
    fn components(&mut self) {
        const UNSEEN: usize = usize::MAX;
        let count = self.pairs.len();
        let words = self.differing.len().div_ceil(64);
        let mut bit = vec![None; count];
        for (index, at) in self.differing.iter().enumerate() {
            bit[*at] = Some(index);
        }
        self.component = vec![UNSEEN; count];
        let (mut order, mut low) = (vec![UNSEEN; count], vec![0; count]);
        let (mut stack, mut clock) = (Vec::new(), 0);
        for start in 0..count {
            if order[start] != UNSEEN {
                continue;
            }
            let mut work = vec![(start, 0)];
            while let Some((at, next)) = work.pop() {
                if next == 0 {
                    order[at] = clock;
                    low[at] = clock;
                    clock += 1;
                    stack.push(at);
                }
                if let Some(&below) = self.below[at].get(next) {
                    work.push((at, next + 1));
                    if order[below] == UNSEEN {
                        work.push((below, 0));
                    } else if self.component[below] == UNSEEN {
                        low[at] = low[at].min(order[below]);
                    }
                    continue;
                }
                if let Some((above, _)) = work.last() {
                    low[*above] = low[*above].min(low[at]);
                }
                if low[at] == order[at] {
                    self.close(at, &mut stack, &bit, words);
                }
            }
        }
    }

    /// Takes a component from the stack.
    fn close(&mut self, root: usize, stack: &mut Vec<usize>, bit: &[Option<usize>], words: usize) {
        let number = self.reached.len();
        let mut members = Vec::new();
        while let Some(member) = stack.pop() {
            self.component[member] = number;
            members.push(member);
            if member == root {
                break;
            }
        }
        let mut bits: Option<Vec<u64>> = None;
        for member in members {
            if let Some(index) = bit[member] {
                bits.get_or_insert_with(|| vec![0; words])[index / 64] |= 1 << (index % 64);
            }
            for below in &self.below[member] {
                if let Some(Some(others)) = self.reached.get(self.component[*below]) {
                    let bits = bits.get_or_insert_with(|| vec![0; words]);
                    bits.iter_mut()
                        .zip(others.iter())
                        .for_each(|(one, other)| *one |= other);
                }
            }
        }
        self.reached.push(bits.map(Into::into));
    }

    /// The pairs with differences below this one.
    pub(crate) fn differing(&self, root: Pair) -> impl Iterator<Item = Pair> {
        let bits = self
            .numbers
            .get(&root)
            .and_then(|at| self.reached[self.component[*at]].as_deref());
        let holds = move |index: usize| {
            bits.is_some_and(|bits| bits[index / 64] & (1 << (index % 64)) != 0)
        };
        let some = bits.is_some();
        self.differing
            .iter()
            .enumerate()
            .take_while(move |_| some)
            .filter(move |(index, _)| holds(*index))
            .map(|(_, at)| self.pairs[*at])
    }

    /// The shortest way from one pair to another.
    pub(crate) fn way(
        &self,
        relations: &Relations<'_, '_>,
        root: Pair,
        target: Pair,
    ) -> Option<Vec<Step>> {
        let (start, end) = (*self.numbers.get(&root)?, *self.numbers.get(&target)?);
        let goal = self.differing.iter().position(|at| *at == end)?;
        let leads = |at: usize| {
            self.reached[self.component[at]]
                .as_ref()
                .is_some_and(|bits| bits[goal / 64] & (1 << (goal % 64)) != 0)
        };
        let mut from: HashMap<usize, (usize, usize)> = HashMap::new();
        let mut queue = VecDeque::from([start]);
        while let Some(at) = queue.pop_front() {
            if at == end {
                break;
            }
            for (index, below) in self.below[at].iter().enumerate() {
                if *below != start && !from.contains_key(below) && leads(*below) {
                    from.insert(*below, (at, index));
                    queue.push_back(*below);
                }
            }
        }
        let mut way = Vec::new();
        let mut at = end;
        while at != start {
            let (before, index) = *from.get(&at)?;
            let difference: Rc<Difference> = relations.difference(self.pairs[before])?;
            way.push(difference.below.get(index)?.0.clone());
            at = before;
        }
        way.reverse();
        Some(way)
    }
}
