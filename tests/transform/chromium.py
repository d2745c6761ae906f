"""In: a page. Out: what a reader finds in Chromium who presses keys, or prints the page.

Chromium is spoken to by its DevTools protocol over a pipe: it reads from descriptor 3 and writes to
4, each message is JSON and ends with a null byte.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from .browser import FLAGS

#: More stops than any page of the tests has.
MOST_STOPS = 2000
#: The keys of readers, as the protocol has them.
TAB = {"key": "Tab", "windowsVirtualKeyCode": 9}
ENTER = {"key": "Enter", "windowsVirtualKeyCode": 13, "text": "\r"}
RIGHT = {"key": "ArrowRight", "windowsVirtualKeyCode": 39}

_STOP = """(() => {
  const e = document.activeElement;
  if (!e || e === document.body || e.dataset.stopped) return null;
  e.dataset.stopped = "yes";
  const style = getComputedStyle(e), box = e.getBoundingClientRect();
  return {
    what: e.id.startsWith("tt-") ? e.id : e.getAttribute("role") || e.className.split(" ")[0],
    html: e.outerHTML.slice(0, 100),
    marked: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1,
    seen: box.bottom > 0 && box.top < innerHeight && box.width > 0,
  };
})()"""


class Tab:
    """A page that is open in Chromium."""

    def __init__(self, to: int, since: int) -> None:
        self.to, self.since = to, since
        self.numbers = count(1)
        self.rest = b""
        self.session = ""

    def send(self, method: str, **params: Any) -> dict[str, Any]:
        """Have something done; what it gives."""
        number = next(self.numbers)
        message: dict[str, Any] = {"id": number, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.to, json.dumps(message).encode() + b"\0")
        answer = self.until(lambda said: said.get("id") == number)
        assert "result" in answer, answer
        result = answer["result"]
        assert isinstance(result, dict)
        return result

    def until(self, is_it: Any) -> dict[str, Any]:
        """The next message of a kind; those before it are passed over."""
        while True:
            message, found, rest = self.rest.partition(b"\0")
            if not found:
                more = os.read(self.since, 1 << 16)
                assert more, "Chromium has gone"
                self.rest += more
                continue
            self.rest = rest
            said = json.loads(message)
            assert isinstance(said, dict)
            if is_it(said):
                return said

    def open(self, page: Path) -> None:
        """Open a page and wait until it is there."""
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        made = self.send("Target.attachToTarget", targetId=target, flatten=True)
        self.session = made["sessionId"]
        self.send("Page.enable")
        self.send("Page.navigate", url=page.as_uri())
        self.until(lambda said: said.get("method") == "Page.loadEventFired")

    def press(self, key: dict[str, Any]) -> None:
        """Press a key and let it go."""
        self.send("Input.dispatchKeyEvent", type="keyDown", **key)
        self.send("Input.dispatchKeyEvent", type="keyUp", **key)

    def value(self, expression: str) -> Any:
        """What an expression in the page comes to."""
        made = self.send("Runtime.evaluate", expression=expression, returnByValue=True)
        return made["result"].get("value")


@contextmanager
def opened(page: Path, folder: Path) -> Iterator[Tab]:
    """A page in Chromium, as long as it is asked about."""
    read_by_it, to = os.pipe()
    since, written_by_it = os.pipe()

    def pass_on() -> None:
        for wanted, own in ((3, os.dup(read_by_it)), (4, os.dup(written_by_it))):
            os.dup2(own, wanted)

    process = subprocess.Popen(
        ["chromium", *FLAGS, "--remote-debugging-pipe", f"--user-data-dir={folder / 'pipe'}"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        close_fds=False,
        preexec_fn=pass_on,
    )
    try:
        os.close(read_by_it)
        os.close(written_by_it)
        tab = Tab(to, since)
        tab.open(page)
        yield tab
    finally:
        process.kill()
        process.wait()
        os.close(to)
        os.close(since)


def stops(page: Path, folder: Path) -> list[dict[str, Any]]:
    """Where the Tab key stops in a page, until it stops nowhere new.

    Of each stop: what (its id, role or class), html, marked (whether its focus is shown), seen
    (whether it is in the window).
    """
    found: list[dict[str, Any]] = []
    with opened(page, folder) as tab:
        for _ in range(MOST_STOPS):
            tab.press(TAB)
            stop = tab.value(_STOP)
            if stop is None:
                return found
            found.append(stop)
    raise AssertionError("the Tab key never came to an end")


def printed(page: Path, folder: Path, without: str) -> str:
    """The text that is printed of a page, but for what a selector names."""
    with opened(page, folder) as tab:
        tab.send("Emulation.setEmulatedMedia", media="print")
        tab.value(f"document.querySelectorAll({without!r}).forEach(e => e.remove())")
        return str(tab.value("document.body.innerText"))
