"""Amazon EC2 instance types: which there are, what each is, and in which zone."""

import fnmatch
import re

from ministack.services import ec2

from corrections.replaces import adds, replaces

# Families, as the EC2 user guide lists them.
XEN = "c3 c4 d2 h1 i2 i3 m3 m4 p2 p3 r3 r4 t2 x1 x1e".split()
X86_64 = "c5 c6a c6i c7a c7i c7i-flex g5 i3en i4i m5 m5a m6a m6i m7a m7i m7i-flex r5 r5a r6a r6i r7a r7i t3 t3a".split()
ARM64 = "a1 c6g c7g c8g i4g m6g m7g m8g r6g r7g r8g t4g x2gd".split()
APPLE = {"mac1": "x86_64_mac", "mac2": "arm64_mac"}
SIZES = r"nano|micro|small|medium|large|(\d+)?xlarge|metal(-\d+xl)?"
SMALL_VCPUS = {"nano": 2, "micro": 2, "small": 2, "medium": 2, "large": 2, "xlarge": 4, "metal": 64}
# Only one kind is missing somewhere, so that a fleet of any other finds a place in each zone.
MISSING_IN = {"i4i": "c"}


def architecture(instance_type):
    """What the processors are; None where there is no such type."""
    family, _, size = instance_type.partition(".")
    if family in APPLE:
        return APPLE[family] if size == "metal" else None
    if not re.fullmatch(SIZES, size):
        return None
    return "arm64" if family in ARM64 else "x86_64" if family in XEN + X86_64 else None


def vcpus(instance_type):
    """Two a `large` and twice as many for each step above it."""
    size = instance_type.partition(".")[2]
    multiple = re.fullmatch(r"(\d+)xlarge|metal-(\d+)xl", size)
    return 4 * int(multiple[1] or multiple[2]) if multiple else SMALL_VCPUS[size]


@replaces(ec2, "_describe_instance_types")
def describe_real_types(original, request):
    """Types that do not exist are refused; architecture, hypervisor and vCPUs are the type's own, not those of t2."""
    asked = ec2._parse_member_list(request, "InstanceType")
    unknown = [name for name in asked if architecture(name) is None]
    if unknown:
        names = ", ".join(unknown)
        message = f"The following supplied instance types do not exist: [{names}]"
        return ec2._error("InvalidInstanceType", message, 400)
    status, headers, body = original(request)
    items = re.sub(r"<instanceType>(\S+?)</instanceType>.*?</vCpuInfo>", correct_item, body.decode(), flags=re.DOTALL)
    return status, headers, items.encode()


def correct_item(found):
    name = found[1]
    metal = name.partition(".")[2].startswith("metal")
    hypervisor = "xen" if name.partition(".")[0] in XEN else "nitro"
    item = found[0]
    for old, new in (
        ("<bareMetal>false</bareMetal>", f"<bareMetal>{str(metal).lower()}</bareMetal>"),
        ("<hypervisor>xen</hypervisor>", "" if metal else f"<hypervisor>{hypervisor}</hypervisor>"),
        ("<item>x86_64</item></supportedArchitectures>", f"<item>{architecture(name)}</item></supportedArchitectures>"),
    ):
        item = item.replace(old, new)
    return re.sub(r"<defaultVCpus>\d+<", f"<defaultVCpus>{vcpus(name)}<", item)


@adds(ec2, "DescribeInstanceTypeOfferings")
def describe_offerings(request):
    """Types by zone or region; one that does not exist is offered nowhere, and that is no error."""
    filters = ec2._parse_filters(request)
    by_zone = ec2._p(request, "LocationType") == "availability-zone"
    region = ec2.get_region()
    locations = [f"{region}{letter}" for letter in "abc"] if by_zone else [region]
    wanted = filters.get("location", locations)
    items = "".join(
        f"<item><instanceType>{name}</instanceType><location>{location}</location>"
        f"<locationType>{'availability-zone' if by_zone else 'region'}</locationType></item>"
        for name in filters.get("instance-type", [])
        if architecture(name)
        for location in locations
        if any(fnmatch.fnmatchcase(location, pattern) for pattern in wanted)
        if not (by_zone and location.endswith(MISSING_IN.get(name.partition(".")[0], "-")))
    )
    return ec2._xml(200, "DescribeInstanceTypeOfferingsResponse", f"<instanceTypeOfferingSet>{items}</instanceTypeOfferingSet>")
