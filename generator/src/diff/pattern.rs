//! Regular expressions as sets of texts: whether one covers another, and a text that proves it does not.
//!
//! Expressions become automata, and the product of automata is searched for a text that all of one side accept and one of the other
//! side refuses. What cannot become an automaton (look-around, back references, too many states) is undecided, with the reason.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, VecDeque};

use regex_automata::dfa::{Automaton, StartKind, dense};
use regex_automata::util::primitives::StateID;
use regex_automata::util::start::Config as Start;
use regex_automata::{Anchored, MatchKind};

use crate::resolve::pattern::translate;

/// Bytes that one automaton may take.
const AUTOMATON_BYTES: usize = 4 << 20;
/// States of the product that are looked at.
const PRODUCT_STATES: usize = 60_000;

/// So many expressions are kept as they were read.
const KEPT: usize = 1000;
/// Bytes that all automata of a comparison may take, and the places of their products, though few are there at once: to fill
/// them takes time.
const ALL_BYTES: usize = 128 << 20;
/// Bytes that a place of a product counts as.
const PLACE_BYTES: usize = 100;

thread_local! {
    /// Expressions that were read, and nothing for those that cannot be.
    static READ: RefCell<HashMap<String, Option<regex_lite::Regex>>> = RefCell::default();
    static BYTES: Cell<usize> = const { Cell::new(0) };
}

/// A comparison begins: what it may cost does not depend on those before.
pub(super) fn begin() {
    BYTES.set(0);
}

/// Whether a text matches an ECMA-262 expression; one that cannot be read matches nothing.
pub(crate) fn matches(pattern: &str, text: &str) -> bool {
    READ.with_borrow_mut(|read| {
        if let Some(known) = read.get(pattern) {
            return known.as_ref().is_some_and(|regex| regex.is_match(text));
        }
        if read.len() >= KEPT {
            read.clear();
        }
        let translated = translate(pattern).ok();
        let regex = translated.and_then(|translated| regex_lite::Regex::new(&translated).ok());
        let found = regex.as_ref().is_some_and(|regex| regex.is_match(text));
        read.insert(pattern.to_owned(), regex);
        found
    })
}

/// What a search for a text comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// The shortest text.
    Text(String),
    /// There is none.
    Nothing,
    /// Why it is not known.
    Undecided(String),
}

type Automata = Vec<dense::DFA<Vec<u32>>>;

/// Searches a text of at least `least` characters (up to 200) that every one of `accepted` matches and at least one of `refused` does
/// not; with no `refused`, any text that matches.
pub(crate) fn search(accepted: &[&str], refused: &[&str], least: usize) -> Found {
    let mut automata = Automata::new();
    for pattern in accepted.iter().chain(refused) {
        match automaton(pattern) {
            Ok(automaton) => automata.push(automaton),
            Err(reason) => return Found::Undecided(format!("`{pattern}`: {reason}")),
        }
    }
    // Texts are UTF-8: the automata alone would also take other bytes.
    match automaton("^[^]*$") {
        Ok(any) => automata.push(any),
        Err(reason) => return Found::Undecided(reason),
    }
    product(&automata, accepted.len(), refused.len(), least.min(200))
}

fn automaton(pattern: &str) -> Result<dense::DFA<Vec<u32>>, String> {
    let translated = ascii(&translate(pattern)?);
    if BYTES.get() > ALL_BYTES {
        return Err("the documents have too many expressions to compare all".to_owned());
    }
    let built = dense::Builder::new()
        .configure(
            dense::Config::new()
                .start_kind(StartKind::Unanchored)
                .match_kind(MatchKind::All)
                .dfa_size_limit(Some(AUTOMATON_BYTES))
                .determinize_size_limit(Some(AUTOMATON_BYTES)),
        )
        .thompson(
            regex_automata::nfa::thompson::Config::new().nfa_size_limit(Some(AUTOMATON_BYTES)),
        )
        .build(&translated);
    let bytes = built
        .as_ref()
        .map_or(AUTOMATON_BYTES, dense::DFA::memory_usage);
    BYTES.set(BYTES.get() + bytes);
    built.map_err(|_| "it is too large, or needs more than an automaton has".to_owned())
}

/// The classes of ECMA-262 are those of ASCII.
fn ascii(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len());
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        if character != '\\' {
            out.push(character);
            continue;
        }
        match characters.next() {
            Some('d') => out.push_str("[0-9]"),
            Some('D') => out.push_str("[^0-9]"),
            Some('w') => out.push_str("[0-9A-Za-z_]"),
            Some('W') => out.push_str("[^0-9A-Za-z_]"),
            Some('s') => out.push_str("[\\t\\n\\v\\f\\r \\x{a0}\\x{feff}]"),
            Some('S') => out.push_str("[^\\t\\n\\v\\f\\r \\x{a0}\\x{feff}]"),
            Some('b') => out.push_str("(?-u:\\b)"),
            Some('B') => out.push_str("(?-u:\\B)"),
            Some(other) => {
                out.push('\\');
                out.push(other);
            }
            None => out.push('\\'),
        }
    }
    out
}

