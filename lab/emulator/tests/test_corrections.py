"""Each correction of the emulator, seen through its API."""

import io
import json
import resource
import shutil
import socket
import subprocess
import sys
import tarfile
import time
import unittest
import uuid
from pathlib import Path
from xml.etree import ElementTree

sys.path.insert(0, str(Path(__file__).parent))

from local_aws import INSTANCE, LAUNCHER, PORT, LocalAws, client, docker_engine, query, wait_until  # noqa: E402

ENGINE = docker_engine()
NO_ENGINE = "no Docker Engine answers, so the corrections of ECS containers and images are not tested"
BUSYBOX = shutil.which("busybox")
NO_BUSYBOX = "busybox-static is missing, so the corrections of ECS containers and images are not tested"
ZONE = "eu-central-1a"


def setUpModule():
    global aws
    if not ENGINE:
        print(f"SKIPPED: {NO_ENGINE}", file=sys.stderr)
    aws = LocalAws()


def tearDownModule():
    aws.stop()


def unique(prefix):
    return f"{prefix}-{uuid.uuid4().hex[:8]}"


class Launcher(unittest.TestCase):
    def test_any_other_version_of_the_emulator_is_refused(self):
        code = f"""
import importlib.metadata, runpy
importlib.metadata.version = lambda name: "0.0.1"
runpy.run_path({str(LAUNCHER)!r}, run_name="__main__")
"""
        run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=20)
        self.assertEqual(run.returncode, 1)
        self.assertRegex(run.stderr, r"^lab/emulator: ministack must be \S+ \(.*requirements\.txt\), got 0\.0\.1\n$")


class EcsCase(unittest.TestCase):
    """A cluster for each test, with at most one service."""

    def setUp(self):
        self.ecs = client("ecs")
        self.cluster = unique("cluster")
        self.ecs.create_cluster(
            clusterName=self.cluster, settings=[{"name": "containerInsights", "value": "enabled"}]
        )
        self.addCleanup(self.ecs.delete_cluster, cluster=self.cluster)

    def create_service(self, image="none", ports=(), container=None, others=(), **more):
        family = unique("family")
        command = ["/busybox", "sleep", "60"]
        main = {"name": "main", "image": image, "command": command, "portMappings": list(ports), **(container or {})}
        containers = [main, *({"image": image, "command": command, **other} for other in others)]
        self.ecs.register_task_definition(family=family, networkMode="bridge", containerDefinitions=containers)
        service = self.ecs.create_service(cluster=self.cluster, serviceName="node", taskDefinition=family, **more)
        self.addCleanup(self.ecs.delete_service, cluster=self.cluster, service="node", force=True)
        return service["service"]

    def create_host(self):
        """A group with one instance, on which a DAEMON service runs its task."""
        groups, name = client("autoscaling"), unique("group")
        groups.create_auto_scaling_group(
            AutoScalingGroupName=name, MinSize=0, MaxSize=1, DesiredCapacity=1, AvailabilityZones=[ZONE]
        )
        self.addCleanup(groups.delete_auto_scaling_group, AutoScalingGroupName=name, ForceDelete=True)
        return name

    def described_service(self):
        return self.ecs.describe_services(cluster=self.cluster, services=["node"])["services"][0]


class Ecs(EcsCase):
    def test_a_service_without_network_configuration_and_role_answers_neither(self):
        created = self.create_service(desiredCount=0)
        updated = self.ecs.update_service(cluster=self.cluster, service="node", desiredCount=0)["service"]
        for answer in created, updated, self.described_service():
            self.assertNotIn("networkConfiguration", answer)
            self.assertNotIn("roleArn", answer)

    def test_cluster_settings_are_answered_unasked(self):
        cluster = self.ecs.describe_clusters(clusters=[self.cluster], include=["TAGS"])["clusters"][0]
        self.assertEqual(cluster["settings"], [{"name": "containerInsights", "value": "enabled"}])

    def test_a_deleted_cluster_is_inactive_and_can_be_created_again(self):
        self.ecs.delete_cluster(cluster=self.cluster)
        clusters = self.ecs.describe_clusters(clusters=[self.cluster])["clusters"]
        self.assertEqual([cluster["status"] for cluster in clusters], ["INACTIVE"])
        again = self.ecs.create_cluster(clusterName=self.cluster)["cluster"]
        self.assertEqual(again["status"], "ACTIVE")

    def test_a_running_daemon_can_be_deleted_and_a_running_replica_cannot(self):
        self.create_host()
        self.create_service(schedulingStrategy="DAEMON")
        deleted = self.ecs.delete_service(cluster=self.cluster, service="node")["service"]
        self.assertEqual(deleted["status"], "INACTIVE")
        self.create_service(schedulingStrategy="REPLICA", desiredCount=1)
        with self.assertRaisesRegex(self.ecs.exceptions.InvalidParameterException, "scaled above 0"):
            self.ecs.delete_service(cluster=self.cluster, service="node")

    def test_a_daemon_given_only_its_minimum_has_the_maximum_of_a_daemon(self):
        self.create_service(schedulingStrategy="DAEMON", deploymentConfiguration={"minimumHealthyPercent": 0})
        limits = self.described_service()["deploymentConfiguration"]
        self.assertEqual((limits["minimumHealthyPercent"], limits["maximumPercent"]), (0, 100))

    def test_an_update_of_one_rollout_limit_keeps_the_other(self):
        given = {"minimumHealthyPercent": 50, "maximumPercent": 150}
        self.create_service(desiredCount=0, deploymentConfiguration=given)
        self.ecs.update_service(
            cluster=self.cluster, service="node", deploymentConfiguration={"minimumHealthyPercent": 0}
        )
        limits = self.described_service()["deploymentConfiguration"]
        self.assertEqual((limits["minimumHealthyPercent"], limits["maximumPercent"]), (0, 150))


