//! The client calls the server without a socket between them. This file is compiled as a test of the emitted crate.

use cloud_images::operations::{
    Act, ActError, CopyImage, CopyImageError, DownloadImage, DownloadImageError, ListImages,
    ListImagesError, ListImagesResponse, TagImage, TagImageBody, TagImageError, UploadImage,
    UploadImageError, UploadImageResponse,
};
use cloud_images::runtime::body::Body;
use cloud_images::runtime::client::Transport;
use cloud_images::runtime::credentials::AccessKey;
use cloud_images::runtime::error::Error;
use cloud_images::runtime::security::Scheme;
use cloud_images::runtime::server::{Caller, CredentialStore, Principal};
use cloud_images::server::{Api, router};
use cloud_images::{Client, types};
use http::StatusCode;

struct Cloud;

impl Api for Cloud {
    async fn copy_image(
        &self,
        request: CopyImage,
        caller: Caller,
    ) -> Result<types::Accepted, CopyImageError> {
        let problem = types::Problem::new("IMG.1", "no");
        match request.image_id.as_str() {
            "bad" => Err(CopyImageError::BadRequest(problem)),
            "busy" => Err(CopyImageError::TooManyRequests {
                body: problem,
                retry_after: 7,
            }),
            "gone" => Err(CopyImageError::ClientError {
                status: StatusCode::GONE,
                body: problem,
            }),
            "broken" => Err(CopyImageError::Other {
                status: StatusCode::BAD_GATEWAY,
                body: problem,
            }),
            id => {
                let who = caller.principal.expect("verified").id;
                let dry = request.dry_run.unwrap_or(false);
                let trace = request.x_trace.unwrap_or_default();
                Ok(types::Accepted::new(format!(
                    "{who} copies {id} {dry} {trace} {}",
                    request.body.name
                )))
            }
        }
    }

    async fn list_images(
        &self,
        request: ListImages,
        _: Caller,
    ) -> Result<ListImagesResponse, ListImagesError> {
        if request.limit == Some(99) {
            return Err(ListImagesError::NotFound);
        }
        let filter = request.filter.unwrap_or_default();
        let mut ids = request.ids.unwrap_or_default();
        ids.extend(filter.owner);
        ids.extend(filter.size.map(|size| size.to_string()));
        ids.extend(request.session);
        let images = ids.into_iter().map(types::Client::new).collect();
        let mut response = ListImagesResponse::new(images, 12);
        response.x_next = Some("next".to_owned());
        Ok(response)
    }

    async fn upload_image(
        &self,
        request: UploadImage,
        _: Caller,
    ) -> Result<UploadImageResponse, UploadImageError> {
        let bytes = request.body.bytes(1 << 20).await.expect("a body");
        match request.image_id.as_str() {
            "text" => Ok(UploadImageResponse::Created(
                String::from_utf8_lossy(&bytes).into_owned(),
            )),
            "later" => Ok(UploadImageResponse::Accepted {
                location: "/there".to_owned(),
            }),
            "partial" => Ok(UploadImageResponse::Success {
                status: StatusCode::RESET_CONTENT,
            }),
            "twice" => Err(UploadImageError::Conflict("it is there".to_owned())),
            _ => Ok(UploadImageResponse::NoContent),
        }
    }

    async fn download_image(
        &self,
        request: DownloadImage,
        _: Caller,
    ) -> Result<Body, DownloadImageError> {
        match request.image_id.as_str() {
            "json" => Err(DownloadImageError::NotFoundJson(types::Problem::new(
                "A", "b",
            ))),
            "text" => Err(DownloadImageError::NotFoundText("none".to_owned())),
            id => Ok(Body::from(id.to_owned())),
        }
    }

    async fn tag_image(&self, request: TagImage, _: Caller) -> Result<(), TagImageError> {
        let seen = format!("{:?}", request.body);
        if seen == request.image_id {
            Ok(())
        } else {
            panic!("{seen} is not {}", request.image_id)
        }
    }
}

struct Keys;

impl CredentialStore for Keys {
    async fn access_key(
        &self,
        _: &'static Scheme,
        id: &str,
    ) -> Result<Option<(AccessKey, Principal)>, cloud_images::runtime::body::BoxError> {
        Ok((id == "AK").then(|| (AccessKey::new("AK", "SK"), Principal::new("me"))))
    }
}

fn client(access_key: &str) -> Client {
    Client::builder()
        .base_url("http://localhost")
        .region("here")
        .credentials(AccessKey::new(access_key, "SK"))
        .transport(Transport::new(router(Cloud).credentials(Keys)))
        .build()
        .expect("a client")
}

#[tokio::test]
async fn a_signed_call_with_parameters_everywhere() {
    let call = client("AK").clone();
    let call = call
        .copy_image("a/b c", types::CopyRequest::new("web"))
        .dry_run(true)
        .x_trace("t");
    let response = call.with_response().await.expect("an answer");
    assert_eq!(response.status, StatusCode::ACCEPTED);
    assert_eq!(response.output.job_id, "me copies a/b c true t web");
}

#[tokio::test]
async fn a_client_moves_to_another_region() {
    let call = client("AK").with_region("there").expect("a client");
    let accepted = call
        .copy_image("x", types::CopyRequest::new("web"))
        .await
        .expect("an answer");
    assert_eq!(accepted.job_id, "me copies x false  web");
    assert!(cloud_images::client::Server::Zoned.url().contains("{zone}"));
}

