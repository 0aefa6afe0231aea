"""`dcos kafka config ...` and `dcos kafka state ...`: what the service was told to be, and what it remembers."""

from __future__ import annotations

import argparse
from typing import Any

from dcos_kafka.brokers import broker_of
from dcos_kafka.command import Argument, Command, Context, Group, Withdrawn
from dcos_kafka.output import DOCUMENTED_INDENT, Table, cell, column, columns, settings

CONFIG = Argument("config-id", "id of a configuration, from `dcos kafka config list`", values="config")
TASK = Argument("task", "name of the task: broker-0 is broker 0", values="task")


def _list(context: Context, _: argparse.Namespace) -> None:
    context.output.value(context.service.get("configurations").json(), column("CONFIGURATION"), DOCUMENTED_INDENT)


def _show(context: Context, args: argparse.Namespace) -> None:
    context.output.value(context.service.get("configurations", args.config_id).json(), settings, DOCUMENTED_INDENT)


def _target(context: Context, _: argparse.Namespace) -> None:
    context.output.value(context.service.get("configurations", "target").json(), settings, DOCUMENTED_INDENT)


def _target_id(context: Context, _: argparse.Namespace) -> None:
    context.output.value(
        context.service.get("configurations", "targetId").json(), column("CONFIGURATION"), DOCUMENTED_INDENT
    )


def _diff(context: Context, args: argparse.Namespace) -> None:
    answer = context.service.get("configurations", args.config_id, "diff", args.other_id)
    context.output.value(answer.json(), columns("field", "from", "to"), DOCUMENTED_INDENT)


def _history(context: Context, _: argparse.Namespace) -> None:
    context.output.value(context.service.get("configurations", "history").json(), _history_table, DOCUMENTED_INDENT)


def _history_table(history: Any) -> Table:
    rows = []
    for accepted in history:
        when = [cell(accepted.get("created")), cell(accepted.get("id")), cell(accepted.get("brokers"))]
        for change in accepted.get("changes") or [{}]:
            rows.append(when + [cell(change.get(key)) for key in ("variable", "from", "to")])
            when = ["", "", ""]
    return Table(["ACCEPTED", "CONFIGURATION", "BROKERS", "VARIABLE", "FROM", "TO"], rows)


def _state(*path: str) -> Any:
    def run(context: Context, _: argparse.Namespace) -> None:
        context.output.value(context.service.get("state", *path).json(), _scalar)

    return run


def _scalar(value: Any) -> Table:
    values = value if isinstance(value, list) else [value]
    return Table(["VALUE"], [[cell(item)] for item in values])


def _property(context: Context, args: argparse.Namespace) -> None:
    context.output.value(context.service.get("state", "properties", args.property).json(), _scalar)


def _tasks(context: Context, _: argparse.Namespace) -> None:
    brokers = context.service.get("brokers").json()["brokers"]
    context.output.value([f"broker-{broker}" for broker in brokers], column("TASK"))


def _task(context: Context, args: argparse.Namespace) -> None:
    broker_of(context, args.task, "broker", "`dcos kafka state tasks` lists the tasks.")


GROUP = Group(
    "config",
    "Show the history of configurations",
    (
        Command(
            "list",
            "List the ids of the configurations that are kept",
            _list,
            "GET v1/configurations",
            examples=("dcos kafka config list",),
        ),
        Command(
            "describe",
            "Show a configuration",
            _show,
            "GET v1/configurations/<config-id>",
            aliases=("show",),
            arguments=(CONFIG,),
            examples=("dcos kafka config describe 319ebe89-42e2-40e2-9169-8568e2421023",),
        ),
        Command(
            "target",
            "Show the configuration that the service works towards",
            _target,
            "GET v1/configurations/target",
            examples=("dcos kafka config target",),
        ),
        Command(
            "target_id",
            "Show the id of that configuration",
            _target_id,
            "GET v1/configurations/targetId",
            examples=("dcos kafka config target_id",),
        ),
        Command(
            "history",
            "Show when each configuration was accepted, what it changed, and which brokers have it",
            _history,
            "GET v1/configurations/history",
            "Newest first. A broker that a rollout has not reached is still with an older one. Passwords are hidden.",
            examples=("dcos kafka config history --output table",),
        ),
        Command(
            "diff",
            "Show what differs between two configurations",
            _diff,
            "GET v1/configurations/<config-id>/diff/<other-id>",
            arguments=(CONFIG, Argument("other-id", "id of the other one", values="config")),
            examples=(
                "dcos kafka config diff 319ebe89-42e2-40e2-9169-8568e2421023 294235f2-8504-4194-b43d-664443f2132b",
            ),
        ),
    ),
)

STATE = Group(
    "state",
    "Show what the service remembers about itself",
    (
        Command(
            "framework_id",
            "Show the id that Mesos gave the service",
            _state("frameworkId"),
            "GET v1/state/frameworkId",
            examples=("dcos kafka state framework_id",),
        ),
        Command(
            "suppressed",
            "Show whether Mesos was told to send no offers",
            _state("properties", "suppressed"),
            "GET v1/state/properties/suppressed",
            "`true` while nothing waits for resources.",
            examples=("dcos kafka state suppressed",),
        ),
        Command(
            "properties",
            "List the properties",
            _state("properties"),
            "GET v1/state/properties",
            examples=("dcos kafka state properties",),
        ),
        Command(
            "property",
            "Show a property",
            _property,
            "GET v1/state/properties/<property>",
            arguments=(Argument("property", "its name", values=("suppressed",)),),
            examples=("dcos kafka state property suppressed",),
        ),
        Command(
            "tasks",
            "List the names of the brokers' tasks",
            _tasks,
            "GET v1/brokers",
            examples=("dcos kafka state tasks",),
        ),
        Command(
            "task",
            "Show what is known of a task's broker",
            _task,
            "GET v1/brokers/<broker-id>",
            aliases=("status",),
            arguments=(TASK,),
            examples=("dcos kafka state status broker-0",),
        ),
        Withdrawn("refresh_cache", "The service's state needs no refreshing."),
    ),
)
