"""The journal, read from a cursor that outlives restarts and power cuts."""
import os
import pathlib
import re
import subprocess

from lib import BOUNDED, complain

CURSOR = pathlib.Path(os.environ.get("STATE_DIRECTORY", "."), "cursor")
ROUND_ENTRIES = 5_000


def load_cursor():
    try:
        cursor = CURSOR.read_bytes().decode(errors="replace").strip()
    except FileNotFoundError:
        return ""
    if re.fullmatch(r"\w=[0-9a-f]+(;\w=[0-9a-f]+)*", cursor):
        return cursor
    return forget_cursor(f"{CURSOR} is damaged")


def forget_cursor(reason):
    complain("cursor", f"{reason}: begins anew with all that the journal holds, and lines may come twice")
    return ""


def store_cursor(cursor):
    """Down to the disk: a power cut leaves the old one or the new one."""
    new = CURSOR.with_suffix(".new")
    try:
        with new.open("w") as file:
            file.write(cursor)
            file.flush()
            os.fsync(file.fileno())
        new.replace(CURSOR)
        directory = os.open(CURSOR.parent, os.O_RDONLY)
        os.fsync(directory)
        os.close(directory)
        complain("cursor", "")
    except OSError as error:
        complain("cursor", f"{CURSOR} cannot be written ({error.strerror}): goes on, but after a restart lines may come twice")


def read_journal(cursor):
    """The next lines after the cursor, oldest first."""
    command = [*BOUNDED, "journalctl", "--output=json", "--all", "--quiet", "--no-pager"]
    if cursor:
        command.append("--after-cursor=" + cursor)
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as journal:
        lines = [line for line, _ in zip(journal.stdout, range(ROUND_ENTRIES))]
        if lines:
            journal.kill()
            return lines
        answer = " ".join(journal.stderr.read().decode(errors="replace").split())
    if journal.returncode and cursor and "cursor" in answer:
        return read_journal(forget_cursor(f"journalctl does not take the cursor ({answer})"))
    if journal.returncode:
        raise OSError(f"journalctl ended with status {journal.returncode}: {answer}")
    return lines
