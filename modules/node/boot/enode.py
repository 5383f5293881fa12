#!/usr/bin/env python3
"""enode.py KEY_FILE ADDRESS PORT: prints the enode URL of the node whose private key, 64 hex digits, is in the file.

Run it as the client's user: it follows whatever the client put there, and prints nothing but what the client tells its peers."""
import os
import stat
import sys

# secp256k1, y² = x³ + 7 (SEC 2, 2.4.1). Peers know the node by the point key · G; time does not matter here, once a start.
P, ORDER = 2**256 - 2**32 - 977, 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
G = (
    0x79BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798,
    0x483ADA7726A3C4655DA4FBFC0E1108A8FD17B448A68554199C47D08FFB10D4B8,
)


def add(one, other):
    if one is None or other is None:
        return one or other
    (x1, y1), (x2, y2) = one, other
    if x1 == x2 and y1 != y2:
        return None
    slope = 3 * x1 * x1 * pow(2 * y1, -1, P) if x1 == x2 else (y2 - y1) * pow(x2 - x1, -1, P)
    x = (slope * slope - x1 - x2) % P
    return x, (slope * (x1 - x) - y1) % P


def public_key(key):
    point, power = None, G
    while key:
        if key & 1:
            point = add(point, power)
        key, power = key >> 1, add(power, power)
    return "".join(f"{coordinate:064x}" for coordinate in point)


def main():
    file, address, port = sys.argv[1:]
    # A pipe that nobody writes to would hold a plain open for ever.
    with open(os.open(file, os.O_RDONLY | os.O_NONBLOCK), encoding="ascii", errors="replace") as key_file:
        if not stat.S_ISREG(os.fstat(key_file.fileno()).st_mode):
            sys.exit(f"{file} must be a file")
        text = key_file.read(80).strip()
    if len(text) != 64 or set(text) - set("0123456789abcdefABCDEF") or not 0 < int(text, 16) < ORDER:
        # Not what it holds.
        sys.exit(f"{file} must hold a private key of 64 hex digits")
    print(f"enode://{public_key(int(text, 16))}@{address}:{port}")


main()
