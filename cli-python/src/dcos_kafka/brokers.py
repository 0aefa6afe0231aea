"""`dcos kafka broker ...` and `dcos kafka pod ...`: the brokers, in the words of both generations of the service."""

from __future__ import annotations

import argparse
from typing import Any, Mapping, Optional

from dcos_kafka.command import Argument, Command, Context, Group, Option, Withdrawn, whole_number
from dcos_kafka.errors import CliError, UsageError
from dcos_kafka.output import DOCUMENTED_INDENT, column, settings
from dcos_kafka.service import Answer

BROKER = Argument(
    "broker-id", "number of the broker, from 0", convert=whole_number(0, "a broker's id"), values="broker"
)
POD = Argument("pod", "name of the pod: kafka-0 is broker 0", values="pod")
_FORCEABLE = "`dcos kafka debug gate` says more. `--force` does it all the same."
_CONFLICT = "`dcos kafka plan status` says what is going on."
FORCE = Option(("--force",), "do it although the gate or data at risk speak against it; this is recorded")
DRY_RUN = Option(("--dry-run",), "only say whether the service would do it now, and what stands against it")
JSON = Option(("--json",), "accepted for scripts of the newer service: JSON is what is printed anyway")


def carry_out(
    context: Context,
    method: str,
    *path: str,
    query: Optional[Mapping[str, Any]] = None,
    on_conflict: str = "",
    forceable: str = "",
) -> Answer:
    """Sends a command of the operator; shows the service's warnings, and the way on where it refuses: `forceable`
    where it says that it can be forced, which is not so of everything that it refuses."""
    answer = context.service.call(method, *path, query=query, accept=(409,) if on_conflict else ())
    if answer.status == 409:
        said = answer.explanation() or "The service refused: it contradicts what is going on."
        raise CliError(f"{said} (409)", forceable if forceable and "force=true" in said else on_conflict)
    for warning in answer.warnings:
        context.output.note(f"Warning: {warning}")
    if (query or {}).get("dryRun"):
        context.output.note("Dry run: nothing was done. The service would accept this; what it would stop:")
    return answer


def _caution(args: argparse.Namespace) -> Mapping[str, Optional[str]]:
    return {"dryRun": "true" if args.dry_run else None, "force": "true" if args.force else None}


def _list(context: Context, _: argparse.Namespace) -> None:
    context.output.value(context.service.get("brokers").json(), column("BROKER"), DOCUMENTED_INDENT)


def _get(context: Context, args: argparse.Namespace) -> None:
    answer = context.service.get("brokers", str(args.broker_id))
    context.output.value(answer.json(), settings, DOCUMENTED_INDENT)


def _restart(context: Context, args: argparse.Namespace) -> None:
    _stop(context, args, {})


def _replace(context: Context, args: argparse.Namespace) -> None:
    _stop(context, args, {"replace": "true"})


def _stop(context: Context, args: argparse.Namespace, query: Mapping[str, str]) -> None:
    answer = carry_out(
        context,
        "PUT",
        "brokers",
        str(args.broker_id),
        query={**query, **_caution(args)},
        on_conflict=_CONFLICT,
        forceable=_FORCEABLE,
    )
    context.output.value(answer.json(), column("TASK"), DOCUMENTED_INDENT)


def _pod_list(context: Context, _: argparse.Namespace) -> None:
    context.output.value(context.service.get("pod").json(), column("POD"))


def _pod_status(context: Context, args: argparse.Namespace) -> None:
    path = (args.pod, "status") if args.pod else ("status",)
    context.output.value(context.service.get("pod", *path).json(), settings)


def _pod_info(context: Context, args: argparse.Namespace) -> None:
    broker_of(context, args.pod, "kafka", "`dcos kafka pod list` lists the pods.")


def broker_of(context: Context, name: str, kind: str, hint: str) -> None:
    """Shows the broker that goes by another name: pod kafka-0 and task broker-0 are broker 0."""
    word, _, number = name.partition("-")
    if word != kind or not (number.isascii() and number.isdigit()):
        raise UsageError(f"{name} is not a name like {kind}-0.", hint)
    context.output.value(context.service.get("brokers", number).json(), settings)


