"""The app on a port of its own, and a browser that sees nothing else, for the benchmarks."""

from __future__ import annotations

import io
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 120


@dataclass(frozen=True)
class Server:
    address: str
    process: subprocess.Popen
    started: float  # seconds of `time.monotonic` at which it answered that it is well

    @property
    def megabytes(self) -> float:
        """Resident memory (Linux)."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0]) / 1024


@contextmanager
def running(log: Path) -> Iterator[Server]:
    """`streamlit run app.py` with the demo model, or the one in CROSSCLIP_MODEL."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        "app.py",
        "--server.headless=true",
        f"--server.port={port}",
        "--server.address=127.0.0.1",
    ]
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=output, env=os.environ)
    address = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + START_SECONDS
        while not _healthy(address):
            if process.poll() is not None or time.monotonic() > deadline:
                raise SystemExit(f"the app does not start:\n{log.read_text()}")
            time.sleep(0.05)
        yield Server(address, process, time.monotonic())
    finally:
        process.terminate()
        process.wait(timeout=30)


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(playwright), args=["--no-sandbox"])
        yield browser
        browser.close()


def chromium_path(playwright: Playwright) -> str:
    own = Path(playwright.chromium.executable_path)
    path = own if own.is_file() else shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        raise SystemExit("Chromium is missing: run `playwright install chromium`")
    return str(path)


def photo_file(seed: int, width: int = 1600, height: int = 1200) -> dict:
    """A JPEG of the size a camera makes, with soft shapes in it, as an upload."""
    small = np.random.default_rng(seed).integers(0, 256, (height // 40, width // 40, 3), dtype=np.uint8)
    file = io.BytesIO()
    Image.fromarray(small).resize((width, height), Image.Resampling.BICUBIC).save(file, "JPEG", quality=90)
    return {"name": f"{seed}.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}


def upload(page: Page, photo: dict) -> None:
    settle(page)
    page.locator("input[type=file]").set_input_files([photo])


def settle(page: Page) -> None:
    """Wait until the page has been drawn as a whole."""
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")


def _healthy(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/_stcore/health", timeout=5):
            return True
    except OSError:
        return False
