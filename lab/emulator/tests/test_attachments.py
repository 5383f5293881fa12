"""What an instance holds, seen through the API: its place in a zone, its volumes, its Elastic IP."""

import sys
import unittest
import uuid
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from botocore.exceptions import ClientError  # noqa: E402
from local_aws import LocalAws, client  # noqa: E402

ZONE = "eu-central-1a"
OTHER_ZONE = "eu-central-1b"
UNKNOWN_INSTANCE = "i-0123456789abcdef0"


def setUpModule():
    global aws
    aws = LocalAws()


def tearDownModule():
    aws.stop()


class AttachmentCase(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.ec2 = client("ec2")

    def run_instance(self, **more):
        """A running instance; answers its id."""
        (instance,) = self.ec2.run_instances(ImageId="ami-1", MinCount=1, MaxCount=1, **more)["Instances"]
        self.addCleanup(self.ec2.terminate_instances, InstanceIds=[instance["InstanceId"]])
        return instance["InstanceId"]

    def create_volume(self, zone=ZONE):
        volume = self.ec2.create_volume(AvailabilityZone=zone, Size=1)["VolumeId"]
        self.addCleanup(self.ec2.delete_volume, VolumeId=volume)
        return volume

    def subnet_in(self, zone):
        filters = [{"Name": "availability-zone", "Values": [zone]}]
        return self.ec2.describe_subnets(Filters=filters)["Subnets"][0]["SubnetId"]

    def instance(self, instance_id):
        return self.ec2.describe_instances(InstanceIds=[instance_id])["Reservations"][0]["Instances"][0]

    def assert_refused(self, code, message, call, **parameters):
        with self.assertRaises(ClientError) as refusal:
            call(**parameters)
        error = refusal.exception.response
        self.assertEqual((error["Error"]["Code"], error["ResponseMetadata"]["HTTPStatusCode"]), (code, 400))
        self.assertEqual(error["Error"]["Message"], message)


class Zones(AttachmentCase):
    def zones(self, instance_id):
        """Zone of the instance and of its root volume."""
        instance = self.instance(instance_id)
        root = instance["BlockDeviceMappings"][0]["Ebs"]["VolumeId"]
        (volume,) = self.ec2.describe_volumes(VolumeIds=[root])["Volumes"]
        return [instance["Placement"]["AvailabilityZone"], volume["AvailabilityZone"]]

    def test_an_instance_and_its_root_volume_are_in_the_zone_of_its_subnet(self):
        instance = self.run_instance(SubnetId=self.subnet_in(OTHER_ZONE))
        self.assertEqual(self.zones(instance), [OTHER_ZONE, OTHER_ZONE])

    def test_an_instance_without_a_subnet_is_in_the_zone_asked_for(self):
        instance = self.run_instance(Placement={"AvailabilityZone": OTHER_ZONE})
        self.assertEqual(self.zones(instance), [OTHER_ZONE, OTHER_ZONE])
        self.assertEqual(self.instance(instance)["SubnetId"], self.subnet_in(OTHER_ZONE))

    def test_a_zone_that_does_not_exist_is_refused(self):
        placement = {"AvailabilityZone": "eu-central-1z"}
        message = "Invalid availability zone: [eu-central-1z]"
        self.assert_refused("InvalidParameterValue", message, self.run_instance, Placement=placement)

    def test_a_group_starts_instances_in_the_zones_of_its_subnets(self):
        groups, name = client("autoscaling"), f"group-{uuid.uuid4().hex[:8]}"
        subnets = [self.subnet_in(zone) for zone in (OTHER_ZONE, ZONE)]
        groups.create_auto_scaling_group(
            AutoScalingGroupName=name, MinSize=1, MaxSize=2, VPCZoneIdentifier=subnets[0]
        )
        self.addCleanup(groups.delete_auto_scaling_group, AutoScalingGroupName=name, ForceDelete=True)
        groups.update_auto_scaling_group(
            AutoScalingGroupName=name, DesiredCapacity=2, VPCZoneIdentifier=",".join(subnets)
        )
        (group,) = groups.describe_auto_scaling_groups(AutoScalingGroupNames=[name])["AutoScalingGroups"]
        self.assertEqual(group["AvailabilityZones"], [OTHER_ZONE, ZONE])
        self.assertEqual([one["AvailabilityZone"] for one in group["Instances"]], [OTHER_ZONE, ZONE])


class Volumes(AttachmentCase):
    def attach(self, volume, instance):
        self.ec2.attach_volume(VolumeId=volume, InstanceId=instance, Device="/dev/sdf")

    def state(self, volume):
        """State of the volume and the instances that hold it."""
        (described,) = self.ec2.describe_volumes(VolumeIds=[volume])["Volumes"]
        return described["State"], [attachment["InstanceId"] for attachment in described["Attachments"]]

    def attached(self):
        """A volume and the instance that holds it."""
        volume, instance = self.create_volume(), self.run_instance()
        self.attach(volume, instance)
        return volume, instance

    def test_a_volume_in_use_stays_where_it_is(self):
        volume, holder = self.attached()
        for instance in self.run_instance(), holder:
            message = f"{volume} is already attached to an instance"
            self.assert_refused("VolumeInUse", message, self.attach, volume=volume, instance=instance)
            self.assertEqual(self.state(volume), ("in-use", [holder]))

    def test_a_volume_of_another_zone_is_not_attached(self):
        volume, instance = self.create_volume(OTHER_ZONE), self.run_instance()
        message = f"The volume '{volume}' is not in the same availability zone as instance '{instance}'"
        self.assert_refused("InvalidVolume.ZoneMismatch", message, self.attach, volume=volume, instance=instance)
        self.assertEqual(self.state(volume), ("available", []))

    def test_a_stopped_instance_takes_a_volume_and_a_terminated_one_does_not(self):
        volume, instance, stopped = self.create_volume(), self.run_instance(), self.run_instance()
        self.ec2.terminate_instances(InstanceIds=[instance])
        message = f"Instance '{instance}' is not 'running'."
        self.assert_refused("IncorrectState", message, self.attach, volume=volume, instance=instance)
        self.assertEqual(self.state(volume), ("available", []))
        self.ec2.stop_instances(InstanceIds=[stopped])
        self.attach(volume, stopped)
        self.assertEqual(self.state(volume), ("in-use", [stopped]))

    def test_a_volume_is_detached_from_its_holder_named_or_not(self):
        volume, holder = self.attached()
        for named in {"InstanceId": holder}, {}:
            self.ec2.detach_volume(VolumeId=volume, **named)
            self.assertEqual(self.state(volume), ("available", []))
            self.attach(volume, holder)

    def test_a_volume_that_nobody_holds_is_not_detached(self):
        volume, instance = self.create_volume(), self.run_instance()
        message = f"Volume '{volume}'is in the 'available' state."
        for named in {"InstanceId": instance}, {}:
            self.assert_refused("IncorrectState", message, self.ec2.detach_volume, VolumeId=volume, **named)

    def test_a_volume_is_not_detached_from_another_than_its_holder(self):
        volume, holder = self.attached()
        other = self.run_instance()
        message = f"The volume '{volume}' is not attached to instance '{other}'."
        for force in False, True:
            given = {"VolumeId": volume, "InstanceId": other, "Force": force}
            self.assert_refused("InvalidAttachment.NotFound", message, self.ec2.detach_volume, **given)
            self.assertEqual(self.state(volume), ("in-use", [holder]))

    def test_a_stopped_instance_keeps_its_volumes_and_a_terminated_one_keeps_none(self):
        volume, holder = self.attached()
        root = self.instance(holder)["BlockDeviceMappings"][0]["Ebs"]["VolumeId"]
        self.ec2.stop_instances(InstanceIds=[holder])
        self.assertEqual(self.state(volume), ("in-use", [holder]))
        self.assertEqual(self.state(root), ("in-use", [holder]))
        self.ec2.terminate_instances(InstanceIds=[holder])
        self.assertEqual(self.state(volume), ("available", []))
        self.assertEqual(self.instance(holder)["BlockDeviceMappings"], [])
        message = f"The volume '{root}' does not exist"
        self.assert_refused("InvalidVolume.NotFound", message, self.ec2.describe_volumes, VolumeIds=[root])


class ElasticIps(AttachmentCase):
    def setUp(self):
        given = self.allocate()
        self.address, self.allocation = given["PublicIp"], given["AllocationId"]

    def allocate(self):
        given = self.ec2.allocate_address(Domain="vpc")
        self.addCleanup(self.ec2.release_address, AllocationId=given["AllocationId"])
        return given

    def associate(self, instance, **more):
        return self.ec2.associate_address(AllocationId=self.allocation, InstanceId=instance, **more)["AssociationId"]

    def described(self):
        """Association, instance and private address that the address names, None where it names none."""
        (described,) = self.ec2.describe_addresses(AllocationIds=[self.allocation])["Addresses"]
        return tuple(described.get(name) for name in ("AssociationId", "InstanceId", "PrivateIpAddress"))

    def public_address(self, instance):
        return self.instance(instance)["PublicIpAddress"]

    def test_an_address_names_its_instance_which_has_it_as_its_public_one(self):
        self.assertEqual(self.described(), (None, None, None))
        instance = self.run_instance()
        association = self.associate(instance)
        private = self.instance(instance)["PrivateIpAddress"]
        self.assertEqual(self.described(), (association, instance, private))
        self.assertEqual(self.public_address(instance), self.address)

    def test_an_address_moves_to_another_instance(self):
        first, second = self.run_instance(), self.run_instance()
        self.associate(first)
        for holder, other, allowed in (second, first, {}), (first, second, {"AllowReassociation": True}):
            association = self.associate(holder, **allowed)
            self.assertEqual(self.described()[:2], (association, holder))
            self.assertEqual(self.public_address(holder), self.address)
            self.assertNotEqual(self.public_address(other), self.address)

    def test_an_address_does_not_move_where_that_is_forbidden(self):
        holder, other = self.run_instance(), self.run_instance()
        self.associate(holder, AllowReassociation=False)
        association = self.associate(holder, AllowReassociation=False)
        message = f"resource {self.allocation} is already associated with associate-id {association}"
        given = {"instance": other, "AllowReassociation": False}
        self.assert_refused("Resource.AlreadyAssociated", message, self.associate, **given)
        self.assertEqual(self.described()[:2], (association, holder))

    def test_an_instance_gives_up_the_address_that_it_had(self):
        instance, before = self.run_instance(), self.allocate()["AllocationId"]
        self.ec2.associate_address(AllocationId=before, InstanceId=instance)
        self.associate(instance)
        self.assertEqual(self.public_address(instance), self.address)
        (described,) = self.ec2.describe_addresses(AllocationIds=[before])["Addresses"]
        self.assertNotIn("InstanceId", described)

    def test_an_unknown_or_terminated_instance_takes_no_address(self):
        holder, ended = self.run_instance(), self.run_instance()
        self.ec2.terminate_instances(InstanceIds=[ended])
        association = self.associate(holder)
        message = f"The instance ID '{UNKNOWN_INSTANCE}' does not exist"
        self.assert_refused("InvalidInstanceID.NotFound", message, self.associate, instance=UNKNOWN_INSTANCE)
        message = f"The terminated instance '{ended}' is not in a valid state for this operation."
        self.assert_refused("InvalidInstanceID", message, self.associate, instance=ended)
        self.assertEqual(self.described()[:2], (association, holder))

    def test_an_instance_loses_an_address_that_is_disassociated(self):
        instance = self.run_instance()
        self.ec2.disassociate_address(AssociationId=self.associate(instance))
        self.assertEqual(self.described(), (None, None, None))
        self.assertNotEqual(self.public_address(instance), self.address)

    def test_a_stopped_instance_keeps_its_address_and_a_terminated_one_loses_it(self):
        instance = self.run_instance()
        association = self.associate(instance)
        self.ec2.stop_instances(InstanceIds=[instance])
        self.assertEqual(self.described()[:2], (association, instance))
        self.ec2.terminate_instances(InstanceIds=[instance])
        self.assertEqual(self.described(), (None, None, None))
        self.assertNotEqual(self.public_address(instance), self.address)
