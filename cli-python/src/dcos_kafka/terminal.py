"""What the terminal can show: colours, and characters beyond ASCII."""

from __future__ import annotations

from typing import Mapping, TextIO

_STATUS_COLOURS = {
    "COMPLETE": "32",
    "IN_PROGRESS": "33",
    "WAITING": "36",
    "PENDING": "2",
    "ERROR": "31",
}


class Terminal:
    """`colour` is `auto`, `always` or `never`; `auto` heeds NO_COLOR, TERM=dumb and output that is not a terminal."""

    def __init__(self, stream: TextIO, colour: str, env: Mapping[str, str]) -> None:
        self.interactive = stream.isatty() and env.get("TERM") != "dumb"
        self.coloured = colour == "always" or (colour == "auto" and self.interactive and not env.get("NO_COLOR"))
        self.unicode = _can_encode(stream, "├─└│█░")

    def status(self, status: str) -> str:
        """A status in its colour."""
        return self._paint(status, _STATUS_COLOURS.get(status.upper(), ""))

    def faint(self, text: str) -> str:
        return self._paint(text, "2")

    def bad(self, text: str) -> str:
        return self._paint(text, "31")

    def bar(self, done: int, total: int, width: int = 20) -> str:
        """How much is done; empty where there is nothing to do."""
        full = width if total == 0 else width * done // total
        filled, rest = ("█", "░") if self.unicode else ("#", ".")
        return filled * full + rest * (width - full)

    def branch(self, last: bool) -> str:
        if self.unicode:
            return "└─ " if last else "├─ "
        return "`- " if last else "|- "

    def trunk(self, last: bool) -> str:
        if last:
            return "   "
        return "│  " if self.unicode else "|  "

    def _paint(self, text: str, code: str) -> str:
        return f"\033[{code}m{text}\033[0m" if self.coloured and code else text


def _can_encode(stream: TextIO, text: str) -> bool:
    try:
        text.encode(getattr(stream, "encoding", None) or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
