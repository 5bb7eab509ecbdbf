//! Differences of one edit, wherever they are reached → one change, with its proof.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use indexmap::{IndexMap, IndexSet};
use serde_json::json;

use super::super::contract::{Flow, Keyword};
use super::super::relation::{Leaf, Pair, Reach, Relation, Relations, Step, Weight};
use super::super::verdict::{Level, identifier, level_of};
use super::super::walk::{Finding, Root};
use super::super::witness::{Side, prove};
use super::fingerprint::fingerprint;
use super::place::Places;
use super::{Change, Direction};
use crate::diagnostics::Span;
use crate::read::Document;

/// At so many places is a proof looked for.
const PROVED_PLACES: usize = 4;

/// So many places of all changes together are told apart. Beyond, a change is told with those that make it worse alone: operations
/// times differences can be very many.
const PLACES: usize = 1_000_000;

/// One schema difference at one place of one message.
#[derive(Clone)]
struct Occurrence {
    root: usize,
    at: Pair,
    leaf: Rc<Leaf>,
    /// Whether other differences of the same schema could be behind a proof.
    alone: bool,
}

/// What makes two differences one edit.
type Edit = (Keyword, Option<String>, Option<Span>, Option<Span>, String);

/// Collects.
pub(crate) fn collect(
    relations: &Relations<'_, '_>,
    roots: &[Root],
    findings: Vec<Finding>,
    old: &Document,
    new: &Document,
) -> Vec<Change> {
    let mut edits: IndexMap<Edit, Vec<Occurrence>> = IndexMap::new();
    let reach = Reach::new(relations, roots.iter().map(|root| root.pair));
    let mut known: HashMap<Pair, Vec<(usize, Occurrence)>> = HashMap::new();
    let mut left = PLACES;
    let mut cut: HashSet<usize> = HashSet::new();
    // Roots of one pair reach the same: beyond the limit, they are not looked into again.
    let mut looked: HashSet<Pair> = HashSet::new();
    for (index, root) in roots.iter().enumerate() {
        let first = looked.insert(root.pair);
        if left == 0 && !first {
            continue;
        }
        for pair in reach.differing(root.pair) {
            let found = known
                .entry(pair)
                .or_insert_with(|| occurrences(relations, pair, &mut edits));
            for (edit, occurrence) in found {
                left = left.saturating_sub(1);
                let level = |one: &Occurrence| level_of(&one.leaf, roots[one.root].pair.flow);
                let own = level_of(&occurrence.leaf, root.pair.flow);
                if left == 0 && edits[*edit].iter().any(|known| level(known) >= own) {
                    cut.insert(*edit);
                    continue;
                }
                edits[*edit].push(Occurrence {
                    root: index,
                    ..occurrence.clone()
                });
            }
        }
    }
    let places = Places::of(old, new);
    let mut changes: Vec<Change> = edits
        .into_values()
        .enumerate()
        .map(|(edit, found)| {
            let mut change = schema_change(relations, &reach, roots, &found, &places);
            if cut.contains(&edit) {
                change
                    .message
                    .push_str("; more operations are affected than are told");
            }
            change
        })
        .collect();
    changes.extend(structural(findings, &places));
    for change in &mut changes {
        change.fingerprint = fingerprint(&change.id, change.old.as_ref(), change.new.as_ref());
    }
    changes.sort_by(|left, right| {
        let key = |change: &Change| {
            (
                std::cmp::Reverse(change.level),
                change.new.clone().or_else(|| change.old.clone()),
                change.id.clone(),
            )
        };
        key(left)
            .cmp(&key(right))
            .then_with(|| left.message.cmp(&right.message))
    });
    changes
}

