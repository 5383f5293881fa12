"""Amazon EC2: volumes, subnets and instance types."""

import re

from ministack.services import ec2

from corrections.replaces import replaces

GP3_BASELINE = {"Iops": 3000, "Throughput": 125}
# Memory of a `large`, by the letter of its family, and of the other sizes beside it.
LARGE_GIB = {"c": 4, "m": 8, "r": 16, "t": 8}
OF_LARGE = {"nano": 1 / 16, "micro": 1 / 8, "small": 1 / 4, "medium": 1 / 2, "large": 1, "xlarge": 2}
MODIFIABLE = ("Size", "VolumeType", "Iops", "Throughput", "MultiAttachEnabled")
SUBNET_FILTERS = {"availabilityZone": "availability-zone", "defaultForAz": "default-for-az"}


@replaces(ec2, "_volume_inner_xml")
def answer_throughput(original, volume):
    """Every answer about a volume with a throughput names it; without it each plan wants to set it again."""
    throughput = volume.get("Throughput")
    return original(volume) + (f"<throughput>{throughput}</throughput>" if throughput else "")


@replaces(ec2, "_create_volume")
def store_throughput(original, request):
    """CreateVolume keeps the throughput given; the emulator stores the baseline of gp3 whatever was asked."""
    answer = original(request)
    throughput = ec2._p(request, "Throughput")
    if answer[0] != 200 or not throughput:
        return answer
    volume = ec2._volumes[re.search(rb"<volumeId>(.+?)</volumeId>", answer[2])[1].decode()]
    volume["Throughput"] = int(throughput)
    return ec2._xml(200, "CreateVolumeResponse", ec2._volume_inner_xml(volume))


@replaces(ec2, "_create_volume")
def take_from_snapshot(original, request):
    """A volume from a snapshot has the snapshot's size unless another is asked, and an unknown snapshot is refused."""
    snapshot_id = ec2._p(request, "SnapshotId")
    if not snapshot_id:
        return original(request)
    snapshot = ec2._snapshots.get(snapshot_id)
    if not snapshot:
        return ec2._error("InvalidSnapshot.NotFound", f"The snapshot '{snapshot_id}' does not exist.", 400)
    return original({"Size": [str(snapshot["VolumeSize"])], **request})


@replaces(ec2, "_modify_volume")
def modify_throughput(original, request):
    """ModifyVolume changes the throughput too; becoming gp3 brings its baseline, leaving gp3 takes it away."""
    volume = ec2._volumes.get(ec2._p(request, "VolumeId"))
    type_before = volume and volume["VolumeType"]
    answer = original(request)
    if answer[0] != 200:
        return answer
    if volume["VolumeType"] != "gp3":
        volume["Throughput"] = 0
    elif type_before != "gp3":
        volume.update({name: int(ec2._p(request, name) or baseline) for name, baseline in GP3_BASELINE.items()})
    elif ec2._p(request, "Throughput"):
        volume["Throughput"] = int(ec2._p(request, "Throughput"))
    return answer


@replaces(ec2, "_modify_volume")
def refuse_to_change_nothing(original, request):
    """A ModifyVolume without anything to modify is an error, which an AWS provider meets that writes `final_snapshot` alone."""
    if any(ec2._p(request, name) for name in MODIFIABLE):
        return original(request)
    message = "Invalid input: Must specify at least one of size, type, iops, throughput or multi-attach."
    return ec2._error("InvalidParameterValue", message, 400)


@replaces(ec2, "_matches_subnet_filters")
def know_both_spellings(original, subnet, filters):
    """AWS knows these filters in two spellings; the AWS provider's own arguments use the ones that are ignored here."""
    return original(subnet, {SUBNET_FILTERS.get(name, name): values for name, values in filters.items()})


@replaces(ec2, "_parse_ip_permissions")
def ignore_ports_of_all_protocols(original, request, prefix):
    """Protocol -1 has no ports; the AWS provider sends 0 to 0, and so failed to revoke the default egress rule."""
    rules = original(request, prefix)
    for rule in rules:
        if rule["IpProtocol"] == "-1":
            rule.pop("FromPort", None)
            rule.pop("ToPort", None)
    return rules


@replaces(ec2, "_describe_instance_types")
def answer_memory(original, request):
    """Every type has the memory that AWS says; here all from medium upwards had 4 GiB, whatever their family."""
    status, headers, body = original(request)
    items = re.sub(
        r"(<instanceType>(\S+?)</instanceType>.*?<sizeInMiB>)(\d+)",
        lambda found: f"{found[1]}{memory_mib(found[2]) or found[3]}",
        body.decode(),
        flags=re.DOTALL,
    )
    return status, headers, items.encode()


def memory_mib(instance_type):
    """Of the families c, m, r and t, as the EC2 user guide lists them; None of any other."""
    family, _, size = instance_type.partition(".")
    multiple = re.fullmatch(r"(\d+)xlarge", size)
    of_large = 2 * int(multiple[1]) if multiple else OF_LARGE.get(size)
    large = LARGE_GIB.get(family[:1]) if re.fullmatch(r"[cmrt]\d\S*", family) else None
    return int(large * of_large * 1024) if large and of_large else None
