//! Volcengine: tasks and images are seen in the region that a request is signed for.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::time::Duration;

use generator_runtime::client::Transport;
use simulator::images::{Content, Image};
use simulator::{Cloud, Credentials, Provider, Settings};
use volcengine_ecs::Client;
use volcengine_ecs::types::{ImageStatus, RegionId, Tag, TagFilter, TaskStatus};

const IMAGE: &str = "image-4431h3l7hl31a0abcdef";

fn cloud() -> Cloud {
    let provider = Provider::VolcengineEcs;
    Cloud::new(provider, Settings::new(provider))
}

fn client(cloud: &Cloud, region: &str) -> Client {
    Client::builder()
        .base_url("http://open.test")
        .region(region)
        .access_key(Credentials::example(Provider::VolcengineEcs).access_key)
        .validation(false)
        .transport(Transport::new(cloud.clone()))
        .build()
        .unwrap()
}

#[tokio::test(start_paused = true)]
async fn copies_become_images_where_they_go() {
    let cloud = cloud();
    let here = client(&cloud, "cn-beijing");
    let there = client(&cloud, "cn-shanghai");
    let copy = here
        .copy_image(IMAGE, RegionId::CnShanghai, "nightly")
        .tags(vec![Tag::new().key("env").value("a b+c")])
        .await
        .unwrap();
    assert_eq!(copy.response_metadata.region.as_deref(), Some("cn-beijing"));
    let id = copy.result.image_id;

    let task = async |client: &Client| {
        let tasks = client.describe_tasks().resource_ids(vec![id.clone()]).await;
        let task = tasks.unwrap().result.tasks.unwrap().pop()?;
        Some((task.status.unwrap(), task.process.unwrap()))
    };
    let image = async || {
        let filter = TagFilter::new().key("env").values(vec!["a b+c".into()]);
        let images = there.describe_images().tag_filters(vec![filter]).await;
        images.unwrap().result.images.unwrap().pop().unwrap().status
    };
    assert_eq!(task(&there).await, Some((TaskStatus::Pending, 0)));
    assert_eq!(image().await, Some(ImageStatus::Creating));
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(task(&there).await, Some((TaskStatus::Running, 50)));
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(task(&there).await, Some((TaskStatus::Succeeded, 100)));
    assert_eq!(image().await, Some(ImageStatus::Available));
    assert_eq!(task(&here).await, None, "it is the other region's");
}

#[tokio::test]
async fn tasks_are_paged() {
    let cloud = cloud();
    let here = client(&cloud, "cn-beijing");
    for _ in 0..4 {
        let copy = here.copy_image(IMAGE, RegionId::CnShanghai, "n");
        copy.await.unwrap();
    }
    let there = client(&cloud, "cn-shanghai");
    let (mut seen, mut token) = (Vec::new(), String::new());
    loop {
        let page = there.describe_tasks().max_results(4).next_token(&*token);
        let page = page.await.unwrap().result;
        seen.extend(page.tasks.unwrap().into_iter().map(|task| task.id.unwrap()));
        token = page.next_token.unwrap();
        if token.is_empty() {
            break;
        }
    }
    seen.sort();
    seen.dedup();
    // Two of them are samples.
    assert_eq!(seen.len(), 6);
    let bad = there.describe_tasks().max_results(101).await;
    assert_eq!(bad.unwrap_err().code(), Some("InvalidArgument"));
}

#[tokio::test]
async fn copies_are_refused() {
    let cloud = cloud();
    cloud
        .world()
        .add_image(Image::new("iso").content(Content::Iso));
    let client = client(&cloud, "cn-beijing");
    let shanghai = || RegionId::CnShanghai;
    for (image, region, name, description, project, status, code) in [
        (
            "image-missing",
            shanghai(),
            "n",
            "",
            "p",
            404,
            "InvalidImage.NotFound",
        ),
        (
            "iso",
            shanghai(),
            "n",
            "",
            "p",
            400,
            "InvalidImageForCopyImage.UnSupported",
        ),
        (
            IMAGE,
            shanghai(),
            "1",
            "",
            "p",
            400,
            "InvalidImageName.Malformed",
        ),
        (
            IMAGE,
            shanghai(),
            "",
            "",
            "p",
            400,
            "MissingParameter.ImageName",
        ),
        (
            IMAGE,
            shanghai(),
            "n",
            "<",
            "p",
            400,
            "InvalidDescription.Malformed",
        ),
        (
            IMAGE,
            shanghai(),
            "n",
            "",
            "missing",
            404,
            "InvalidProject.NotFound",
        ),
        (
            IMAGE,
            RegionId::CnBeijing,
            "n",
            "",
            "p",
            412,
            "InvalidDestinationRegion.Mismatch",
        ),
        (
            IMAGE,
            RegionId::from("?"),
            "n",
            "",
            "p",
            400,
            "InvalidDestinationRegion.Malformed",
        ),
    ] {
        let error = client
            .copy_image(image, region, name)
            .description(description)
            .project_name(project)
            .await
            .unwrap_err();
        assert_eq!(error.code(), Some(code), "{error}");
        assert_eq!(error.status().unwrap(), status);
        assert!(error.request_id().is_some());
    }
    assert!(cloud.world().copies().is_empty());
}