/// The differences of a pair, each with the number of its edit; their root is not known yet.
fn occurrences(
    relations: &Relations<'_, '_>,
    pair: Pair,
    edits: &mut IndexMap<Edit, Vec<Occurrence>>,
) -> Vec<(usize, Occurrence)> {
    let Some(difference) = relations.difference(pair) else {
        return Vec::new();
    };
    let definite = |leaf: &&Leaf| {
        leaf.weight == Weight::Law && !matches!(leaf.relation, Relation::Unknown | Relation::Equal)
    };
    let alone = difference.leaves.iter().filter(definite).count() == 0;
    let numbered = difference.leaves.iter().map(|leaf| {
        let (old, new) = leaf.edit();
        let edit = (leaf.keyword, leaf.name.clone(), old, new, leaf.note.clone());
        let entry = edits.entry(edit);
        let number = entry.index();
        entry.or_default();
        (
            number,
            Occurrence {
                root: 0,
                at: pair,
                leaf: Rc::new(leaf.clone()),
                alone,
            },
        )
    });
    numbered.collect()
}

fn schema_change(
    relations: &Relations<'_, '_>,
    reach: &Reach,
    roots: &[Root],
    found: &[Occurrence],
    places: &Places<'_>,
) -> Change {
    let level =
        |occurrence: &Occurrence| level_of(&occurrence.leaf, roots[occurrence.root].pair.flow);
    let worst = found.iter().map(level).max().unwrap_or(Level::Info);
    let at_worst: Vec<&Occurrence> = found
        .iter()
        .filter(|occurrence| level(occurrence) == worst)
        .collect();
    let way = |occurrence: &Occurrence| {
        reach
            .way(relations, roots[occurrence.root].pair, occurrence.at)
            .unwrap_or_default()
    };
    let mut chosen = at_worst.first().copied().unwrap_or(&found[0]);
    let mut verdict = worst;
    let mut witness = None;
    let mut reason = None;
    if worst == Level::Breaking || (worst == Level::Unknown && chosen.alone) {
        // Different schemas first, then different messages.
        let mut tried: Vec<&Occurrence> = Vec::new();
        for distinct in [true, false] {
            for occurrence in &at_worst {
                let known = tried.iter().any(|other| {
                    std::ptr::eq(*other, *occurrence) || (distinct && other.at == occurrence.at)
                });
                if !known && tried.len() < PROVED_PLACES {
                    tried.push(occurrence);
                }
            }
        }
        for occurrence in tried {
            let way = way(occurrence);
            if let Some(value) = proof(relations, &roots[occurrence.root], occurrence, &way) {
                let accepted_by = if roots[occurrence.root].pair.flow == Flow::ToServer {
                    "old"
                } else {
                    "new"
                };
                let refused_by = if accepted_by == "old" { "new" } else { "old" };
                witness = Some(json!({
                    "acceptedBy": accepted_by,
                    "refusedBy": refused_by,
                    "in": format!("{} {}", roots[occurrence.root].position, roots[occurrence.root].path),
                    "value": value,
                }));
                chosen = occurrence;
                verdict = Level::Breaking;
                break;
            }
        }
        if witness.is_none() && worst == Level::Breaking {
            verdict = Level::Unknown;
            reason = Some("no example was found that one document accepts and the other refuses");
        }
    }
    let root = &roots[chosen.root];
    let effect = match (
        chosen.leaf.keyword,
        chosen.leaf.relation,
        chosen.leaf.weight,
    ) {
        (Keyword::Property | Keyword::Alternative, ..)
            if chosen.leaf.note.ends_with("was added") =>
        {
            "added"
        }
        (Keyword::Property | Keyword::Alternative, ..)
            if chosen.leaf.note.ends_with("was removed") =>
        {
            "removed"
        }
        (_, Relation::Narrower, _) => "narrowed",
        (_, Relation::Wider, _) => "widened",
        (_, Relation::Unknown, _) if verdict == Level::Unknown => "undecided",
        _ => "changed",
    };
    let path = path_text(&root.path, &way(chosen));
    let noun = chosen.leaf.keyword.noun();
    let mut message = match chosen.leaf.keyword {
        Keyword::Property
        | Keyword::Alternative
        | Keyword::Required
        | Keyword::Null
        | Keyword::ReadOnly
        | Keyword::WriteOnly => {
            format!("{}: {}", path, chosen.leaf.note)
        }
        _ => format!("{path}: {noun}: {}", chosen.leaf.note),
    };
    if let Some(reason) = reason {
        message.push_str("; ");
        message.push_str(reason);
    }
    let affects: IndexSet<&String> = found
        .iter()
        .map(|occurrence| &roots[occurrence.root].operation)
        .collect();
    Change {
        id: identifier(&root.position, chosen.leaf.keyword.name(), effect),
        level: verdict,
        operation: root.operation.clone(),
        path,
        direction: match root.pair.flow {
            Flow::ToServer => Direction::Request,
            Flow::ToClient => Direction::Response,
        },
        old: places.in_old(chosen.leaf.old),
        new: places.in_new(chosen.leaf.new),
        message,
        witness,
        affects: affects.into_iter().cloned().collect(),
        near: if chosen.leaf.new.is_some() {
            None
        } else {
            places.survivor(chosen.leaf.old)
        },
        ..Change::default()
    }
}

