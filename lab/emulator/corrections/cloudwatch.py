"""Amazon CloudWatch: alarms in the query protocol of the AWS provider, what sets one off, and what holds it back."""

import itertools
import json
import operator
import time
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


SUPPRESSION = ("ActionsSuppressor", "ActionsSuppressorWaitPeriod", "ActionsSuppressorExtensionPeriod")


@replaces(cloudwatch, "_put_composite_alarm")
def keep_suppressor(original, params, cbor_data, is_cbor, is_json=False):
    """A composite alarm keeps the alarm that holds its actions back; the emulator drops it, and each plan would set it anew."""
    answer = original(params, cbor_data, is_cbor, is_json)
    if answer[0] == 200:
        given = cbor_data.get if is_cbor or is_json else lambda name: cloudwatch._p(params, name)
        alarm = cloudwatch._composite_alarms[given("AlarmName")]
        values = {each: given(each) for each in SUPPRESSION if given(each) not in (None, "")}
        alarm.update({each: int(value) if each.endswith("Period") else value for each, value in values.items()})
    return answer


@replaces(cloudwatch, "_dispatch_alarm_actions")
def hold_back(original, alarm, old_state, new_state, reason):
    """While the suppressor of a composite alarm is on, nobody is told. What AWS tells afterwards is not told here."""
    name = cloudwatch._rule_ref_name(alarm.get("ActionsSuppressor") or "")
    suppressor = cloudwatch._alarms.get(name) or cloudwatch._composite_alarms.get(name) or {}
    if suppressor.get("StateValue") != "ALARM":
        original(alarm, old_state, new_state, reason)


COMPARISONS = {
    "GreaterThanOrEqualToThreshold": operator.ge,
    "GreaterThanThreshold": operator.gt,
    "LessThanThreshold": operator.lt,
    "LessThanOrEqualToThreshold": operator.le,
}


@replaces(cloudwatch, "_evaluate_alarm")
def evaluate_periods(original, alarm):
    """An alarm goes by the metric of its own dimensions, period by period; the emulator takes those of all nodes, as one period."""
    if alarm.get("ComparisonOperator") not in COMPARISONS:
        return original(alarm)
    points = cloudwatch._metrics.get(metric_of(alarm))
    if not points:
        return None
    periods = alarm["EvaluationPeriods"]
    breaching = [value for value in map(period_breaches(alarm, points), range(periods)) if value is not None]
    needed = alarm.get("DatapointsToAlarm") or periods
    if not breaching:
        state = alarm["StateValue"] if alarm["TreatMissingData"] == "ignore" else "INSUFFICIENT_DATA"
    else:
        state = "ALARM" if sum(breaching) >= needed else "OK"
    return enter(alarm, state, f"{sum(breaching)} of the last {periods} periods were breaching")


def metric_of(alarm):
    dimensions = cloudwatch._dims_from_list(alarm.get("Dimensions") or [])
    return (alarm.get("Namespace"), alarm.get("MetricName"), cloudwatch._dims_key(dimensions))


def period_breaches(alarm, points):
    """Whether a period does, the newest being the first; None where it has no data and that says nothing."""
    now, seconds = time.time(), alarm["Period"]
    statistic = alarm.get("ExtendedStatistic") or alarm["Statistic"]

    def breaches(age):
        own = [point for point in points if (age + 1) * seconds > now - point["Timestamp"] >= age * seconds]
        if not own:
            return {"breaching": True, "notBreaching": False}.get(alarm["TreatMissingData"])
        value = cloudwatch._stat_value(cloudwatch._calc_stats(own), statistic, own)
        return None if value is None else COMPARISONS[alarm["ComparisonOperator"]](value, alarm["Threshold"])

    return breaches


def enter(alarm, state, reason):
    before = alarm["StateValue"]
    if state == before:
        return
    alarm.update(StateValue=state, StateReason=reason, StateUpdatedTimestamp=int(time.time()))
    cloudwatch._record_history(alarm["AlarmName"], before, state, reason)
    cloudwatch._dispatch_alarm_actions(alarm, before, state, reason)
    cloudwatch._evaluate_parent_alarms(alarm)


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
