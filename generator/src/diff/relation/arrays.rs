//! Lengths, items and contents of lists.

use super::super::contract::Keyword;
use super::super::contract::schema::{Contains, Types};
use super::{Compared, Difference, Pair, Relation, Step};

impl Compared<'_, '_, '_> {
    pub(super) fn arrays(&self, shared: Types, found: &mut Difference) {
        if !shared.has(Types::ARRAY) {
            return;
        }
        let (old, new) = (&self.old.arrays, &self.new.arrays);
        self.least(Keyword::MinItems, old.least, new.least, found);
        self.most(Keyword::MaxItems, old.most, new.most, found);
        if old.unique != new.unique {
            let note = if new.unique {
                "items may no longer repeat"
            } else {
                "items may repeat now"
            };
            found.leaves.push(self.leaf(
                Keyword::UniqueItems,
                Relation::of(new.unique, old.unique),
                note,
            ));
        }
        for index in 0..old.prefix.len().max(new.prefix.len()) {
            let left = *old.prefix.get(index).unwrap_or(&old.rest);
            let right = *new.prefix.get(index).unwrap_or(&new.rest);
            self.item(Step::Prefix(index), left, right, found);
        }
        self.item(Step::Item, old.rest, new.rest, found);
        self.contains(found);
    }

    /// One kind of items. Where there can be none on one side, the length says so already.
    fn item(&self, step: Step, old: u32, new: u32, found: &mut Difference) {
        use super::super::contract::schema::NOTHING;
        if old != NOTHING && new != NOTHING {
            self.descend(step, old, new, found);
        }
    }

    fn contains(&self, found: &mut Difference) {
        let (old, new) = (&self.old.arrays.contains, &self.new.arrays.contains);
        let relation = match (old.as_slice(), new.as_slice()) {
            ([], []) => return,
            ([], _) => Relation::Narrower,
            (_, []) => Relation::Wider,
            ([left], [right]) => self.one_contains(left, right),
            _ => Relation::Unknown,
        };
        if relation != Relation::Equal {
            found.leaves.push(self.leaf(
                Keyword::Contains,
                relation,
                "what the list must contain changed",
            ));
        }
    }

    fn one_contains(&self, old: &Contains, new: &Contains) -> Relation {
        let pair = Pair {
            old: old.schema,
            new: new.schema,
            ..self.below(&Step::Item, 0, 0)
        };
        let limit = |most: Option<u64>| most.unwrap_or(u64::MAX);
        let counts = Relation::of(new.least > old.least, new.least < old.least).and(Relation::of(
            limit(new.most) < limit(old.most),
            limit(new.most) > limit(old.most),
        ));
        match (
            self.relations.relation(pair).0,
            old.most.is_none() && new.most.is_none(),
        ) {
            (Relation::Equal, _) => counts,
            // With an upper limit, what counts for more leaves room for less.
            (schema, true) => counts.and(schema),
            (_, false) => Relation::Unknown,
        }
    }
}
