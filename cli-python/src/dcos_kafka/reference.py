"""Makes docs/cli.md of the help texts, so that they never differ."""

from __future__ import annotations

from typing import List, Sequence, Union

from dcos_kafka.command import Command, Group
from dcos_kafka.helptext import page

_HEAD = """\
# `dcos kafka`: every command

<!-- Made by cli-python/write-docs from the texts of --help: edit those, in cli-python/src/dcos_kafka. -->

`dcos kafka` is a sub-command of the DC/OS CLI (`dcos package install kafka --cli` installs it), the program
`dcos-kafka` by itself, and `bin/dcos kafka` in this repository, which talks to the local DC/OS unless DCOS_URL or
`.local/dcos/dcos.toml` names another URL.
It needs Python 3.8 or later and nothing else.

JSON is indented as in the service's documentation: with four spaces for brokers, topics and configurations, with two
for everything else. What is meant for people (notes, warnings, errors) goes to standard error.

Completion: put `eval "$(dcos kafka completion bash)"` into `~/.bashrc`, or `eval "$(dcos kafka completion zsh)"` into
`~/.zshrc` after `compinit`.
"""


def markdown(root: Group) -> str:
    """The whole page."""
    return "\n".join([_HEAD, *_sections((root,))])


def _sections(way: Sequence[Union[Group, Command]]) -> List[str]:
    node = way[-1]
    title = " ".join(part.name for part in way)
    lines = [f"{'#' * min(len(way) + 1, 4)} `{title}`", "", "```text", page(way), "```", ""]
    if isinstance(node, Group):
        for member in node.shown():
            lines += _sections((*way, member))
    return lines
