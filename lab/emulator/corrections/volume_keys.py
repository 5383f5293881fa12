"""Amazon EBS: which KMS key encrypts a volume or a snapshot."""

import re

from ministack.services import ec2, kms

from corrections.replaces import adds, replaces

MANAGED_KEY_ALIAS = "alias/aws/ebs"
MANAGED_KEY_ID = "5f0e1d2c-3b4a-4958-8776-655443322110"
# Region -> ARN of the key that ModifyEbsDefaultKmsKeyId chose.
chosen_defaults = {}


def key_arn(key_id):
    return f"arn:aws:kms:{ec2.get_region()}:{ec2.get_account_id()}:key/{key_id}"


def default_key():
    return chosen_defaults.get(ec2.get_region()) or key_arn(MANAGED_KEY_ID)


def exists(arn):
    return arn == key_arn(MANAGED_KEY_ID) or arn.rpartition("/")[2] in kms._keys


@replaces(ec2, "_create_volume")
def encrypt(original, request):
    """An encrypted volume names its key: the one given, else the snapshot's, else the account's default."""
    snapshot = ec2._snapshots.get(ec2._p(request, "SnapshotId")) or {}
    given = ec2._p(request, "KmsKeyId")
    encrypted = ec2._p(request, "Encrypted") == "true" or snapshot.get("Encrypted", False)
    if given and not encrypted:
        message = "The parameter KmsKeyId requires the parameter Encrypted to be set."
        return ec2._error("InvalidParameterDependency", message, 400)
    answer = original({**request, "Encrypted": [str(encrypted).lower()]})
    if answer[0] != 200 or not encrypted:
        return answer
    volume = ec2._volumes[re.search(rb"<volumeId>(.+?)</volumeId>", answer[2])[1].decode()]
    given_arn = given and (given if given.startswith("arn:") else key_arn(given))
    volume["KmsKeyId"] = given_arn or snapshot.get("KmsKeyId") or default_key()
    body = ec2._volume_inner_xml(volume)
    if not exists(volume["KmsKeyId"]):
        # AWS looks at the key later: it answers that it makes the volume, which then is gone.
        ec2._volumes.pop(volume["VolumeId"])
    return ec2._xml(200, "CreateVolumeResponse", body)


@replaces(ec2, "_create_snapshot")
def keep_key(original, request):
    """A snapshot is encrypted by the key of its volume."""
    answer = original(request)
    volume = ec2._volumes.get(ec2._p(request, "VolumeId"), {})
    if answer[0] != 200 or "KmsKeyId" not in volume:
        return answer
    snapshot = ec2._snapshots[re.search(rb"<snapshotId>(.+?)</snapshotId>", answer[2])[1].decode()]
    snapshot["KmsKeyId"] = volume["KmsKeyId"]
    return ec2._xml(200, "CreateSnapshotResponse", ec2._snapshot_inner_xml(snapshot))


@replaces(ec2, "_volume_inner_xml")
def answer_key_of_volume(original, volume):
    """Every answer about an encrypted volume names the ARN of its key, on which a host's rights hang."""
    return original(volume) + key_xml(volume)


@replaces(ec2, "_snapshot_inner_xml")
def answer_key_of_snapshot(original, snapshot):
    """Every answer about an encrypted snapshot names the ARN of its key."""
    return original(snapshot) + key_xml(snapshot)


def key_xml(described):
    return f"<kmsKeyId>{described['KmsKeyId']}</kmsKeyId>" if "KmsKeyId" in described else ""


@adds(ec2, "GetEbsDefaultKmsKeyId")
def answer_default_key(_request):
    """The alias of the key that AWS manages, until another is chosen."""
    return default_key_answer("GetEbsDefaultKmsKeyIdResponse")


@adds(ec2, "ModifyEbsDefaultKmsKeyId")
def choose_default_key(request):
    """A customer-managed key encrypts, from now on, what names none."""
    given = ec2._p(request, "KmsKeyId")
    chosen_defaults[ec2.get_region()] = given if given.startswith("arn:") else key_arn(given)
    return default_key_answer("ModifyEbsDefaultKmsKeyIdResponse")


@adds(ec2, "ResetEbsDefaultKmsKeyId")
def forget_default_key(_request):
    """Back to the key that AWS manages."""
    chosen_defaults.pop(ec2.get_region(), None)
    return default_key_answer("ResetEbsDefaultKmsKeyIdResponse")


def default_key_answer(name):
    key = chosen_defaults.get(ec2.get_region(), MANAGED_KEY_ALIAS)
    return ec2._xml(200, name, f"<kmsKeyId>{key}</kmsKeyId>")
