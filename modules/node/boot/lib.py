"""Shared by the programs that ship logs: a bound in time, and complaints."""
import os
import sys

# Ends a program with all that it started; no gentler signal would: this process and its children hold SIGTERM back.
BOUNDED = ["timeout", "--signal=KILL", os.environ.get("CALL_SECONDS", "60")]
SAID = {}


def complain(about, text):
    """Says what is amiss, once as long as it is the same; an empty text says that all is well again."""
    if text and SAID.get(about) != text:
        print(f"ship-logs: warning: {text}", file=sys.stderr)
    SAID[about] = text
