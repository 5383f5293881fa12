"""Amazon VPC: the default VPC leads to the internet, and has names."""

from ministack.services import ec2

from corrections.replaces import replaces


@replaces(ec2, "_ensure_defaults_initialized")
def open_default_vpc(original):
    """The main route table of a default VPC leads to its internet gateway, and the VPC has DNS host names."""
    original()
    table = ec2._route_tables.get("rtb-00000001")
    vpc = ec2._vpcs.get(ec2._DEFAULT_VPC_ID)
    if not (table and vpc) or "EnableDnsHostnames" in vpc:
        return
    vpc["EnableDnsHostnames"] = True
    gateway = {"DestinationCidrBlock": "0.0.0.0/0", "GatewayId": ec2._DEFAULT_IGW_ID, "State": "active"}
    table["Routes"].append({**gateway, "Origin": "CreateRoute"})
