#!/usr/bin/env python3
"""find-data.py DEVICE: says whether the disk holds anything but the zeros of a new EBS volume.

It reads whole: a disk of up to 8 GiB, and the first and the last 64 MiB of any, where signatures, backup partition tables,
RAID, LVM and ZFS labels are. Of the rest it reads 16 KiB every 2, 4, 8 ... MiB, at most 524,288 times: 3 minutes at 3,000
IOPS whatever the size. So it finds every run of data as long as that pace (4 MiB on 2 TiB, 32 MiB on 16 TiB), a run of a
quarter of it in one case of four, and of n such runs one at least with the odds 1 - 0.75^n. The pace, a power of two of at
most 128 MiB, meets the start of every block group of ext4, where its backup superblocks are; those of xfs, at the starts of
its allocation groups, are read as well."""
import mmap
import os
import sys
from concurrent.futures import ThreadPoolExecutor

SAMPLE_BYTES, MOST_SAMPLES, END_BYTES, READERS = 16 << 10, 1 << 19, 64 << 20, 32
# What mkfs.xfs makes of one disk: groups of equal size, 4 of them or as many as processors, none larger than 1 TiB.
MOST_GROUPS, BLOCK_SIZES, LARGEST_GROUP_BYTES = 64, (512, 1024, 2048, 4096), 1 << 40


def places(size):
    """Where to read, in the order of the disk."""
    pace = SAMPLE_BYTES
    while size > pace * MOST_SAMPLES:
        pace *= 2
    offsets = {*range(0, size, pace), *range(0, min(size, END_BYTES), SAMPLE_BYTES)}
    offsets.update(range(max(0, size - END_BYTES), size, SAMPLE_BYTES))
    for block in BLOCK_SIZES:
        groups = [-(-(size // block) // count) * block for count in range(1, MOST_GROUPS + 1)]
        for group in [*groups, LARGEST_GROUP_BYTES - block]:
            offsets.update(range(0, size, group))
    return sorted({offset - offset % SAMPLE_BYTES for offset in offsets})


def look(disk, size, offsets, findings):
    # Page-aligned, since O_DIRECT wants that: what the page cache holds proves nothing.
    buffer = mmap.mmap(-1, SAMPLE_BYTES)
    for offset in offsets:
        if findings:
            return
        try:
            count = os.preadv(disk, [buffer], offset)
            if count != min(SAMPLE_BYTES, size - offset):
                findings.append(f"unreadable at byte {offset}: it ends there after {count} bytes")
            elif buffer[:count] != bytes(count):
                findings.append(f"data at byte {offset} or soon after it")
        except OSError as error:
            findings.append(f"unreadable at byte {offset}: {error.strerror}")


def main():
    disk = os.open(sys.argv[1], os.O_RDONLY | os.O_DIRECT)
    size = os.lseek(disk, 0, os.SEEK_END)
    offsets, findings = places(size), []
    with ThreadPoolExecutor(READERS) as pool:
        # Whatever a reader raises is raised here: only what was read counts as zeros.
        list(pool.map(lambda reader: look(disk, size, offsets[reader::READERS], findings), range(READERS)))
    print(*(findings[:1] or [f"only zeros in {len(offsets)} places of {size} bytes"]))


if __name__ == "__main__":
    main()
