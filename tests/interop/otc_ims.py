"""Runs Open Telekom Cloud's own SDK (openstacksdk with otcextensions) against a server of the Image Management Service.

The SDK gets its token from a Keystone that this script serves, and sends it as X-Auth-Token. It has a typed call for jobs;
the copy, which it lacks, goes through its adapter.
"""

import openstack
import otcextensions.sdk
from openstack.exceptions import raise_from_response

import keystone
from sdk_call import Result, Transcript, options

# The statuses of a job on the wire.
JOB_STATUSES = ("SUCCESS", "FAIL", "RUNNING", "INIT")


def is_unauthorized(result: Result) -> bool:
    """Whether the SDK raised its exception for a 401."""
    return "exception" in result and 401 in (result.get("status_code"), result.get("http_status"))


def is_job(result: Result) -> bool:
    """Whether a job was reported."""
    return result["status"] in JOB_STATUSES


def has_job_id(result: Result) -> bool:
    """Whether a copy was taken up."""
    return isinstance(result["job_id"], str) and result["job_id"] != ""


def main() -> None:
    asked = options(
        __doc__,
        token="interop-token",
        region="eu-de",
        project_id="ac234de25c6741d2b1273da49eea1b9e",
        image_id="465076de-dc36-4aec-80f5-ef9d8009428f",
        missing_image_id="00000000-0000-0000-0000-missing00000",
        job_id="edc89b490d7d4392898e19b2deb34797",
        missing_job_id="missingjob",
    )
    with keystone.Keystone(asked.token, asked.project_id, asked.region, asked.base_url) as identity:
        connection = openstack.connect(
            load_yaml_config=False,
            load_envvars=False,
            auth_url=identity.url,
            username=keystone.USER,
            password=keystone.PASSWORD,
            user_domain_name=keystone.DOMAIN,
            project_name=keystone.PROJECT,
            project_domain_name=keystone.DOMAIN,
            region_name=asked.region,
        )
        otcextensions.sdk.load(connection)
        images = connection.imsv1

        def plain(response) -> Result:
            raise_from_response(response)
            return response.json()

        def copy(image_id: str, **body: str) -> Result:
            return plain(images.post(f"/cloudimages/{image_id}/copy", json=body))

        def raw_job(job_id: str) -> Result:
            return plain(images.get(f"/{asked.project_id}/jobs/{job_id}"))

        def typed_job(job_id: str) -> Result:
            return images.get_async_job(job_id).to_dict(computed=False)

        encrypted = {
            "name": "ims_encrypted_copy3",
            "description": "test copy",
            "cmk_id": "bd66288c-9081-460a-8227-4cbd0c814cb4",
        }
        other = {"name": "镜像复制", "description": "中文 &", "enterprise_project_id": "0"}

        calls = Transcript(asked.expect_unauthorized, is_unauthorized)
        calls.succeeds("copy_image_in_region", lambda: copy(asked.image_id, **encrypted), has_job_id)
        calls.succeeds("copy_image_in_region zh", lambda: copy(asked.image_id, **other), has_job_id)
        calls.succeeds("get_async_job", lambda: typed_job(asked.job_id), is_job)
        calls.succeeds("show_job", lambda: raw_job(asked.job_id), is_job)
        calls.fails("copy_image_in_region ERROR", lambda: copy(asked.missing_image_id, **encrypted))
        calls.fails("get_async_job ERROR", lambda: typed_job(asked.missing_job_id))
    calls.close()


if __name__ == "__main__":
    main()
