"""Runs JD Cloud's own SDK (jdcloud_sdk) against a server of the virtual machine API.

Releases from 1.6.95 on sign with JDCLOUD3-HMAC-SHA256, those before with JDCLOUD2-HMAC-SHA256.
"""

from jdcloud_sdk.core.config import Config
from jdcloud_sdk.core.credential import Credential
from jdcloud_sdk.core.logger import FATAL, Logger
from jdcloud_sdk.services.vm.apis.CopyImagesRequest import CopyImagesParameters, CopyImagesRequest
from jdcloud_sdk.services.vm.apis.DescribeImageRequest import DescribeImageParameters, DescribeImageRequest
from jdcloud_sdk.services.vm.apis.DescribeImagesRequest import DescribeImagesParameters, DescribeImagesRequest
from jdcloud_sdk.services.vm.client.VmClient import VmClient

from sdk_call import Result, Transcript, options


def is_unauthorized(result: Result) -> bool:
    """Whether the SDK returned the error of a 401; it never raises one."""
    return (result.get("error") or {}).get("code") == 401


def main() -> None:
    asked = options(
        __doc__,
        ak="D9EXAMPLEAK0123456789ABCDEF012345",
        sk="SK/EXAMPLE+0123456789abcdef==",
        security_token="",
        region="cn-north-1",
        image_id="img-m5s0****29",
        missing_image_id="img-missing",
    )
    scheme, _, authority = asked.base_url.partition("://")
    # Below FATAL the SDK would log to standard output, where the transcript goes.
    client = VmClient(Credential(asked.ak, asked.sk), Config(authority, scheme), Logger(FATAL))
    # The SDK sends the base64 of what it is given here.
    headers = {"x-jdcloud-security-token": asked.security_token} if asked.security_token else None

    def send(request) -> Result:
        response = client.send(request)
        error = vars(response.error) if response.error else None
        return {"request_id": response.request_id, "result": response.result, "error": error}

    def copy(*ids: str, name: str | None = None, description: str | None = None) -> Result:
        parameters = CopyImagesParameters(asked.region, list(ids), "cn-east-2")
        # Old releases lack these two.
        if name is not None and hasattr(parameters, "setName"):
            parameters.setName(name)
            parameters.setDescription(description)
        return send(CopyImagesRequest(parameters, headers))

    def describe(image_id: str) -> Result:
        return send(DescribeImageRequest(DescribeImageParameters(asked.region, image_id), headers))

    def describe_all() -> Result:
        parameters = DescribeImagesParameters(asked.region)
        parameters.setIds(["img-a", "img-b"])
        parameters.setPageNumber(1)
        parameters.setPageSize(20)
        parameters.setImageName("a b中")
        return send(DescribeImagesRequest(parameters, headers))

    def copied(*ids: str):
        def holds(result: Result) -> bool:
            copies = result["result"]["copyImages"]
            sources = [copy["sourceImageId"] for copy in copies]
            return sources == list(ids) and all(copy["destinationImageId"] for copy in copies)

        return holds

    second = "img-m5s0****31"
    calls = Transcript(asked.expect_unauthorized, is_unauthorized)
    calls.succeeds("copyImages", lambda: copy(asked.image_id), copied(asked.image_id))
    calls.succeeds(
        "copyImages name+description",
        lambda: copy(asked.image_id, second, name="镜像_1", description="中文描述"),
        copied(asked.image_id, second),
    )
    calls.succeeds(
        "describeImage",
        lambda: describe("img-m5s030"),
        lambda result: result["result"]["image"]["imageId"] == "img-m5s030",
    )
    calls.succeeds(
        "describeImages",
        describe_all,
        lambda result: isinstance(result["result"]["images"], list) and isinstance(result["result"]["totalCount"], int),
    )
    calls.fails("copyImages ERROR", lambda: copy(asked.missing_image_id))
    calls.fails("describeImage ERROR", lambda: describe(asked.missing_image_id))
    calls.close()


if __name__ == "__main__":
    main()
