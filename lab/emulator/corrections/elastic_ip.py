"""Amazon EC2 Elastic IPs: which instance holds an address."""

from ministack.services import ec2

from corrections.replaces import replaces


def named_in(request):
    """The address and the instance of a request, each None where there is none of that id."""
    return ec2._addresses.get(ec2._p(request, "AllocationId")), ec2._instances.get(ec2._p(request, "InstanceId"))


@replaces(ec2, "_associate_address")
def hold_address(original, request):
    """What is associated is the instance's public address, its only one, and no longer that of the holder before."""
    address, instance = named_in(request)
    if not (address and instance):
        return original(request)
    for held in ec2._addresses.values():
        if held is address or held["InstanceId"] == instance["InstanceId"]:
            free(held)
    answer = original(request)
    address["PrivateIpAddress"] = instance["PrivateIpAddress"]
    instance["PublicIpAddress"] = address["PublicIp"]
    return answer


@replaces(ec2, "_associate_address")
def refuse_held_address(original, request):
    """An address moves from one instance to another, unless AllowReassociation=false forbids it."""
    address, _ = named_in(request)
    holder = address and address["InstanceId"]
    if holder and holder != ec2._p(request, "InstanceId") and ec2._p(request, "AllowReassociation") == "false":
        ids = f"{address['AllocationId']} is already associated with associate-id {address['AssociationId']}"
        return ec2._error("Resource.AlreadyAssociated", f"resource {ids}", 400)
    return original(request)


@replaces(ec2, "_associate_address")
def refuse_missing_instance(original, request):
    """An instance that does not exist, or is terminated, takes no address from one that needs it."""
    _, instance = named_in(request)
    instance_id = ec2._p(request, "InstanceId")
    if instance_id and not instance:
        return ec2._error("InvalidInstanceID.NotFound", f"The instance ID '{instance_id}' does not exist", 400)
    if instance and instance["State"]["Name"] == "terminated":
        message = f"The terminated instance '{instance_id}' is not in a valid state for this operation."
        return ec2._error("InvalidInstanceID", message, 400)
    return original(request)


@replaces(ec2, "_disassociate_address")
def free_address(original, request):
    """The instance of the association loses the address."""
    for address in ec2._addresses.values():
        if address["AssociationId"] == ec2._p(request, "AssociationId"):
            free(address)
    return original(request)


@replaces(ec2, "_terminate_instances")
def free_addresses_of_ended(original, request):
    """A terminated instance loses its address."""
    answer = original(request)
    ended = ec2._parse_member_list(request, "InstanceId") if answer[0] == 200 else ()
    for address in ec2._addresses.values():
        if address["InstanceId"] in ended:
            free(address)
    return answer


@replaces(ec2, "_describe_addresses")
def answer_private_address(original, request):
    """An associated address names the private one behind it."""
    status, headers, body = original(request)
    for address in ec2._addresses.values():
        if address["PrivateIpAddress"]:
            public = f"<publicIp>{address['PublicIp']}</publicIp>"
            private = f"<privateIpAddress>{address['PrivateIpAddress']}</privateIpAddress>"
            body = body.replace(public.encode(), f"{public}{private}".encode())
    return status, headers, body


def free(address):
    """Takes the address from its instance, which gets another of AWS's own instead."""
    holder = ec2._instances.get(address["InstanceId"])
    if holder:
        holder["PublicIpAddress"] = ec2._random_ip("54.")
    address.update(AssociationId=None, InstanceId=None, PrivateIpAddress=None)
