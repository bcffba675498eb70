"""The real program in its own process, for the tests of the page and of its protocols."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Written into the server's process: every address it connects to that is not this machine's.
SPY = """
import os, socket
_connect = socket.socket.connect
def connect(self, address):
    if self.family in (socket.AF_INET, socket.AF_INET6) and not str(address[0]).startswith(("127.", "::1", "localhost", "0.0.0.0")):
        with open(os.environ["SPY_LOG"], "a") as log:
            log.write(f"{address}\\n")
    return _connect(self, address)
socket.socket.connect = connect
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """The real program in its own process, over a store of its own."""

    def __init__(self, folder: Path, *more: str) -> None:
        self.url = f"http://127.0.0.1:{free_port()}/"
        self.spied = folder / "connections.log"
        (folder / "sitecustomize.py").write_text(SPY)
        paths = os.pathsep.join(filter(None, (str(folder), os.environ.get("PYTHONPATH"))))
        command = [
            sys.executable,
            str(ROOT / "app.py"),
            "serve",
            "--store",
            str(folder / "store"),
            "--port",
            self.url.rsplit(":", 1)[1].strip("/"),
            *more,
        ]
        environment = {
            **os.environ,
            "PYTHONPATH": paths,
            "SPY_LOG": str(self.spied),
            "GRADIO_TEMP_DIR": str(folder / "uploads"),
            "GOUJI_EMBED_MODEL": "none",
        }
        self.log = (folder / "server.log").open("w+")
        self.process = subprocess.Popen(command, cwd=folder, env=environment, stdout=self.log, stderr=self.log)
        for _ in range(600):
            if self.process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(self.url, timeout=5):
                    return
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.2)
        self.stop()
        raise AssertionError(f"the server did not start: {(folder / 'server.log').read_text()}")

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(30)
        self.log.close()
