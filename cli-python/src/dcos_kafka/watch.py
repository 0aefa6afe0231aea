"""Follows a plan until it ends: bars on a terminal, a line for each change elsewhere."""

from __future__ import annotations

import shutil
from typing import Any, Callable, Dict, List, Optional

from dcos_kafka.command import Clock
from dcos_kafka.errors import CliError, ExitCode
from dcos_kafka.output import Output
from dcos_kafka.service import NoAnswer, Restarting
from dcos_kafka.tree import Plan, remark

_NEVER = float("inf")


class Watch:
    """Reads the plan again and again. While the scheduler restarts (which is how a configuration changes) there is no
    answer: that is borne for `patience` seconds before it counts as a failure."""

    def __init__(self, read: Callable[[], Plan], output: Output, clock: Clock, patience: float = 120.0) -> None:
        self._read = read
        self._clock = clock
        self._patience = patience
        self._start = clock.now()
        self._heard: Optional[float] = None
        self._view = _Bars(output) if output.terminal.interactive else _Lines(output)

    def await_next(self, interval: float, limit: float) -> None:
        """Until a rollout is going on, or the plan is another one than the first that was seen, or the scheduler
        restarts, as it does for a new configuration; `limit` seconds at most."""
        first: Optional[List[Any]] = None
        while True:
            plan = self._poll()
            if plan is None or _ending(plan, True) is None or first not in (None, _about(plan)):
                return
            first = _about(plan)
            if self._clock.now() - self._start + interval > limit:
                raise CliError(
                    f"No rollout has begun within {limit:g} seconds: the plan is {plan.get('status')} as before.",
                    "It may have been over already, or the change concerns no broker: `dcos kafka events` tells.",
                    code=ExitCode.TIMED_OUT,
                )
            self._clock.sleep(interval)

    def follow(self, interval: float, limit: Optional[float], through_waiting: bool) -> ExitCode:
        """Until the plan is COMPLETE or in ERROR, or WAITING for an operator (unless `through_waiting`), or `limit`
        seconds have passed."""
        while True:
            plan = self._poll()
            elapsed = self._clock.now() - self._start
            if plan is not None:
                self._view.show(plan, elapsed)
                ending = _ending(plan, through_waiting)
                if ending is not None:
                    self._view.finish(plan, ending, elapsed)
                    return ending
            if elapsed + interval > (limit or _NEVER):
                raise CliError(
                    f"The plan did not end within {limit:g} seconds; it goes on.",
                    "`dcos kafka plan status` shows where it is; `dcos kafka debug offers` and "
                    "`dcos kafka debug gate` say what it waits for.",
                    code=ExitCode.TIMED_OUT,
                )
            self._clock.sleep(interval)

    def _poll(self) -> Optional[Plan]:
        try:
            plan = self._read()
        except NoAnswer as problem:
            # A wrong name or URL is told at once; a service that is starting, or was there before, is waited for.
            known = self._heard is not None or isinstance(problem, Restarting)
            since = self._start if self._heard is None else self._heard
            if not known or self._clock.now() - since > self._patience:
                raise
            self._view.silent(problem.message)
            return None
        self._heard = self._clock.now()
        return plan


def _ending(plan: Plan, through_waiting: bool) -> Optional[ExitCode]:
    status = str(plan.get("status")).upper()
    if status == "COMPLETE":
        return ExitCode.OK
    if status == "ERROR":
        return ExitCode.PLAN_FAILED
    if status == "WAITING" and not through_waiting:
        return ExitCode.PLAN_WAITS
    return None


def _about(plan: Plan) -> List[Any]:
    """Tells two plans apart: phases are called `Update to: <configuration id>`."""
    return [plan.get("status"), plan.get("errors"), *(phase.get("name") for phase in plan.get("phases") or [])]


