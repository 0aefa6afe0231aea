"""All commands of `dcos kafka`."""

from __future__ import annotations

import argparse
from typing import List, Sequence, Union

from dcos_kafka import brokers, configs, operations, plans, topics
from dcos_kafka.command import Argument, Command, Context, Group, Withdrawn
from dcos_kafka.completion import SHELLS, script
from dcos_kafka.errors import UsageError
from dcos_kafka.helptext import page


def _help(context: Context, args: argparse.Namespace) -> None:
    context.output.text(page(find(args.command)))


def _completion(context: Context, args: argparse.Namespace) -> None:
    context.output.text(script(args.shell))


def find(words: Sequence[str]) -> List[Union[Group, Command]]:
    """The way from the root to the command that `words` name."""
    way: List[Union[Group, Command]] = [ROOT]
    for word in words:
        group = way[-1]
        members = group.members + group.borrowed if isinstance(group, Group) else ()
        found = [member for member in members if word == member.name or word in getattr(member, "aliases", ())]
        if not found or isinstance(found[0], Withdrawn):
            raise UsageError(f"There is no command `dcos kafka {' '.join(words)}`.", "`dcos kafka help` lists all.")
        way.append(found[0])
    return way


_HELP = Command(
    "help",
    "Explain a command",
    _help,
    arguments=(Argument("command", "the command's words", many=True),),
    examples=("dcos kafka help topic create",),
)

_COMPLETION = Command(
    "completion",
    "Print the completion script of a shell",
    _completion,
    details="Completes commands and flags, and asks the service for brokers, topics, configurations and plans.",
    arguments=(Argument("shell", "bash or zsh", values=SHELLS),),
    examples=('eval "$(dcos kafka completion bash)"', 'eval "$(dcos kafka completion zsh)"'),
)

ROOT = Group(
    "dcos kafka",
    "Manage a Kafka service of DC/OS",
    (
        brokers.GROUP,
        topics.GROUP,
        operations.ENDPOINTS,
        operations.CONNECTION,
        plans.GROUP,
        plans.CONTINUE,
        plans.INTERRUPT,
        plans.RESTART_STEP,
        plans.FORCE_STEP,
        configs.GROUP,
        configs.STATE,
        brokers.PODS,
        operations.debug(configs.GROUP, configs.STATE, brokers.PODS),
        operations.EVENTS,
        operations.UNINSTALL,
        _COMPLETION,
        _HELP,
        Withdrawn(
            "update",
            "Change the service's environment in Marathon (DC/OS's web interface, or `dcos marathon app "
            "update`), then `dcos kafka plan watch`.",
        ),
        Withdrawn("describe", "`dcos kafka config target` shows the configuration in force."),
        Withdrawn("acl", "The service does not manage access lists: use Kafka's own kafka-acls.sh."),
    ),
)
