"""The shape of a command, from which its parser, its help, the reference and the completion are made."""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Callable, Mapping, Tuple, Union

from dcos_kafka.errors import UsageError
from dcos_kafka.output import Output
from dcos_kafka.service import Service
from dcos_kafka.settings import positive_seconds


class Clock:
    """Time, so that tests need not wait."""

    def now(self) -> float:
        """Seconds that never go backwards."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


@dataclass(frozen=True)
class Context:
    """What a command works with."""

    connect: Callable[[], Service]
    """Finds out where the service is: only commands that need it fail for want of settings."""
    output: Output
    clock: Clock
    ask: Callable[[str], str]
    """Asks the user a question on the terminal and returns the answer; raises EOFError where nobody can answer."""
    env: Mapping[str, str]

    @cached_property
    def service(self) -> Service:
        return self.connect()


Run = Callable[[Context, argparse.Namespace], Any]
"""Carries a command out. Returns its exit code, or None for success."""


@dataclass(frozen=True)
class Argument:
    """A word that a command takes. `values` are all that it may be, or the kind of thing it names, for completion:
    `broker`, `topic`, `config`, `plan`, `pod`, `endpoint`."""

    name: str
    help: str
    optional: bool = False
    many: bool = False
    default: Any = None
    convert: Callable[[str], Any] = str
    values: Union[Tuple[str, ...], str] = ()

    @property
    def usage(self) -> str:
        shown = f"<{self.name}>" + ("..." if self.many else "")
        return f"[{shown}]" if self.optional or self.many else shown


@dataclass(frozen=True)
class Option:
    """A flag. One without `metavar` is a switch."""

    flags: Tuple[str, ...]
    help: str
    metavar: str = ""
    default: Any = None
    convert: Callable[[str], Any] = str
    values: Tuple[str, ...] = ()
    repeated: bool = False
    dest: str = ""

    @property
    def attribute(self) -> str:
        return self.dest or self.flags[-1].lstrip("-").replace("-", "_")

    @property
    def usage(self) -> str:
        shown = ", ".join(self.flags)
        if self.values:
            return f"{shown} {{{','.join(self.values)}}}"
        return f"{shown} {self.metavar}".rstrip()


@dataclass(frozen=True)
class Command:
    """One command. `calls` is the request that it sends, as the REST reference names it."""

    name: str
    summary: str
    run: Run
    calls: str = ""
    details: str = ""
    aliases: Tuple[str, ...] = ()
    arguments: Tuple[Argument, ...] = ()
    options: Tuple[Option, ...] = ()
    examples: Tuple[str, ...] = ()


@dataclass(frozen=True)
class Withdrawn:
    """A command of an older or newer relative of this one, without meaning here; `advice` says what to do instead."""

    name: str
    advice: str

    def run(self, *_: Any) -> None:
        raise UsageError(f"This service has no command `{self.name}`.", self.advice)


@dataclass(frozen=True)
class Group:
    """Commands under one word. `default` is the one that the bare word means."""

    name: str
    summary: str
    members: Tuple[Union[Command, "Group", Withdrawn], ...]
    aliases: Tuple[str, ...] = ()
    default: str = ""
    borrowed: Tuple["Group", ...] = ()
    """Groups that can be reached under this word, too, and are explained at their own place."""

    def shown(self) -> Tuple[Union[Command, "Group"], ...]:
        """The members that help lists."""
        return tuple(member for member in self.members if not isinstance(member, Withdrawn))


def whole_number(least: int, what: str) -> Callable[[str], int]:
    """Converts an argument into a number of at least `least`."""

    def convert(text: str) -> int:
        if not (text.isascii() and text.isdigit()) or int(text) < least:
            raise argparse.ArgumentTypeError(f"{what} is a whole number from {least}, not {text!r}")
        return int(text)

    return convert


def seconds(text: str) -> float:
    """Converts an argument into a number of seconds."""
    try:
        return positive_seconds(text)
    except ValueError as problem:
        raise argparse.ArgumentTypeError(str(problem)) from problem
