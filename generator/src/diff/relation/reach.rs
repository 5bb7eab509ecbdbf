//! Which differences are reached from where.
//!
//! Documents lead from everything to everything, so to walk anew from every message is out of the question: pairs that reach each
//! other reach the same, and what they reach is put together once.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};
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
    /// For every component the numbers in `differing` that it reaches.
    reached: Vec<Numbers>,
    /// Where each pair stands in `differing`.
    places: HashMap<usize, usize>,
    /// The ways from the roots that were asked about last: many changes are told of few roots.
    trees: RefCell<VecDeque<Tree>>,
}

/// A set of numbers: many schemas reach few differences, and few reach many.
enum Numbers {
    Few(Rc<[usize]>),
    Bits(Rc<[u64]>),
}

/// So many numbers are few.
const FEW: usize = 8;

impl Numbers {
    fn has(&self, number: usize) -> bool {
        match self {
            Self::Few(numbers) => numbers.contains(&number),
            Self::Bits(bits) => bits[number / 64] & (1 << (number % 64)) != 0,
        }
    }

    /// In order.
    fn all(&self) -> Vec<usize> {
        match self {
            Self::Few(numbers) => numbers.to_vec(),
            Self::Bits(bits) => {
                let words = bits.iter().enumerate().filter(|(_, word)| **word != 0);
                let numbers = |(at, word): (usize, &u64)| {
                    let word = *word;
                    (0..64)
                        .filter(move |bit| word & (1 << bit) != 0)
                        .map(move |bit| 64 * at + bit)
                };
                words.flat_map(numbers).collect()
            }
        }
    }
}

/// The ways from so many roots are kept.
const TREES: usize = 8;

/// The shortest ways from a root, as far as they were looked for: from where each pair is reached, and by which step.
struct Tree {
    root: usize,
    from: HashMap<usize, (usize, usize)>,
    queue: VecDeque<usize>,
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
            places: HashMap::new(),
            trees: RefCell::default(),
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
        let places = reach.differing.iter().enumerate();
        reach.places = places.map(|(index, at)| (*at, index)).collect();
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
                    self.close(at, &mut stack, words);
                }
            }
        }
    }

    /// Takes a component from the stack.
    fn close(&mut self, root: usize, stack: &mut Vec<usize>, words: usize) {
        let number = self.reached.len();
        let mut members = Vec::new();
        while let Some(member) = stack.pop() {
            self.component[member] = number;
            members.push(member);
            if member == root {
                break;
            }
        }
        let mut few: BTreeSet<usize> = BTreeSet::new();
        let mut bits: Option<Vec<u64>> = None;
        let mut joined = HashSet::new();
        for member in members {
            few.extend(self.places.get(&member));
            for below in &self.below[member] {
                let below = self.component[*below];
                if below == number || !joined.insert(below) {
                    continue;
                }
                match &self.reached[below] {
                    Numbers::Few(numbers) => few.extend(numbers.iter()),
                    Numbers::Bits(others) => {
                        let bits = bits.get_or_insert_with(|| vec![0; words]);
                        let pairs = bits.iter_mut().zip(others.iter());
                        pairs.for_each(|(one, other)| *one |= other);
                    }
                }
            }
        }
        if bits.is_none() && few.len() <= FEW {
            self.reached.push(Numbers::Few(few.into_iter().collect()));
            return;
        }
        let mut bits = bits.unwrap_or_else(|| vec![0; words]);
        for number in few {
            bits[number / 64] |= 1 << (number % 64);
        }
        self.reached.push(Numbers::Bits(bits.into()));
    }

    /// The pairs with differences below this one.
    pub(crate) fn differing(&self, root: Pair) -> impl Iterator<Item = Pair> {
        let numbers = self
            .numbers
            .get(&root)
            .map(|at| self.reached[self.component[*at]].all());
        let numbers = numbers.into_iter().flatten();
        numbers.map(|index| self.pairs[self.differing[index]])
    }

    /// The shortest way from one pair to another.
    pub(crate) fn way(
        &self,
        relations: &Relations<'_, '_>,
        root: Pair,
        target: Pair,
    ) -> Option<Vec<Step>> {
        let (start, end) = (*self.numbers.get(&root)?, *self.numbers.get(&target)?);
        let goal = *self.places.get(&end)?;
        if !self.reached[self.component[start]].has(goal) {
            return None;
        }
        let mut trees = self.trees.borrow_mut();
        let known = trees.iter().position(|tree| tree.root == start);
        let tree = known.and_then(|known| trees.remove(known));
        let tree = tree.unwrap_or_else(|| Tree {
            root: start,
            from: HashMap::new(),
            queue: VecDeque::from([start]),
        });
        trees.truncate(TREES - 1);
        trees.push_front(tree);
        let Tree { from, queue, .. } = trees.front_mut()?;
        while end != start && !from.contains_key(&end) {
            let at = queue.pop_front()?;
            for (index, below) in self.below[at].iter().enumerate() {
                if *below != start && !from.contains_key(below) {
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
