"""Completion for bash and zsh: small scripts that ask `dcos kafka __complete <words...>` what may come next."""

from __future__ import annotations

from typing import Callable, Dict, List, Optional, Sequence, Tuple, Union

from dcos_kafka.command import Argument, Command, Group, Option
from dcos_kafka.flags import ASIDE, HELP, SETTINGS

ASK = "__complete"

_BASH = r"""# bash completion for dcos-kafka and `dcos kafka`
_dcos_kafka() {
    local IFS=$'\n' first=1
    [[ ${COMP_WORDS[0]##*/} == dcos-kafka ]] || first=2
    ((COMP_CWORD >= first)) || return
    COMPREPLY=($("${COMP_WORDS[@]:0:first}" __complete "${COMP_WORDS[@]:first:COMP_CWORD-first+1}" 2>/dev/null))
}
complete -F _dcos_kafka dcos-kafka
# The DC/OS CLI's own completion calls _dcos_kafka; without it, `dcos` completes this sub-command alone.
if ! complete -p dcos >/dev/null 2>&1; then
    _dcos_kafka_alone() {
        if ((COMP_CWORD == 1)); then
            COMPREPLY=($(compgen -W kafka -- "${COMP_WORDS[1]}"))
        elif [[ ${COMP_WORDS[1]} == kafka ]]; then
            _dcos_kafka
        fi
    }
    complete -F _dcos_kafka_alone dcos
fi
"""

_ZSH = r"""# zsh completion for dcos-kafka and `dcos kafka`
_dcos_kafka() {
    local first=1
    local -a found
    [[ ${words[1]:t} == dcos-kafka ]] || first=2
    if (( CURRENT <= first )); then
        compadd -- kafka
        return
    fi
    [[ $first == 1 || ${words[2]} == kafka ]] || return
    found=(${(f)"$("${(@)words[1,first]}" __complete "${(@)words[first+1,CURRENT]}" 2>/dev/null)"})
    compadd -- $found
}
compdef _dcos_kafka dcos-kafka
(( ${+_comps[dcos]} )) || compdef _dcos_kafka dcos
"""

_SCRIPTS = {"bash": _BASH, "zsh": _ZSH}
SHELLS = tuple(_SCRIPTS)

Names = Callable[[str, Dict[str, str]], Sequence[str]]
"""The names there are of a kind of thing, given the settings on the command line so far."""


def script(shell: str) -> str:
    """The script that makes the shell complete."""
    return _SCRIPTS[shell]


def candidates(root: Group, words: Sequence[str], names: Names) -> List[str]:
    """What the last of `words` may become; it may be empty. The words follow `dcos kafka`."""
    *before, current = _joined(words) or [""]
    walk = _Walk(root)
    for word in before:
        walk.step(word)
    if walk.pending is not None:
        return _matching(walk.pending.values, current)
    if current.startswith("-"):
        flag, equals, value = current.partition("=")
        option = walk.option(flag) if equals else None
        if option is not None:
            return [f"{flag}={found}" for found in _matching(option.values, value)]
        return _matching([flag for option in walk.options() for flag in option.flags], current)
    argument = walk.argument()
    if argument is None:
        return _matching(walk.commands(), current)
    if isinstance(argument.values, tuple):
        return _matching(argument.values, current)
    return _matching(names(argument.values, walk.settings), current)


def _joined(words: Sequence[str]) -> List[str]:
    """bash breaks `--name=kafka` into three words; a flag and its value are two."""
    joined: List[str] = []
    for index, word in enumerate(words):
        if word != "=" or index == 0 or not words[index - 1].startswith("-"):
            joined.append(word)
        elif index == len(words) - 1:
            joined.append("")
    return joined


def _matching(names: Sequence[str], start: str) -> List[str]:
    return [name for name in names if name.startswith(start)]


class _Walk:
    """Follows the words to the place where the next one stands."""

    def __init__(self, root: Group) -> None:
        self.node: Union[Group, Command] = root
        self.root = root
        self.pending: Optional[Option] = None
        self.settings: Dict[str, str] = {}
        self._taken = 0

    def step(self, word: str) -> None:
        if self.pending is not None:
            if self.pending in SETTINGS:
                self.settings["setting_" + self.pending.attribute] = word
            self.pending = None
        elif word.startswith("-"):
            self._flag(*word.partition("="))
        elif isinstance(self.node, Group):
            self._descend(word)
        else:
            self._taken += 1

    def options(self) -> Tuple[Option, ...]:
        own = self.node.options if isinstance(self.node, Command) else ASIDE if self.node is self.root else ()
        return (*own, *SETTINGS, HELP)

    def option(self, flag: str) -> Optional[Option]:
        return next((option for option in self.options() if flag in option.flags), None)

    def argument(self) -> Optional[Argument]:
        """The argument that comes next; None for a command's name, or when nothing more is taken."""
        if isinstance(self.node, Group) or self._taken >= len(self.node.arguments):
            return None
        return self.node.arguments[self._taken]

    def commands(self) -> List[str]:
        if isinstance(self.node, Command):
            return []
        return [member.name for member in (*self.node.shown(), *self.node.borrowed)]

    def _flag(self, flag: str, equals: str, value: str) -> None:
        option = self.option(flag)
        if option is None or not (option.metavar or option.values):
            return
        self.pending = option
        if equals:
            self.step(value)

    def _descend(self, word: str) -> None:
        assert isinstance(self.node, Group)
        for member in (*self.node.shown(), *self.node.borrowed):
            if word == member.name or word in member.aliases:
                self.node = member
                return
