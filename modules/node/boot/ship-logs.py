#!/usr/bin/env python3
"""Ships the journal to CloudWatch Logs, a stream a source. The journal is the buffer: its cursor is stored only after
all before it was taken, so that a line may arrive twice and none is lost. Runs on the image's Python 3.9."""
import json
import os
import pathlib
import re
import signal

from cloudwatch import batches, put
from journal import ROUND_ENTRIES, load_cursor, read_journal, store_cursor
from lib import complain

# The host may write to the streams of its node only.
NODE_NAME = os.environ.get("NODE_NAME", "")
IDENTITY = pathlib.Path("/run/ethereum-node-host/identity")
ROUND_SECONDS, LONGEST_PAUSE_SECONDS, EVENT_BYTES = 10, 120, 200_000
# log-file@.service brings the files of ECS into the journal.
STREAMS = {
    "docker.service": "docker",
    "containerd.service": "docker",
    "log-file@ecs-init.service": "ecs-init",
    "log-file@ecs-agent.service": "ecs-agent",
    "log-file@audit.service": "audit",
}


def text_of(entry):
    message = entry.get("MESSAGE") or ""
    # What is no UTF-8 comes as a list of bytes, a repeated field as a list of either.
    if isinstance(message, list):
        parts = [message] if isinstance(message[0], int) else message
        message = "\n".join(bytes(part).decode(errors="replace") if isinstance(part, list) else part for part in parts)
    if stream_of(entry) == "messages":
        message = f"{entry.get('SYSLOG_IDENTIFIER', '-')}[{entry.get('_PID', '-')}]: {message}"
    return message.encode(errors="replace")[:EVENT_BYTES].decode(errors="ignore")


def stream_of(entry):
    return "dmesg" if entry.get("_TRANSPORT") == "kernel" else STREAMS.get(entry.get("_SYSTEMD_UNIT"), "messages")


def ship(cursor):
    """One round; answers how far it came, and whether there may be more."""
    instance = re.search("INSTANCE_ID='(.+)'", IDENTITY.read_text())[1]
    lines, streams = read_journal(cursor), {}
    for line in lines:
        try:
            entry = json.loads(line)
            event = {"timestamp": int(entry["__REALTIME_TIMESTAMP"]) // 1000, "message": text_of(entry)}
            cursor = entry["__CURSOR"]
        except (ValueError, KeyError, TypeError) as error:
            complain("entry", f"an entry of the journal is left out ({error!r}): {line[:200]!r}")
            continue
        if event["message"].strip():
            streams.setdefault(stream_of(entry), []).append(event)
    for stream, events in streams.items():
        for batch in batches(sorted(events, key=lambda event: event["timestamp"])):
            put(f"{NODE_NAME}/{instance}/{stream}", batch)
    return cursor, len(lines) == ROUND_ENTRIES


def main():
    # Held back, so that it ends a wait and never a round, nor the programs that a round calls.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    stopping, pause, cursor = False, ROUND_SECONDS, None
    while True:
        try:
            cursor = load_cursor() if cursor is None else cursor
            reached, more = ship(cursor)
            if reached != cursor:
                store_cursor(reached)
            cursor, pause = reached, ROUND_SECONDS
            complain("round", "")
        except FileNotFoundError:
            # No identity yet: the boot is about to see to it.
            more = False
        except (OSError, ValueError) as error:
            more, pause = False, min(pause * 2, LONGEST_PAUSE_SECONDS)
            complain("round", str(error))
        if more:
            continue
        # One round follows the signal.
        if stopping:
            return
        stopping = signal.sigtimedwait({signal.SIGTERM}, pause) is not None


if __name__ == "__main__":
    main()
