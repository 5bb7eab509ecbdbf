//! What crates generated from `OpenAPI` documents share.
