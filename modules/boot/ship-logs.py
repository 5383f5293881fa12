#!/usr/bin/env python3
"""Ships the journal to CloudWatch Logs, a stream a source. The journal is the buffer: its cursor is stored only after
all before it was taken, so that a line may arrive twice and none is lost. Runs on the image's Python 3.9."""
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile

IDENTITY = pathlib.Path("/run/ethereum-node-host/identity")
CURSOR = pathlib.Path(os.environ.get("STATE_DIRECTORY", "."), "cursor")
LOG_GROUP_NAME, REGION = os.environ.get("LOG_GROUP_NAME", ""), os.environ.get("REGION", "")
ROUND_SECONDS, LONGEST_PAUSE_SECONDS, ROUND_ENTRIES = 10, 120, 5_000
# PutLogEvents counts 26 bytes beside each text, and takes no batch that spans more than a day.
OVERHEAD_BYTES, EVENT_BYTES, BATCH_BYTES, BATCH_MILLISECONDS = 26, 200_000, 900_000, 86_000_000
# log-file@.service brings the files of ECS into the journal.
STREAMS = {
    "docker.service": "docker",
    "containerd.service": "docker",
    "log-file@ecs-init.service": "ecs-init",
    "log-file@ecs-agent.service": "ecs-agent",
    "log-file@audit.service": "audit",
}


def read_journal():
    """The next entries after the cursor, oldest first."""
    command = ["journalctl", "--output=json", "--all", "--quiet", "--no-pager"]
    if CURSOR.exists():
        command.append("--after-cursor=" + CURSOR.read_text())
    with subprocess.Popen(command, stdout=subprocess.PIPE) as journal:
        entries = [json.loads(line) for line, _ in zip(journal.stdout, range(ROUND_ENTRIES))]
        journal.kill()
    return entries


def text_of(entry):
    message = entry.get("MESSAGE") or ""
    # What is no UTF-8 comes as a list of bytes, a repeated field as a list of texts.
    if isinstance(message, list):
        message = bytes(message).decode(errors="replace") if isinstance(message[0], int) else "\n".join(message)
    if stream_of(entry) == "messages":
        message = f"{entry.get('SYSLOG_IDENTIFIER', '-')}[{entry.get('_PID', '-')}]: {message}"
    return message.encode()[:EVENT_BYTES].decode(errors="ignore")


def stream_of(entry):
    return "dmesg" if entry.get("_TRANSPORT") == "kernel" else STREAMS.get(entry.get("_SYSTEMD_UNIT"), "messages")


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


def logs(action, stream, *parameters):
    """Calls the AWS CLI, bounded in time; answers what it complained of."""
    command = ["aws", "logs", action, "--region", REGION, "--log-group-name", LOG_GROUP_NAME, "--log-stream-name", stream]
    command += ["--cli-connect-timeout", "5", "--cli-read-timeout", "20", *parameters]
    # The CLI by itself asks the metadata service once for credentials and waits for a second.
    environment = {**os.environ, "AWS_MAX_ATTEMPTS": "2", "AWS_METADATA_SERVICE_TIMEOUT": "5"}
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=environment)
    return " ".join(done.stderr.split()) if done.returncode else ""


def put(stream, batch):
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(batch, file)
        file.flush()
        complaint = logs("put-log-events", stream, "--log-events", "file://" + file.name)
        if "ResourceNotFoundException" in complaint:
            complaint = logs("create-log-stream", stream) or logs("put-log-events", stream, "--log-events", "file://" + file.name)
    if complaint:
        raise OSError(complaint)


def ship():
    """One round; answers whether there may be more."""
    instance = re.search("INSTANCE_ID='(.+)'", IDENTITY.read_text())[1]
    entries = read_journal()
    streams = {}
    for entry in entries:
        event = {"timestamp": int(entry["__REALTIME_TIMESTAMP"]) // 1000, "message": text_of(entry)}
        if event["message"].strip():
            streams.setdefault(stream_of(entry), []).append(event)
    for stream, events in streams.items():
        for batch in batches(sorted(events, key=lambda event: event["timestamp"])):
            put(f"{instance}/{stream}", batch)
    if entries:
        new = CURSOR.with_suffix(".new")
        new.write_text(entries[-1]["__CURSOR"])
        new.replace(CURSOR)
    return len(entries) == ROUND_ENTRIES


def main():
    # Held back, so that it ends a wait and never a round, nor the programs that a round calls.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    stopping, pause, last = False, ROUND_SECONDS, ""
    while True:
        try:
            more, pause, last = ship(), ROUND_SECONDS, ""
        except FileNotFoundError:
            # No identity or no AWS CLI yet: the boot is about to see to both.
            more = False
        except OSError as error:
            more, pause = False, min(pause * 2, LONGEST_PAUSE_SECONDS)
            if str(error) != last:
                last = str(error)
                print(f"ship-logs: warning: {LOG_GROUP_NAME} does not take the journal: {last}", file=sys.stderr)
        if more:
            continue
        # One round follows the signal.
        if stopping:
            return
        stopping = signal.sigtimedwait({signal.SIGTERM}, pause) is not None


if __name__ == "__main__":
    main()