@unittest.skipUnless(ENGINE, NO_ENGINE)
@unittest.skipUnless(BUSYBOX, NO_BUSYBOX)
class Containers(EcsCase):
    def push_image(self):
        """Pushes a busybox image to the emulator's ECR, forgets the local copy, and answers its ECR name."""
        repository = unique("repository")
        uri = client("ecr").create_repository(repositoryName=repository)["repository"]["repositoryUri"]
        local = f"localhost:{PORT}/{repository}"
        ENGINE.images.build(fileobj=busybox_context(), custom_context=True, tag=f"{local}:1")
        ENGINE.images.push(local, "1")
        ENGINE.images.remove(f"{local}:1")
        self.addCleanup(ENGINE.images.remove, f"{local}:1", force=True)
        return f"{uri}:1"

    def containers(self, **more):
        labels = [f"ministack.instance={INSTANCE}", f"com.amazonaws.ecs.cluster={self.cluster_arn()}"]
        return ENGINE.containers.list(filters={"label": labels}, **more)

    def cluster_arn(self):
        return self.ecs.describe_clusters(clusters=[self.cluster])["clusters"][0]["clusterArn"]

    def test_a_daemon_runs_the_image_of_this_registry_and_publishes_its_ports_to_this_machine_alone(self):
        image = self.push_image()
        ports = [{"containerPort": 30303, "hostPort": 18599, "protocol": protocol} for protocol in ("tcp", "udp")]
        self.create_host()
        self.create_service(image=image, ports=ports, schedulingStrategy="DAEMON", launchType="EC2")
        container = wait_until(self.containers, 20, "the container of the daemon")[0]
        container.reload()
        published = [{"HostIp": "127.0.0.1", "HostPort": "18599"}]
        self.assertEqual(container.ports, {"30303/tcp": published, "30303/udp": published})
        task = self.ecs.list_tasks(cluster=self.cluster)["taskArns"][0]
        running = self.ecs.describe_tasks(cluster=self.cluster, tasks=[task])["tasks"][0]
        self.assertEqual(running["containers"][0]["image"], image)

    def started(self, **definition):
        """The one container of a daemon with this in its container definition."""
        self.create_host()
        self.create_service(image=self.push_image(), container=definition, schedulingStrategy="DAEMON")
        container = wait_until(self.containers, 20, "the container of the daemon")[0]
        container.reload()
        return container

    def answer(self, container, *command):
        status, output = container.exec_run(list(command))
        return status, output.decode().strip()

    def test_a_container_runs_as_its_user(self):
        self.assertEqual(self.answer(self.started(user="7:8"), "/busybox", "id"), (0, "uid=7 gid=8 groups=8"))

    def test_a_user_that_the_image_does_not_know_by_name_starts_nothing(self):
        self.create_host()
        self.create_service(image=self.push_image(), container={"user": "nobody"}, schedulingStrategy="DAEMON")
        failed = lambda: self.ecs.list_tasks(cluster=self.cluster, desiredStatus="STOPPED")["taskArns"]  # noqa: E731
        wait_until(failed, 20, "the failed start")
        self.assertEqual(self.containers(), [])

    def test_a_read_only_root_takes_no_file(self):
        status, output = self.answer(self.started(readonlyRootFilesystem=True), "/busybox", "touch", "/new")
        self.assertEqual(status, 1)
        self.assertIn("Read-only file system", output)

    def test_a_root_that_is_not_read_only_takes_files(self):
        self.assertEqual(self.answer(self.started(), "/busybox", "touch", "/new"), (0, ""))

    def test_a_container_has_neither_dropped_capabilities_nor_new_privileges(self):
        container = self.started(
            dockerSecurityOptions=["no-new-privileges"], linuxParameters={"capabilities": {"drop": ["ALL"]}}
        )
        status = self.answer(container, "/busybox", "grep", "-E", "^(CapEff|CapBnd|NoNewPrivs)", "/proc/1/status")
        self.assertEqual(status, (0, f"CapEff:\t{'0' * 16}\nCapBnd:\t{'0' * 16}\nNoNewPrivs:\t1"))

    def test_a_temporary_directory_has_its_size_and_its_options(self):
        mount = {"containerPath": "/tmp", "size": 16, "mountOptions": ["nosuid", "nodev", "exec"]}
        container = self.started(readonlyRootFilesystem=True, linuxParameters={"tmpfs": [mount]})
        _, line = self.answer(container, "/busybox", "grep", " /tmp ", "/proc/mounts")
        options = line.split()[3].split(",")
        self.assertTrue({"rw", "nosuid", "nodev", "size=16384k"} <= set(options), options)
        self.assertNotIn("noexec", options)

    def test_memory_has_a_hard_and_a_soft_limit(self):
        limits = self.started(memory=64, memoryReservation=32).attrs["HostConfig"]
        self.assertEqual((limits["Memory"], limits["MemoryReservation"]), (64 * 2**20, 32 * 2**20))

    def test_ulimits_reach_the_container_as_far_as_this_machine_allows(self):
        ulimits = [{"name": "nofile", "softLimit": 64, "hardLimit": 1_048_576}]
        container = self.started(ulimits=ulimits)
        self.assertEqual(self.answer(container, "/busybox", "sh", "-c", "ulimit -Sn"), (0, "64"))
        hard = min(1_048_576, resource.getrlimit(resource.RLIMIT_NOFILE)[1])
        self.assertEqual(self.answer(container, "/busybox", "sh", "-c", "ulimit -Hn"), (0, str(hard)))

    def test_a_linked_container_is_found_under_its_alias(self):
        self.create_host()
        other = {"name": "other", "links": ["main:execution"]}
        self.create_service(image=self.push_image(), others=[other], schedulingStrategy="DAEMON")
        pair = wait_until(lambda: (found := self.containers()) and len(found) == 2 and found, 20, "both containers")
        linked = next(container for container in pair if container.name.endswith("-other"))
        status, hosts = self.answer(linked, "/busybox", "cat", "/etc/hosts")
        self.assertRegex(hosts, r"\sexecution\s")

    def test_a_daemon_runs_while_there_is_a_host_and_at_no_other_time(self):
        self.create_service(image=self.push_image(), schedulingStrategy="DAEMON")
        self.assertEqual(self.described_service()["desiredCount"], 0)
        host = self.create_host()
        wait_until(self.containers, 20, "the container on the new host")
        client("autoscaling").set_desired_capacity(AutoScalingGroupName=host, DesiredCapacity=0)
        wait_until(lambda: not self.containers(), 20, "the end of the container with its host")
        client("autoscaling").set_desired_capacity(AutoScalingGroupName=host, DesiredCapacity=1)
        wait_until(self.containers, 20, "the container on the host that came back")
        client("autoscaling").delete_auto_scaling_group(AutoScalingGroupName=host, ForceDelete=True)
        wait_until(lambda: not self.containers(), 20, "the end of the container with its group")

    def test_a_task_that_cannot_start_is_not_started_again_at_once(self):
        image = self.push_image()
        taken = socket.create_server(("0.0.0.0", 18598))
        self.addCleanup(taken.close)
        self.create_host()
        self.create_service(
            image=image, ports=[{"containerPort": 1, "hostPort": 18598}], schedulingStrategy="DAEMON"
        )
        failed = lambda: self.ecs.list_tasks(cluster=self.cluster, desiredStatus="STOPPED")["taskArns"]  # noqa: E731
        wait_until(failed, 20, "the first failed start")
        with self.assertRaises(AssertionError):
            wait_until(lambda: len(failed()) > 1, 3, "a second start")


