"""Keys of the account's, tags of launch templates, and scans of images, seen through the API."""

import sys
import unittest
import uuid
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from botocore.exceptions import ClientError  # noqa: E402
from local_aws import LocalAws, client  # noqa: E402

KEY = "arn:aws:kms:eu-central-1:000000000000:key/01234567-89ab-4def-8123-456789abcdef"


def setUpModule():
    global aws
    aws = LocalAws()


def tearDownModule():
    aws.stop()


class LaunchTemplates(unittest.TestCase):
    def setUp(self):
        self.ec2 = client("ec2")
        disks = [
            {"DeviceName": "/dev/xvda", "Ebs": {"VolumeSize": 30, "Encrypted": True, "KmsKeyId": KEY}},
            {"DeviceName": "/dev/xvdb", "Ebs": {"VolumeSize": 8, "Encrypted": True}},
        ]
        answer = self.ec2.create_launch_template(
            LaunchTemplateName=f"template-{uuid.uuid4().hex[:8]}",
            LaunchTemplateData={"BlockDeviceMappings": disks},
            TagSpecifications=[{"ResourceType": "launch-template", "Tags": [{"Key": "a", "Value": "1"}]}],
        )
        self.id = answer["LaunchTemplate"]["LaunchTemplateId"]
        self.addCleanup(self.ec2.delete_launch_template, LaunchTemplateId=self.id)

    def test_a_version_answers_the_key_of_each_disk(self):
        answer = self.ec2.describe_launch_template_versions(LaunchTemplateId=self.id, Versions=["$Latest"])
        disks = answer["LaunchTemplateVersions"][0]["LaunchTemplateData"]["BlockDeviceMappings"]
        self.assertEqual([disk["Ebs"].get("KmsKeyId") for disk in disks], [KEY, None])
        self.assertEqual([disk["Ebs"]["VolumeSize"] for disk in disks], [30, 8])

    def test_a_template_answers_the_tags_that_were_set_last(self):
        self.ec2.create_tags(Resources=[self.id], Tags=[{"Key": "b", "Value": "2"}])
        self.ec2.delete_tags(Resources=[self.id], Tags=[{"Key": "a"}])
        templates = self.ec2.describe_launch_templates(LaunchTemplateIds=[self.id])["LaunchTemplates"]
        self.assertEqual(templates[0]["Tags"], [{"Key": "b", "Value": "2"}])


class LogGroups(unittest.TestCase):
    def test_a_group_takes_a_key_and_loses_it(self):
        logs = client("logs")
        name = f"/group-{uuid.uuid4().hex[:8]}"
        logs.create_log_group(logGroupName=name)
        self.addCleanup(logs.delete_log_group, logGroupName=name)
        key = lambda: logs.describe_log_groups(logGroupNamePrefix=name)["logGroups"][0].get("kmsKeyId")  # noqa: E731
        logs.associate_kms_key(logGroupName=name, kmsKeyId=KEY)
        self.assertEqual(key(), KEY)
        logs.disassociate_kms_key(logGroupName=name)
        self.assertIsNone(key())
        with self.assertRaisesRegex(ClientError, "ResourceNotFoundException"):
            logs.associate_kms_key(logGroupName=f"{name}-none", kmsKeyId=KEY)


class ImageScans(unittest.TestCase):
    def scan(self, scan_on_push, tag="1"):
        ecr = client("ecr")
        name = f"repository-{uuid.uuid4().hex[:8]}"
        ecr.create_repository(repositoryName=name, imageScanningConfiguration={"scanOnPush": scan_on_push})
        self.addCleanup(ecr.delete_repository, repositoryName=name, force=True)
        ecr.put_image(repositoryName=name, imageManifest="{}", imageTag="1")
        return ecr.describe_image_scan_findings(repositoryName=name, imageId={"imageTag": tag})

    def test_a_repository_that_scans_on_push_has_a_complete_scan(self):
        answer = self.scan(True)
        self.assertEqual(answer["imageScanStatus"]["status"], "COMPLETE")
        self.assertEqual(answer["imageScanFindings"]["findingSeverityCounts"], {})

    def test_another_has_none_and_neither_has_a_missing_image(self):
        with self.assertRaisesRegex(ClientError, "ScanNotFoundException"):
            self.scan(False)
        with self.assertRaisesRegex(ClientError, "ImageNotFoundException"):
            self.scan(True, tag="2")


if __name__ == "__main__":
    unittest.main()
