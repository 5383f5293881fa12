"""Amazon EC2 Auto Scaling: what an update of a group changes."""

from ministack.services import autoscaling

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