def busybox_context():
    """A build context of one static program."""
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w") as tar:
        tar.add(BUSYBOX, "busybox")
        dockerfile = b"FROM scratch\nCOPY busybox /busybox\n"
        entry = tarfile.TarInfo("Dockerfile")
        entry.size = len(dockerfile)
        tar.addfile(entry, io.BytesIO(dockerfile))
    archive.seek(0)
    return archive


class Volumes(unittest.TestCase):
    def setUp(self):
        self.ec2 = client("ec2")

    def create(self, **more):
        volume = self.ec2.create_volume(AvailabilityZone=ZONE, **more)
        self.addCleanup(self.ec2.delete_volume, VolumeId=volume["VolumeId"])
        return volume

    def described(self, volume):
        return self.ec2.describe_volumes(VolumeIds=[volume["VolumeId"]])["Volumes"][0]

    def test_a_gp3_volume_answers_the_throughput_given_or_125(self):
        given = self.create(Size=10, VolumeType="gp3", Throughput=250)
        default = self.create(Size=10, VolumeType="gp3")
        self.assertEqual((given["Throughput"], self.described(given)["Throughput"]), (250, 250))
        self.assertEqual((default["Throughput"], self.described(default)["Throughput"]), (125, 125))

    def test_a_change_of_size_iops_and_throughput_is_completed_at_once(self):
        volume = self.create(Size=10, VolumeType="gp3")
        self.ec2.modify_volume(VolumeId=volume["VolumeId"], Size=20, Iops=4000, Throughput=300)
        now = self.described(volume)
        self.assertEqual((now["Size"], now["Iops"], now["Throughput"]), (20, 4000, 300))
        changes = self.ec2.describe_volumes_modifications(VolumeIds=[volume["VolumeId"]])["VolumesModifications"]
        self.assertEqual([change["ModificationState"] for change in changes], ["completed"])

    def test_a_change_of_type_changes_what_the_type_has(self):
        volume = self.create(Size=10, VolumeType="gp2")
        self.ec2.modify_volume(VolumeId=volume["VolumeId"], VolumeType="gp3")
        self.assertEqual([self.described(volume)[name] for name in ("Iops", "Throughput")], [3000, 125])
        self.ec2.modify_volume(VolumeId=volume["VolumeId"], VolumeType="gp2")
        self.assertNotIn("Throughput", self.described(volume))

    def test_a_change_of_nothing_is_refused_and_one_gib_more_is_not(self):
        volume = self.create(Size=10, VolumeType="gp2")
        nothing = "InvalidParameterValue.*Must specify at least one of size, type, iops, throughput or multi-attach"
        with self.assertRaisesRegex(self.ec2.exceptions.ClientError, nothing):
            self.ec2.modify_volume(VolumeId=volume["VolumeId"])
        self.ec2.modify_volume(VolumeId=volume["VolumeId"], Size=11)
        self.assertEqual(self.described(volume)["Size"], 11)

    def test_a_volume_from_a_snapshot_names_it_and_has_its_size(self):
        snapshot = self.ec2.create_snapshot(VolumeId=self.create(Size=30)["VolumeId"])["SnapshotId"]
        self.ec2.get_waiter("snapshot_completed").wait(SnapshotIds=[snapshot])
        volume = self.described(self.create(SnapshotId=snapshot))
        self.assertEqual((volume["SnapshotId"], volume["Size"]), (snapshot, 30))

    def test_volumes_are_found_by_tags_with_wildcards_and_by_status(self):
        def tagged(name, project):
            tags = [{"Key": "Name", "Value": name}, {"Key": "Project", "Value": project}]
            return self.create(Size=1, TagSpecifications=[{"ResourceType": "volume", "Tags": tags}])["VolumeId"]

        def found(*names, project="one"):
            given = {"tag:Project": [project], "tag:Name": list(names), "status": ["available", "in-use"]}
            filters = [{"Name": name, "Values": values} for name, values in given.items()]
            return [each["VolumeId"] for each in self.ec2.describe_volumes(Filters=filters)["Volumes"]]

        wanted, other = tagged("one-a-chain", "one"), tagged("one-two-a-chain", "one-two")
        tagged("one-a-chain kept", "one")
        self.assertEqual(found("one-*-chain"), [wanted])
        self.assertEqual(found("one-*-chain", project="one-two"), [other])
        self.assertEqual(found("one-b-chain"), [])

    def test_who_asks_for_the_placeholder_finds_it_and_nobody_else_does(self):
        def found(*names):
            answer = self.ec2.describe_volumes(Filters=[{"Name": "tag:Name", "Values": list(names)}])
            return [each["VolumeId"] for each in answer["Volumes"]]

        self.assertEqual(found("none", "lab-placeholder"), ["vol-00000000000000000"])
        self.assertEqual(found("none"), [])
        self.assertNotIn("vol-00000000000000000", [v["VolumeId"] for v in self.ec2.describe_volumes()["Volumes"]])

    def test_an_unknown_snapshot_makes_no_volume(self):
        with self.assertRaisesRegex(self.ec2.exceptions.ClientError, "InvalidSnapshot.NotFound"):
            self.create(SnapshotId="snap-0123456789abcdef0")


