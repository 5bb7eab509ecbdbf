"""Runs Volcengine's own SDK (volcenginesdkecs) against a server of the Elastic Compute Service."""

import volcenginesdkcore
from volcenginesdkecs import (
    CopyImageRequest,
    DescribeImagesRequest,
    DescribeTasksRequest,
    ECSApi,
    TagForCopyImageInput,
)

from sdk_call import Result, Transcript, options

# Where copies go, and where one asks after them.
DESTINATION = "cn-shanghai"
COPIED_IMAGE = "image-3teco18f1w5a71abcdef"


def plain(response) -> Result:
    """A response of the SDK as plain values."""
    metadata = {
        name: getattr(response._metadata, name) for name in ("request_id", "action", "version", "service", "region")
    }
    return {**response.to_dict(), "metadata": metadata}


def is_unauthorized(result: Result) -> bool:
    """Whether the SDK raised its exception for a 401."""
    return result.get("exception") == "ApiException" and result.get("status") == 401


def main() -> None:
    asked = options(
        __doc__,
        ak="AKLTEXAMPLEAK0123456789abcdefghijkl",
        sk="TUdRExampleSecretKey0123456789abcdefghij==",
        security_token="",
        region="cn-beijing",
        image_id="image-4431h3l7hl31a0abcdef",
        missing_image_id="image-missing",
    )

    def client(region: str) -> ECSApi:
        configuration = volcenginesdkcore.Configuration()
        configuration.ak = asked.ak
        configuration.sk = asked.sk
        configuration.session_token = asked.security_token
        configuration.region = region
        # Takes the place of the look-up of the region's endpoint; the scheme may stand in it.
        configuration.host = asked.base_url
        # Without this a 500 would be asked for four times.
        configuration.auto_retry = False
        return ECSApi(volcenginesdkcore.ApiClient(configuration))

    source, destination = client(asked.region), client(DESTINATION)

    def copy(image_id: str, image_name: str = "image-1", **rest) -> Result:
        request = CopyImageRequest(
            image_id=image_id, destination_region=DESTINATION, image_name=image_name, **rest
        )
        return plain(source.copy_image(request))

    def copy_with_all() -> Result:
        return copy(
            asked.image_id,
            image_name="镜像_1",
            description="中文 描述=，。",
            copy_image_tags=True,
            project_name="default",
            tags=[TagForCopyImageInput(key="env", value="a b+c"), TagForCopyImageInput(key="团队", value="x&y")],
        )

    def tasks() -> Result:
        request = DescribeTasksRequest(resource_ids=[COPIED_IMAGE], max_results="20")
        return plain(destination.describe_tasks(request))

    def images() -> Result:
        request = DescribeImagesRequest(
            image_ids=[COPIED_IMAGE], visibility="private", status=["available", "creating"]
        )
        return plain(destination.describe_images(request))

    def answers(action: str, region: str):
        def holds(result: Result) -> bool:
            metadata = result["metadata"]
            return metadata["action"] == action and metadata["region"] == region and bool(metadata["request_id"])

        return holds

    def is_copy(result: Result) -> bool:
        return answers("CopyImage", asked.region)(result) and bool(result["image_id"])

    calls = Transcript(asked.expect_unauthorized, is_unauthorized)
    calls.succeeds("CopyImage", lambda: copy(asked.image_id), is_copy)
    calls.succeeds("CopyImage all", copy_with_all, is_copy)
    calls.succeeds("DescribeTasks (destination region)", tasks, answers("DescribeTasks", DESTINATION))
    calls.succeeds("DescribeImages (destination region)", images, answers("DescribeImages", DESTINATION))
    calls.fails("CopyImage ERROR", lambda: copy(asked.missing_image_id))
    calls.close()


if __name__ == "__main__":
    main()
