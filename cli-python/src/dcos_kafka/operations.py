"""The commands about the service as a whole: how to reach it, what happened, why it waits, and its end."""

from __future__ import annotations

import argparse
from typing import Any, List, Optional

from dcos_kafka.brokers import carry_out
from dcos_kafka.command import Argument, Command, Context, Group, Option
from dcos_kafka.errors import ExitCode, UsageError
from dcos_kafka.output import Table, cell, column, columns, message, settings
from dcos_kafka.plans import read as read_plan
from dcos_kafka.service import Answer, NoAnswer
from dcos_kafka.watch import Watch

FOLLOW_SECONDS = 2.0


def _endpoints(context: Context, args: argparse.Namespace) -> None:
    if args.endpoint is None:
        context.output.value(context.service.get("endpoints").json(), column("ENDPOINT"))
    else:
        _addresses(context, context.service.get("endpoints", args.endpoint))


def _connection(context: Context, args: argparse.Namespace) -> None:
    path = ("connection",) if args.kind is None else ("connection", args.kind)
    _addresses(context, context.service.get(*path))


def _addresses(context: Context, answer: Answer) -> None:
    if answer.content_type.startswith("text/plain"):
        context.output.text(answer.text)
    else:
        context.output.value(answer.json(), _addresses_table)


def _addresses_table(endpoints: Any) -> Table:
    rows = [
        [kind, cell(place)]
        for kind, places in endpoints.items()
        for place in (places if isinstance(places, list) else [places])
    ]
    return Table(["KIND", "ADDRESS"], rows)


def _events(context: Context, args: argparse.Namespace) -> None:
    events = _read_events(context, args.since)
    if not args.follow:
        context.output.value(events, columns("sequence", "time", "kind", "broker", "message"))
        return
    since, away = args.since, False
    while True:
        for event in events:
            context.output.text(_event_line(event))
            since = event["sequence"]
        context.clock.sleep(FOLLOW_SECONDS)
        try:
            events, away = _read_events(context, since), False
        except NoAnswer as problem:
            if not away:
                context.output.note(f"No answer, trying again: {problem.message}")
            events, away = [], True


def _read_events(context: Context, since: Any) -> List[Any]:
    return list(context.service.get("events", query={"since": since}).json())


def _event_line(event: Any) -> str:
    about = f" broker-{event['broker']}" if event.get("broker") is not None else ""
    return f"{event.get('time')}  {event.get('kind')}{about}  {event.get('message')}"


def _offers(context: Context, _: argparse.Namespace) -> None:
    context.output.value(context.service.get("debug", "offers").json(), _offers_table)


def _offers_table(offers: Any) -> Table:
    rows = []
    for step in offers.get("waiting") or []:
        rows.append([cell(step.get("step")), "-", "-", f"needs {step.get('needs')}"])
        rows += [
            [
                cell(step.get("step")),
                cell(outcome.get("hostname")),
                cell(outcome.get("reason")),
                cell(outcome.get("message")),
            ]
            for outcome in step.get("outcomes") or []
        ]
    return Table(["STEP", "HOST", "REASON", "MESSAGE"], rows)


def _gate(context: Context, _: argparse.Namespace) -> None:
    context.output.value(context.service.get("debug", "gate").json(), settings)


def _reservations(context: Context, _: argparse.Namespace) -> None:
    context.output.value(
        context.service.get("debug", "reservations").json(),
        columns("broker", "resource", "state", "hostname", "since", "id"),
    )


def _uninstall(context: Context, args: argparse.Namespace) -> Optional[ExitCode]:
    name = context.service.settings.name
    if not args.yes:
        _confirm(context, name)
    query = {"confirm": name, "force": "true" if args.force else None, "skip-agent": args.skip_agent or None}
    answer = carry_out(
        context,
        "POST",
        "uninstall",
        query=query,
        on_conflict="`dcos kafka plan list` and `dcos kafka plan status` say what is going on.",
    )
    context.output.value(answer.json(), message)
    if args.watch:
        return Watch(lambda: read_plan(context, "uninstall"), context.output, context.clock).follow(2.0, None, False)
    return None


def _release(context: Context, args: argparse.Namespace) -> None:
    answer = carry_out(context, "POST", "debug", "reservations", args.id, "release")
    context.output.value(answer.json(), message)


