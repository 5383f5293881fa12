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


# Those that AWS collects where none is named; the warm pool's are left out.
GROUP_METRICS = [
    "GroupDesiredCapacity",
    "GroupInServiceInstances",
    "GroupMaxSize",
    "GroupMinSize",
    "GroupPendingInstances",
    "GroupStandbyInstances",
    "GroupTerminatingInstances",
    "GroupTotalInstances",
]


@adds(autoscaling, "EnableMetricsCollection")
def collect_metrics(request):
    """A group publishes the metrics named, or all where none is."""
    return change_metrics(request, "EnableMetricsCollection", lambda now, named: {*now, *named})


@adds(autoscaling, "DisableMetricsCollection")
def end_metrics(request):
    """A group ends the metrics named, or all where none is."""
    return change_metrics(request, "DisableMetricsCollection", lambda now, named: {*now} - {*named})


def change_metrics(request, action, change):
    name = autoscaling._p(request, "AutoScalingGroupName")
    if name not in autoscaling._asgs:
        return autoscaling._error("ValidationError", f"AutoScalingGroup name not found - AutoScalingGroup {name} not found")
    group = autoscaling._asgs[name]
    named = autoscaling._parse_member_list(request, "Metrics") or GROUP_METRICS
    group["EnabledMetrics"] = sorted(change(group.get("EnabledMetrics", []), named))
    return autoscaling._xml(200, f"{action}Response", "")


@replaces(autoscaling, "_describe_asgs")
def tell_metrics(original, request):
    """The answer holds the metrics that a group publishes."""
    status, headers, body = original(request)
    text = body.decode()
    for name, group in autoscaling._asgs.items():
        metrics = "".join(map(enabled_metric, group.get("EnabledMetrics", [])))
        named = f"<member><AutoScalingGroupName>{name}</AutoScalingGroupName>"
        text = text.replace(named, f"{named}<EnabledMetrics>{metrics}</EnabledMetrics>")
    return status, headers, text.encode()


def enabled_metric(name):
    return f"<member><Metric>{name}</Metric><Granularity>1Minute</Granularity></member>"
