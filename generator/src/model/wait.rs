//! Waits: how work that an operation starts is followed to its end.

use super::Json;

/// How to wait for what an operation started (`x-wait`).
#[derive(Clone, Debug, PartialEq)]
pub struct Wait {
    /// Index of the operation that starts the work.
    pub starter: usize,
    /// Index of the operation that tells how the work is.
    pub operation: usize,
    /// Identifier of the method of the client that waits, unique among those of the operations
    /// (`wait_for_copy_image`).
    pub ident: String,
    /// Identifier of the method of a call that sends it and waits, unique among its setters.
    pub call_ident: String,
    /// Inputs of `operation`, in the order of its parameters.
    pub inputs: Vec<WaitInput>,
    /// Settings of the client that hold for the calls of `operation` only.
    pub settings: Vec<WaitSetting>,
    /// Pointer into the answer of the starter to a list; there is one piece of work per item.
    pub each: Option<String>,
    /// Pointer to the status, into the answer of `operation` like all that follow.
    pub status: String,
    /// Statuses that mean that the work is done.
    pub success: Vec<String>,
    /// Statuses that mean that the work failed.
    pub failure: Vec<String>,
    /// Statuses that mean that the work goes on.
    pub pending: Vec<String>,
    /// HTTP statuses that mean that the work is not visible yet.
    pub absent: Vec<u16>,
    /// Pointer to the code for why the work failed.
    pub code: Option<String>,
    /// Pointer to the text for why the work failed.
    pub reason: Option<String>,
    /// Pointer to how far the work is.
    pub progress: Option<String>,
    /// What `progress` is in the end; a positive number.
    pub complete: Json,
    /// Seconds between calls.
    pub interval: u64,
    /// Seconds after which to give up.
    pub deadline: u64,
}

/// An input of the operation that tells how the work is.
#[derive(Clone, Debug, PartialEq)]
pub struct WaitInput {
    /// Index of the parameter.
    pub parameter: usize,
    /// Identifier of the argument, unique in the method.
    pub ident: String,
    /// Where the value comes from.
    pub source: WaitSource,
    /// The value is one item of the list that the parameter takes.
    pub single: bool,
}

/// A setting of the client that holds for a wait.
#[derive(Clone, Debug, PartialEq)]
pub struct WaitSetting {
    /// Name of the setting.
    pub name: String,
    /// Identifier of the argument, unique in the method.
    pub ident: String,
    /// Where the value comes from.
    pub source: WaitSource,
}

/// Where a value comes from. Pointers are JSON pointers.
#[derive(Clone, Debug, PartialEq)]
pub enum WaitSource {
    /// From whoever waits: nothing in the call or its answer has it.
    Caller,
    /// Always the same.
    Literal(Json),
    /// A parameter of the starter, by index.
    Parameter(usize),
    /// A part of the body of the starter's request.
    Request(String),
    /// A header of the starter's answer.
    Header(String),
    /// A part of the body of the starter's answer.
    Response(String),
    /// A part of the item that stands for the piece of work.
    Item(String),
}
