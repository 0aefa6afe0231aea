"""A plan for the eye: as a tree, and as a table."""

from __future__ import annotations

from typing import Any, Dict, List

from dcos_kafka.output import Table, cell
from dcos_kafka.terminal import Terminal

Plan = Dict[str, Any]


def tree(name: str, plan: Plan, terminal: Terminal) -> str:
    """The plan, its phases and steps with their statuses, and the plan's errors below."""
    lines = [name + _strategy(plan) + f" ({_status(plan, terminal)})"]
    phases = plan.get("phases") or []
    for number, phase in enumerate(phases):
        last_phase = number == len(phases) - 1
        lines.append(
            terminal.branch(last_phase) + cell(phase.get("name")) + _strategy(phase) + f" ({_status(phase, terminal)})"
        )
        steps = phase.get("steps") or []
        for index, step in enumerate(steps):
            lines.append(
                terminal.trunk(last_phase)
                + terminal.branch(index == len(steps) - 1)
                + cell(step.get("name"))
                + f" ({_status(step, terminal)})"
                + _remark(step, terminal)
            )
    errors = plan.get("errors") or []
    if errors:
        lines += ["", terminal.bad("Errors:")] + [f"- {error}" for error in errors]
    return "\n".join(lines)


def remark(step: Dict[str, Any]) -> str:
    """What the step's message adds to its name and status; empty for `Broker-0 is COMPLETE`."""
    message, name, status = str(step.get("message") or ""), str(step.get("name")), str(step.get("status"))
    plain = f"{name} is {status}"
    if message.lower().startswith(plain.lower()):
        message = message[len(plain) :].lstrip(" :;,.-–")
    return "" if message.lower() == f"{name} {status}".lower() else message


def table(plan: Plan) -> Table:
    """A row for each step; errors of the plan come last."""
    rows: List[List[str]] = []
    for phase in plan.get("phases") or []:
        for step in phase.get("steps") or []:
            rows.append(
                [cell(phase.get("name")), cell(step.get("name")), cell(step.get("status")), cell(step.get("message"))]
            )
    rows += [["-", "-", "ERROR", cell(error)] for error in plan.get("errors") or []]
    return Table(["PHASE", "STEP", "STATUS", "MESSAGE"], rows)


def _status(element: Dict[str, Any], terminal: Terminal) -> str:
    return terminal.status(str(element.get("status") or "UNKNOWN"))


def _strategy(element: Dict[str, Any]) -> str:
    return f" ({element['strategy']} strategy)" if element.get("strategy") else ""


def _remark(step: Dict[str, Any], terminal: Terminal) -> str:
    said = remark(step)
    return "  " + terminal.faint(said) if said else ""
