//! Pairs of schemas → what changed at them and below, told for each root that reaches them.
//!
//! Operations of one document share their schemas, often nearly all of them. So a pair is examined once per position and
//! medium, and what is found there is kept without the way to it; each root then gathers what it reaches, nearest first.
//! Pairs that are the same through and through are not examined at all.

use std::collections::HashMap;
use std::rc::Rc;

use super::changes::Severity;
use super::rules;
use super::same::Alike;
use super::schemas::Subject;
use super::walk::{Ends, Walk};
use crate::read::Node;

/// A change at a pair, or at a property of it.
struct Said<'d> {
    id: String,
    level: Severity,
    step: Option<Rc<str>>,
    /// What it did, to stand behind what it is: `was removed`.
    text: String,
    ends: Ends<'d>,
}

/// What is known of a pair: its changes, and the pairs below with the steps to them.
#[derive(Default)]
struct Findings<'d> {
    said: Vec<Said<'d>>,
    below: Vec<(Option<Rc<str>>, usize)>,
}

struct Pair<'d> {
    subject: Subject<'d>,
    old: &'d Node,
    new: &'d Node,
    /// The same for this pair at other positions.
    number: usize,
    findings: Option<Rc<Findings<'d>>>,
}

/// All pairs that were met.
#[derive(Default)]
pub(super) struct Pairs<'d> {
    all: Vec<Pair<'d>>,
    indices: HashMap<(Subject<'d>, (usize, usize)), usize>,
    numbers: HashMap<(usize, usize), usize>,
    /// By number, the last root that reached it.
    reached: Vec<usize>,
    roots: usize,
    /// What the pair under examination is found to be.
    findings: Findings<'d>,
    step: Option<Rc<str>>,
    alike: Alike,
}

impl<'d> Pairs<'d> {
    fn index(&mut self, subject: Subject<'d>, old: &'d Node, new: &'d Node) -> usize {
        let address = |node: &'d Node| std::ptr::from_ref(node).addr();
        let addresses = (address(old), address(new));
        let (all, numbers, reached) = (&mut self.all, &mut self.numbers, &mut self.reached);
        *self.indices.entry((subject, addresses)).or_insert_with(|| {
            let number = *numbers.entry(addresses).or_insert_with(|| {
                reached.push(0);
                reached.len() - 1
            });
            all.push(Pair {
                subject,
                old,
                new,
                number,
                findings: None,
            });
            all.len() - 1
        })
    }

    /// Whether the present root meets this pair for the first time.
    fn reach(&mut self, index: usize) -> bool {
        let last = &mut self.reached[self.all[index].number];
        std::mem::replace(last, self.roots) != self.roots
    }
}

/// A pair on the way from a root.
struct Reached {
    index: usize,
    from: usize,
    step: Option<Rc<str>>,
}

/// What stands at a place, for people: `property a/b of response 200 (application/json)`.
fn name(way: &[Reached], mut at: usize, last: Option<&Rc<str>>, root: &str) -> String {
    let mut steps: Vec<&str> = last.map(|step| &**step).into_iter().collect();
    while at != 0 {
        steps.extend(way[at].step.as_deref());
        at = way[at].from;
    }
    steps.reverse();
    match steps.is_empty() {
        true => root.to_owned(),
        false => format!("property {} of {root}", steps.join("/")),
    }
}

impl<'d> Walk<'d> {
    /// Compares the schemas of a parameter, a header or a media type; `what` it is, for people.
    pub(super) fn root(&mut self, subject: Subject<'d>, what: &str, old: &'d Node, new: &'d Node) {
        if self.alike(old, new) {
            return;
        }
        self.pairs.roots += 1;
        let index = self.pairs.index(subject, old, new);
        self.pairs.reach(index);
        let mut way = vec![Reached {
            index,
            from: 0,
            step: None,
        }];
        let mut at = 0;
        while let Some(reached) = way.get(at).filter(|_| !self.overflows) {
            let findings = self.examined(reached.index);
            for said in &findings.said {
                let name = name(&way, at, said.step.as_ref(), what);
                let text = format!("{name} {}", said.text);
                self.found(&said.id, said.level, text, said.ends);
            }
            for (step, index) in &findings.below {
                if self.pairs.reach(*index) {
                    way.push(Reached {
                        index: *index,
                        from: at,
                        step: step.clone(),
                    });
                }
            }
            at += 1;
        }
    }

    fn examined(&mut self, index: usize) -> Rc<Findings<'d>> {
        let pair = &self.pairs.all[index];
        if let Some(findings) = &pair.findings {
            return Rc::clone(findings);
        }
        let (subject, old, new) = (pair.subject, pair.old, pair.new);
        self.schema(&subject, old, new);
        let findings = Rc::new(std::mem::take(&mut self.pairs.findings));
        self.pairs.all[index].findings = Some(Rc::clone(&findings));
        findings
    }

    /// Says that there is a pair below the one that is examined; without a step, in its place.
    pub(super) fn below(
        &mut self,
        subject: Subject<'d>,
        step: Option<&str>,
        old: &'d Node,
        new: &'d Node,
    ) {
        if old.is_object() && new.is_object() && !self.alike(old, new) {
            let index = self.pairs.index(subject, old, new);
            self.pairs.findings.below.push((step.map(Rc::from), index));
        }
    }

    /// From here on, what is told is of a property of the pair that is examined, or of the pair itself again.
    pub(super) fn step(&mut self, step: Option<&str>) {
        self.pairs.step = step.map(Rc::from);
    }

    /// Tells of a change of the pair that is examined, if there is a rule for it.
    pub(super) fn tell(&mut self, id: &str, text: impl Into<String>, ends: Ends<'d>) -> bool {
        let Some(level) = rules::level(id) else {
            return false;
        };
        self.pairs.findings.said.push(Said {
            id: id.to_owned(),
            level,
            step: self.pairs.step.clone(),
            text: text.into(),
            ends,
        });
        true
    }

    fn alike(&mut self, old: &'d Node, new: &'d Node) -> bool {
        self.pairs.alike.same((self.old, self.new), old, new)
    }
}
