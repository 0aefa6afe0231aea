"""The text of `--help`, the same for every version of Python and every width of terminal."""

from __future__ import annotations

import textwrap
from typing import Iterable, List, Sequence, Tuple, Union

from dcos_kafka.command import Argument, Command, Group
from dcos_kafka.errors import ExitCode
from dcos_kafka.flags import ASIDE, HELP, SETTINGS

WIDTH = 100
_SOURCES = """\
Settings come from, weakest first: the DC/OS CLI's configuration (core.dcos_url, core.dcos_acs_token, core.ssl_verify, \
core.timeout, kafka.service_name, kafka.service_url; ~/.dcos/clusters/<id>/dcos.toml of the attached cluster, else \
~/.dcos/dcos.toml), the environment (DCOS_URL or DCOS_URI, DCOS_ACS_TOKEN or DCOS_AUTH_TOKEN, DCOS_TLS_INSECURE=1, \
DCOS_TLS_CA_PATH, DCOS_CERT_PATH or DCOS_SSL_VERIFY, DCOS_TIMEOUT, DCOS_KAFKA_SERVICE_NAME, DCOS_KAFKA_SERVICE_URL), \
the flags. The configuration's token and certificate settings are used for its own cluster only."""


def page(way: Sequence[Union[Group, Command]]) -> str:
    """The help of the last of `way`, which leads to it from the root."""
    node = way[-1]
    words = " ".join(part.name for part in way)
    if isinstance(node, Command):
        return _command(node, words)
    return _root(node) if len(way) == 1 else _group(node, words)


def _command(command: Command, words: str) -> str:
    usage = [words] + (["[options]"] if command.options else []) + [part.usage for part in command.arguments]
    lines = [f"Usage: {' '.join(usage)}", "", command.summary + "."]
    if command.details:
        lines += textwrap.wrap(command.details, WIDTH)
    if command.aliases:
        lines += [f"Also called: {', '.join(command.aliases)}."]
    if command.calls:
        lines += [f"Calls: {command.calls}"]
    lines += _section("Arguments", [(part.usage, _explained(part)) for part in command.arguments])
    lines += _section("Options", [(option.usage, option.help) for option in (*command.options, HELP)])
    lines += ["", "Settings that go with every command (--name, --output, ...): `dcos kafka --help`."]
    if command.examples:
        lines += ["", "Examples:"] + ["  " + example for example in command.examples]
    return "\n".join(lines)


def _explained(argument: Argument) -> str:
    values = f" ({', '.join(argument.values)})" if isinstance(argument.values, tuple) and argument.values else ""
    return argument.help + values


def _group(group: Group, words: str) -> str:
    lines = [f"Usage: {words} " + ("[<command>]" if group.default else "<command>") + " ...", "", group.summary + "."]
    if group.aliases:
        lines += [f"Also called: {', '.join(group.aliases)}."]
    if group.default:
        lines += [f"Without a command: {group.default}."]
    if group.borrowed:
        lines += [
            "As in newer services, these are here as well: " + ", ".join(other.name for other in group.borrowed) + "."
        ]
    lines += _section("Commands", _members(group))
    return "\n".join(lines + ["", f"`{words} <command> --help` explains one."])


def _root(root: Group) -> str:
    lines = [f"Usage: {root.name} [settings] <command> ...", "", root.summary + "."]
    lines += _section("Commands", _members(root))
    lines += _section("Settings, before or after the command", [(option.usage, option.help) for option in SETTINGS])
    lines += _section("Other flags", [(option.usage, option.help) for option in (*ASIDE, HELP)])
    lines += [""] + textwrap.wrap(_SOURCES, WIDTH)
    lines += _section("Exit codes", [(str(code.value), code.meaning) for code in ExitCode])
    return "\n".join(lines + ["", "`dcos kafka <command> --help` explains a command."])


def _members(group: Group) -> List[Tuple[str, str]]:
    return [(member.name, member.summary) for member in group.shown()]


def _section(title: str, entries: Iterable[Tuple[str, str]]) -> List[str]:
    rows = list(entries)
    if not rows:
        return []
    column = min(max(len(left) for left, _ in rows), 34) + 4
    lines = ["", title + ":"]
    for left, right in rows:
        wrapped = textwrap.wrap(right, WIDTH - column) or [""]
        if len(left) + 4 > column:
            lines.append("  " + left)
        else:
            lines.append(("  " + left).ljust(column) + wrapped.pop(0))
        lines += [" " * column + line for line in wrapped]
    return lines