def _farewell(plan: Plan, ending: ExitCode, elapsed: float) -> List[str]:
    if ending is ExitCode.PLAN_FAILED:
        return [f"The plan is in ERROR after {_duration(elapsed)}:"] + [
            f"- {error}" for error in plan.get("errors") or []
        ]
    if ending is ExitCode.PLAN_WAITS:
        return ["The plan waits for an operator: `dcos kafka continue` lets it go on, `--through-waiting` watches on."]
    return [f"The plan is COMPLETE after {_duration(elapsed)}."]


def _duration(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}m {rest:02d}s" if minutes else f"{rest}s"


class _Lines:
    """For logs: what changed, and when since the start."""

    def __init__(self, output: Output) -> None:
        self._output = output
        self._known: Dict[str, str] = {}
        self._silence = ""

    def show(self, plan: Plan, elapsed: float) -> None:
        self._silence = ""
        for phase in plan.get("phases") or []:
            for step in phase.get("steps") or []:
                self._tell(f"{phase.get('id')}/{step.get('id')}", step, elapsed)

    def silent(self, reason: str) -> None:
        if reason != self._silence:
            self._output.note(f"No answer, trying again: {reason}")
            self._silence = reason

    def finish(self, plan: Plan, ending: ExitCode, elapsed: float) -> None:
        self._output.text("\n".join(_farewell(plan, ending, elapsed)))

    def _tell(self, key: str, step: Dict[str, Any], elapsed: float) -> None:
        status, said = str(step.get("status")), remark(step)
        if self._known.get(key) == status:
            return
        self._known[key] = status
        line = f"{_duration(elapsed):>8}  {step.get('name')} {self._output.terminal.status(status)}"
        self._output.text(line + (f"  {said}" if said else ""))


class _Bars:
    """For a terminal: a bar for each phase, drawn anew in place."""

    def __init__(self, output: Output) -> None:
        self._output = output
        self._drawn = 0

    def show(self, plan: Plan, elapsed: float) -> None:
        lines = [line for phase in plan.get("phases") or [] for line in self._phase(phase)]
        self._draw(lines + [f"{self._output.terminal.status(str(plan.get('status')))}  {_duration(elapsed)}"])

    def silent(self, reason: str) -> None:
        self._draw([f"No answer, trying again: {reason}"])

    def finish(self, plan: Plan, ending: ExitCode, elapsed: float) -> None:
        self._output.text("\n".join(_farewell(plan, ending, elapsed)))

    def _phase(self, phase: Dict[str, Any]) -> List[str]:
        terminal = self._output.terminal
        steps = phase.get("steps") or []
        done = sum(1 for step in steps if step.get("status") == "COMPLETE")
        lines = [f"{terminal.bar(done, len(steps))} {done}/{len(steps)}  {phase.get('name')}"]
        for step in steps:
            if step.get("status") not in ("COMPLETE", "PENDING") or remark(step) and step.get("status") != "COMPLETE":
                lines.append(f"    {step.get('name')} {terminal.status(str(step.get('status')))}  {remark(step)}")
        return lines

    def _draw(self, lines: List[str]) -> None:
        size = shutil.get_terminal_size()
        hidden = len(lines) - (size.lines - 1)
        if hidden > 0:
            # What scrolled off could not be drawn anew; the last line is the plan's status.
            lines = [*lines[: -hidden - 2], f"    ... and {hidden + 1} more", lines[-1]]
        up = f"\033[{self._drawn}A\033[J" if self._drawn else ""
        self._output.text(up + "\n".join(_clip(line, size.columns) for line in lines))
        self._drawn = len(lines)


def _clip(line: str, width: int) -> str:
    """One row of the terminal at most, so that the next drawing covers it; colours take no room."""
    shown, room, position = "", width - 1, 0
    while position < len(line) and room > 0:
        if line[position] == "\033":
            end = line.index("m", position) + 1
            shown += line[position:end]
            position = end
            continue
        shown += line[position]
        position, room = position + 1, room - 1
    return shown + ("\033[0m" if "\033" in shown else "")
