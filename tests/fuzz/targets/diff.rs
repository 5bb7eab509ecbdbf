//! The target `diff`.
#![cfg_attr(fuzzing, no_main)]

fuzz::target!(diff);
