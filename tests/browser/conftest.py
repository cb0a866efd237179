"""The real app in Chromium, cut off from everything but its own server."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.browser.browsing import PAGES
from tests.train.report.made_up_runs import write_results

ROOT = Path(__file__).resolve().parents[2]
# On the address of a page Streamlit first looks for its server below that address.
LOOKS_FOR_SERVER = re.compile(rf"/({'|'.join(filter(None, PAGES))})/_stcore/(health|host-config)$")
START_SECONDS = 120


@pytest.fixture(scope="package")
def server(tiny_folder, tmp_path_factory):
    """Address of `streamlit run app.py` with the miniature model."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = tmp_path_factory.mktemp("server") / "log.txt"
    results = write_results(tmp_path_factory.mktemp("made-up"))
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
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            stdout=output,
            stderr=output,
            env=os.environ | {"CROSSCLIP_MODEL": str(tiny_folder), "CROSSCLIP_RESULTS": str(results)},
        )
    address = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + START_SECONDS
        while not healthy(address):
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.2)
        yield address
    finally:
        process.terminate()
        process.wait()
    assert "Traceback" not in log.read_text()


def healthy(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/_stcore/health", timeout=5):
            return True
    except OSError:
        return False


@pytest.fixture(scope="package")
def chromium():
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with sync_api.sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
        path = own if own.is_file() else shutil.which("chromium") or shutil.which("google-chrome")
        if path is None:
            pytest.skip("Chromium is missing: run `playwright install chromium`")
        camera = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", *camera])
        yield browser
        browser.close()


@pytest.fixture
def context(chromium, server):
    """A browser that reaches the server alone; what it wanted from elsewhere is in `context.outside`."""
    context = chromium.new_context(base_url=server, viewport={"width": 1280, "height": 1000}, service_workers="block")
    context.set_default_timeout(90_000)
    context.outside, context.faults = [], []
    own = urlsplit(server).netloc

    def gate(route):
        if urlsplit(route.request.url).netloc == own:
            route.continue_()
        else:
            context.outside.append(route.request.url)
            route.abort()

    def complain(message):
        if message.type == "error" and not LOOKS_FOR_SERVER.search(message.location["url"]):
            context.faults.append(f"{message.text} ({message.location['url']})")

    def watch(page):
        page.on("pageerror", lambda error: context.faults.append(str(error)))
        page.on("console", complain)
        page.on("websocket", lambda ws: urlsplit(ws.url).netloc == own or context.outside.append(ws.url))

    context.route("**/*", gate)
    context.on("page", watch)
    yield context
    context.close()
