"""Amazon CloudWatch Logs: metrics out of lines, in the embedded metric format or counted by a metric filter."""

import json
import operator
import re

from ministack.services import cloudwatch, cloudwatch_logs

from corrections.replaces import replaces

COMPARISONS = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
TERM = re.compile(r"\s*\$\.(\w+)\s*(<=|>=|!=|=|<|>)\s*(-?[\d.]+)\s*")


@replaces(cloudwatch_logs, "_put_log_events")
def make_metrics(original, data):
    """Lines become metrics, and alarms go by them; the emulator keeps the lines alone."""
    answer = original(data)
    if answer[0] == 200:
        group = data["logGroupName"]
        filters = [each for each in cloudwatch_logs._metric_filters.values() if each["logGroupName"] == group]
        stored = [store(*point) for event in data["logEvents"] for point in points_of(event, filters)]
        if stored:
            cloudwatch._evaluate_all_alarms()
    return answer


def store(namespace, name, dimensions, seconds, value):
    cloudwatch._store_datum(namespace, name, dimensions, seconds, "None", value, None, None, None)


def points_of(event, filters):
    message, seconds = event["message"], event["timestamp"] / 1000
    line = json_object(message)
    try:
        yield from list(embedded(line))
    except (AttributeError, KeyError, TypeError):
        # CloudWatch keeps it as a line, and makes nothing of it.
        pass
    for each in filters:
        if matches(each["filterPattern"], message, line):
            for metric in each["metricTransformations"]:
                yield metric["metricNamespace"], metric["metricName"], {}, seconds, float(metric["metricValue"])


def embedded(line):
    """What a line says in the embedded metric format, with each of its sets of dimensions."""
    meta = line.get("_aws") or {}
    for directive in meta.get("CloudWatchMetrics", []):
        for names in directive["Dimensions"]:
            dimensions = {name: line[name] for name in names}
            for metric in directive["Metrics"]:
                yield directive["Namespace"], metric["Name"], dimensions, meta["Timestamp"] / 1000, line[metric["Name"]]


def matches(pattern, message, line):
    """A quoted term, or comparisons of a JSON line's numbers that must all hold: what the stacks have."""
    if not pattern.startswith("{"):
        return pattern.strip('"') in message
    return all(holds(line, *TERM.fullmatch(term).groups()) for term in pattern.strip("{} ").split("&&"))


def holds(line, name, comparison, number):
    value = line.get(name)
    return isinstance(value, (int, float)) and COMPARISONS[comparison](value, float(number))


def json_object(message):
    try:
        line = json.loads(message)
    except ValueError:
        return {}
    return line if isinstance(line, dict) else {}
