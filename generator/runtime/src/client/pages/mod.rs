//! All pages of a list, as a stream: one call per page, made when the page is asked for.
//!
//! In: an operation that knows its next page. Out: pages, or the items on them. It does not know how a page is chosen.

mod items;
mod turn;

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use crate::error::{Error, Undecodable};

use super::{Connection, Operation};

pub use items::Items;
pub use turn::Turn;

/// An operation that answers with one page of a list. Emitted.
pub trait Paged: Operation + Clone {
    /// An item of the list.
    type Item: Send;

    /// The items of a page; `None` when it has no list of them.
    fn items(page: &mut Self::Output) -> Option<&mut Vec<Self::Item>>;

    /// Changes the inputs so that they choose the page after `page`; `None` when that was the last one.
    fn turn(&mut self, page: &Self::Output, turn: &mut Turn) -> Option<()>;
}

/// The pages of a list, one call each. A stream that ends after the last page or the first error; dropping it stops.
///
/// [`next`](Self::next) asks for a page without a library for streams.
#[must_use = "pages are asked for one by one"]
pub struct Pages<O: Paged> {
    connection: Connection,
    state: State<O>,
    turn: Turn,
}

enum State<O: Paged> {
    /// These inputs are called next.
    Ready(O),
    /// The call of a page, with its inputs.
    Calling(O, Calling<O>),
    Ended,
}

type Calling<O> = Pin<Box<dyn Future<Output = Answered<O>> + Send>>;

/// The page, and the reply around it in case that its page cannot be turned.
type Answered<O> =
    Result<(<O as Operation>::Output, Box<Undecodable>), Error<<O as Operation>::Failure>>;

/// A page as it is handed over.
type Page<O> = Result<<O as Operation>::Output, Error<<O as Operation>::Failure>>;

impl<O: Paged> Pages<O> {
    /// The pages from the one that `first` chooses.
    pub fn new(connection: &Connection, first: O) -> Self {
        Self {
            connection: connection.clone(),
            state: State::Ready(first),
            turn: Turn::default(),
        }
    }

    /// The next page; `None` after the last one.
    ///
    /// # Errors
    /// When the call fails, or when the service leads back to a page that it led to before
    /// ([`Error::Decode`]).
    pub async fn next(&mut self) -> Option<Page<O>> {
        poll_fn(|context| self.poll_page(context)).await
    }

    /// The items of all pages, one by one.
    pub fn items(self) -> Items<O> {
        Items::new(self)
    }

    fn poll_page(&mut self, context: &mut Context<'_>) -> Poll<Option<Page<O>>> {
        loop {
            // An early return leaves the stream ended, unless the state is put back.
            match std::mem::replace(&mut self.state, State::Ended) {
                State::Ended => return Poll::Ready(None),
                State::Ready(input) => {
                    let call = Box::pin(call(self.connection.clone(), input.clone()));
                    self.state = State::Calling(input, call);
                }
                State::Calling(input, mut call) => {
                    let Poll::Ready(answered) = call.as_mut().poll(context) else {
                        self.state = State::Calling(input, call);
                        return Poll::Pending;
                    };
                    return Poll::Ready(Some(self.turn(input, answered)));
                }
            }
        }
    }

    /// Looks for the page after the one that arrived.
    fn turn(&mut self, mut input: O, answered: Answered<O>) -> Page<O> {
        let (mut page, mut reply) = answered?;
        let count = O::items(&mut page).map_or(0, |items| items.len());
        self.turn.arrive(count);
        let turned = input.turn(&page, &mut self.turn);
        if let Some(mistake) = self.turn.mistake() {
            reply.violations = mistake;
            return Err(Error::Decode(reply));
        }
        if turned.is_some() {
            self.state = State::Ready(input);
        }
        Ok(page)
    }
}

impl<O: Paged> Unpin for Pages<O> {}

impl<O: Paged> Stream for Pages<O> {
    type Item = Page<O>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let page = ready!(self.poll_page(context));
        Poll::Ready(page)
    }
}

async fn call<O: Paged>(connection: Connection, input: O) -> Answered<O> {
    let reply = connection.reply(input).await?;
    let undecodable = Box::new(Undecodable {
        status: reply.status(),
        headers: reply.headers().clone(),
        body: reply.bytes().clone(),
        violations: crate::validate::Violations::default(),
        request_id: reply.request_id().map(str::to_owned),
    });
    Ok((O::response(reply)?, undecodable))
}

impl<O: Paged> fmt::Debug for Pages<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("operation", &O::META.id())
            .field("turn", &self.turn)
            .finish_non_exhaustive()
    }
}
