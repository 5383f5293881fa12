"""Amazon EC2 launch templates: their tags, and what a version keeps of its network interfaces."""

import itertools
from xml.sax.saxutils import escape

from ministack.services import ec2

from corrections.replaces import replaces

# Request member -> name in the answer.
SCALARS = {
    "AssociatePublicIpAddress": "associatePublicIpAddress",
    "DeleteOnTermination": "deleteOnTermination",
    "Description": "description",
    "DeviceIndex": "deviceIndex",
    "SubnetId": "subnetId",
}


def numbered(request, prefix, suffix=""):
    """The values of prefix.1suffix, prefix.2suffix, … up to the first that is missing."""
    values = (ec2._p(request, f"{prefix}.{number}{suffix}") for number in itertools.count(1))
    return list(itertools.takewhile(bool, values))


def interfaces_of(request, prefix):
    """Every network interface of a request, each as the members that it gives."""
    for number in itertools.count(1):
        start = f"{prefix}.NetworkInterface.{number}"
        if not any(key.startswith(f"{start}.") for key in request):
            return
        interface = {member: ec2._p(request, f"{start}.{member}") for member in SCALARS}
        yield {**interface, "Groups": numbered(request, f"{start}.SecurityGroupId")}


@replaces(ec2, "_describe_launch_templates")
def answer_tags_of_today(original, request):
    """A template's tags are those that were set last; the emulator answers those of its creation."""
    for template_id, template in ec2._launch_templates.items():
        template["Tags"] = ec2._tags.get(template_id, [])
    return original(request)


@replaces(ec2, "_parse_lt_data")
def keep_network_interfaces(original, request, prefix="LaunchTemplateData"):
    """A version keeps security groups, deletion on termination, and interfaces that name neither index nor subnet."""
    data = original(request, prefix)
    interfaces = list(interfaces_of(request, prefix))
    return {**data, "NetworkInterfaces": interfaces} if interfaces else data


@replaces(ec2, "_lt_data_xml")
def answer_network_interfaces(original, data):
    """The groups of an interface are `groupId` elements, and deletion on termination is answered."""
    xml = original({**data, "NetworkInterfaces": []})
    items = "".join(map(interface_xml, data.get("NetworkInterfaces", [])))
    return xml + (f"<networkInterfaceSet>{items}</networkInterfaceSet>" if items else "")


def interface_xml(interface):
    given = {name: interface[member] for member, name in SCALARS.items() if interface[member]}
    scalars = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in given.items())
    groups = "".join(f"<groupId>{escape(group)}</groupId>" for group in interface["Groups"])
    return f"<item>{scalars}<groupSet>{groups}</groupSet></item>"