class InstanceTypes(unittest.TestCase):
    def test_each_has_the_memory_that_aws_says(self):
        gib = {
            "t3.micro": 1, "t4g.small": 2, "t3.medium": 4, "t3.large": 8, "m7i.xlarge": 16,
            "c5.large": 4, "r8g.xlarge": 32, "r7i.2xlarge": 64, "r8g.4xlarge": 128,
        }  # fmt: skip
        answer = client("ec2").describe_instance_types(InstanceTypes=list(gib))["InstanceTypes"]
        found = {each["InstanceType"]: each["MemoryInfo"]["SizeInMiB"] for each in answer}
        self.assertEqual(found, {name: size * 1024 for name, size in gib.items()})


class VolumeKeys(unittest.TestCase):
    MANAGED = r"^arn:aws:kms:eu-central-1:\d{12}:key/[0-9a-f-]{36}$"

    def setUp(self):
        self.ec2 = client("ec2")

    def create_key(self):
        return client("kms").create_key()["KeyMetadata"]["Arn"]

    def create(self, **more):
        volume = self.ec2.create_volume(AvailabilityZone=ZONE, **{"Size": 1, **more})
        self.addCleanup(self.ec2.delete_volume, VolumeId=volume["VolumeId"])
        (described,) = self.ec2.describe_volumes(VolumeIds=[volume["VolumeId"]])["Volumes"]
        self.assertEqual(volume.get("KmsKeyId"), described.get("KmsKeyId"))
        return described

    def snapshot_of(self, volume):
        snapshot = self.ec2.create_snapshot(VolumeId=volume["VolumeId"])
        (described,) = self.ec2.describe_snapshots(SnapshotIds=[snapshot["SnapshotId"]])["Snapshots"]
        self.assertEqual(snapshot.get("KmsKeyId"), described.get("KmsKeyId"))
        return described

    def test_an_encrypted_volume_names_the_key_given_or_the_one_that_aws_manages(self):
        key = self.create_key()
        self.assertEqual(self.create(Encrypted=True, KmsKeyId=key)["KmsKeyId"], key)
        self.assertEqual(self.create(Encrypted=True, KmsKeyId=key.rpartition("/")[2])["KmsKeyId"], key)
        self.assertRegex(self.create(Encrypted=True)["KmsKeyId"], self.MANAGED)
        self.assertNotIn("KmsKeyId", self.create())

    def test_a_volume_from_an_encrypted_snapshot_is_encrypted_by_its_key_unless_another_is_given(self):
        key, other = self.create_key(), self.create_key()
        snapshot = self.snapshot_of(self.create(Encrypted=True, KmsKeyId=key))
        self.assertEqual((snapshot["Encrypted"], snapshot["KmsKeyId"]), (True, key))
        for asked, expected in ({}, key), ({"Encrypted": True}, key), ({"Encrypted": True, "KmsKeyId": other}, other):
            volume = self.create(SnapshotId=snapshot["SnapshotId"], **asked)
            self.assertEqual((volume["Encrypted"], volume["KmsKeyId"]), (True, expected))
        plain = self.snapshot_of(self.create())
        self.assertNotIn("KmsKeyId", plain)
        self.assertRegex(self.create(SnapshotId=plain["SnapshotId"], Encrypted=True)["KmsKeyId"], self.MANAGED)

    def test_the_default_key_of_the_account_encrypts_what_names_none(self):
        key = self.create_key()
        self.assertEqual(self.ec2.get_ebs_default_kms_key_id()["KmsKeyId"], "alias/aws/ebs")
        self.assertEqual(self.ec2.modify_ebs_default_kms_key_id(KmsKeyId=key)["KmsKeyId"], key)
        self.addCleanup(self.ec2.reset_ebs_default_kms_key_id)
        self.assertEqual(self.create(Encrypted=True)["KmsKeyId"], key)
        self.assertEqual(self.ec2.get_ebs_default_kms_key_id()["KmsKeyId"], key)
        self.assertEqual(self.ec2.reset_ebs_default_kms_key_id()["KmsKeyId"], "alias/aws/ebs")
        self.assertNotEqual(self.create(Encrypted=True)["KmsKeyId"], key)

    def test_a_volume_under_a_key_that_does_not_exist_is_answered_and_then_gone(self):
        key = "arn:aws:kms:eu-central-1:000000000000:key/00000000-0000-0000-0000-000000000000"
        volume = self.ec2.create_volume(AvailabilityZone=ZONE, Size=1, Encrypted=True, KmsKeyId=key)
        with self.assertRaisesRegex(self.ec2.exceptions.ClientError, "InvalidVolume.NotFound"):
            self.ec2.describe_volumes(VolumeIds=[volume["VolumeId"]])

    def test_a_key_without_encryption_is_refused(self):
        with self.assertRaisesRegex(self.ec2.exceptions.ClientError, "InvalidParameterDependency"):
            self.create(KmsKeyId=self.create_key())


