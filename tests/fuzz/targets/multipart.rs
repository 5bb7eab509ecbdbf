//! The target `multipart`.
#![cfg_attr(fuzzing, no_main)]

fuzz::target!(multipart);
