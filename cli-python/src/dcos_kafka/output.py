"""Writes answers: JSON as documented for programs, tables for people, and notes on standard error."""

from __future__ import annotations

import json
from typing import Any, Callable, List, NamedTuple, Optional, TextIO, Tuple

from dcos_kafka.terminal import Terminal

DOCUMENTED_INDENT = 4
"""The product docs print brokers, topics and configurations with four spaces, plans and endpoints with two."""


class Table(NamedTuple):
    """Rows of text under headings."""

    headings: List[str]
    rows: List[List[str]]


class Output:
    """Where a command writes to. `style` is `json` or `table`, or None when the user did not choose."""

    def __init__(self, stdout: TextIO, stderr: TextIO, style: Optional[str], colour: str, env: Any) -> None:
        self.style = style
        self.terminal = Terminal(stdout, colour, env)
        self._stdout = stdout
        self._stderr = stderr

    def value(self, value: Any, table: Callable[[Any], Table], indent: int = 2) -> None:
        """Writes a JSON value: as JSON, or as the table that `table` makes of it."""
        if self.style == "table":
            self.text(render(table(value)))
        else:
            self.text(json.dumps(value, indent=indent, ensure_ascii=False))

    def text(self, text: str) -> None:
        self._stdout.write(text if text.endswith("\n") else text + "\n")
        self._stdout.flush()

    def note(self, text: str) -> None:
        """Something for the person in front of it, kept out of what programs read."""
        self._stderr.write(text + "\n")
        self._stderr.flush()


def render(table: Table) -> str:
    """Columns two spaces apart, as wide as their widest cell; line breaks in cells become spaces."""
    lines = [table.headings] + [[" ".join(cell.split()) for cell in row] for row in table.rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(table.headings))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip() for line in lines)


def cell(value: Any) -> str:
    """A value as it stands in a table."""
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ",".join(cell(part) for part in value) or "-"
    return str(value) if not isinstance(value, dict) else json.dumps(value, ensure_ascii=False)


def column(heading: str) -> Callable[[Any], Table]:
    """A table of one column, for lists of names; understands `{"brokers": [...]}` as well."""

    def table(value: Any) -> Table:
        names = next(iter(value.values()), []) if isinstance(value, dict) else value
        return Table([heading], [[cell(name)] for name in names])

    return table


def columns(*keys: str) -> Callable[[Any], Table]:
    """A table of a list of objects, with a column for each key."""

    def table(value: Any) -> Table:
        return Table([key.upper() for key in keys], [[cell(item.get(key)) for key in keys] for item in value])

    return table


def settings(value: Any) -> Table:
    """An object as rows of dotted key and value."""
    return Table(["KEY", "VALUE"], [[key, cell(leaf)] for key, leaf in _leaves("", value)])


def _leaves(prefix: str, value: Any) -> List[Tuple[str, Any]]:
    if isinstance(value, dict) and value:
        return [leaf for key, part in value.items() for leaf in _leaves(f"{prefix}.{key}" if prefix else key, part)]
    if isinstance(value, list) and any(isinstance(part, (dict, list)) for part in value):
        return [leaf for index, part in enumerate(value) for leaf in _leaves(f"{prefix}[{index}]", part)]
    return [(prefix, value)]


def message(value: Any) -> Table:
    """`{"message": "..."}`: its lines."""
    text = value.get("message", "") if isinstance(value, dict) else cell(value)
    return Table(["MESSAGE"], [[line] for line in text.splitlines()])
