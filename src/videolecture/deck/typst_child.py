"""The process that compiles Typst: `python -m videolecture.deck.typst_child JOB.json`. It may be ended at any time.

The job: {"input", "root", "output", "fonts": [folders], "system_fonts", "packages", "inputs"}. Beside it appears
result.json: {"error", "hints", "warnings", "notes", "sizes", "pdfpc"}; the PDF is written to "output".
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any


def main(job_file: Path) -> None:
    """Compile and ask for the metadata that decks carry."""
    import typst

    job = json.loads(job_file.read_text(encoding="utf-8"))
    compiler = typst.Compiler(
        job["input"],
        root=job["root"],
        font_paths=job["fonts"],
        ignore_system_fonts=not job["system_fonts"],
        sys_inputs=job["inputs"],
        package_path=job["packages"],
    )
    result: dict[str, Any] = {"error": "", "hints": [], "warnings": [], "notes": [], "sizes": [], "pdfpc": []}
    try:
        _, warnings = compiler.compile_with_warnings(output=job["output"], format="pdf")
        result["warnings"] = [warning.message for warning in warnings]
        for name, label in (("notes", "videolecture-notes"), ("sizes", "videolecture-size"), ("pdfpc", "pdfpc")):
            result[name] = json.loads(compiler.query(f"<{label}>", field="value"))
    except typst.TypstError as error:
        result["error"], result["hints"] = error.diagnostic or error.message, list(error.hints)
    (job_file.parent / "result.json").write_text(json.dumps(result), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
