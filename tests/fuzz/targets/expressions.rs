//! The target `expressions`.
#![cfg_attr(fuzzing, no_main)]

fuzz::target!(expressions);
