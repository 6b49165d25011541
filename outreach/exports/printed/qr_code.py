"""A QR code as a drawing: black on white, with the quiet edge that a camera needs."""

from __future__ import annotations

from io import BytesIO

import segno


def qr_code(text: str, *, rough: bool = False) -> str:
    """The text as SVG without a size of its own, for paper as for a page. `rough`: it may lose a corner."""
    drawn = BytesIO()
    segno.make(text, error="m" if rough else "l", micro=False).save(
        drawn,
        kind="svg",
        xmldecl=False,
        omitsize=True,
        border=4,
        dark="#000",
        light="#fff",
        svgclass="qr",
        lineclass=None,
        nl=False,
    )
    return drawn.getvalue().decode()