/// Where every automaton is, and which have matched already; with the characters so far, up to those asked for.
type Place = (Vec<(StateID, bool)>, usize);

fn product(automata: &Automata, accepted: usize, refused: usize, least: usize) -> Found {
    let start = Start::new().anchored(Anchored::No);
    let mut first = Vec::with_capacity(automata.len());
    for automaton in automata {
        match automaton.start_state(&start) {
            Ok(state) => first.push((state, automaton.is_match_state(state))),
            Err(_) => return Found::Undecided("it has no start".to_owned()),
        }
    }
    let alphabet = alphabet(automata);
    let first: Place = (first, 0);
    let mut places = vec![(first.clone(), 0_usize, 0_u8)];
    let mut known: HashMap<Place, ()> = HashMap::from([(first, ())]);
    let mut queue = VecDeque::from([0_usize]);
    while let Some(at) = queue.pop_front() {
        BYTES.set(BYTES.get() + PLACE_BYTES);
        let (place, ..) = places[at].clone();
        if place.1 >= least && ends_well(automata, &place.0, accepted, refused) {
            return text(&places, at);
        }
        for &byte in &alphabet {
            let mut next = Vec::with_capacity(automata.len());
            let mut dead = false;
            for (index, (automaton, (state, matched))) in automata.iter().zip(&place.0).enumerate()
            {
                let state = automaton.next_state(*state, byte);
                let matched = *matched || automaton.is_match_state(state);
                // A text that one of the accepting ones can no longer match leads nowhere.
                let needed = index < accepted || index == accepted + refused;
                dead |= needed && !matched && automaton.is_dead_state(state);
                dead |= automaton.is_quit_state(state);
                next.push((state, matched));
            }
            if dead {
                continue;
            }
            let count = place.1 + usize::from(byte & 0xC0 != 0x80);
            let next: Place = (next, count.min(least));
            if known.contains_key(&next) {
                continue;
            }
            if places.len() >= PRODUCT_STATES {
                return Found::Undecided("too many combinations to look at".to_owned());
            }
            known.insert(next.clone(), ());
            places.push((next, at, byte));
            queue.push_back(places.len() - 1);
        }
    }
    Found::Nothing
}

fn ends_well(
    automata: &Automata,
    states: &[(StateID, bool)],
    accepted: usize,
    refused: usize,
) -> bool {
    let holds = |index: usize| {
        let (state, matched) = states[index];
        matched || automata[index].is_match_state(automata[index].next_eoi_state(state))
    };
    (0..accepted).all(holds)
        && (refused == 0 || (accepted..accepted + refused).any(|index| !holds(index)))
        && holds(accepted + refused)
}

/// One byte of every class that some automaton tells apart, the readable ones first.
fn alphabet(automata: &Automata) -> Vec<u8> {
    let mut seen = HashMap::new();
    let readable = (b'a'..=b'z')
        .chain(b'0'..=b'9')
        .chain(b'A'..=b'Z')
        .chain(b' '..=b'~');
    for byte in readable.chain(0..=255) {
        let class: Vec<u8> = automata
            .iter()
            .map(|automaton| automaton.byte_classes().get(byte))
            .collect();
        let rank = seen.len();
        seen.entry((class, byte >= 0x80, byte & 0xC0 == 0x80))
            .or_insert((rank, byte));
    }
    let mut bytes: Vec<_> = seen.into_values().collect();
    bytes.sort_unstable();
    bytes.into_iter().map(|(_, byte)| byte).collect()
}

fn text(places: &[(Place, usize, u8)], mut at: usize) -> Found {
    let mut bytes = Vec::new();
    while at != 0 {
        let (_, from, byte) = &places[at];
        bytes.push(*byte);
        at = *from;
    }
    bytes.reverse();
    match String::from_utf8(bytes) {
        Ok(text) => Found::Text(text),
        Err(_) => Found::Undecided("the text found is no UTF-8".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn covered_or_not() {
        let check = |accepted: &str, refused: &str, expected: Option<&str>| {
            let found = match search(&[accepted], &[refused], 0) {
                Found::Text(text) => Some(text),
                Found::Nothing => None,
                Found::Undecided(reason) => Some(format!("? {reason}")),
            };
            assert_eq!(found.as_deref(), expected, "{accepted} {refused}");
        };
        check("^a+$", "^b+$", Some("a"));
        check("^a+$", "^a*$", None);
        check("^a*$", "^a+$", Some(""));
        check("^[a-z]{1,3}$", "^\\w{1,5}$", None);
        check("a", "^a", Some("ba"));
        check("^\\d+$", "^[0-9]+$", None);
        check("^[\\u4e00-\\u9fa5]$", "^.$", None);
        check("^.$", "^[\\u4e00-\\u9fa5]$", Some("a"));
        assert!(matches!(
            search(&["(?=a)b"], &["a"], 0),
            Found::Undecided(_)
        ));
        assert_eq!(search(&["^a+$"], &[], 3), Found::Text("aaa".to_owned()));
    }
}
