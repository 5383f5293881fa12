"""Amazon CloudWatch: alarms in the query protocol, which the AWS provider and older SDKs speak."""

import itertools
import json
from datetime import datetime, timezone
from xml.sax.saxutils import escape

from ministack.services import cloudwatch

from corrections.replaces import replaces


def members(params, name):
    """The values of name.member.1, name.member.2, …"""
    values = (cloudwatch._p(params, f"{name}.member.{number}") for number in itertools.count(1))
    return list(itertools.takewhile(bool, values))


@replaces(cloudwatch, "_describe_alarms")
def answer_every_alarm_member(original, params, cbor_data, is_cbor, is_json=False):
    """The query answer holds all that the JSON answer holds: actions, period, statistic, missing data and the rest."""
    if is_cbor or is_json:
        return original(params, cbor_data, is_cbor, is_json)
    lists = {name: members(params, name) for name in ("AlarmNames", "AlarmTypes")}
    words = ("AlarmNamePrefix", "StateValue", "MaxRecords", "NextToken")
    request = {**lists, **{name: cloudwatch._p(params, name) for name in words}}
    status, _, body = original({}, request, False, True)
    if status != 200:
        return original(params, cbor_data, is_cbor, is_json)
    return cloudwatch._xml(200, "DescribeAlarmsResponse", element("DescribeAlarmsResult", json.loads(body)))


@replaces(cloudwatch, "_put_metric_alarm")
def keep_insufficient_data_actions(original, params, cbor_data, is_cbor, is_json=False):
    """The query request keeps InsufficientDataActions."""
    answer = original(params, cbor_data, is_cbor, is_json)
    if answer[0] == 200 and not (is_cbor or is_json):
        alarm = cloudwatch._alarms[cloudwatch._p(params, "AlarmName")]
        alarm["InsufficientDataActions"] = members(params, "InsufficientDataActions")
    return answer


def element(name, value):
    """A member of an answer as XML, the way the query protocol writes it."""
    return "" if value is None else f"<{name}>{content(name, value)}</{name}>"


def content(name, value):
    if isinstance(value, dict):
        return "".join(element(member, inner) for member, inner in value.items())
    if isinstance(value, list):
        return "".join(element("member", inner) for inner in value)
    if isinstance(value, bool):
        return str(value).lower()
    if name.endswith("Timestamp"):
        # The SDK of the AWS provider reads no other spelling of UTC.
        return datetime.fromtimestamp(value, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    return escape(str(value))
