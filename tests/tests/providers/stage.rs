//! A service that answers what it was told to, and keeps what it was asked.

use std::any::Any;
use std::sync::{Arc, Mutex};

use generator_runtime::client::Operation;
use generator_runtime::server::Caller;

/// Shared between a test and the handlers of its server.
#[derive(Clone, Default)]
pub(crate) struct Stage(Arc<Mutex<Scene>>);

#[derive(Default)]
struct Scene {
    answer: Option<Box<dyn Any + Send>>,
    asked: Option<Box<dyn Any + Send>>,
    principal: Option<String>,
}

impl Stage {
    /// Says what the next call of the operation gets.
    pub(crate) fn answers<O: Operation>(&self, answer: Result<O::Output, O::Failure>)
    where
        O::Output: 'static,
        O::Failure: 'static,
    {
        self.0.lock().unwrap().answer = Some(Box::new(answer));
    }

    /// What every handler does.
    pub(crate) fn act<I: Send + 'static, T: 'static, E: 'static>(
        &self,
        input: I,
        caller: Caller,
    ) -> Result<T, E> {
        let mut scene = self.0.lock().unwrap();
        scene.asked = Some(Box::new(input));
        scene.principal = caller.principal.map(|principal| principal.id);
        let answer = scene.answer.take().expect("the test gave an answer");
        *answer
            .downcast()
            .expect("the answer is of the operation that is called")
    }

    /// Whether a handler was called since this was asked last.
    pub(crate) fn was_asked(&self) -> bool {
        self.0.lock().unwrap().asked.take().is_some()
    }

    /// The input that the handler got.
    pub(crate) fn asked<O: 'static>(&self) -> O {
        let asked = self.0.lock().unwrap().asked.take();
        *asked
            .expect("the handler was called")
            .downcast()
            .expect("the handler of this operation was called")
    }

    /// Who called last.
    pub(crate) fn principal(&self) -> Option<String> {
        self.0.lock().unwrap().principal.take()
    }
}
