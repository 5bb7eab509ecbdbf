//! The target `signing`.
#![cfg_attr(fuzzing, no_main)]

fuzz::target!(signing);
