//! The target `commonmark`.
#![cfg_attr(fuzzing, no_main)]

fuzz::target!(commonmark);
