"""Amazon EC2: the zone in which an instance starts."""

from ministack.services import ec2

from corrections.replaces import replaces


@replaces(ec2, "_run_instances")
def take_subnet_of_zone(original, request):
    """An instance without a subnet starts in the default one of the zone asked for; the emulator takes its first."""
    zone = ec2._p(request, "Placement.AvailabilityZone")
    if not zone or ec2._p(request, "SubnetId"):
        return original(request)
    for subnet in ec2._subnets.values():
        if subnet["DefaultForAz"] and subnet["AvailabilityZone"] == zone:
            return original({**request, "SubnetId": subnet["SubnetId"]})
    return ec2._error("InvalidParameterValue", f"Invalid availability zone: [{zone}]", 400)


@replaces(ec2, "_launch_instances_internal")
def follow_subnet(original, *arguments, **named):
    """An instance and its root volume are in the zone of its subnet; the emulator has all in the region's first."""
    instances = original(*arguments, **named)
    for instance in instances:
        if instance["SubnetId"] in ec2._subnets:
            zone = ec2._subnets[instance["SubnetId"]]["AvailabilityZone"]
            instance["Placement"]["AvailabilityZone"] = zone
            for mapping in instance["BlockDeviceMappings"]:
                ec2._volumes[mapping["Ebs"]["VolumeId"]]["AvailabilityZone"] = zone
    return instances
