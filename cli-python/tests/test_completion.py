"""Completion: what may come next, and the shells' scripts."""

import io
import os
import shutil
import subprocess
import unittest

from dcos_kafka.main import Surroundings, run
from tests.support import PROJECT, CliTest


class CandidatesTest(CliTest):
    def _complete(self, *words, env=None):
        out, err = io.StringIO(), io.StringIO()
        here = Surroundings({"DCOS_URL": self.service.url} if env is None else env, out, err, self.home)
        self.assertEqual(0, run(["__complete", *words], here))
        self.assertEqual("", err.getvalue())
        return out.getvalue().splitlines()

    def test_completes_commands(self):
        self.assertEqual(["broker"], self._complete("br"))
        self.assertEqual(["restart", "replace"], self._complete("broker", "re"))
        self.assertIn("topic", self._complete(""))
        self.assertIn("topic", self._complete())
        self.assertEqual(["offers"], self._complete("debug", "o"))
        self.assertNotIn("update", self._complete(""))

    def test_completes_flags_and_their_values(self):
        self.assertEqual(["--partitions"], self._complete("topic", "create", "t", "--p"))
        self.assertEqual(["--name"], self._complete("--n"))
        self.assertEqual(["--version", "--verbose"], self._complete("--ver"))
        self.assertEqual(["json", "table"], self._complete("broker", "list", "--output", ""))
        self.assertEqual(["table"], self._complete("broker", "list", "--output", "=", "t"))
        self.assertEqual(["json", "table"], self._complete("broker", "list", "--output", "="))
        self.assertEqual(["--output=table"], self._complete("broker", "list", "--output=t"))
        self.assertEqual([], self._complete("--name", ""))

    def test_completes_what_the_service_has(self):
        self.answers("GET brokers", {"brokers": ["0", "1", "10"]})
        self.answers("GET topics", ["a1", "a2", "b"])
        self.answers("GET plans", ["deploy", "recovery"])
        self.assertEqual(["1", "10"], self._complete("broker", "restart", "1"))
        self.assertEqual(["1", "10"], self._complete("broker", "restart", "--force", "1"))
        self.assertEqual(["a1", "a2"], self._complete("--output", "json", "topic", "describe", "a"))
        self.assertEqual(["broker-0", "broker-1", "broker-10"], self._complete("state", "task", ""))
        self.assertEqual(["recovery"], self._complete("plan", "watch", "r"))
        self.assertEqual([], self._complete("topic", "describe", "a1", ""))
        self.assertEqual(["bash", "zsh"], self._complete("completion", ""))

    def test_asks_the_service_that_is_named(self):
        self.answers("GET /service/k2/v1/topics", ["other"])
        for words in (("--name", "k2"), ("--name=k2",), ("--name", "=", "k2")):
            self.assertEqual(["other"], self._complete(*words, "topic", "delete", ""))

    def test_says_nothing_when_the_service_does_not_answer(self):
        self.assertEqual([], self._complete("topic", "delete", ""))
        self.assertEqual([], self._complete("topic", "delete", "", env={}))


class ShellTest(CliTest):
    def _shell(self, *command: str) -> str:
        folder = self.home / "bin"
        folder.mkdir()
        program = folder / "dcos-kafka"
        program.write_text(f'#!/bin/sh\nPYTHONPATH="{PROJECT}/src" exec python3 -m dcos_kafka "$@"\n', encoding="utf-8")
        program.chmod(0o755)
        (folder / "dcos").write_text('#!/bin/sh\nshift\nexec dcos-kafka "$@"\n', encoding="utf-8")
        (folder / "dcos").chmod(0o755)
        env = {
            "PATH": f"{folder}:{os.environ['PATH']}",
            "DCOS_URL": self.service.url,
            "HOME": str(self.home),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        result = subprocess.run(
            command,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            timeout=60,
            universal_newlines=True,
            check=False,
        )
        self.assertEqual((0, ""), (result.returncode, result.stderr))
        return result.stdout

    def test_bash_completes_both_spellings(self):
        self.answers("GET topics", ["topic1", "topic2"])
        out = self._shell(
            "bash",
            "--norc",
            "-c",
            """
            eval "$(dcos-kafka completion bash)"
            ask() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); $function; echo "${COMPREPLY[*]}"; }
            function=_dcos_kafka; ask dcos-kafka topic describe t; ask dcos kafka plan w; ask dcos-kafka --output = t
            function=_dcos_kafka_alone; ask dcos k; ask dcos kafka bro; ask dcos node l
            complete -p dcos-kafka dcos
        """,
        )
        self.assertEqual(
            [
                "topic1 topic2",
                "watch",
                "table",
                "kafka",
                "broker",
                "",
                "complete -F _dcos_kafka dcos-kafka",
                "complete -F _dcos_kafka_alone dcos",
            ],
            out.splitlines(),
        )

    def test_bash_leaves_the_completion_of_the_dcos_cli_alone(self):
        out = self._shell(
            "bash",
            "--norc",
            "-c",
            """
            complete -F _dcos dcos
            eval "$(dcos-kafka completion bash)"
            complete -p dcos
        """,
        )
        self.assertEqual("complete -F _dcos dcos\n", out)

    @unittest.skipUnless(shutil.which("zsh"), "there is no zsh here")
    def test_zsh_completes_both_spellings(self):
        self.answers("GET topics", ["topic1", "topic2"])
        out = self._shell(
            "zsh",
            "-f",
            "-c",
            """
            typeset -A _comps
            compdef() { echo "compdef $*"; }
            compadd() { shift; echo "$*"; }
            eval "$(dcos-kafka completion zsh)"
            ask() { words=("$@"); CURRENT=$#; _dcos_kafka; }
            ask dcos-kafka topic describe t; ask dcos kafka plan w; ask dcos-kafka --output=t; ask dcos k
            ask dcos node l; true
        """,
        )
        self.assertEqual(
            [
                "compdef _dcos_kafka dcos-kafka",
                "compdef _dcos_kafka dcos",
                "topic1 topic2",
                "watch",
                "--output=table",
                "kafka",
            ],
            out.splitlines(),
        )
