"""Reads the configuration that the DC/OS CLI keeps: one file per cluster (0.5 and later) or one for all (0.4).

The order of search is the DC/OS CLI's own: `DCOS_CONFIG` names a file; `DCOS_CLUSTER` names a cluster by id or name;
else the attached cluster, or the only one; else the old `~/.dcos/dcos.toml`. `DCOS_DIR` replaces `~/.dcos`.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Dict, Mapping, Union

from dcos_kafka.errors import UsageError

Value = Union[str, bool, int, float]
Configuration = Dict[str, Value]

_KEY_VALUE = re.compile(r"""^\s*(?P<key>[A-Za-z0-9_-]+|"[^"]*")\s*=\s*(?P<value>.*?)\s*$""")
_SECTION = re.compile(r"^\s*\[\s*(?P<name>[A-Za-z0-9_.\-]+)\s*\]\s*(#.*)?$")
_BASIC_STRING = re.compile(r'^"(?P<text>(?:[^"\\]|\\.)*)"\s*(#.*)?$')
_LITERAL_STRING = re.compile(r"^'(?P<text>[^']*)'\s*(#.*)?$")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", '"': '"', "\\": "\\"}


def read(env: Mapping[str, str], home: Path) -> Configuration:
    """The settings of the current cluster by their dotted names (`core.dcos_url`); empty when there are none."""
    if env.get("DCOS_CONFIG"):
        return _load(Path(env["DCOS_CONFIG"]))
    folder = Path(env["DCOS_DIR"]) if env.get("DCOS_DIR") else home / ".dcos"
    clusters = sorted((folder / "clusters").glob("*/dcos.toml"))
    if env.get("DCOS_CLUSTER"):
        return _find(env["DCOS_CLUSTER"], clusters)
    attached = [file for file in clusters if (file.parent / "attached").is_file()]
    if len(attached) > 1:
        raise UsageError(
            "More than one cluster is attached: " + ", ".join(file.parent.name for file in attached) + ".",
            "Choose one with `dcos cluster attach <name>`, or with DCOS_CLUSTER=<name>.",
        )
    current = attached or (clusters if len(clusters) == 1 else [])
    if current:
        return _load(current[0])
    old = folder / "dcos.toml"
    return _load(old) if old.is_file() else {}


def _find(wanted: str, clusters: list[Path]) -> Configuration:
    found = [file for file in clusters if file.parent.name == wanted]
    found = found or [file for file in clusters if _load(file).get("cluster.name") == wanted]
    if len(found) != 1:
        problem = "is the name of more than one cluster" if found else "is not a cluster that the DC/OS CLI knows"
        raise UsageError(
            f"DCOS_CLUSTER={wanted} {problem}.",
            "`dcos cluster list` shows the clusters; use an id, or unset DCOS_CLUSTER.",
        )
    return _load(found[0])


def _load(file: Path) -> Configuration:
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise UsageError(
            f"The DC/OS CLI's configuration {file} cannot be read: {problem}.",
            "Mend the file, or say DCOS_CONFIG=<file> to use another.",
        ) from problem
    return parse(text)


def parse(text: str) -> Configuration:
    """Understands what the DC/OS CLI writes: sections, strings, booleans and numbers. Skips every other value."""
    settings: Configuration = {}
    section = ""
    for line in text.splitlines():
        heading = _SECTION.match(line)
        if heading:
            section = heading.group("name") + "."
            continue
        entry = _KEY_VALUE.match(line)
        value = _value(entry.group("value")) if entry else None
        if entry and value is not None:
            settings[section + entry.group("key").strip('"')] = value
    return settings


def _value(text: str) -> Value | None:
    basic = _BASIC_STRING.match(text)
    if basic:
        return re.sub(r"\\(.)", lambda escape: _ESCAPES.get(escape.group(1), escape.group(0)), basic.group("text"))
    literal = _LITERAL_STRING.match(text)
    if literal:
        return literal.group("text")
    bare = text.split("#", 1)[0].strip()
    if bare in ("true", "false"):
        return bare == "true"
    for number in (int, float):
        try:
            return number(bare)
        except ValueError:
            continue
    return None
