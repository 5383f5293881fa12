"""Amazon EBS: which instance holds a volume."""

from ministack.services import ec2

from corrections.replaces import replaces


def named_in(request):
    """The volume and the instance of a request, each None where there is none of that id."""
    return ec2._volumes.get(ec2._p(request, "VolumeId")), ec2._instances.get(ec2._p(request, "InstanceId"))


@replaces(ec2, "_attach_volume")
def refuse_volume_in_use(original, request):
    """One instance holds a volume; the emulator takes it from its holder, and two hosts would write to one disk."""
    volume, _ = named_in(request)
    if volume and volume["State"] != "available":
        return ec2._error("VolumeInUse", f"{volume['VolumeId']} is already attached to an instance", 400)
    return original(request)


@replaces(ec2, "_attach_volume")
def refuse_other_zone(original, request):
    """A volume is attached within its zone only."""
    volume, instance = named_in(request)
    if volume and instance and volume["AvailabilityZone"] != instance["Placement"]["AvailabilityZone"]:
        ids = f"'{volume['VolumeId']}' is not in the same availability zone as instance '{instance['InstanceId']}'"
        return ec2._error("InvalidVolume.ZoneMismatch", f"The volume {ids}", 400)
    return original(request)


@replaces(ec2, "_attach_volume")
def refuse_ended_instance(original, request):
    """A running or a stopped instance takes a volume, a terminated one does not."""
    _, instance = named_in(request)
    if instance and instance["State"]["Name"] not in ("running", "stopped"):
        return ec2._error("IncorrectState", f"Instance '{instance['InstanceId']}' is not 'running'.", 400)
    return original(request)


@replaces(ec2, "_detach_volume")
def refuse_free_volume(original, request):
    """What is not attached cannot be detached; the space that the message lacks, AWS lacks too."""
    volume, _ = named_in(request)
    if volume and volume["State"] == "available":
        return ec2._error("IncorrectState", f"Volume '{volume['VolumeId']}'is in the 'available' state.", 400)
    return original(request)


@replaces(ec2, "_detach_volume")
def refuse_other_holder(original, request):
    """A volume is detached from the instance named, or not at all: a late host must not take it from its successor."""
    volume, _ = named_in(request)
    held_by = holders(volume) if volume else []
    named = ec2._p(request, "InstanceId")
    if held_by and named and named not in held_by:
        message = f"The volume '{volume['VolumeId']}' is not attached to instance '{named}'."
        return ec2._error("InvalidAttachment.NotFound", message, 400)
    return original(request)


@replaces(ec2, "_terminate_instances")
def free_volumes(original, request):
    """A terminated instance leaves its volumes available, but for those that are deleted with it, as its root is."""
    answer = original(request)
    if answer[0] == 200:
        for instance_id in ec2._parse_member_list(request, "InstanceId"):
            ec2._instances[instance_id]["BlockDeviceMappings"] = []
            for volume in [volume for volume in ec2._volumes.values() if instance_id in holders(volume)]:
                free(volume)
    return answer


def holders(volume):
    return [attachment["InstanceId"] for attachment in volume["Attachments"]]


def free(volume):
    if any(attachment["DeleteOnTermination"] for attachment in volume["Attachments"]):
        ec2._volumes.pop(volume["VolumeId"])
    else:
        volume.update(Attachments=[], State="available")