class Replacement(unittest.TestCase):
    def setUp(self):
        self.groups, self.name = client("autoscaling"), unique("group")
        template = client("ec2").create_launch_template(LaunchTemplateName=self.name, LaunchTemplateData={})
        specification = {"LaunchTemplateId": template["LaunchTemplate"]["LaunchTemplateId"]}
        self.groups.create_auto_scaling_group(
            AutoScalingGroupName=self.name,
            MinSize=0,
            MaxSize=1,
            DesiredCapacity=1,
            LaunchTemplate=specification,
            AvailabilityZones=[ZONE],
        )
        self.addCleanup(self.groups.delete_auto_scaling_group, AutoScalingGroupName=self.name, ForceDelete=True)
        (self.first,) = self.instances()

    def instances(self):
        (group,) = self.groups.describe_auto_scaling_groups(AutoScalingGroupNames=[self.name])["AutoScalingGroups"]
        return [instance["InstanceId"] for instance in group["Instances"]]

    def test_an_instance_that_says_it_is_unhealthy_is_replaced(self):
        self.groups.set_instance_health(InstanceId=self.first, HealthStatus="Healthy")
        self.assertEqual(self.instances(), [self.first])
        self.groups.set_instance_health(InstanceId=self.first, HealthStatus="Unhealthy")
        (second,) = self.instances()
        self.assertNotEqual(second, self.first)

    def test_an_instance_that_is_terminated_in_its_group_is_replaced_unless_the_group_shall_shrink(self):
        def terminate(instance, shrink):
            return self.groups.terminate_instance_in_auto_scaling_group(
                InstanceId=instance, ShouldDecrementDesiredCapacity=shrink
            )

        activity = terminate(self.first, False)["Activity"]
        self.assertEqual((activity["AutoScalingGroupName"], activity["StatusCode"]), (self.name, "InProgress"))
        (second,) = self.instances()
        self.assertNotEqual(second, self.first)
        terminate(second, True)
        self.assertEqual(self.instances(), [])

    def test_an_instance_of_no_group_is_refused(self):
        with self.assertRaisesRegex(self.groups.exceptions.ClientError, "No managed instance found"):
            self.groups.set_instance_health(InstanceId="i-0123456789abcdef0", HealthStatus="Unhealthy")
        with self.assertRaisesRegex(self.groups.exceptions.ClientError, "not a valid health status"):
            self.groups.set_instance_health(InstanceId=self.first, HealthStatus="Poorly")


