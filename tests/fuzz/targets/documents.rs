//! The target `documents`.
#![cfg_attr(fuzzing, no_main)]

fuzz::target!(documents);
