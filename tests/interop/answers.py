"""Canned answers of the vendors' APIs, as large as their SDKs need them.

As with every server under test, ids that contain ``missing`` are answered with an error, all others with success.
"""

import json
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote

from canonical import Request
from scheme import Verdict

REQUEST_ID = "interop-verify-request"


@dataclass(frozen=True)
class Answer:
    """Status, body and headers besides those of the content."""

    status: int
    body: Any
    headers: dict[str, str] = field(default_factory=dict)


def answer(vendor: str, request: Request, verdict: Verdict) -> Answer:
    """What a vendor answers to a request."""
    return {"huawei": _ims, "otc": _ims, "jdcloud": _jdcloud, "volcengine": _volcengine}[vendor](request, verdict)


def _path(request: Request) -> str:
    return unquote(request.path.decode("utf-8", "replace"))


def _names_missing(request: Request) -> bool:
    return b"missing" in request.target or b"missing" in request.body


def _ims(request: Request, verdict: Verdict) -> Answer:
    headers = {"X-Request-Id": REQUEST_ID}
    if not verdict.ok:
        message = f"Incorrect IAM authentication information: {verdict.reason}"
        body = {"error_code": "APIGW.0301", "error_msg": message, "request_id": REQUEST_ID}
        return Answer(401, body, headers)
    if _names_missing(request):
        error = {"code": "IMG.0027", "message": "The image ID in the request does not exist."}
        return Answer(400, {"error": error}, headers)
    path = _path(request)
    if request.method == "POST" and re.fullmatch(r"/v1/cloudimages/[^/]+/(copy|cross_region_copy)", path):
        return Answer(200, {"job_id": "verified-job"}, headers)
    job = re.fullmatch(r"/v1/(?:[^/]+/jobs|cloudimages/job)/([^/]+)", path)
    if request.method == "GET" and job:
        state = {
            "status": "SUCCESS",
            "entities": {"image_id": "verified-image", "image_name": "verified"},
            "job_id": job[1],
            "job_type": "imsCopyImageInRegionJob",
            "begin_time": "2026-01-01T00:00:00.000Z",
            "end_time": "2026-01-01T00:01:00.000Z",
            "error_code": None,
            "fail_reason": None,
        }
        return Answer(200, state, headers)
    body = {"error_code": "APIGW.0101", "error_msg": "The API does not exist.", "request_id": REQUEST_ID}
    return Answer(404, body, headers)


def _jdcloud(request: Request, verdict: Verdict) -> Answer:
    def failed(code: int, status: str, message: str) -> Answer:
        return Answer(code, {"requestId": REQUEST_ID, "error": {"code": code, "status": status, "message": message}})

    def succeeded(result: dict) -> Answer:
        return Answer(200, {"requestId": REQUEST_ID, "result": result})

    if not verdict.ok:
        return failed(401, "ACCESS_ERROR", str(verdict.reason))
    if _names_missing(request):
        return failed(404, "NOT_FOUND", "Image not found")
    path = _path(request)
    if request.method == "POST" and re.fullmatch(r"/v1/regions/[^/]+/images:copyImages", path):
        try:
            sources = json.loads(request.body)["sourceImageIds"]
        except (KeyError, TypeError, ValueError) as error:
            return failed(400, "INVALID_ARGUMENT", f"body: {error!r}")
        copies = [{"sourceImageId": source, "destinationImageId": f"{source}-copy"} for source in sources]
        return succeeded({"copyImages": copies})
    image = re.fullmatch(r"/v1/regions/[^/]+/images/([^/]+)", path)
    if request.method == "GET" and image:
        return succeeded({"image": {"imageId": image[1], "name": "verified", "status": "ready", "progress": "100"}})
    if request.method == "GET" and re.fullmatch(r"/v1/regions/[^/]+/images", path):
        return succeeded({"images": [{"imageId": "img-verified", "status": "ready"}], "totalCount": 1})
    return failed(404, "NOT_FOUND", "The API does not exist")


def _volcengine(request: Request, verdict: Verdict) -> Answer:
    query = dict(parse_qsl(request.query.decode("utf-8", "replace"), keep_blank_values=True))
    metadata: dict[str, Any] = {
        "RequestId": REQUEST_ID,
        "Action": query.get("Action", ""),
        "Version": query.get("Version", ""),
        "Service": "ecs",
        "Region": (verdict.scope or "//").split("/")[1],
    }

    def failed(status: int, code: str, message: str) -> Answer:
        return Answer(status, {"ResponseMetadata": metadata | {"Error": {"Code": code, "Message": message}}})

    if not verdict.ok:
        return failed(401, "SignatureDoesNotMatch", str(verdict.reason))
    if _names_missing(request):
        return failed(404, "InvalidImage.NotFound", "The specified image does not exist.")
    image = {"ImageId": "image-verified", "ImageName": "verified", "Status": "available"}
    task = {"Id": "t-verified", "ResourceId": "image-verified", "Type": "CopyImage", "Process": 100, "Status": "Succeeded"}
    results: dict[str, dict] = {
        "CopyImage": {"ImageId": "image-verified"},
        "DescribeTasks": {"NextToken": "", "Tasks": [task]},
        "DescribeImages": {"NextToken": "", "TotalCount": 1, "Images": [image]},
    }
    result = results.get(query.get("Action", ""))
    if result is None or query.get("Version") != "2020-04-01":
        return failed(404, "InvalidActionOrVersion", "Could not find operation.")
    return Answer(200, {"ResponseMetadata": metadata, "Result": result})
