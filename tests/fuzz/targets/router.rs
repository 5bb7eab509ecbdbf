//! The target `router`.
#![cfg_attr(fuzzing, no_main)]

fuzz::target!(router);
