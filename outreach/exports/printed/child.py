"""The process that typesets one document: `python -m outreach.exports.printed.child`, started by `typeset` alone.

In: JSON, `{"memory": bytes, "seconds": s, "source": text, "data": {…}}`. Out: the PDF. No file of ours can be read from
a document, no package fetched, and nothing written.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
from pathlib import Path

import typst
from pylopdf_fonts_zh_tw import sans_path


def main() -> int:
    """Typeset what is on standard input. The exit status is 0 when it came out."""
    asked = json.loads(sys.stdin.buffer.read())
    # A root with nothing in it: whatever a document asks for is not there.
    with tempfile.TemporaryDirectory() as nothing:
        _limit(asked["memory"], asked["seconds"])
        made = typst.compile(
            asked["source"].encode(),
            root=nothing,
            font_paths=[str(Path(sans_path()).parent)],
            ignore_system_fonts=True,
            package_path=nothing,
            package_cache_path=nothing,
            format="pdf",
            sys_inputs={"data": json.dumps(asked["data"], ensure_ascii=False)},
        )
    assert isinstance(made, bytes)
    sys.stdout.buffer.write(made)
    sys.stdout.buffer.flush()
    return 0


def _limit(memory: int, seconds: int) -> None:
    """From here on: so much memory and processor time, no file that could be written, no core dump."""
    wanted = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
        # The typesetter uses both processors.
        resource.RLIMIT_CPU: 2 * seconds,
        resource.RLIMIT_AS: memory,
    }
    for what, most in wanted.items():
        _, inherited = resource.getrlimit(what)
        least = most if inherited == resource.RLIM_INFINITY else min(most, inherited)
        resource.setrlimit(what, (least, least))


if __name__ == "__main__":
    sys.exit(main())