class Network(unittest.TestCase):
    def setUp(self):
        self.ec2 = client("ec2")

    def test_the_provider_s_spelling_of_the_subnet_filters_works(self):
        filters = {"availabilityZone": ZONE, "defaultForAz": "true"}
        found = self.ec2.describe_subnets(Filters=[{"Name": n, "Values": [v]} for n, v in filters.items()])["Subnets"]
        self.assertEqual([(subnet["AvailabilityZone"], subnet["DefaultForAz"]) for subnet in found], [(ZONE, True)])
        none = self.ec2.describe_subnets(Filters=[{"Name": "defaultForAz", "Values": ["false"]}])["Subnets"]
        self.assertEqual(none, [])

    def test_the_default_egress_rule_can_be_revoked_with_ports_0_to_0(self):
        vpc = self.ec2.describe_vpcs()["Vpcs"][0]["VpcId"]
        group = self.ec2.create_security_group(GroupName=unique("group"), Description="-", VpcId=vpc)["GroupId"]
        self.addCleanup(self.ec2.delete_security_group, GroupId=group)
        everything = {"IpProtocol": "-1", "FromPort": 0, "ToPort": 0, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}
        self.ec2.revoke_security_group_egress(GroupId=group, IpPermissions=[everything])
        (found,) = self.ec2.describe_security_groups(GroupIds=[group])["SecurityGroups"]
        self.assertEqual(found["IpPermissionsEgress"], [])

    def test_a_launch_template_keeps_its_network_interfaces(self):
        interface = {"AssociatePublicIpAddress": True, "DeleteOnTermination": True, "Groups": ["sg-1", "sg-2"]}
        template = self.ec2.create_launch_template(
            LaunchTemplateName=unique("template"), LaunchTemplateData={"NetworkInterfaces": [interface]}
        )["LaunchTemplate"]["LaunchTemplateId"]
        self.addCleanup(self.ec2.delete_launch_template, LaunchTemplateId=template)
        second = {**interface, "DeviceIndex": 0, "DeleteOnTermination": False}
        created = self.ec2.create_launch_template_version(
            LaunchTemplateId=template, LaunchTemplateData={"NetworkInterfaces": [second]}
        )["LaunchTemplateVersion"]
        versions = self.ec2.describe_launch_template_versions(LaunchTemplateId=template)["LaunchTemplateVersions"]
        self.assertEqual(
            [version["LaunchTemplateData"]["NetworkInterfaces"] for version in (created, *versions)],
            [[second], [second], [interface]],
        )

    def group(self):
        """A client of its service, its name, and the launch template version that it has."""
        groups, name = client("autoscaling"), unique("group")
        template = self.ec2.create_launch_template(LaunchTemplateName=name, LaunchTemplateData={})
        specification = {"LaunchTemplateId": template["LaunchTemplate"]["LaunchTemplateId"], "Version": "1"}
        groups.create_auto_scaling_group(
            AutoScalingGroupName=name, MinSize=0, MaxSize=1, LaunchTemplate=specification, AvailabilityZones=[ZONE]
        )
        self.addCleanup(groups.delete_auto_scaling_group, AutoScalingGroupName=name, ForceDelete=True)
        return groups, name, specification

    def test_a_group_takes_the_launch_template_version_of_an_update(self):
        groups, name, specification = self.group()
        groups.update_auto_scaling_group(AutoScalingGroupName=name, LaunchTemplate={**specification, "Version": "2"})
        groups.update_auto_scaling_group(AutoScalingGroupName=name, MaxSize=2)
        (group,) = groups.describe_auto_scaling_groups(AutoScalingGroupNames=[name])["AutoScalingGroups"]
        self.assertEqual(group["LaunchTemplate"]["Version"], "2")

    def test_a_group_tells_the_metrics_that_it_publishes(self):
        groups, name, _ = self.group()

        def published():
            (group,) = groups.describe_auto_scaling_groups(AutoScalingGroupNames=[name])["AutoScalingGroups"]
            return [metric["Metric"] for metric in group["EnabledMetrics"]]

        self.assertEqual(published(), [])
        groups.enable_metrics_collection(
            AutoScalingGroupName=name, Metrics=["GroupInServiceInstances", "GroupMinSize"], Granularity="1Minute"
        )
        self.assertEqual(published(), ["GroupInServiceInstances", "GroupMinSize"])
        groups.disable_metrics_collection(AutoScalingGroupName=name, Metrics=["GroupMinSize"])
        self.assertEqual(published(), ["GroupInServiceInstances"])
        groups.disable_metrics_collection(AutoScalingGroupName=name)
        self.assertEqual(published(), [])


