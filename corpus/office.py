"""Formats of older office programs, converted by LibreOffice where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from corpus.errors import DamagedDocument, UnsupportedFormat

_PROGRAMS = ("soffice", "libreoffice")
# A conversion takes seconds; a dialog that nobody sees takes for ever.
_TIMEOUT = 180


def converted(path: Path, data: bytes, kind: str, suffix: str, target: str) -> bytes:
    """The file as `target` ("docx", "xlsx"); `suffix` is that of its present format, which its name may not have.

    Raises UnsupportedFormat, with the way out, where LibreOffice is not on the PATH; DamagedDocument where it fails.
    """
    program = next((found for name in _PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        raise UnsupportedFormat(f"{path.name}: {kind} needs LibreOffice to be read; install it, or save the file as .{target} or PDF")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "in", f"document{suffix}")
        source.parent.mkdir()
        source.write_bytes(data)
        profile = Path(folder, "profile").as_uri()  # its own, or a LibreOffice that is open takes the job and returns nothing
        command = [
            program,
            f"-env:UserInstallation={profile}",
            "--headless",
            "--norestore",
            "--convert-to",
            target,
            "--outdir",
            folder,
            str(source),
        ]
        try:
            subprocess.run(command, capture_output=True, timeout=_TIMEOUT, stdin=subprocess.DEVNULL, check=False)
            return Path(folder, f"document.{target}").read_bytes()
        except subprocess.TimeoutExpired:
            raise DamagedDocument(f"{path.name}: LibreOffice did not convert it within {_TIMEOUT} s; save it as .{target} or PDF") from None
        except OSError:
            raise DamagedDocument(f"{path.name}: LibreOffice cannot convert it; save it as .{target} or PDF") from None
