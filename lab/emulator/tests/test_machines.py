"""The corrections that a plan and preflight depend on, seen through the API."""

import json
import sys
import unittest
import urllib.error
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from local_aws import REGION, URL, LocalAws, client  # noqa: E402


def setUpModule():
    global aws
    aws = LocalAws()


def tearDownModule():
    aws.stop()


class InstanceTypes(unittest.TestCase):
    def setUp(self):
        self.ec2 = client("ec2")

    def test_each_is_what_aws_says(self):
        expected = {
            "t3.medium": ("x86_64", "nitro", False, 2),
            "r8g.2xlarge": ("arm64", "nitro", False, 8),
            "i3.large": ("x86_64", "xen", False, 2),
            "i3.metal": ("x86_64", None, True, 64),
            "mac2.metal": ("arm64_mac", None, True, 64),
        }
        answer = self.ec2.describe_instance_types(InstanceTypes=list(expected))["InstanceTypes"]
        found = {
            each["InstanceType"]: (
                each["ProcessorInfo"]["SupportedArchitectures"][0],
                each.get("Hypervisor"),
                each["BareMetal"],
                each["VCpuInfo"]["DefaultVCpus"],
            )
            for each in answer
        }
        self.assertEqual(found, expected)

    def test_one_that_does_not_exist_is_refused(self):
        with self.assertRaisesRegex(self.ec2.exceptions.ClientError, r"InvalidInstanceType.*\[foo\.bar\]"):
            self.ec2.describe_instance_types(InstanceTypes=["t3.medium", "foo.bar"])

    def offered(self, instance_type, *zones):
        filters = [{"Name": "instance-type", "Values": [instance_type]}]
        if zones:
            filters.append({"Name": "location", "Values": list(zones)})
        answer = self.ec2.describe_instance_type_offerings(LocationType="availability-zone", Filters=filters)
        return [each["Location"] for each in answer["InstanceTypeOfferings"]]

    def test_offerings_tell_the_zones(self):
        zones = [f"{REGION}{letter}" for letter in "abc"]
        self.assertEqual(self.offered("t3.medium"), zones)
        self.assertEqual(self.offered("i4i.large"), zones[:2])
        self.assertEqual(self.offered("t3.medium", zones[1]), zones[1:2])
        self.assertEqual(self.offered("foo.bar"), [])


class Network(unittest.TestCase):
    def setUp(self):
        self.ec2 = client("ec2")
        (vpc,) = self.ec2.describe_vpcs(Filters=[{"Name": "is-default", "Values": ["true"]}])["Vpcs"]
        self.vpc_id = vpc["VpcId"]

    def test_the_default_vpc_leads_to_the_internet_and_has_host_names(self):
        (table,) = self.ec2.describe_route_tables(Filters=[{"Name": "vpc-id", "Values": [self.vpc_id]}])["RouteTables"]
        routes = {route["DestinationCidrBlock"]: route["GatewayId"][:3] for route in table["Routes"]}
        self.assertEqual(routes, {"172.31.0.0/16": "loc", "0.0.0.0/0": "igw"})
        answer = self.ec2.describe_vpc_attribute(VpcId=self.vpc_id, Attribute="enableDnsHostnames")
        self.assertTrue(answer["EnableDnsHostnames"]["Value"])

    def test_a_route_table_is_found_by_its_id(self):
        table = self.ec2.create_route_table(VpcId=self.vpc_id)["RouteTable"]["RouteTableId"]
        self.addCleanup(self.ec2.delete_route_table, RouteTableId=table)
        found = self.ec2.describe_route_tables(Filters=[{"Name": "route-table-id", "Values": [table]}])["RouteTables"]
        self.assertEqual([each["RouteTableId"] for each in found], [table])


class Accounts(unittest.TestCase):
    def call(self, key, service, target, body):
        scope = f"Credential={key}/20200101/{REGION}/{service}/aws4_request"
        headers = {
            "Authorization": f"AWS4-HMAC-SHA256 {scope}, SignedHeaders=host, Signature=0",
            "X-Amz-Target": target,
            "Content-Type": "application/x-amz-json-1.1",
        }
        request = urllib.request.Request(URL, json.dumps(body).encode(), headers)
        try:
            return json.load(urllib.request.urlopen(request, timeout=10))
        except urllib.error.HTTPError as error:
            return json.load(error)

    def quota(self, key, code="L-1216C47A"):
        body = {"ServiceCode": "ec2", "QuotaCode": code}
        return self.call(key, "servicequotas", "ServiceQuotasV20190624.GetServiceQuota", body)

    def plan(self, key):
        return self.call(key, "freetier", "AWSFreeTierService.GetAccountPlanState", {})

    def test_a_new_account_has_five_vcpus_and_the_free_plan(self):
        self.assertEqual([self.quota(key)["Quota"]["Value"] for key in ("test", "new-account")], [640.0, 5.0])
        self.assertEqual([self.plan(key)["accountPlanType"] for key in ("test", "new-account")], ["PAID", "FREE"])

    def test_an_unknown_quota_is_refused(self):
        self.assertIn("NoSuchResourceException", self.quota("test", "L-00000000")["__type"])

    def test_a_login_without_rights_is_refused(self):
        self.assertIn("AccessDeniedException", self.quota("denied")["__type"])
        self.assertIn("AccessDeniedException", self.plan("denied")["__type"])


if __name__ == "__main__":
    unittest.main()
