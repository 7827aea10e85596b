"""Faults under load, counted: `python tests/faults/run.py [--class NAME] [--answers N] [--times N]`"""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

if __name__ == "__main__":
    # As a module of its folder it finds the others by their place, as the tests do.
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))
    runpy.run_module("tests.faults.command", run_name="__main__")