def _pod_command(word: str) -> Any:
    def run(context: Context, args: argparse.Namespace) -> None:
        answer = carry_out(
            context, "POST", "pod", args.pod, word, query=_caution(args), on_conflict=_CONFLICT, forceable=_FORCEABLE
        )
        context.output.value(answer.json(), settings)

    return run


GROUP = Group(
    "broker",
    "List, show, restart and replace brokers",
    (
        Command(
            "list",
            "List the ids of all brokers",
            _list,
            "GET v1/brokers",
            "Every broker that the service ever launched, alive or not.",
            examples=("dcos kafka broker list", "dcos kafka broker list --output table"),
        ),
        Command(
            "get",
            "Show what the service and Kafka know of a broker",
            _get,
            "GET v1/brokers/<broker-id>",
            "State, task, host and port, agent, configuration, whether Kafka has it registered, how many of its "
            "partitions are not in sync, since when.",
            aliases=("show", "describe"),
            arguments=(BROKER,),
            examples=("dcos kafka broker get 0",),
        ),
        Command(
            "restart",
            "Restart a broker in place",
            _restart,
            "PUT v1/brokers/<broker-id>",
            "Stops the broker and starts it again on the same agent with the same data, as soon as the gate allows it. "
            "Prints the id of the task that is being stopped; nothing in the list means that the broker is down "
            "already.",
            arguments=(BROKER,),
            options=(DRY_RUN, FORCE),
            examples=("dcos kafka broker restart 0", "dcos kafka broker restart 0 --dry-run"),
        ),
        Command(
            "replace",
            "Replace a broker, giving up its data",
            _replace,
            "PUT v1/brokers/<broker-id>?replace=true",
            "Gives up the broker's reservation and volume and launches it anew, maybe on another agent: for a machine "
            "that is gone for good. Its data is copied anew from the others. Refused while the only in-sync copy "
            "of a partition is on this broker.",
            arguments=(BROKER,),
            options=(DRY_RUN, FORCE),
            examples=("dcos kafka broker replace 0 --dry-run", "dcos kafka broker replace 0"),
        ),
    ),
)

PODS = Group(
    "pod",
    "The brokers in the words of newer DC/OS services: kafka-0 is broker 0",
    (
        Command("list", "List the pods", _pod_list, "GET v1/pod", examples=("dcos kafka pod list",)),
        Command(
            "status",
            "Show the state of all pods, or of one",
            _pod_status,
            "GET v1/pod/status",
            arguments=(Argument("pod", "only this one", optional=True, values="pod"),),
            options=(JSON,),
            examples=("dcos kafka pod status", "dcos kafka pod status kafka-0"),
        ),
        Command(
            "info",
            "Show what is known of a pod",
            _pod_info,
            "GET v1/brokers/<broker-id>",
            arguments=(POD,),
            examples=("dcos kafka pod info kafka-0",),
        ),
        Command(
            "restart",
            "Restart a pod in place",
            _pod_command("restart"),
            "POST v1/pod/<pod>/restart",
            "The same as `dcos kafka broker restart`.",
            arguments=(POD,),
            options=(DRY_RUN, FORCE),
            examples=("dcos kafka pod restart kafka-0",),
        ),
        Command(
            "replace",
            "Replace a pod, giving up its data",
            _pod_command("replace"),
            "POST v1/pod/<pod>/replace",
            "The same as `dcos kafka broker replace`.",
            arguments=(POD,),
            options=(DRY_RUN, FORCE),
            examples=("dcos kafka pod replace kafka-0",),
        ),
        Withdrawn("pause", "A broker cannot be paused. `dcos kafka interrupt` holds a rollout."),
        Withdrawn(
            "resume",
            "A broker cannot be paused, so there is nothing to resume. `dcos kafka continue` lets a rollout go on.",
        ),
    ),
    aliases=("pods",),
)
