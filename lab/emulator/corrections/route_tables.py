"""Amazon VPC route tables: found by their id."""

from ministack.services import ec2

from corrections.replaces import replaces


@replaces(ec2, "_describe_route_tables")
def filter_by_id(original, request):
    """DescribeRouteTables knows the filter route-table-id, by which the AWS provider reads one table; here it gave all."""
    ids = ec2._parse_filters(request).get("route-table-id", [])
    return original({**request, **{f"RouteTableId.{number}": [each] for number, each in enumerate(ids, 1)}})
