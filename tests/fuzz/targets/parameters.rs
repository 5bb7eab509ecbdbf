//! The target `parameters`.
#![cfg_attr(fuzzing, no_main)]

fuzz::target!(parameters);
