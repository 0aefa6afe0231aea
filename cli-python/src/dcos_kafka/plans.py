"""`dcos kafka plan ...`, `continue` and `interrupt`: watching and steering rollouts."""

from __future__ import annotations

import argparse
from typing import Any, Tuple

from dcos_kafka.brokers import carry_out
from dcos_kafka.command import Argument, Command, Context, Group, Option, Withdrawn, seconds
from dcos_kafka.errors import ExitCode
from dcos_kafka.output import column, message
from dcos_kafka.service import PLAN_STATUSES
from dcos_kafka.tree import Plan, table, tree
from dcos_kafka.watch import Watch

DEPLOY = "deploy"
PLAN = Argument("plan", "name of the plan (default: deploy)", optional=True, default=DEPLOY, values="plan")
PHASE = Argument("phase", "name or id of a phase: only this one", optional=True)
NEXT_SECONDS = 60.0
FORCE = Option(("--force",), "let the next step begin although the gate is closed; this is recorded")


def _path(plan: str) -> Tuple[str, ...]:
    """The deploy plan has the documented address, which every version of the service knows."""
    return ("plan",) if plan == DEPLOY else ("plans", plan)


def read(context: Context, plan: str) -> Plan:
    """The plan of a name."""
    answer = context.service.get(*_path(plan), accept=PLAN_STATUSES)
    away = answer.status in PLAN_STATUSES and not answer.text.lstrip().startswith("{")
    value = None if away else answer.json()
    if not isinstance(value, dict) or "phases" not in value:
        raise context.service.refusal("GET", answer)
    return value


def _list(context: Context, _: argparse.Namespace) -> None:
    context.output.value(context.service.get("plans").json(), column("PLAN"))


def _show(context: Context, args: argparse.Namespace) -> None:
    context.output.value(read(context, args.plan), table)


def _status(context: Context, args: argparse.Namespace) -> None:
    plan = read(context, args.plan)
    if args.json or context.output.style:
        context.output.value(plan, table)
    else:
        context.output.text(tree(args.plan, plan, context.output.terminal))


def _watch(context: Context, args: argparse.Namespace) -> ExitCode:
    watch = Watch(lambda: read(context, args.plan), context.output, context.clock)
    if args.next:
        watch.await_next(args.interval, NEXT_SECONDS)
    return watch.follow(args.interval, args.max_wait, args.through_waiting)


def _steer(word: str, plan_of: Any = lambda args: args.plan) -> Any:
    """A command to a plan, its phase or its step."""

    def run(context: Context, args: argparse.Namespace) -> None:
        phase, step = getattr(args, "phase", None), getattr(args, "step", None)
        query = {"phase": phase, "step": step, "force": "true" if getattr(args, "force", False) else None}
        answer = carry_out(context, "POST", "plans", plan_of(args), word, query=query)
        context.output.value(answer.json(), message)

    return run


def _documented(word: str) -> Any:
    """`continue` and `interrupt` as the product docs have them, on the deploy plan."""

    def run(context: Context, args: argparse.Namespace) -> None:
        query = {"force": "true" if getattr(args, "force", False) else None}
        context.output.value(carry_out(context, "POST", "plan", word, query=query).json(), message)

    return run


