"""Makes the argparse parser of all commands."""

from __future__ import annotations

import argparse
import difflib
import re
from typing import Any, FrozenSet, NoReturn, Sequence, Tuple, Union

from dcos_kafka.command import Argument, Command, Group, Option, Withdrawn
from dcos_kafka.errors import UsageError
from dcos_kafka.flags import ASIDE, SETTINGS
from dcos_kafka.helptext import page


class HelpAsked(Exception):
    """Somebody asked for help: here it is."""


class Parser(argparse.ArgumentParser):
    """Reports mistakes as UsageError and prints our own help."""

    way: Tuple[Union[Group, Command], ...] = ()

    def print_help(self, file: Any = None) -> None:
        raise HelpAsked(page(self.way))

    def error(self, message: str) -> NoReturn:
        words = " ".join(part.name for part in self.way)
        node = self.way[-1]
        unknown = re.search(r"argument <command>: invalid choice: '?([^' ]*)", message)
        if isinstance(node, Group) and unknown:
            names = [member.name for member in node.shown()]
            near = difflib.get_close_matches(unknown.group(1), names, n=1)
            raise UsageError(
                f"There is no command `{words} {unknown.group(1)}`.",
                *([f"Did you mean `{words} {near[0]}`?"] if near else []),
                f"There are: {', '.join(names)}. `{words} --help` explains them.",
            )
        raise UsageError(f"{words}: {message}.", f"`{words} --help` explains it.")


    def parse_args(self, args: Any = None, namespace: Any = None) -> Any:
        """As argparse's, but tells what is too much with the command that it was given to, and what may be meant."""
        parsed, rest = self.parse_known_args(args, namespace)
        if rest:
            words = " ".join(part.name for part in parsed.way)
            options = parsed.way[-1].options if isinstance(parsed.way[-1], Command) else ()
            flags = [flag for option in (*options, *SETTINGS) for flag in option.flags]
            near = difflib.get_close_matches(rest[0].split("=")[0], flags, n=1) if rest[0].startswith("-") else []
            raise UsageError(
                f"{words}: there is no {'option' if rest[0].startswith('-') else 'place for'} {' '.join(rest)}.",
                *([f"Did you mean `{near[0]}`?"] if near else []),
                f"`{words} --help` explains it.",
            )
        return parsed


def build(root: Group, words: Sequence[str]) -> Parser:
    """The parser for `words`; what it parses has `way`, the way from the root to the command that they name. Commands
    that do not occur in the words stay empty: most of the time that a command line takes would go into them."""
    settings = _settings()
    parser = Parser(prog=root.name, allow_abbrev=False, parents=[settings])
    for option in ASIDE:
        parser.add_argument(*option.flags, action="store_true")
    _fill(parser, (root,), settings, frozenset(words))
    return parser


def _settings() -> Parser:
    """Without defaults, so that a flag before the command isn't undone by its absence after it."""
    common = Parser(add_help=False, allow_abbrev=False, argument_default=argparse.SUPPRESS)
    for option in SETTINGS:
        _add_option(common, option, "setting_" + option.attribute, argparse.SUPPRESS)
    return common


def _fill(parser: Parser, way: Tuple[Union[Group, Command], ...], settings: Parser, words: FrozenSet[str]) -> None:
    parser.way = way
    parser.set_defaults(way=way)
    node = way[-1]
    if isinstance(node, Command):
        for argument in node.arguments:
            _add_argument(parser, argument)
        for option in node.options:
            _add_option(parser, option, option.attribute, option.default)
        return
    subparsers = parser.add_subparsers(metavar="<command>", dest="word", parser_class=Parser)
    for member in node.members + node.borrowed:
        if words.isdisjoint((member.name, *getattr(member, "aliases", ()))):
            subparsers.add_parser(member.name, add_help=False)
        elif isinstance(member, Withdrawn):
            child = subparsers.add_parser(member.name, prefix_chars="\0", add_help=False)
            child.add_argument("rest", nargs="*")
            child.way = way
            child.set_defaults(way=way + (member,))
        else:
            child = subparsers.add_parser(member.name, aliases=member.aliases, allow_abbrev=False, parents=[settings])
            _fill(child, way + (member,), settings, words)
    if node.default:
        (default,) = [member for member in node.members if isinstance(member, Command) and member.name == node.default]
        defaults = {part.name: part.default for part in default.arguments}
        defaults.update({option.attribute: option.default for option in default.options})
        parser.set_defaults(**defaults, way=way + (default,))


def _add_argument(parser: Parser, argument: Argument) -> None:
    count = "*" if argument.many else "?" if argument.optional else None
    choices = argument.values if isinstance(argument.values, tuple) and argument.values else None
    name = argument.name.replace("-", "_")
    parser.add_argument(
        name,
        metavar=f"<{argument.name}>",
        nargs=count,
        default=argument.default,
        type=argument.convert,
        choices=choices,
    )


def _add_option(parser: Parser, option: Option, dest: str, default: Any) -> None:
    if option.values:
        parser.add_argument(*option.flags, dest=dest, choices=option.values, default=default)
    elif option.metavar:
        parser.add_argument(
            *option.flags,
            dest=dest,
            metavar=option.metavar,
            type=option.convert,
            default=default,
            action="append" if option.repeated else "store",
        )
    elif default is argparse.SUPPRESS:
        parser.add_argument(*option.flags, dest=dest, action="store_true", default=default)
    else:
        parser.add_argument(*option.flags, dest=dest, action="store_true")
