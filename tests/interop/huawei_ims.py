"""Runs Huawei Cloud's own SDK (huaweicloudsdkims) against a server of the Image Management Service."""

from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.http.http_config import HttpConfig
from huaweicloudsdkims.v2 import (
    CopyImageCrossRegionRequest,
    CopyImageCrossRegionRequestBody,
    CopyImageInRegionRequest,
    CopyImageInRegionRequestBody,
    ImsClient,
    ShowJobProgressRequest,
    ShowJobRequest,
)

from sdk_call import Result, Transcript, options

# The statuses of a job on the wire.
JOB_STATUSES = ("SUCCESS", "FAIL", "RUNNING", "INIT")


def plain(response) -> Result:
    """A response of the SDK as plain values."""
    return {"http_status": response.status_code, **response.to_dict()}


def is_unauthorized(result: Result) -> bool:
    """Whether the SDK raised its exception for a 401."""
    return result.get("exception") == "ClientRequestException" and result.get("status_code") == 401


def has_job_id(result: Result) -> bool:
    """Whether a copy was taken up."""
    return result["http_status"] == 200 and isinstance(result["job_id"], str) and result["job_id"] != ""


def is_job(result: Result) -> bool:
    """Whether a job was reported."""
    return result["http_status"] == 200 and result["status"] in JOB_STATUSES


def main() -> None:
    asked = options(
        __doc__,
        ak="QTWAOYTTINDUT2QVKYUC",
        sk="MFyfvK41ba2giqM7Uio6PznpdUKGpownRZlmVmHc",
        security_token="",
        project_id="ac234de25c6741d2b1273da49eea1b9e",
        image_id="465076de-dc36-4aec-80f5-ef9d8009428f",
        missing_image_id="00000000-0000-0000-0000-missing00000",
        job_id="edc89b490d7d4392898e19b2deb34797",
        missing_job_id="missingjob",
        user_agent="interop/1.0",
    )
    # With a project id at hand the SDK does not ask the identity service for one.
    credentials = BasicCredentials(asked.ak, asked.sk, asked.project_id)
    if asked.security_token:
        credentials.with_security_token(asked.security_token)
    # With a user agent at hand the SDK does not write the file it would take one from.
    client = (
        ImsClient.new_builder()
        .with_http_config(HttpConfig(user_agent=asked.user_agent))
        .with_credentials(credentials)
        .with_endpoint(asked.base_url)
        .build()
    )

    def copy(image_id: str, **body: str) -> Result:
        request = CopyImageInRegionRequest(image_id, CopyImageInRegionRequestBody(**body))
        return plain(client.copy_image_in_region(request))

    def cross_copy(**body: str) -> Result:
        request = CopyImageCrossRegionRequest(asked.image_id, CopyImageCrossRegionRequestBody(**body))
        return plain(client.copy_image_cross_region(request))

    encrypted = {
        "name": "ims_encrypted_copy3",
        "description": "test copy",
        "cmk_id": "bd66288c-9081-460a-8227-4cbd0c814cb4",
    }
    chinese = {"name": "镜像复制", "description": "中文 <>&", "enterprise_project_id": "0"}
    abroad = {
        "name": "test-copy-1001-4",
        "description": "test",
        "region": "region-1",
        "project_name": "region-1",
        "agency_name": "ims_copy_image",
    }
    with_vault = {"name": "n", "region": "r", "project_name": "p", "agency_name": "g", "vault_id": "vault-1"}

    calls = Transcript(asked.expect_unauthorized, is_unauthorized)
    calls.succeeds("copy_image_in_region", lambda: copy(asked.image_id, **encrypted), has_job_id)
    calls.succeeds("copy_image_in_region zh", lambda: copy(asked.image_id, **chinese), has_job_id)
    calls.succeeds("copy_image_cross_region", lambda: cross_copy(**abroad), has_job_id)
    calls.succeeds("copy_image_cross_region vault", lambda: cross_copy(**with_vault), has_job_id)
    calls.succeeds("show_job", lambda: plain(client.show_job(ShowJobRequest(asked.job_id))), is_job)
    calls.succeeds(
        "show_job_progress",
        lambda: plain(client.show_job_progress(ShowJobProgressRequest(asked.job_id))),
        is_job,
    )
    calls.fails("copy_image_in_region ERROR", lambda: copy(asked.missing_image_id, **encrypted))
    calls.fails("show_job ERROR", lambda: plain(client.show_job(ShowJobRequest(asked.missing_job_id))))
    calls.close()


if __name__ == "__main__":
    main()