class Alarms(unittest.TestCase):
    def test_the_query_protocol_answers_the_whole_alarm(self):
        name = unique("alarm")
        query(
            "monitoring",
            "PutMetricAlarm",
            **{
                "AlarmName": name,
                "AlarmDescription": "age < 60 & rising",
                "MetricName": "HeadAge",
                "Namespace": "Ethereum",
                "Statistic": "Maximum",
                "Period": "300",
                "EvaluationPeriods": "3",
                "Threshold": "60",
                "ComparisonOperator": "GreaterThanThreshold",
                "TreatMissingData": "breaching",
                "AlarmActions.member.1": "arn:aws:sns:eu-central-1:000000000000:a",
                "OKActions.member.1": "arn:aws:sns:eu-central-1:000000000000:o",
                "InsufficientDataActions.member.1": "arn:aws:sns:eu-central-1:000000000000:i",
                "Dimensions.member.1.Name": "Node",
                "Dimensions.member.1.Value": "node-0",
            },
        )
        root = ElementTree.fromstring(query("monitoring", "DescribeAlarms", **{"AlarmNames.member.1": name}))
        (alarm,) = root.findall(".//{*}MetricAlarms/{*}member")
        answer = {child.tag.split("}")[1]: " ".join(child.itertext()) for child in alarm}
        expected = {
            "AlarmDescription": "age < 60 & rising",
            "Statistic": "Maximum",
            "Period": "300",
            "TreatMissingData": "breaching",
            "ActionsEnabled": "true",
            "AlarmActions": "arn:aws:sns:eu-central-1:000000000000:a",
            "OKActions": "arn:aws:sns:eu-central-1:000000000000:o",
            "InsufficientDataActions": "arn:aws:sns:eu-central-1:000000000000:i",
            "Dimensions": "Node node-0",
        }
        self.assertEqual({name: answer.get(name) for name in expected}, expected)
        self.assertRegex(answer["StateUpdatedTimestamp"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")


class AlarmStates(unittest.TestCase):
    """What metrics and other alarms make of an alarm."""

    def setUp(self):
        self.cloudwatch, self.namespace = client("cloudwatch"), unique("fleet")
        self.topics, self.queues = client("sns"), client("sqs")

    def alarm(self, kind, **more):
        name = f"{self.namespace}-{kind}"
        given = {
            "Namespace": self.namespace,
            "MetricName": "Lagging",
            "Statistic": "Minimum",
            "Period": 60,
            "EvaluationPeriods": 1,
            "Threshold": 1,
            "ComparisonOperator": "GreaterThanOrEqualToThreshold",
            "TreatMissingData": "notBreaching",
        }
        self.cloudwatch.put_metric_alarm(AlarmName=name, **{**given, **more})
        self.addCleanup(self.cloudwatch.delete_alarms, AlarmNames=[name])
        return name

    def put(self, value, minutes_ago=0, metric="Lagging", **dimensions):
        point = {
            "MetricName": metric,
            "Value": value,
            "Timestamp": time.time() - 60 * minutes_ago,
            "Dimensions": [{"Name": name, "Value": value} for name, value in dimensions.items()],
        }
        self.cloudwatch.put_metric_data(Namespace=self.namespace, MetricData=[point])

    def state(self, name):
        found = self.cloudwatch.describe_alarms(AlarmNames=[name], AlarmTypes=["MetricAlarm", "CompositeAlarm"])
        return (found["MetricAlarms"] + found["CompositeAlarms"])[0]["StateValue"]

    def test_an_alarm_goes_by_the_node_of_its_dimension_alone(self):
        names = [
            self.alarm(node, Dimensions=[{"Name": "NodeName", "Value": node}]) for node in ("node-0", "node-1", "node-2")
        ]
        self.put(1, NodeName="node-0")
        self.put(0, NodeName="node-1")
        self.assertEqual([self.state(name) for name in names], ["ALARM", "OK", "INSUFFICIENT_DATA"])

    def test_an_alarm_counts_the_periods_that_breach_and_not_their_sum(self):
        name = self.alarm("flaps", EvaluationPeriods=3, DatapointsToAlarm=2)
        self.put(1, minutes_ago=2.5)
        self.put(0, minutes_ago=1.5)
        self.assertEqual(self.state(name), "OK")
        self.put(1, minutes_ago=0.5)
        self.assertEqual(self.state(name), "ALARM")

    def test_silence_is_what_the_alarm_says_it_is(self):
        kinds = ("breaching", "notBreaching", "missing")
        names = [self.alarm(kind, TreatMissingData=kind) for kind in kinds]
        self.put(1, minutes_ago=30)
        self.assertEqual([self.state(name) for name in names], ["ALARM", "OK", "INSUFFICIENT_DATA"])

    def test_points_ahead_of_time_count_when_their_time_comes(self):
        name = self.alarm("planned")
        self.put(1, minutes_ago=-10)
        self.assertEqual(self.state(name), "OK")

    def test_a_composite_alarm_keeps_its_suppressor_and_tells_nobody_while_that_is_on(self):
        cause, planned = self.alarm("cause"), self.alarm("planned", MetricName="PlannedWork")
        topic = self.topics.create_topic(Name=self.namespace)["TopicArn"]
        self.addCleanup(self.topics.delete_topic, TopicArn=topic)
        queue = self.queues.create_queue(QueueName=self.namespace)["QueueUrl"]
        self.addCleanup(self.queues.delete_queue, QueueUrl=queue)
        arn = self.queues.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        self.topics.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)
        suppressor = {
            "ActionsSuppressor": planned,
            "ActionsSuppressorWaitPeriod": 120,
            "ActionsSuppressorExtensionPeriod": 300,
        }
        name = f"{self.namespace}-hurts"
        self.cloudwatch.put_composite_alarm(
            AlarmName=name, AlarmRule=f'ALARM("{cause}")', AlarmActions=[topic], **suppressor
        )
        self.addCleanup(self.cloudwatch.delete_alarms, AlarmNames=[name])
        (found,) = self.cloudwatch.describe_alarms(AlarmNames=[name], AlarmTypes=["CompositeAlarm"])["CompositeAlarms"]
        self.assertEqual({each: found.get(each) for each in suppressor}, suppressor)

        def told():
            return len(self.queues.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages", []))

        self.put(1, metric="PlannedWork")
        self.put(1)
        self.assertEqual((self.state(name), told()), ("ALARM", 0))
        self.put(0, metric="PlannedWork")
        self.cloudwatch.set_alarm_state(AlarmName=planned, StateValue="OK", StateReason="over")
        self.put(0)
        self.assertEqual(self.state(name), "OK")
        self.cloudwatch.set_alarm_state(AlarmName=cause, StateValue="ALARM", StateReason="again")
        self.assertEqual((self.state(name), told()), ("ALARM", 1))


class LogMetrics(unittest.TestCase):
    """Metrics that CloudWatch makes of lines of a log."""

    def setUp(self):
        self.logs, self.cloudwatch, self.group = client("logs"), client("cloudwatch"), unique("group")
        self.logs.create_log_group(logGroupName=self.group)
        self.addCleanup(self.logs.delete_log_group, logGroupName=self.group)
        self.logs.create_log_stream(logGroupName=self.group, logStreamName="monitor")
        self.now = int(time.time() * 1000)

    def write(self, *lines):
        events = [{"timestamp": self.now, "message": line} for line in lines]
        self.logs.put_log_events(logGroupName=self.group, logStreamName="monitor", logEvents=events)

    def total(self, name, **dimensions):
        found = self.cloudwatch.get_metric_statistics(
            Namespace=self.group,
            MetricName=name,
            Dimensions=[{"Name": each, "Value": value} for each, value in dimensions.items()],
            StartTime=self.now / 1000 - 60,
            EndTime=self.now / 1000 + 60,
            Period=60,
            Statistics=["Sum"],
        )
        return sum(point["Sum"] for point in found["Datapoints"])

    def embedded(self, node, **metrics):
        directive = {
            "Namespace": self.group,
            "Dimensions": [["NodeName"]],
            "Metrics": [{"Name": name} for name in metrics],
        }
        meta = {"Timestamp": self.now, "CloudWatchMetrics": [directive]}
        return json.dumps({"_aws": meta, "NodeName": node, **metrics})

    def test_a_line_in_the_embedded_metric_format_becomes_metrics_of_its_node(self):
        self.write(self.embedded("a", Ready=1, Peers=25), self.embedded("b", Ready=0))
        self.assertEqual([self.total("Peers", NodeName="a"), self.total("Ready", NodeName="a")], [25, 1])
        self.assertEqual([self.total("Ready", NodeName="b"), self.total("Peers", NodeName="b")], [0, 0])

    def test_a_line_that_is_no_such_format_stays_a_line(self):
        lines = ['{"_aws": {"CloudWatchMetrics": [{}]}}', '{"_aws": 1}', "[1]", "not JSON"]
        self.write(*lines)
        events = self.logs.get_log_events(logGroupName=self.group, logStreamName="monitor")["events"]
        self.assertEqual([event["message"] for event in events], lines)

    def test_a_metric_filter_counts_the_lines_whose_numbers_all_hold_or_that_have_its_words(self):
        patterns = {"Old": "{ $.Ready = 1 && $.FinalityAgeSeconds > 1500 }", "Refused": '": refused:"'}
        for name, pattern in patterns.items():
            transformation = {"metricName": name, "metricNamespace": self.group, "metricValue": "1"}
            self.logs.put_metric_filter(
                logGroupName=self.group, filterName=name, filterPattern=pattern, metricTransformations=[transformation]
            )
        self.write(
            self.embedded("a", Ready=1, FinalityAgeSeconds=1501),
            self.embedded("a", Ready=1, FinalityAgeSeconds=1500),
            self.embedded("a", Ready=0, FinalityAgeSeconds=9000),
            self.embedded("a", Ready=1),
            "mount-chain-disk: refused: it is another's",
            "connection refused: no",
        )
        self.assertEqual([self.total(name) for name in patterns], [1, 1])


class EcsImages(unittest.TestCase):
    def test_the_public_parameters_name_images_that_exist(self):
        ssm, ec2 = client("ssm"), client("ec2")
        for path, architecture in (("recommended", "x86_64"), ("arm64/recommended", "arm64")):
            name = f"/aws/service/ecs/optimized-ami/amazon-linux-2023/{path}"
            recommended = json.loads(ssm.get_parameter(Name=name)["Parameter"]["Value"])
            image_id = ssm.get_parameter(Name=f"{name}/image_id")["Parameter"]["Value"]
            self.assertEqual(recommended["image_id"], image_id)
            (image,) = ec2.describe_images(ImageIds=[image_id], Owners=["amazon"])["Images"]
            self.assertEqual((image["Architecture"], image["Name"]), (architecture, recommended["image_name"]))


class Interruptions(unittest.TestCase):
    def test_clients_that_vanish_in_the_middle_of_a_request_do_not_hold_it_up(self):
        head = f"POST / HTTP/1.1\r\nHost: localhost:{PORT}\r\nContent-Length: 1000000\r\n\r\nAction="
        for _ in range(100):
            with socket.create_connection(("localhost", PORT), timeout=5) as half_request:
                half_request.sendall(head.encode())
        self.assertTrue(client("ec2").describe_vpcs()["Vpcs"])
