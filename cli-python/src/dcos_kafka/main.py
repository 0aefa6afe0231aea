"""Runs one command line: settings, parser, command, and every way in which it can end."""

from __future__ import annotations

import argparse
import json
import os
import sys
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Dict, List, Mapping, Optional, Sequence, TextIO

from dcos_kafka import VERSION, settings
from dcos_kafka.command import Clock, Context, Group
from dcos_kafka.commands import ROOT
from dcos_kafka.completion import ASK, candidates
from dcos_kafka.errors import CliError, ExitCode, UsageError
from dcos_kafka.helptext import page
from dcos_kafka.output import Output
from dcos_kafka.parser import HelpAsked, build
from dcos_kafka.service import Service

MODULE = "kafka"
INFO = "Deploy and manage Apache Kafka on DC/OS"
COMPLETION_TIMEOUT_SECONDS = 2.0

CONFIG_SCHEMA = {
    "$schema": "http://json-schema.org/draft-04/schema#",
    "type": "object",
    "properties": {
        "service_name": {
            "type": "string",
            "title": "Service name",
            "description": "Name of the Kafka service that commands without --name are for.",
            "default": settings.DEFAULT_NAME,
        },
        "service_url": {
            "type": "string",
            "title": "Service URL",
            "description": "URL of the Kafka service itself, where there is no DC/OS before it.",
        },
    },
    "additionalProperties": False,
    "required": [],
}


def _ask(question: str) -> str:
    if not sys.stdin.isatty():
        raise EOFError
    sys.stderr.write(question)
    sys.stderr.flush()
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line


@dataclass(frozen=True)
class Surroundings:
    """What a command line runs in."""

    env: Mapping[str, str]
    stdout: TextIO
    stderr: TextIO
    home: Path
    clock: Clock = Clock()
    ask: Callable[[str], str] = _ask
    """Asks the user a question on the terminal; raises EOFError where nobody can answer."""


def main() -> int:
    """Runs what this process was called with."""
    for stream in (sys.stdout, sys.stderr):
        # A topic or message in another alphabet must not end the command on a terminal that cannot show it.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    code = run(sys.argv[1:], Surroundings(os.environ, sys.stdout, sys.stderr, Path(os.path.expanduser("~"))))
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        code = ExitCode.PIPE_CLOSED
    if code == ExitCode.PIPE_CLOSED:
        # Python would complain when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return int(code)


def run(argv: Sequence[str], here: Surroundings) -> ExitCode:
    """Carries `argv` out (what follows the program's name) and returns how it ended. Raises nothing."""
    stdout, stderr = here.stdout, here.stderr
    verbose = "--verbose" in argv or "-v" in argv
    try:
        words = list(argv[1:] if argv and argv[0] == MODULE else argv)
        return _run(words, here)
    except HelpAsked as asked:
        stdout.write(f"{asked}\n")
        return ExitCode.OK
    except CliError as error:
        lines = [f"Error: {error.message}"] + [f"  - {step}" for step in error.next_steps]
        stderr.write("\n".join(lines) + "\n")
        return error.code
    except KeyboardInterrupt:
        stderr.write("\nInterrupted. What the service was asked to do goes on.\n")
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        return ExitCode.PIPE_CLOSED
    except Exception as defect:  # the last resort: a person never sees a traceback unasked
        if verbose:
            traceback.print_exc(file=stderr)
        stderr.write(
            f"Error: dcos kafka {VERSION} itself failed: {type(defect).__name__}: {defect}\n"
            "  - `--verbose` shows where. Please report it with that text.\n"
        )
        return ExitCode.BUG


def _run(words: List[str], here: Surroundings) -> ExitCode:
    if words and words[0] == ASK:
        _complete(words[1:], here)
        return ExitCode.OK
    args = build(ROOT, words).parse_args(words)
    aside = _aside(args)
    if aside is not None:
        here.stdout.write(aside + "\n")
        return ExitCode.OK
    node = args.way[-1]
    if isinstance(node, Group):
        raise UsageError("A command is needed.\n\n" + page(args.way))
    return node.run(_context(args, here), args) or ExitCode.OK


def _aside(args: argparse.Namespace) -> Optional[str]:
    if args.version:
        return VERSION
    if args.info:
        return INFO
    return json.dumps(CONFIG_SCHEMA, indent=2) if args.config_schema else None


def _context(args: argparse.Namespace, here: Surroundings) -> Context:
    style, colour = getattr(args, "setting_output", None), getattr(args, "setting_color", "auto")
    output = Output(here.stdout, here.stderr, style, colour, here.env)

    def connect() -> Service:
        resolved = settings.resolve(args, here.env, here.home)
        return Service(resolved, output.note if resolved.verbose else (lambda _: None))

    return Context(connect, output, here.clock, here.ask, here.env)


def _complete(words: List[str], here: Surroundings) -> None:
    """Prints what may come next. Says nothing at all where the service does not answer: a prompt is no place for it."""

    def names(kind: str, given: Dict[str, str]) -> Sequence[str]:
        try:
            flags = argparse.Namespace(**given)
            return _names(kind, Service(settings.resolve(flags, here.env, here.home), lambda _: None))
        except CliError:
            return ()

    for candidate in candidates(ROOT, words, names):
        here.stdout.write(candidate + "\n")


def _names(kind: str, service: Service) -> List[str]:
    paths = {
        "broker": "brokers",
        "task": "brokers",
        "topic": "topics",
        "config": "configurations",
        "plan": "plans",
        "pod": "pod",
        "endpoint": "endpoints",
    }
    answer = service.call("GET", paths[kind], timeout=COMPLETION_TIMEOUT_SECONDS).json()
    found = answer.get("brokers", []) if isinstance(answer, dict) else answer
    return [f"broker-{name}" if kind == "task" else str(name) for name in found]
