"""What PyTorch's threads do while they wait is settled before PyTorch is there."""

import os
import subprocess
import sys

from pages.shared.model import ROOT

ASKED = """
import os, sys
import crossclip.errors, crossclip.photos.quiet, streamlit  # as app.py
assert "torch" not in sys.modules
import pages
print(os.environ["OMP_WAIT_POLICY"])
"""


def policy(**environment: str) -> str:
    given = {name: value for name, value in os.environ.items() if name != "OMP_WAIT_POLICY"} | environment
    return subprocess.run(
        [sys.executable, "-c", ASKED], cwd=ROOT, env=given, capture_output=True, text=True, check=True
    ).stdout.strip()


def test_threads_that_wait_leave_the_processor_to_others():
    assert policy() == "passive"


def test_who_runs_the_server_may_choose_otherwise():
    assert policy(OMP_WAIT_POLICY="active") == "active"
