"""What can go wrong for the user, and the exit codes that say so."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """The exit codes of `dcos kafka`; `meaning` is what `--help` and docs/cli.md print."""

    OK = 0
    REFUSED = 1
    USAGE = 2
    NOT_PERMITTED = 3
    UNREACHABLE = 4
    TIMED_OUT = 5
    PLAN_FAILED = 6
    PLAN_WAITS = 7
    BUG = 70
    INTERRUPTED = 130
    PIPE_CLOSED = 141

    @property
    def meaning(self) -> str:
        return _MEANINGS[self]


_MEANINGS = {
    ExitCode.OK: "done",
    ExitCode.REFUSED: "the service or the cluster refused, or failed",
    ExitCode.USAGE: "the command line or a setting is wrong; nothing was sent",
    ExitCode.NOT_PERMITTED: "not logged in, or not permitted (401, 403)",
    ExitCode.UNREACHABLE: "no connection, TLS trouble, or no answer in time",
    ExitCode.TIMED_OUT: "what was waited for did not happen in time (`--wait`, `plan watch`)",
    ExitCode.PLAN_FAILED: "`plan watch`: the plan ended in ERROR",
    ExitCode.PLAN_WAITS: "`plan watch`: the plan waits for `dcos kafka continue`",
    ExitCode.BUG: "an error in `dcos kafka` itself",
    ExitCode.INTERRUPTED: "interrupted by Ctrl-C",
    ExitCode.PIPE_CLOSED: "the reader of the output went away",
}


class CliError(Exception):
    """Ends the command: a sentence for the user, the next steps to take, and the exit code."""

    def __init__(self, message: str, *next_steps: str, code: ExitCode = ExitCode.REFUSED) -> None:
        super().__init__(message)
        self.message = message
        self.next_steps = next_steps
        self.code = code


class UsageError(CliError):
    """The command line or a setting is wrong."""

    def __init__(self, message: str, *next_steps: str) -> None:
        super().__init__(message, *next_steps, code=ExitCode.USAGE)
