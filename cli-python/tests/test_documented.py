"""Every `dcos kafka` line of the product documentation: the request that it sends, and what it prints."""

import json
import os
import re
import unittest
from pathlib import Path

from tests.support import FIXTURES, CliTest, Reply

COMMANDS = json.loads((FIXTURES / "documented.json").read_text(encoding="utf-8"))["commands"]
PRODUCT_DOCS = os.environ.get("PRODUCT_DOCS", "")


class DocumentedTest(CliTest):
    def test_each_line_sends_its_request_and_prints_the_documented_answer(self):
        for command in COMMANDS:
            with self.subTest(f"{command['section']}: {command['line']}"):
                self.service.requests.clear()
                self.answers(f"{command['method']} {command['path']}", Reply(command["answer"], command["status"]))

                result = self.dcos_kafka(command["line"][len("dcos kafka ") :])

                self.assertEqual((0, ""), (result.code, result.err))
                request = self.asked()
                self.assertEqual((command["method"], command["path"], command["query"]), request[:3])
                expected = (
                    command["answer"]
                    if command.get("text")
                    else json.dumps(command["answer"], indent=command["indent"])
                )
                self.assertEqual(expected + "\n", result.out)

    def test_prints_brokers_to_the_letter_as_documented(self):
        self.answers("GET brokers", {"brokers": ["0", "1", "2"]})
        self.assertEqual(
            '{\n    "brokers": [\n        "0",\n        "1",\n        "2"\n    ]\n}\n',
            self.dcos_kafka("--name=kafka broker list").out,
        )

    def test_prints_a_plan_to_the_letter_as_documented(self):
        self.answers("GET plan", {"phases": [], "errors": [], "status": "COMPLETE"})
        self.assertEqual(
            '{\n  "phases": [],\n  "errors": [],\n  "status": "COMPLETE"\n}\n', self.dcos_kafka("plan").out
        )

    @unittest.skipUnless(PRODUCT_DOCS, "PRODUCT_DOCS names no copy of the product documentation")
    def test_the_table_misses_no_line_of_the_documentation(self):
        text = Path(PRODUCT_DOCS).read_text(encoding="utf-8")
        lines = re.findall(r"^\s*(?:\$ )?(dcos kafka [^\n]*\S)", text, re.MULTILINE)
        lines += re.findall(r"[^\s$] +(dcos kafka (?:broker|topic) [a-z_]+(?: <[a-z-]+>)?)", text)
        known = [command.get("documentedAs", command["line"]) for command in COMMANDS]
        self.assertEqual(len(known), len(lines))
        self.assertEqual(sorted(known), sorted(lines))
