"""The corrections of IAM, seen through its API."""

import json
import sys
import unittest
import uuid
from pathlib import Path

from botocore.exceptions import ClientError

sys.path.insert(0, str(Path(__file__).parent))

from local_aws import LocalAws, client  # noqa: E402

ANY_TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}],
    }
)
NOWHERE = "arn:aws:iam::000000000000:policy/nowhere"


def policy(actions):
    return json.dumps(
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": actions, "Resource": "*"}]}, indent=2
    )


# As IAM counts: no blanks.
FITS = policy([f"s3:Get{number:05}" for number in range(400)])
TOO_LONG = policy([f"s3:Get{number:05}" for number in range(450)])


def setUpModule():
    global aws
    aws = LocalAws()


def tearDownModule():
    aws.stop()


def unique(prefix):
    return f"{prefix}-{uuid.uuid4().hex[:8]}"


class Policies(unittest.TestCase):
    def setUp(self):
        self.iam = client("iam")

    def refused(self, code, call, **parameters):
        with self.assertRaises(ClientError) as raised:
            call(**parameters)
        self.assertEqual(raised.exception.response["Error"]["Code"], code)

    def made(self):
        return self.iam.create_policy(PolicyName=unique("p"), PolicyDocument=FITS)["Policy"]["Arn"]

    def role(self, **parameters):
        name = unique("r")
        self.iam.create_role(RoleName=name, AssumeRolePolicyDocument=ANY_TRUST, **parameters)
        return name

    def test_a_policy_that_is_too_long_is_refused_and_so_is_such_a_version(self):
        arn = self.made()
        self.refused("LimitExceeded", self.iam.create_policy, PolicyName=unique("p"), PolicyDocument=TOO_LONG)
        self.refused("LimitExceeded", self.iam.create_policy_version, PolicyArn=arn, PolicyDocument=TOO_LONG)
        self.iam.create_policy_version(PolicyArn=arn, PolicyDocument=FITS, SetAsDefault=True)

    def test_a_boundary_must_be_there(self):
        trust = {"RoleName": unique("r"), "AssumeRolePolicyDocument": ANY_TRUST}
        self.refused("NoSuchEntity", self.iam.create_role, PermissionsBoundary=NOWHERE, **trust)
        role = self.role(PermissionsBoundary="arn:aws:iam::aws:policy/ReadOnlyAccess")
        put = self.iam.put_role_permissions_boundary
        self.refused("NoSuchEntity", put, RoleName=role, PermissionsBoundary=NOWHERE)
        put(RoleName=role, PermissionsBoundary=self.made())

    def test_a_policy_that_is_attached_must_be_there(self):
        role = self.role()
        self.refused("NoSuchEntity", self.iam.attach_role_policy, RoleName=role, PolicyArn=NOWHERE)
        self.iam.attach_role_policy(RoleName=role, PolicyArn=self.made())

    def test_a_policy_that_bounds_a_role_stays(self):
        arn = self.made()
        role = self.role(PermissionsBoundary=arn)
        self.refused("DeleteConflict", self.iam.delete_policy, PolicyArn=arn)
        self.iam.delete_role(RoleName=role)
        self.iam.delete_policy(PolicyArn=arn)


if __name__ == "__main__":
    unittest.main()
