"""Amazon ECS: clusters, services, and how a task becomes a container."""

import copy
import re
import resource
import time

from docker.types import Ulimit
from ministack.services import ecs

from corrections.replaces import replaces

ROLLOUT_DEFAULTS = {
    "DAEMON": {"maximumPercent": 100, "minimumHealthyPercent": 0},
    "REPLICA": {"maximumPercent": 200, "minimumHealthyPercent": 100},
}
RESTART_PAUSE_SECONDS = 5
MIB = 1024 * 1024
LOOPBACK = "127.0.0.1"
ECR_HOST = re.compile(r"^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com/")


@replaces(ecs, "_sanitize")
def leave_out_what_was_not_given(original, record):
    """AWS leaves out networkConfiguration and roleArn of a service without them; the provider crashes on {} and ""."""
    answer = original(record)
    if isinstance(answer, dict):
        for member, nothing in (("networkConfiguration", {}), ("roleArn", "")):
            if answer.get(member) == nothing:
                del answer[member]
    return answer


@replaces(ecs, "_cluster_view")
def answer_cluster_settings(original, cluster, include):
    """AWS provider 3.39 asks for the tags only, and without the settings it plans to set them at every run."""
    return original(cluster, include | {"SETTINGS"})


@replaces(ecs, "_delete_cluster")
def keep_deleted_cluster_inactive(original, request):
    """A deleted cluster stays describable as INACTIVE; the AWS provider waits to see that, and fails on MISSING."""
    name = ecs._resolve_cluster_name(request.get("cluster", "default"))
    cluster = ecs._clusters.get(name)
    answer = original(request)
    if cluster:
        ecs._clusters[name] = cluster
    return answer


@replaces(ecs, "_delete_service")
def delete_running_daemon(original, request):
    """A DAEMON service cannot be scaled to 0, so AWS deletes it while it runs, without force."""
    name, _ = ecs._resolve_service_ref(request.get("service", "")) or ("", None)
    cluster = ecs._resolve_cluster_name(request.get("cluster", "default"))
    service = ecs._services.get(f"{cluster}/{name}", {})
    if service.get("schedulingStrategy") == "DAEMON":
        request = {**request, "force": True}
    return original(request)


@replaces(ecs, "_create_service")
def fill_in_rollout_limits(original, request):
    """AWS fills in the limits of a rollout that were not given; for DAEMON the AWS provider sends the minimum only."""
    defaults = ROLLOUT_DEFAULTS[request.get("schedulingStrategy", "REPLICA")]
    return original({**request, "deploymentConfiguration": {**defaults, **request.get("deploymentConfiguration", {})}})


@replaces(ecs, "_update_service")
def keep_rollout_limits(original, request):
    """UpdateService changes the rollout limits it names and keeps the others."""
    name, _ = ecs._resolve_service_ref(request.get("service", "")) or ("", None)
    cluster = ecs._resolve_cluster_name(request.get("cluster", "default"))
    service = ecs._services.get(f"{cluster}/{name}")
    if service and "deploymentConfiguration" in request:
        merged = {**service["deploymentConfiguration"], **request["deploymentConfiguration"]}
        request = {**request, "deploymentConfiguration": merged}
    return original(request)


@replaces(ecs, "_record_service_task_failure")
def pause_before_restart(original, task, *rest, **named):
    """AWS throttles a service whose task cannot start; the emulator starts ten a second, and Docker drowns in them."""

    def restart():
        time.sleep(RESTART_PAUSE_SECONDS)
        original(task, *rest, **named)

    ecs.spawn_background(restart, thread_name="lab-ecs-restart")


@replaces(ecs, "_start_task_worker")
def pull_from_own_registry(original, task, task_definition, *rest):
    """An ECR image comes from this emulator's registry; Docker accepts plain HTTP from localhost only."""
    here = copy.deepcopy(task_definition)
    for container in here["containerDefinitions"]:
        container["image"] = ECR_HOST.sub(f"localhost:{ecs._GATEWAY_PORT}/", container["image"])
    return original(task, here, *rest)


@replaces(ecs, "_build_run_kwargs")
def publish_udp_ports(original, container, task_definition, *rest):
    """Port mappings keep their protocol; the emulator publishes every port as TCP, which loses UDP discovery. On the
    loopback address alone: no security group stands between this machine and its network."""
    arguments = original(container, task_definition, *rest)
    if arguments["ports"]:
        arguments["ports"] = {
            f"{port['containerPort']}/{port.get('protocol', 'tcp')}": (
                LOOPBACK,
                port.get("hostPort", port["containerPort"]),
            )
            for port in container["portMappings"]
        }
    return arguments


@replaces(ecs, "_build_run_kwargs")
def confine_containers(original, container, *rest):
    """The agent hands user, read-only root, security options and dropped capabilities on; here each task was root's."""
    arguments = original(container, *rest)
    capabilities = container.get("linuxParameters", {}).get("capabilities", {})
    arguments.update(
        user=container.get("user"),
        read_only=container.get("readonlyRootFilesystem", False),
        security_opt=container.get("dockerSecurityOptions"),
        cap_drop=capabilities.get("drop"),
    )
    return arguments


@replaces(ecs, "_build_run_kwargs")
def start_entry_point(original, container, *rest):
    """A container starts the entry point of its definition; the emulator starts the image's."""
    return {**original(container, *rest), "entrypoint": container.get("entryPoint")}


@replaces(ecs, "_build_run_kwargs")
def mount_temporary_directories(original, container, *rest):
    """Each tmpfs of linuxParameters is mounted with its size in MiB and its options."""
    arguments = original(container, *rest)
    arguments["tmpfs"] = {
        mount["containerPath"]: ",".join([f"size={mount['size']}m", *mount.get("mountOptions", [])])
        for mount in container.get("linuxParameters", {}).get("tmpfs", [])
    }
    return arguments


@replaces(ecs, "_build_run_kwargs")
def limit_memory(original, container, *rest):
    """`memory` is Docker's hard limit, `memoryReservation` its soft one, both in MiB."""
    arguments = original(container, *rest)
    for parameter, limit in (("mem_limit", "memory"), ("mem_reservation", "memoryReservation")):
        if container.get(limit):
            arguments[parameter] = container[limit] * MIB
    return arguments


@replaces(ecs, "_build_run_kwargs")
def set_ulimits(original, container, *rest):
    """Ulimits reach the container; of open files no more than this machine may give, or Docker would refuse the start."""
    arguments = original(container, *rest)
    most = {"nofile": resource.getrlimit(resource.RLIMIT_NOFILE)[1]}
    arguments["ulimits"] = [
        Ulimit(
            name=ulimit["name"],
            soft=min(ulimit["softLimit"], most.get(ulimit["name"], ulimit["softLimit"])),
            hard=min(ulimit["hardLimit"], most.get(ulimit["name"], ulimit["hardLimit"])),
        )
        for ulimit in container.get("ulimits", [])
    ]
    return arguments


@replaces(ecs, "_build_run_kwargs")
def link_containers(original, container, *rest):
    """A link names a container of the same task, which Docker knows by another name; it may have an alias."""
    arguments = original(container, *rest)
    task = arguments["name"].removesuffix(container["name"])
    links = [(name, alias or name) for name, _, alias in (link.partition(":") for link in container.get("links", []))]
    arguments["links"] = [(task + name, alias) for name, alias in links]
    return arguments
