"""A certificate that nobody has signed, for tests over HTTPS on a name that is not this machine's own."""

from __future__ import annotations

import subprocess
from pathlib import Path

NAME = "roster.example"


def certificate(folder: Path, name: str = NAME) -> tuple[Path, Path]:
    """A new certificate for this name, and its key."""
    made, key = folder / "cert.pem", folder / "key.pem"
    command = ("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    about = ("-days", "30", "-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}")
    subprocess.run([*command, *about, "-keyout", key, "-out", made], check=True, capture_output=True)
    return made, key
