"""In: pages and the folder of node modules. Out: what vnu and axe-core have to say of them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterable
from html import escape, unescape
from pathlib import Path
from typing import Any

#: Chromium without a window, without a network, with a profile of its own.
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
RESULT = "tt-axe-result"
RUN = f"""
axe.run(document, {{runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa",
                              "best-practice"]}})
  .then(result => result.violations.map(v => ({{
    rule: v.id, help: v.help, nodes: v.nodes.slice(0, 3).map(n => n.html)}})))
  .catch(error => [{{rule: "error", help: String(error), nodes: []}}])
  .then(found => {{
    const pre = document.createElement("pre");
    pre.id = "{RESULT}";
    pre.textContent = JSON.stringify(found);
    document.body.append(pre);
  }});
"""


def missing_tool() -> str:
    """Why the checks cannot run here; empty when they can."""
    modules = os.environ.get("TEI_TOOLS_NODE_MODULES", "")
    if not modules:
        return "TEI_TOOLS_NODE_MODULES does not name a folder with vnu-jar and axe-core"
    for name in ("vnu-jar/build/dist/vnu.jar", "axe-core/axe.min.js"):
        if not Path(modules, name).is_file():
            return f"no {name} in {modules}"
    for program in ("java", "chromium"):
        if shutil.which(program) is None:
            return f"no {program}"
    return ""


def vnu(pages: Iterable[Path]) -> list[str]:
    """What the validator of the W3C says of pages, errors and warnings."""
    jar = Path(os.environ["TEI_TOOLS_NODE_MODULES"], "vnu-jar/build/dist/vnu.jar")
    command = ["java", "-jar", str(jar), "--format", "gnu", *map(str, pages)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    return run.stderr.splitlines()


def axe(
    page: Path, folder: Path, *, setup: str = "", is_dark: bool = False, width: int = 1280
) -> list[Any]:
    """The violations that axe-core finds in a page, after a script has set it up."""
    script = Path(os.environ["TEI_TOOLS_NODE_MODULES"], "axe-core/axe.min.js").read_text("utf-8")
    added = f"<script>{script}</script>\n<script>{setup}\n{RUN}</script>\n"
    shown = dom(page, folder, added, is_dark=is_dark, width=width)
    found = re.search(f'<pre id="{RESULT}">(.*?)</pre>', shown, re.S)
    if found is None:
        return [{"rule": "no result", "help": shown[-2000:], "nodes": []}]
    violations = json.loads(unescape(found[1]))
    return violations if isinstance(violations, list) else [violations]


def overflow(page: Path, folder: Path, width: int) -> int:
    """By how many pixels a page is wider than a window of some width, all details being open."""
    text = page.read_text("utf-8").replace("<details>", "<details open>")
    text = text.replace("</style>", ".cited { display: block !important; }</style>", 1)
    frame = folder / f"{page.stem}-frame.html"
    frame.write_text(
        f'<!DOCTYPE html><body><iframe id="f" style="border:0;width:{width}px;height:900px" '
        f'srcdoc="{escape(text)}"></iframe></body>',
        encoding="utf-8",
    )
    measure = """<script>const frame = document.getElementById("f");
      frame.onload = () => {
        const root = frame.contentDocument.documentElement;
        document.body.dataset.overflow = root.scrollWidth - root.clientWidth;
      };</script>"""
    found = re.search(r'data-overflow="(-?\d+)"', dom(frame, folder, measure))
    assert found is not None, "the page was not measured"
    return int(found[1])


def dom(page: Path, folder: Path, added: str, *, is_dark: bool = False, width: int = 1280) -> str:
    """What Chromium has made of a page, with something added to the end of its body."""
    text = page.read_text("utf-8")
    copy = folder / f"{page.stem}-dom.html"
    copy.write_text(text.replace("</body>", f"{added}</body>"), encoding="utf-8")
    command = [
        "chromium",
        *FLAGS,
        f"--user-data-dir={folder / f'{page.stem}-profile'}",
        f"--blink-settings=preferredColorScheme={0 if is_dark else 1}",
        f"--window-size={width},900",
        "--virtual-time-budget=60000",
        "--dump-dom",
        copy.as_uri(),
    ]
    run = subprocess.run(command, capture_output=True, text=True, check=False, timeout=180)
    return run.stdout or run.stderr


#: Elements that are harmless in a page, and what it may refer to.
_INSPECT = """<script>const frame = document.getElementById("f");
frame.onload = () => setTimeout(() => {
  const doc = frame.contentDocument, dangers = [], ids = {};
  const active = new Set(["script", "iframe", "frame", "object", "embed", "img", "image", "base",
    "form", "audio", "video", "source", "link", "applet", "template", "svg", "portal", "button"]);
  for (const e of doc.querySelectorAll("*")) {
    const name = e.localName, shown = name + " " + e.outerHTML.slice(0, 100);
    const isLicence = name == "link" && e.rel == "license";
    const isData = name == "script" && e.type == "application/ld+json";
    if (isData) JSON.parse(e.textContent);
    if (active.has(name) && !isData && !isLicence) dangers.push(shown);
    if (name == "meta" && e.httpEquiv) dangers.push(shown);
    const href = e.getAttribute("href") || "#";
    if (href[0] != "#" && !isLicence && !/^(https?|mailto):$/.test(e.protocol))
      dangers.push(shown);
    for (const a of e.attributes) {
      if (/^on|^(src|srcset|srcdoc|action|formaction|poster|background|ping|xlink:href)$/
          .test(a.name)) dangers.push(shown);
      if (a.name == "style" && !/^--before: \\d+$/.test(a.value)) dangers.push(shown);
    }
    if (e.id) ids[e.id + " "] = (ids[e.id + " "] || 0) + 1;
  }
  const found = {ran: "ran" in document.body.dataset, dangers: dangers, text: doc.body.innerText,
    twice: Object.keys(ids).filter(id => ids[id] > 1).map(id => id.trim()),
    resources: frame.contentWindow.performance.getEntriesByType("resource").map(r => r.name)};
  const pre = document.createElement("pre");
  pre.id = "RESULT";
  pre.textContent = JSON.stringify(found);
  document.body.append(pre);
}, 300);</script>"""


def inspect(page: Path, folder: Path) -> dict[str, Any]:
    """What a page does and holds that could do harm, as Chromium sees it.

    Its keys: ran (a script has), dangers (elements and attributes), twice (ids), resources (what
    has been asked for), text.
    """
    frame = folder / f"{page.stem}-frame.html"
    source = escape(page.read_text("utf-8"))
    frame.write_text(
        f'<!DOCTYPE html><body><iframe id="f" srcdoc="{source}"></iframe></body>', encoding="utf-8"
    )
    shown = dom(frame, folder, _INSPECT.replace("RESULT", RESULT))
    found = re.search(f'<pre id="{RESULT}">(.*?)</pre>', shown, re.S)
    assert found is not None, "the page was not inspected"
    made = json.loads(unescape(found[1]))
    assert isinstance(made, dict)
    return made
