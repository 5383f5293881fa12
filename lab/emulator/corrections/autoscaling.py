"""Amazon EC2 Auto Scaling: what an update of a group changes, and in which zones it starts instances."""

from ministack.services import autoscaling, ec2

from corrections.replaces import replaces


@replaces(autoscaling, "_update_asg")
def change_launch_template(original, request):
    """UpdateAutoScalingGroup takes the launch template given; the emulator stays with the one of the creation."""
    answer = original(request)
    given = {name: autoscaling._p(request, f"LaunchTemplate.{name}") for name in ("LaunchTemplateId", "Version")}
    if answer[0] == 200 and any(given.values()):
        group = autoscaling._asgs[autoscaling._p(request, "AutoScalingGroupName")]
        group["LaunchTemplate"] = {**group["LaunchTemplate"], **{name: value for name, value in given.items() if value}}
    return answer


@replaces(autoscaling, "_reconcile_instances")
def follow_subnets(original, group):
    """A group given subnets starts instances in their zones; the emulator starts all in the region's first."""
    subnets = filter(None, map(ec2._subnets.get, group["VPCZoneIdentifier"].split(",")))
    zones = {subnet["AvailabilityZone"]: None for subnet in subnets}
    group["AvailabilityZones"] = list(zones) or group["AvailabilityZones"]
    original(group)