fn proof(
    relations: &Relations<'_, '_>,
    root: &Root,
    occurrence: &Occurrence,
    path: &[Step],
) -> Option<serde_json::Value> {
    let old = Side {
        schemas: relations.old,
        root: root.pair.old,
        at: occurrence.at.old,
    };
    let new = Side {
        schemas: relations.new,
        root: root.pair.new,
        at: occurrence.at.new,
    };
    let (flow, medium) = (root.pair.flow, root.pair.medium);
    match flow {
        Flow::ToServer => prove(
            &old,
            &new,
            path,
            true,
            occurrence.leaf.old_alternative,
            flow,
            medium,
        ),
        Flow::ToClient => prove(
            &new,
            &old,
            path,
            false,
            occurrence.leaf.new_alternative,
            flow,
            medium,
        ),
    }
}

fn path_text(start: &str, steps: &[Step]) -> String {
    let mut out = start.to_owned();
    for step in steps {
        match step {
            Step::Property(name) => {
                out.push('.');
                out.push_str(name);
            }
            Step::Additional => out.push_str(".*"),
            Step::Pattern(pattern) => out.push_str(&format!(".<{pattern}>")),
            Step::Name => out.push_str(".<name>"),
            Step::Item => out.push_str("[]"),
            Step::Prefix(index) => out.push_str(&format!("[{index}]")),
            Step::Alternative(..) | Step::Dependent(_) => {}
        }
    }
    out
}

fn structural(findings: Vec<Finding>, places: &Places<'_>) -> Vec<Change> {
    let mut changes: IndexMap<(String, Option<Span>, Option<Span>, String), Change> =
        IndexMap::new();
    for finding in findings {
        let id = identifier(&finding.position, finding.subject, finding.effect);
        let key = (
            id.clone(),
            finding.old,
            finding.new,
            finding.message.clone(),
        );
        let change = changes.entry(key).or_insert_with(|| Change {
            id,
            level: finding.level,
            operation: finding.operation.clone(),
            path: finding.path,
            direction: match finding.flow {
                Some(Flow::ToServer) => Direction::Request,
                Some(Flow::ToClient) => Direction::Response,
                None => Direction::None,
            },
            old: places.in_old(finding.old),
            new: places.in_new(finding.new),
            message: finding.message,
            witness: finding.witness.clone(),
            near: if finding.new.is_some() {
                None
            } else {
                places.survivor(finding.old)
            },
            ..Change::default()
        });
        if finding.level > change.level {
            change.level = finding.level;
            change.witness = finding.witness;
        }
        if !finding.operation.is_empty() && !change.affects.contains(&finding.operation) {
            change.affects.push(finding.operation);
        }
    }
    changes.into_values().collect()
}
