//! Items to files, by the rule of the module above.

use std::collections::BTreeMap;

use super::{Keys, LARGE, LINES};

/// A file of a module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// Names of the modules that lead to it; none for the file of the module itself.
    pub(crate) path: Vec<String>,
    /// The modules below it.
    pub(crate) modules: Vec<String>,
    /// What stands in it, by index, in the order of the items.
    pub(crate) items: Vec<usize>,
}

/// The files of a module, each before those below it. `lines` are those of each item; items without lines are nowhere.
pub(crate) fn arrange(keys: &[Keys], lines: &[usize]) -> Vec<Place> {
    let mut places = Vec::new();
    let items = (0..keys.len().min(lines.len())).filter(|index| lines[*index] > 0);
    let tree = Tree { keys, lines };
    tree.place(Vec::new(), items.collect(), &mut places);
    places
}

struct Tree<'a> {
    keys: &'a [Keys],
    lines: &'a [usize],
}

impl Tree<'_> {
    /// Recursion is as deep as there are words, of which there are few.
    fn place(&self, path: Vec<String>, items: Vec<usize>, places: &mut Vec<Place>) {
        let depth = path.len();
        let mut own = Vec::new();
        let mut below: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        if self.size(&items) > LINES {
            for index in items {
                match self.keys[index].words.get(depth) {
                    Some(word) => below.entry(word).or_default().push(index),
                    None => own.push(index),
                }
            }
        } else {
            own = items;
        }
        let is_group =
            |items: &[usize]| depth == 0 && items.iter().any(|i| self.keys[*i].group.is_some());
        let mut bound = LARGE;
        let stays = |items: &[usize], bound: usize| !is_group(items) && self.size(items) < bound;
        loop {
            let rest = below.values().filter(|items| stays(items, bound));
            let rest: usize = rest.map(|items| self.size(items)).sum();
            if rest + self.size(&own) <= LINES || bound == 0 {
                break;
            }
            bound /= 2;
        }
        below.retain(|_, items| {
            let stays = stays(items, bound);
            if stays {
                own.append(items);
            }
            !stays
        });
        own.sort_unstable();
        places.push(Place {
            path: path.clone(),
            modules: below.keys().map(|name| (*name).to_owned()).collect(),
            items: own,
        });
        for (name, items) in below {
            let mut path = path.clone();
            path.push(name.to_owned());
            self.place(path, items, places);
        }
    }

    fn size(&self, items: &[usize]) -> usize {
        items.iter().map(|index| self.lines[*index]).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::{Keys, arrange};

    /// Items as `group!/word/word=lines`, expected files as `path: items`.
    fn check(items: &[&str], expected: &[&str]) {
        let mut keys = Vec::new();
        let mut lines = Vec::new();
        for item in items {
            let (path, count) = item.split_once('=').unwrap();
            let group = path.split_once('!').map(|(group, _)| group.to_owned());
            let words = path.replace('!', "");
            keys.push(Keys {
                words: words.split('/').map(str::to_owned).collect(),
                group,
            });
            lines.push(count.parse().unwrap());
        }
        let files: Vec<String> = arrange(&keys, &lines)
            .iter()
            .map(|place| format!("{}: {:?}", place.path.join("/"), place.items))
            .collect();
        assert_eq!(files, expected, "{items:?}");
    }

    #[test]
    fn files_are_divided_by_words_when_they_must() {
        check(&["a/x=10", "b/y=10"], &[": [0, 1]"]);
        // Groups of operations have a file each, small families stay above.
        check(
            &["a!/x=10", "b!/y=1890", "c/z=20", "d/z=600"],
            &[": [2]", "a: [0]", "b: [1]", "d: [3]"],
        );
        // A group that is too long is divided by its next word.
        check(
            &["a!/x/p=1000", "a!/y/p=1000", "a!=10", "a!/z/p=5"],
            &[": []", "a: [2, 3]", "a/x: [0]", "a/y: [1]"],
        );
        // The small ones are too many for one file: the larger among them leave it.
        check(
            &["a=460", "b=460", "c=460", "d=230", "e=230", "f=230"],
            &[": [3, 4, 5]", "a: [0]", "b: [1]", "c: [2]"],
        );
        // What cannot be divided stays whole; what says nothing is nowhere.
        check(&["a!/x=5000", "b!/x=0"], &[": []", "a: []", "a/x: [0]"]);
    }
}
