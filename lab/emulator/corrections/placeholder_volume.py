"""Amazon EC2: a volume that is shown to none but who asks for it by name, see lab/terraform/empty-answer.ts."""

from ministack.services import ec2

from corrections.replaces import replaces

NAME = "lab-placeholder"
ITEM = "<item><volumeId>vol-00000000000000000</volumeId><status>available</status></item>"


@replaces(ec2, "_describe_volumes")
def add_placeholder(original, request):
    """Older AWS providers take an empty list of volumes for a failure; with this filter's value the list is never empty."""
    status, headers, body = original(request)
    asked = any(NAME in values for values in ec2._parse_filters(request).values())
    if status != 200 or not asked:
        return status, headers, body
    end = b"</volumeSet>"
    return status, headers, body.replace(end, ITEM.encode() + end)
