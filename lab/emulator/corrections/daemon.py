"""A DAEMON service runs on the instances of the Auto Scaling groups; the emulator runs one task whatever the groups hold."""

from ministack.services import autoscaling, ecs

from corrections.replaces import replaces


def instances():
    """How many hosts there are; never more than this machine, whose ports a second task could not get."""
    return min(1, sum(len(group["Instances"]) for group in autoscaling._asgs.values()))


def follow_instances():
    """Starts or stops the tasks of every DAEMON service as hosts come and go."""
    for key, service in list(ecs._services.items()):
        if service["schedulingStrategy"] == "DAEMON" and service["status"] == "ACTIVE":
            service["desiredCount"] = service["deployments"][0]["desiredCount"] = instances()
            ecs._reconcile_service_tasks(key.split("/")[0], key)


@replaces(ecs, "_create_service")
def wait_for_instances(original, request):
    """A DAEMON service without a host is created and runs nothing."""
    if request.get("schedulingStrategy") == "DAEMON":
        request = {**request, "desiredCount": instances()}
    return original(request)


@replaces(autoscaling, "_reconcile_instances")
def run_on_instances(original, group):
    """A group that gets or loses instances starts or stops the tasks on them: a paused node does not answer."""
    original(group)
    follow_instances()


@replaces(autoscaling, "_delete_asg")
def stop_with_group(original, request):
    """A deleted group takes its instances, and with them the tasks."""
    answer = original(request)
    follow_instances()
    return answer
