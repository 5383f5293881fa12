"""KMS keys of the account's on what is not a volume: root disks of launch templates, and log groups."""

import itertools
import json
from xml.sax.saxutils import escape

from ministack.services import cloudwatch_logs, ec2

from corrections.replaces import replaces


@replaces(ec2, "_parse_lt_data")
def keep_disk_keys(original, request, prefix="LaunchTemplateData"):
    """A version keeps the key of each disk."""
    data = original(request, prefix)
    for number, mapping in zip(itertools.count(1), data.get("BlockDeviceMappings", [])):
        key = ec2._p(request, f"{prefix}.BlockDeviceMapping.{number}.Ebs.KmsKeyId")
        if key:
            mapping["Ebs"]["KmsKeyId"] = key
    return data


@replaces(ec2, "_lt_data_xml")
def answer_disk_keys(original, data):
    """And answers it; without it the AWS provider plans to set it at every run."""
    head, *disks = original(data).split("<ebs>")
    keys = [mapping["Ebs"].get("KmsKeyId") for mapping in data.get("BlockDeviceMappings", []) if "Ebs" in mapping]
    answered = (f"<kmsKeyId>{escape(key)}</kmsKeyId>" if key else "" for key in keys)
    return head + "".join(f"<ebs>{key}{rest}" for key, rest in zip(answered, disks))


@replaces(cloudwatch_logs, "handle_request")
async def change_key_of_group(original, method, path, headers, body, query_params):
    """A log group that exists can take a key, another one, or lose it."""
    action = headers.get("x-amz-target", "").split(".")[-1]
    if action not in ("AssociateKmsKey", "DisassociateKmsKey"):
        return await original(method, path, headers, body, query_params)
    request = json.loads(body)
    group = cloudwatch_logs._log_groups.get(request["logGroupName"])
    if group is None:
        message = "The specified log group does not exist."
        return cloudwatch_logs.error_response_json("ResourceNotFoundException", message, 400)
    group.pop("kmsKeyId", None)
    if action == "AssociateKmsKey":
        group["kmsKeyId"] = request["kmsKeyId"]
    return cloudwatch_logs.json_response({})
