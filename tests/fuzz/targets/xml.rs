//! The target `xml`.
#![cfg_attr(fuzzing, no_main)]

fuzz::target!(xml);
