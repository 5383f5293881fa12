"""Amazon EC2 Auto Scaling: what an update of a group changes, in which zones it starts instances, and how one is replaced."""

from ministack.services import autoscaling, ec2

from corrections.replaces import adds, replaces


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


def group_of(instance_id):
    """The group that manages an instance, None where none does."""
    for group in autoscaling._asgs.values():
        if any(instance["InstanceId"] == instance_id for instance in group["Instances"]):
            return group
    return None


def no_managed_instance(instance_id):
    message = f"Instance Id not found - No managed instance found for instance ID: {instance_id}"
    return autoscaling._error("ValidationError", message)


def end_instance(group, instance_id):
    """The instance leaves its group, which starts another where it now has fewer than desired."""
    group["Instances"] = [instance for instance in group["Instances"] if instance["InstanceId"] != instance_id]
    autoscaling._reconcile_instances(group)


@adds(autoscaling, "SetInstanceHealth")
def replace_unhealthy(request):
    """A group replaces an instance that says it is unhealthy; here at once, as no instance runs that would have to stop."""
    instance_id, status = (autoscaling._p(request, name) for name in ("InstanceId", "HealthStatus"))
    if status not in ("Healthy", "Unhealthy"):
        message = f"{status} is not a valid health status. Valid health statuses are [Healthy, Unhealthy]."
        return autoscaling._error("ValidationError", message)
    group = group_of(instance_id)
    if not group:
        return no_managed_instance(instance_id)
    if status == "Unhealthy":
        end_instance(group, instance_id)
    return autoscaling._xml(200, "SetInstanceHealthResponse", "")


@adds(autoscaling, "TerminateInstanceInAutoScalingGroup")
def terminate_in_group(request):
    """A group lets one of its instances go, with or without another in its place."""
    instance_id = autoscaling._p(request, "InstanceId")
    group = group_of(instance_id)
    if not group:
        return no_managed_instance(instance_id)
    if autoscaling._p(request, "ShouldDecrementDesiredCapacity") == "true":
        if group["DesiredCapacity"] == group["MinSize"]:
            message = f"Currently, desiredSize equals minSize ({group['MinSize']}). Terminating instance without replacement will violate group's min size constraint. Either set shouldDecrementDesiredCapacity flag to false or lower group's min size."
            return autoscaling._error("ValidationError", message)
        group["DesiredCapacity"] -= 1
    end_instance(group, instance_id)
    activity = f"<Activity><ActivityId>{autoscaling.new_uuid()}</ActivityId><AutoScalingGroupName>{group['AutoScalingGroupName']}</AutoScalingGroupName><Cause>user request</Cause><StartTime>{autoscaling.now_iso()}</StartTime><StatusCode>InProgress</StatusCode></Activity>"
    result = f"<TerminateInstanceInAutoScalingGroupResult>{activity}</TerminateInstanceInAutoScalingGroupResult>"
    return autoscaling._xml(200, "TerminateInstanceInAutoScalingGroupResponse", result)
