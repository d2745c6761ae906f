"""In: a RELAX NG schema with Schematron in it, and files. Out: how much Saxon finds in them.

As SchXslt does it: the rules are compiled to one stylesheet, once, and that is run on every file.
"""

from __future__ import annotations

import sys
from pathlib import Path

from saxonche import PySaxonProcessor

from ..schematron.oracle import stylesheet


def main(schema: str, *files: str) -> None:
    """Print the number of findings."""
    processor = PySaxonProcessor(license=False)
    text = stylesheet(Path(schema).read_text(encoding="utf-8"))
    program = processor.new_xslt30_processor().compile_stylesheet(stylesheet_text=text)
    found = 0
    for file in files:
        tree = processor.parse_xml(xml_file_name=file)
        program.set_global_context_item(xdm_item=tree)
        program.set_initial_match_selection(xdm_value=tree)
        found += program.apply_templates_returning_string().count("<said ")
    print(found)


if __name__ == "__main__":
    main(*sys.argv[1:])
