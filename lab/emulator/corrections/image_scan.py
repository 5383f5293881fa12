"""Amazon ECR: the scan of a pushed image."""

import json

from ministack.services import ecr

from corrections.replaces import replaces


@replaces(ecr, "handle_request")
async def answer_scan_findings(original, method, path, headers, body, query_params):
    """Where the repository scans on push, a scan is complete and found nothing; elsewhere there is none."""
    if not headers.get("x-amz-target", "").endswith(".DescribeImageScanFindings"):
        return await original(method, path, headers, body, query_params)
    request = json.loads(body)
    name, image_id = request["repositoryName"], request["imageId"]
    if name not in ecr._repositories:
        message = f"The repository with name '{name}' does not exist"
        return ecr.error_response_json("RepositoryNotFoundException", message, 400)
    image = ecr._find_image(name, image_id)
    if image is None:
        return ecr.error_response_json("ImageNotFoundException", f"The image {image_id} does not exist", 400)
    if not ecr._repositories[name]["imageScanningConfiguration"].get("scanOnPush"):
        return ecr.error_response_json("ScanNotFoundException", f"Image scan does not exist for {image_id}", 400)
    return ecr.json_response(
        {
            "repositoryName": name,
            "imageId": image["imageId"],
            "imageScanStatus": {"status": "COMPLETE", "description": "The scan was completed successfully."},
            "imageScanFindings": {"findings": [], "findingSeverityCounts": {}},
        }
    )