#[tokio::test]
async fn documented_failures_are_told_apart() {
    let client = client("AK");
    let body = || types::CopyRequest::new("web");
    let error = client.copy_image("bad", body()).await.expect_err("400");
    assert_eq!((error.code(), error.message()), (Some("IMG.1"), Some("no")));
    assert!(matches!(error.api(), Some(CopyImageError::BadRequest(_))));
    let error = client.copy_image("busy", body()).await.expect_err("429");
    assert!(matches!(
        error.api(),
        Some(CopyImageError::TooManyRequests { retry_after: 7, .. })
    ));
    let error = client.copy_image("gone", body()).await.expect_err("410");
    assert!(matches!(
        error.api(),
        Some(CopyImageError::ClientError {
            status: StatusCode::GONE,
            ..
        })
    ));
    let error = client.copy_image("broken", body()).await.expect_err("502");
    assert!(matches!(
        error.api(),
        Some(CopyImageError::Other {
            status: StatusCode::BAD_GATEWAY,
            ..
        })
    ));
    assert!(error.is_retryable());
    for (id, json) in [("json", true), ("text", false)] {
        let error = client.download_image(id).await.expect_err("404");
        assert_eq!(
            matches!(error.api(), Some(DownloadImageError::NotFoundJson(_))),
            json
        );
        assert_eq!(
            matches!(error.api(), Some(DownloadImageError::NotFoundText(_))),
            !json
        );
    }
}

#[tokio::test]
async fn strangers_are_refused() {
    let error = client("other")
        .copy_image("x", types::CopyRequest::new("web"))
        .await
        .expect_err("401");
    assert_eq!(error.status(), Some(StatusCode::UNAUTHORIZED));
}

#[tokio::test]
async fn headers_of_a_success_are_fields() {
    let client = client("AK");
    let filter = types::Filter::default().owner("o").size(3);
    let ids = vec!["a,b".to_owned(), "c".to_owned()];
    let images = client
        .list_images()
        .limit(5)
        .ids(ids)
        .filter(filter)
        .session("s")
        .await
        .expect("images");
    assert_eq!(
        (images.x_total, images.x_next.as_deref()),
        (12, Some("next"))
    );
    let ids: Vec<_> = images.iter().map(|image| image.id.as_str()).collect();
    assert_eq!(ids, ["a,b", "c", "o", "3", "s"]);
    let error = client.list_images().limit(99).await.expect_err("404");
    assert!(matches!(error.api(), Some(ListImagesError::NotFound)));
}

#[tokio::test]
async fn bodies_stream_and_successes_are_told_apart() {
    let client = client("AK");
    let upload = |id: &'static str| client.upload_image(id, "content");
    assert_eq!(
        upload("text").await.expect("201"),
        UploadImageResponse::Created("content".to_owned())
    );
    assert_eq!(
        upload("later").await.expect("202"),
        UploadImageResponse::Accepted {
            location: "/there".to_owned()
        }
    );
    assert_eq!(
        upload("x").await.expect("204"),
        UploadImageResponse::NoContent
    );
    assert_eq!(
        upload("partial").await.expect("205"),
        UploadImageResponse::Success {
            status: StatusCode::RESET_CONTENT
        }
    );
    let error = upload("twice").await.expect_err("409");
    assert!(matches!(error.api(), Some(UploadImageError::Conflict(text)) if text == "it is there"));
    let body = client.download_image("all of it").await.expect("a stream");
    assert_eq!(body.bytes(100).await.expect("bytes"), "all of it");
}

#[tokio::test]
async fn every_media_type_of_a_body_arrives() {
    let client = client("AK");
    let filter = types::Filter::default().owner("a b&c").size(3);
    for body in [
        TagImageBody::Json(types::CopyRequest::new("web")),
        TagImageBody::Form(filter),
        TagImageBody::Text("text".to_owned()),
    ] {
        client
            .tag_image(format!("{:?}", Some(&body)))
            .body(body)
            .await
            .expect("it arrived");
    }
    client.tag_image("None").await.expect("no body arrived");
}

#[tokio::test]
async fn all_violations_come_at_once_in_the_shape_of_the_api() {
    let lenient = Client::builder()
        .base_url("http://localhost")
        .credentials(AccessKey::new("AK", "SK"))
        .validation(false)
        .transport(Transport::new(router(Cloud).credentials(Keys)))
        .build()
        .expect("a client");
    let call = |client: &Client| {
        let body = types::CopyRequest::new("UPPER");
        let client = client.clone();
        async move {
            client
                .act("four", "t", "r", "i", "four", "r", "p", "r", "v", "t")
                .body(body)
                .api("four")
                .await
        }
    };
    let error = call(&lenient).await.expect_err("400");
    assert_eq!(
        (error.status(), error.code()),
        (Some(StatusCode::BAD_REQUEST), Some("Invalid"))
    );
    let message = error.message().expect("a message");
    for place in ["/query/check", "/query/inputs", "/query/api", "/body/name"] {
        assert!(message.contains(place), "{place} in {message}");
    }
    // The client knows before it sends.
    match call(&client("AK")).await.expect_err("nothing is sent") {
        Error::Invalid(violations) => assert_eq!(violations.iter().count(), 4, "{violations}"),
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn what_is_not_implemented_answers_501() {
    let client = client("AK");
    let input = Act::new("c", "t", "r", "i", "i", "r", "p", "r", "v", "t");
    let error = client.call(input).await.expect_err("501");
    assert_eq!(error.status(), Some(StatusCode::NOT_IMPLEMENTED));
    assert!(matches!(error.api(), Some(ActError::Undocumented(_))));
}