def _confirm(context: Context, name: str) -> None:
    context.output.note(
        f"This stops all brokers of the service {name} and destroys all their data. There is no way back."
    )
    try:
        typed = context.ask(f"Type the service's name to go on ({name}): ")
    except EOFError:
        raise UsageError(
            "Nothing was done: nobody confirmed it.", "Say `--yes` where there is no terminal to ask at."
        ) from None
    if typed.strip().strip("/") != name:
        raise UsageError(f"Nothing was done: {typed.strip()!r} is not {name!r}.")


ENDPOINTS = Command(
    "endpoints",
    "Show where clients reach the brokers and ZooKeeper",
    _endpoints,
    "GET v1/endpoints/<endpoint>",
    "Without a name: the names there are. `zookeeper` is printed as text, ready for Kafka's own tools.",
    aliases=("endpoint",),
    arguments=(Argument("endpoint", "`broker` or `zookeeper`", optional=True, values="endpoint"),),
    examples=("dcos kafka endpoints", "dcos kafka endpoints broker", "dcos kafka endpoints zookeeper"),
)

CONNECTION = Command(
    "connection",
    "Show the brokers' addresses, names and ZooKeeper in one answer",
    _connection,
    "GET v1/connection",
    arguments=(
        Argument("kind", "only the addresses, or only the DNS names", optional=True, values=("address", "dns")),
    ),
    examples=("dcos kafka connection", "dcos kafka connection dns"),
)

EVENTS = Command(
    "events",
    "Show what happened, and why",
    _events,
    "GET v1/events?since=...",
    "The service's journal, oldest first: offers taken, launches, restarts with their reason, commands, faults.",
    options=(
        Option(
            ("--since",),
            "only what came after the event with this sequence number, or since this time (2026-01-31T12:00:00Z)",
            "ID|TIME",
        ),
        Option(("-f", "--follow"), "go on printing new events, a line each, until Ctrl-C"),
    ),
    examples=("dcos kafka events --output table", "dcos kafka events --follow"),
)

UNINSTALL = Command(
    "uninstall",
    "Stop all brokers, destroy their data and release everything",
    _uninstall,
    "POST v1/uninstall?confirm=<service name>",
    "Asks for the service's name first. Brokers are stopped, volumes destroyed, reservations released, what is in "
    "ZooKeeper removed. Progress is a plan: `dcos kafka plan status uninstall`. When that is COMPLETE, remove the app "
    "from Marathon. It can be interrupted and continued like every plan, but not taken back.",
    options=(
        Option(("--yes",), "do not ask"),
        Option(("--force",), "do not wait for agents that stay silent for 5 minutes; what they hold stays reserved"),
        Option(
            ("--skip-agent",),
            "an agent, by id or host name, not to wait for; can be repeated",
            "AGENT",
            repeated=True,
        ),
        Option(("--watch",), "follow the plan until it ends, as `dcos kafka plan watch` does"),
    ),
    examples=(
        "dcos kafka uninstall",
        "dcos kafka --name=kafka1 uninstall --yes --watch",
        "dcos kafka uninstall --yes --skip-agent=10.0.0.30",
    ),
)


def debug(*borrowed: Group) -> Group:
    """The `debug` group, under which newer services have some of the other groups as well."""
    return Group(
        "debug",
        "Show why the service does what it does, or waits",
        (
            Command(
                "offers",
                "Show what waits for offers, and why the last ones did not do",
                _offers,
                "GET v1/debug/offers",
                examples=("dcos kafka debug offers --output table",),
            ),
            Command(
                "gate",
                "Show whether the next broker may be touched, and what stands against it",
                _gate,
                "GET v1/debug/gate",
                examples=("dcos kafka debug gate",),
            ),
            Command(
                "reservations",
                "List the resources that the service holds",
                _reservations,
                "GET v1/debug/reservations",
                examples=("dcos kafka debug reservations --output table",),
            ),
            Command(
                "release",
                "Release a reservation that is in no record, and destroy what is on it",
                _release,
                "POST v1/debug/reservations/<id>/release",
                "Only for what `dcos kafka debug reservations` shows as `stray`: left by an earlier installation, or by "
                "records that were lost. A volume on it is destroyed with its data.",
                arguments=(Argument("id", "the reservation's id"),),
                examples=("dcos kafka debug release 4d0c5b2e-64a0-4b43-8d0c-1f5d3f1b7c11",),
            ),
        ),
        borrowed=borrowed,
    )
