"""A log group of CloudWatch Logs, written through the AWS CLI."""
import json
import os
import subprocess
import time

from lib import BOUNDED, complain

LOG_GROUP_NAME, REGION = os.environ.get("LOG_GROUP_NAME", ""), os.environ.get("REGION", "")
# PutLogEvents counts 26 bytes beside each text, and takes no batch that spans more than a day.
OVERHEAD_BYTES, BATCH_BYTES, BATCH_MILLISECONDS = 26, 900_000, 86_000_000


def batches(events):
    """Cuts events, sorted by time, to what one call takes."""
    batch, size = [], 0
    for event in events:
        cost = len(event["message"].encode()) + OVERHEAD_BYTES
        if batch and (size + cost > BATCH_BYTES or event["timestamp"] - batch[0]["timestamp"] > BATCH_MILLISECONDS):
            yield batch
            batch, size = [], 0
        batch.append(event)
        size += cost
    if batch:
        yield batch


def logs(action, stream, *parameters, events=None):
    """Calls the AWS CLI, bounded in time; answers what it answered, and what it complained of."""
    command = [*BOUNDED, "aws", "logs", action, "--region", REGION, "--log-group-name", LOG_GROUP_NAME]
    command += ["--log-stream-name", stream, "--output", "json", "--cli-connect-timeout", "5", "--cli-read-timeout", "20"]
    # The CLI by itself asks the metadata service once for credentials and waits for a second.
    environment = {**os.environ, "AWS_MAX_ATTEMPTS": "2", "AWS_METADATA_SERVICE_TIMEOUT": "5"}
    done = subprocess.run([*command, *parameters], input=json.dumps(events), capture_output=True, text=True, env=environment)
    if done.returncode:
        return {}, " ".join(done.stderr.split()) or f"no answer within {BOUNDED[-1]} s (status {done.returncode})"
    return json.loads(done.stdout or "{}"), ""


def put(stream, batch):
    # Through standard input, since a full disk has no room for a file.
    call = ("put-log-events", stream, "--log-events", "file:///dev/stdin")
    answer, complaint = logs(*call, events=batch)
    if "ResourceNotFoundException" in complaint:
        complaint = logs("create-log-stream", stream)[1]
        if not complaint:
            answer, complaint = logs(*call, events=batch)
    if "InvalidParameterException" in complaint:
        # It would be refused for ever, and all that comes after it would wait.
        tell_refused(stream, batch, complaint)
    elif complaint:
        raise OSError(f"{LOG_GROUP_NAME} does not take the journal: {complaint}")
    # The ends are those of a Python range.
    info = answer.get("rejectedLogEventsInfo") or {}
    old = max(info.get("tooOldLogEventEndIndex", 0), info.get("expiredLogEventEndIndex", 0))
    tell_refused(stream, batch[:old], "they are too old")
    tell_refused(stream, batch[info.get("tooNewLogEventStartIndex", len(batch)) :], "they are in the future")


def tell_refused(stream, events, reason):
    if events:
        first, last = (time.strftime("%FT%TZ", time.gmtime(events[end]["timestamp"] / 1000)) for end in (0, -1))
        complain(stream, f"{len(events)} events of {stream} from {first} to {last} were refused: {reason}")
