"""Which records one name may have, and whether a zone is signed, seen through the API."""

import sys
import unittest
import uuid
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from botocore.exceptions import ClientError  # noqa: E402
from local_aws import LocalAws, client  # noqa: E402

NAME = "rpc.example.org."


def setUpModule():
    global aws
    aws = LocalAws()


def tearDownModule():
    aws.stop()


def simple(kind, value, name=NAME):
    return {"Name": name, "Type": kind, "TTL": 60, "ResourceRecords": [{"Value": value}]}


def weighted(identifier, value, kind="CNAME"):
    return {**simple(kind, value), "SetIdentifier": identifier, "Weight": 1}


class Records(unittest.TestCase):
    def setUp(self):
        self.route53 = client("route53")
        zone = self.route53.create_hosted_zone(Name="example.org", CallerReference=uuid.uuid4().hex)
        self.zone = zone["HostedZone"]["Id"].split("/")[-1]

    def change(self, *changes):
        batch = {"Changes": [{"Action": action, "ResourceRecordSet": record} for action, record in changes]}
        self.route53.change_resource_record_sets(HostedZoneId=self.zone, ChangeBatch=batch)

    def records(self):
        """Those of the name, as (type, identifier, value)."""
        answer = self.route53.list_resource_record_sets(HostedZoneId=self.zone)["ResourceRecordSets"]
        return [
            (record["Type"], record.get("SetIdentifier"), record["ResourceRecords"][0]["Value"])
            for record in answer
            if record["Name"] == NAME
        ]

    def assert_refused(self, words, *changes):
        before = self.records()
        with self.assertRaises(ClientError) as refusal:
            self.change(*changes)
        error = refusal.exception.response["Error"]
        self.assertEqual(error["Code"], "InvalidChangeBatch")
        self.assertIn(words, error["Message"])
        self.assertEqual(self.records(), before)

    def test_an_alias_stands_beside_no_record_of_another_type(self):
        self.change(("CREATE", {**simple("A", "10.0.0.1"), "SetIdentifier": "node-0", "MultiValueAnswer": True}))
        other = ("CREATE", simple("A", "10.0.0.9", "node-0.example.org."))
        self.assert_refused("of type CNAME", other, ("CREATE", weighted("node-0", "node-0.rpc.example.org")))
        self.change(("DELETE", {**simple("A", "10.0.0.1"), "SetIdentifier": "node-0", "MultiValueAnswer": True}))
        self.change(("CREATE", weighted("node-0", "node-0.rpc.example.org")))
        self.assert_refused("of type CNAME", ("UPSERT", simple("A", "10.0.0.1")))

    def test_weighted_records_of_one_name_are_kept_by_their_identifiers(self):
        nodes = ("node-0", "node-1")
        self.change(*(("CREATE", weighted(node, f"{node}.rpc.example.org")) for node in nodes))
        expected = [("CNAME", node, f"{node}.rpc.example.org") for node in nodes]
        self.assertEqual(self.records(), expected)
        self.change(("DELETE", weighted("node-0", "node-0.rpc.example.org")))
        self.assertEqual(self.records(), expected[1:])

    def test_a_name_has_one_record_or_several_with_identifiers(self):
        self.change(("CREATE", simple("CNAME", "one.example.org")))
        self.assert_refused("a simple RRSet", ("CREATE", weighted("node-0", "node-0.rpc.example.org")))

    def test_a_batch_replaces_a_record_only_if_it_is_as_named(self):
        self.change(("CREATE", simple("A", "10.0.0.1")))
        lend = ("CREATE", {**simple("A", "10.0.0.2"), "ResourceRecords": [{"Value": "10.0.0.2"}, {"Value": "10.0.0.3"}]})
        self.assert_refused("do not match", ("DELETE", simple("A", "10.0.0.9")), lend)
        self.change(("DELETE", simple("A", "10.0.0.1")), lend)
        self.assertEqual(self.records(), [("A", None, "10.0.0.2")])


class Signatures(unittest.TestCase):
    def setUp(self):
        self.route53 = client("route53")

    def zone(self, **options):
        zone = self.route53.create_hosted_zone(Name="example.org", CallerReference=uuid.uuid4().hex, **options)
        return zone["HostedZone"]["Id"].split("/")[-1]

    def refusal(self, zone):
        with self.assertRaises(ClientError) as refusal:
            self.route53.get_dnssec(HostedZoneId=zone)
        return refusal.exception.response["Error"]["Code"]

    def test_a_new_zone_is_not_signed(self):
        answer = self.route53.get_dnssec(HostedZoneId=self.zone())
        self.assertEqual((answer["Status"]["ServeSignature"], answer["KeySigningKeys"]), ("NOT_SIGNING", []))

    def test_a_private_zone_cannot_be_signed(self):
        vpc = {"VPCRegion": "eu-central-1", "VPCId": "vpc-00000001"}
        self.assertEqual(self.refusal(self.zone(VPC=vpc)), "InvalidArgument")

    def test_a_zone_that_is_not_there_is_refused(self):
        self.assertEqual(self.refusal("Z0123456789"), "NoSuchHostedZone")


if __name__ == "__main__":
    unittest.main()
