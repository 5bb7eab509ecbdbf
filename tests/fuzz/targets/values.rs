//! The target `values`.
#![cfg_attr(fuzzing, no_main)]

fuzz::target!(values);
