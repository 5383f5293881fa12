"""Amazon Route53: which records one name may have, and whether a zone is signed."""

import re
from xml.etree.ElementTree import SubElement

from ministack.services import route53

from corrections.replaces import replaces


@replaces(route53, "_change_resource_record_sets")
def refuse_conflicting_records(original, zone_id, body):
    """An alias name (CNAME) has no record of another type beside it, and a name has one record of a type or several with an
    identifier each, never both. The whole batch is refused; the names of all nodes of a fleet depend on it."""
    before = route53._records.get(zone_id)
    answer = original(zone_id, body)
    problem = conflict(route53._records.get(zone_id, ())) if answer[0] == 200 else None
    if problem is None:
        return answer
    route53._records[zone_id] = before
    return route53._error_response("InvalidChangeBatch", f"[{problem}]")


def conflict(records):
    """What Route53 would refuse of these records, None where it takes them all."""
    for record in records:
        name, kind = record["Name"], record["Type"]
        others = [other for other in records if other["Name"] == name and other is not record]
        if kind == "CNAME" and any(other["Type"] != "CNAME" for other in others):
            return (
                f"RRSet of type CNAME with DNS name {name} is not permitted as it conflicts with other records with the "
                "same DNS name"
            )
        same = [other for other in others if other["Type"] == kind]
        if not record.get("SetIdentifier") and same:
            return (
                f"RRSet with DNS name {name}, type {kind}, SetIdentifier {same[0].get('SetIdentifier')} cannot be created "
                "because a simple RRSet with the same name and type exists"
            )
    return None


@replaces(route53, "handle_request")
async def answer_whether_signed(original, method, path, headers, body, query_params):
    """GetDNSSEC answers of every public zone whether it is signed, and of a private one that it cannot be. Newer AWS
    providers ask before they destroy a zone with its records."""
    asked = re.fullmatch(rf"/{route53.API_VERSION}/hostedzone/([^/]+)/dnssec", path)
    if method != "GET" or asked is None:
        return await original(method, path, headers, body, query_params)
    zone = route53._zones.get(asked.group(1))
    if zone is None:
        return route53._error_response("NoSuchHostedZone", f"No hosted zone found with ID: {asked.group(1)}", 404)
    if zone["private"]:
        return route53._error_response("InvalidArgument", "Operation is unsupported for private hosted zones.")

    def build(root):
        status = SubElement(root, "Status")
        SubElement(status, "ServeSignature").text = "NOT_SIGNING"
        SubElement(root, "KeySigningKeys")

    return route53._xml_response("GetDNSSECResponse", build)
