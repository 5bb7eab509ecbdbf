//! A server of `everything.yaml` that answers with what it understood; operations that want credentials are left out, so
//! that a caller who is let in is told that they are not implemented.

use everything::operations::{
    ActOnFile, ActOnFileError, DeleteNothing, DeleteNothingError, First, FirstError, InHeaders,
    InHeadersError, InHeadersResponse, InLabelPath, InLabelPathError, InMatrixPath,
    InMatrixPathError, InQuery, InQueryError, InSimplePath, InSimplePathError, Listen, ListenError,
    MergeJson, MergeJsonError, MergeJsonResponse, Search, SearchError, SendBytes, SendBytesBody,
    SendBytesError, SendForm, SendFormError, SendJson, SendJsonError, SendLines, SendLinesError,
    SendParts, SendPartsError, SendText, SendTextError, SendXml, SendXmlError, SendXmlResponse,
    ShowFile, ShowFileError,
};
use everything::server::Api;
use everything::types::{Echo, Form, Point, Thing};
use generator_runtime::body::Body;
use generator_runtime::server::Caller;
use generator_runtime::stream::{Event, EventStream, JsonLines};
use serde::Serialize;

/// The server.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Everything;

fn echo<const N: usize>(seen: [(&str, serde_json::Value); N]) -> Echo {
    seen.map(|(name, value)| (name.to_owned(), value)).into()
}

fn json(value: &impl Serialize) -> serde_json::Value {
    serde_json::to_value(value).expect("generated types are JSON")
}

impl Api for Everything {
    async fn in_simple_path(
        &self,
        request: InSimplePath,
        _: Caller,
    ) -> Result<Echo, InSimplePathError> {
        let InSimplePath {
            scalar,
            list,
            object,
            ..
        } = request;
        Ok(echo([
            ("scalar", json(&scalar)),
            ("list", json(&list)),
            ("object", json(&object)),
        ]))
    }

    async fn in_label_path(
        &self,
        request: InLabelPath,
        _: Caller,
    ) -> Result<Echo, InLabelPathError> {
        let InLabelPath {
            scalar,
            list,
            object,
            ..
        } = request;
        Ok(echo([
            ("scalar", json(&scalar)),
            ("list", json(&list)),
            ("object", json(&object)),
        ]))
    }

    async fn in_matrix_path(
        &self,
        request: InMatrixPath,
        _: Caller,
    ) -> Result<Echo, InMatrixPathError> {
        let InMatrixPath {
            scalar,
            list,
            object,
            ..
        } = request;
        Ok(echo([
            ("scalar", json(&scalar)),
            ("list", json(&list)),
            ("object", json(&object)),
        ]))
    }

    async fn show_file(&self, request: ShowFile, _: Caller) -> Result<Echo, ShowFileError> {
        Ok(echo([
            ("name", json(&request.name)),
            ("ending", json(&request.ending)),
        ]))
    }

    async fn act_on_file(&self, request: ActOnFile, _: Caller) -> Result<Echo, ActOnFileError> {
        Ok(echo([
            ("name", json(&request.name)),
            ("action", json(&request.action)),
        ]))
    }

    async fn in_query(&self, request: InQuery, _: Caller) -> Result<Echo, InQueryError> {
        let InQuery {
            required,
            list,
            deep,
            dotted,
            json: thing,
            moment,
            bytes,
            ..
        } = request;
        Ok(echo([
            ("required", json(&required)),
            ("list", json(&list)),
            ("deep", json(&deep)),
            ("dotted", json(&dotted)),
            ("json", json(&thing)),
            ("moment", json(&moment)),
            ("bytes", json(&bytes)),
        ]))
    }

    async fn search(&self, request: Search, _: Caller) -> Result<Echo, SearchError> {
        Ok(echo([("filter", json(&request.filter))]))
    }

    async fn in_headers(
        &self,
        request: InHeaders,
        _: Caller,
    ) -> Result<InHeadersResponse, InHeadersError> {
        let mut response = InHeadersResponse::new(echo([
            ("scalar", json(&request.x_scalar)),
            ("json", json(&request.x_json)),
            ("form", json(&request.form)),
            ("plain", json(&request.plain)),
        ]));
        response.x_list = request.x_list;
        response.x_object = request.x_object;
        Ok(response)
    }

    async fn send_json(&self, request: SendJson, _: Caller) -> Result<Thing, SendJsonError> {
        Ok(request.body)
    }

    async fn merge_json(
        &self,
        request: MergeJson,
        _: Caller,
    ) -> Result<MergeJsonResponse, MergeJsonError> {
        Ok(request
            .body
            .map_or(MergeJsonResponse::NoContent, MergeJsonResponse::Ok))
    }

    async fn send_form(&self, request: SendForm, _: Caller) -> Result<Form, SendFormError> {
        Ok(request.body)
    }

    async fn send_parts(&self, request: SendParts, _: Caller) -> Result<Echo, SendPartsError> {
        let form = request.body;
        Ok(echo([
            ("name", json(&form.name)),
            ("number", json(&form.number)),
            ("point", json(&form.point)),
            ("tags", json(&form.tags)),
            ("points", json(&form.points)),
            ("file", json(&form.file.file_name)),
            ("length", json(&form.file.body.as_bytes().map(<[u8]>::len))),
            ("header", json(&form.file_x_part)),
            ("more", json(&form.more.map(|more| more.len()))),
        ]))
    }

    async fn send_xml(&self, request: SendXml, _: Caller) -> Result<SendXmlResponse, SendXmlError> {
        Ok(match request.body.sold {
            Some(true) => SendXmlResponse::OkJson(request.body),
            _ => SendXmlResponse::OkXml(request.body),
        })
    }

    async fn send_text(&self, request: SendText, _: Caller) -> Result<i64, SendTextError> {
        Ok(request.body.unwrap_or_default())
    }

    async fn send_bytes(&self, request: SendBytes, _: Caller) -> Result<Body, SendBytesError> {
        match request.body {
            SendBytesBody::Binary(body) | SendBytesBody::Image(body) => Ok(body),
            _ => Ok(Body::empty()),
        }
    }

    async fn send_lines(
        &self,
        request: SendLines,
        _: Caller,
    ) -> Result<JsonLines<Point>, SendLinesError> {
        let mut lines = request.body;
        let mut points = Vec::new();
        while let Some(point) = lines.next().await {
            points.extend(point.ok());
        }
        Ok(points.into())
    }

    async fn listen(&self, request: Listen, _: Caller) -> Result<EventStream<Point>, ListenError> {
        let points = 0..request.count.unwrap_or(3);
        let events = points.map(|x| Event::new(Point::new(i32::try_from(x).unwrap_or_default())));
        Ok(events.collect::<Vec<_>>().into())
    }

    async fn first(&self, _: First, _: Caller) -> Result<Echo, FirstError> {
        Ok(Echo::new())
    }

    async fn delete_nothing(&self, _: DeleteNothing, _: Caller) -> Result<(), DeleteNothingError> {
        Ok(())
    }
}
