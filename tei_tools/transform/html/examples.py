"""In: an example of encoding. Out: its markup, which is what it is there to show."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from tei_tools.model.names import EXAMPLES_NS

EXAMPLE: Final = f"{{{EXAMPLES_NS}}}egXML"
_INDENT: Final = re.compile(r"\n([ \t]*)(?=\S)")


def markup(element: etree._Element) -> str:
    """What is in an example as it was written, without the indentation of the whole."""
    inner = "".join(etree.tostring(child, encoding="unicode") for child in element)
    for prefix, known in {**element.nsmap, None: EXAMPLES_NS}.items():
        inner = inner.replace(f' xmlns{f":{prefix}" if prefix else ""}="{known}"', "")
    text = (element.text or "") + inner
    if indents := _INDENT.findall(text):
        text = text.replace(f"\n{min(indents, key=len)}", "\n")
    return text.strip()