GROUP = Group(
    "plan",
    "Show, watch and steer rollouts",
    (
        Command(
            "list",
            "List the plans",
            _list,
            "GET v1/plans",
            "`deploy` is the rollout of the configuration; `recovery` brings back what failed; `uninstall` is there once the "
            "service is being uninstalled.",
            examples=("dcos kafka plan list",),
        ),
        Command(
            "show",
            "Show a plan with its phases and steps",
            _show,
            "GET v1/plan, for others GET v1/plans/<plan>",
            "`dcos kafka plan` alone is the same. A plan that is not complete is no error: the exit code is 0.",
            arguments=(PLAN,),
            examples=("dcos kafka plan", "dcos kafka plan show recovery"),
        ),
        Command(
            "status",
            "Show a plan as a tree",
            _status,
            "GET v1/plan, for others GET v1/plans/<plan>",
            "With colours on a terminal. Next to a step stands what it waits for.",
            arguments=(PLAN,),
            options=(Option(("--json",), "print JSON instead of the tree"),),
            examples=("dcos kafka plan status", "dcos kafka plan status recovery --json"),
        ),
        Command(
            "watch",
            "Follow a plan until it ends",
            _watch,
            "GET v1/plan, again and again",
            "A bar for each phase on a terminal, elsewhere a line for each step that changes. The exit code is 0 when "
            "the plan is COMPLETE, 6 when it is in ERROR, 7 when it waits for `dcos kafka continue`, 5 after "
            "`--max-wait`. A scheduler that restarts meanwhile is waited for, up to two minutes. Ctrl-C stops the "
            "watching, not the rollout.",
            arguments=(PLAN,),
            options=(
                Option(("--interval",), "how often to look (default: 2)", "SECONDS", default=2.0, convert=seconds),
                Option(("--max-wait",), "give up after this long (default: never)", "SECONDS", convert=seconds),
                Option(
                    ("--next",),
                    "first wait for a rollout to begin, for a minute at most: for right after a change in Marathon, while "
                    "the plan still is the old one",
                ),
                Option(("--through-waiting",), "watch on while the plan waits for an operator"),
            ),
            examples=(
                "dcos kafka plan watch",
                "dcos kafka plan watch --next",
                "dcos kafka plan watch recovery --max-wait 600",
            ),
        ),
        Command(
            "continue",
            "Let a plan go on",
            _steer("continue"),
            "POST v1/plans/<plan>/continue",
            "After an interrupt, or to release the next part of a canary rollout.",
            aliases=("resume",),
            arguments=(PLAN, PHASE),
            options=(FORCE,),
            examples=("dcos kafka plan continue deploy",),
        ),
        Command(
            "interrupt",
            "Hold a plan",
            _steer("interrupt"),
            "POST v1/plans/<plan>/interrupt",
            "No further step begins; one that is in progress is finished.",
            aliases=("pause",),
            arguments=(PLAN, PHASE),
            examples=("dcos kafka plan interrupt deploy",),
        ),
        Command(
            "restart",
            "Do steps again",
            _steer("restart"),
            "POST v1/plans/<plan>/restart?phase=...&step=...",
            aliases=("force-restart",),
            arguments=(
                PLAN,
                PHASE,
                Argument("step", "name or id of a step of the phase: only this one", optional=True),
            ),
            examples=("dcos kafka plan restart deploy Reconciliation",),
        ),
        Command(
            "force-complete",
            "Count a step as complete without doing it",
            _steer("forceComplete"),
            "POST v1/plans/<plan>/forceComplete?phase=...&step=...",
            "The broker stays as it is.",
            aliases=("force",),
            arguments=(
                Argument("plan", "name of the plan", values="plan"),
                Argument("phase", "name or id of the phase"),
                Argument("step", "name or id of the step"),
            ),
            examples=("dcos kafka plan force-complete deploy Reconciliation Reconciliation",),
        ),
        Withdrawn(
            "start",
            "The service starts its plans by itself: change the configuration, or use `dcos kafka plan restart`.",
        ),
        Withdrawn("stop", "`dcos kafka plan interrupt` holds a plan."),
    ),
    aliases=("plans",),
    default="show",
)

CONTINUE = Command(
    "continue",
    "Let the rollout go on",
    _documented("continue"),
    "POST v1/plan/continue",
    "After an interrupt, or to release the next part of a canary rollout: the first continue runs the "
    "first step, the second runs the rest.",
    options=(FORCE,),
    examples=("dcos kafka continue",),
)
INTERRUPT = Command(
    "interrupt",
    "Hold the rollout",
    _documented("interrupt"),
    "POST v1/plan/interrupt",
    "A step that is in progress is finished; no further one begins.",
    examples=("dcos kafka interrupt",),
)
_STEP = (Argument("phase", "name or id of the phase"), Argument("step", "name or id of the step"))
FORCE_STEP = Command(
    "force",
    "Count a step of the rollout as complete",
    _steer("forceComplete", lambda _: DEPLOY),
    "POST v1/plans/deploy/forceComplete?phase=...&step=...",
    "The same as `dcos kafka plan force-complete deploy`.",
    arguments=_STEP,
    examples=("dcos kafka force Reconciliation Reconciliation",),
)
RESTART_STEP = Command(
    "restart",
    "Do a step of the rollout again",
    _steer("restart", lambda _: DEPLOY),
    "POST v1/plans/deploy/restart?phase=...&step=...",
    "The same as `dcos kafka plan restart deploy`. To restart a broker: `dcos kafka broker restart`.",
    arguments=_STEP,
    examples=("dcos kafka restart Reconciliation Reconciliation",),
)
