"""Help: precise for every command, and docs/cli.md made of it."""

import json
import shlex

from dcos_kafka.command import Command, Group
from dcos_kafka.commands import ROOT
from dcos_kafka.errors import ExitCode
from dcos_kafka.flags import SETTINGS
from dcos_kafka.parser import build
from dcos_kafka.reference import markdown
from tests.support import PROJECT, CliTest


def ways(*way):
    """The way to every group and command."""
    yield way
    if isinstance(way[-1], Group):
        for member in way[-1].shown():
            yield from ways(*way, member)


class HelpTest(CliTest):
    def test_every_command_explains_itself_in_three_ways(self):
        for way in ways(ROOT):
            words = " ".join(node.name for node in way[1:])
            with self.subTest(words):
                texts = {
                    self.dcos_kafka(f"{words} --help", {}).out,
                    self.dcos_kafka(f"{words} -h", {}).out,
                    self.dcos_kafka(f"help {words}", {}).out,
                }
                self.assertEqual(1, len(texts))
                (text,) = texts
                self.assertTrue(text.startswith("Usage: dcos kafka"))
                self.assertLessEqual(max(map(len, text.splitlines())), 110)

    def test_help_names_every_argument_option_and_request(self):
        for way in ways(ROOT):
            node = way[-1]
            if isinstance(node, Command):
                text = self.dcos_kafka(" ".join(part.name for part in way[1:]) + " --help", {}).out
                for part in (*node.arguments, *node.options):
                    self.assertIn(part.usage, text)
                self.assertTrue(node.calls or node.name in ("help", "completion"), node.name)
                self.assertTrue(node.examples, node.name)

    def test_every_example_is_understood(self):
        for way in ways(ROOT):
            for example in getattr(way[-1], "examples", ()):
                command = example[len('eval "$(') : -2] if example.startswith("eval") else example
                words = shlex.split(command)
                self.assertEqual(["dcos", "kafka"], words[:2])
                self.assertIs(way[-1], build(ROOT, words).parse_args(words[2:]).way[-1], example)

    def test_the_top_explains_settings_and_exit_codes(self):
        text = self.dcos_kafka("--help", {}).out
        for option in SETTINGS:
            self.assertIn(option.usage, text)
        for code in ExitCode:
            self.assertIn(code.meaning, text)

    def test_help_of_what_is_not_there(self):
        for line in ("help nope", "help topic list nope", "help update", "help plan start"):
            self.assertEqual(2, self.dcos_kafka(line, {}).code, line)

    def test_a_group_alone_is_a_mistake_that_explains_itself(self):
        for line in ("", "broker", "topic", "debug"):
            result = self.dcos_kafka(line, {})
            self.assertEqual(2, result.code)
            self.assertIn("Commands:", result.err)

    def test_a_misspelled_command_names_the_nearest(self):
        result = self.dcos_kafka("topic creat x", {})
        self.assertEqual(2, result.code)
        self.assertIn("There is no command `dcos kafka topic creat`.", result.err)
        self.assertIn("Did you mean `dcos kafka topic create`?", result.err)

    def test_commands_of_relatives_say_what_to_do_instead(self):
        for line in (
            "update start --options=x.json",
            "describe",
            "acl list",
            "plan start x -p A=b",
            "plan stop deploy",
            "topic config t a=b",
            "topic delete-config t a",
            "topic producer_test_tls t 1",
            "pod pause kafka-0",
            "pods resume kafka-0",
            "state refresh_cache",
            "debug state refresh_cache",
        ):
            with self.subTest(line):
                result = self.dcos_kafka(line, {})
                self.assertEqual(2, result.code)
                self.assertIn("This service has no command", result.err)
                self.assertIn("\n  - ", result.err)

    def test_flags_are_not_abbreviated(self):
        self.assertEqual(2, self.dcos_kafka("topic create t --part 3", {}).code)

    def test_answers_what_the_dcos_cli_asks_a_subcommand(self):
        self.assertEqual("1.0.0\n", self.dcos_kafka("kafka --version", {}).out)
        self.assertEqual("Deploy and manage Apache Kafka on DC/OS\n", self.dcos_kafka("kafka --info", {}).out)
        schema = json.loads(self.dcos_kafka("kafka --config-schema", {}).out)
        self.assertEqual({"service_name", "service_url"}, set(schema["properties"]))

    def test_docs_are_made_of_the_help(self):
        page = (PROJECT.parent / "docs" / "cli.md").read_text(encoding="utf-8")
        self.assertEqual(markdown(ROOT), page, "docs/cli.md is old: run cli-python/write-docs")
