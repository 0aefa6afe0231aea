"""The program as users get it: one file, a plug-in, bin/dcos; and sources that Python 3.8 understands."""

import ast
import hashlib
import os
import re
import signal
import subprocess
import sys
import tempfile
import unittest
import zipfile
from pathlib import Path

from tests.support import PROJECT, CliTest

NEWER_THAN_3_8 = re.compile(
    r"\.(removeprefix|removesuffix|is_relative_to|with_stem|readlink|hardlink_to|pairwise|batched|randbytes|bit_count)\("
    r"|import (zoneinfo|graphlib|tomllib)|functools\.cache\b|import cache\b|zip\([^)]*strict="
    r"|dataclass\([^)]*(slots|kw_only)="
    r"|asyncio\.to_thread|exit_on_error|BooleanOptionalAction|sys\.stdlib_module_names|@cache\b|ParamSpec|TypeAlias"
)


class SourcesTest(unittest.TestCase):
    def test_python_3_8_understands_them(self):
        files = sorted([*(PROJECT / "src").rglob("*.py"), PROJECT / "build", PROJECT / "write-docs"])
        self.assertGreater(len(files), 15)
        for file in files:
            text = file.read_text(encoding="utf-8")
            tree = ast.parse(text, str(file), feature_version=(3, 8))
            self.assertIsNone(NEWER_THAN_3_8.search(text), file)
            for node in ast.walk(tree):
                if isinstance(node, ast.ClassDef):
                    # Builtins became generic in 3.9; only annotations, which are never evaluated here, may use them so.
                    for base in node.bases:
                        self.assertNotIsInstance(base, ast.Subscript, file)
            if file.suffix == ".py" and not file.name.startswith("__"):
                self.assertIn("from __future__ import annotations", text, file)

    def test_nothing_but_the_standard_library_is_imported(self):
        known = getattr(sys, "stdlib_module_names", None)
        if known is None:
            self.skipTest("this Python does not know its own modules")
        for file in (PROJECT / "src").rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                names = (
                    [alias.name for alias in node.names]
                    if isinstance(node, ast.Import)
                    else [node.module or ""]
                    if isinstance(node, ast.ImportFrom)
                    else []
                )
                for name in names:
                    self.assertIn(name.split(".")[0], known | {"dcos_kafka"}, file)


class PackageTest(CliTest):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.target = Path(folder.name) / "target"
        cls._build(cls.target)

    @staticmethod
    def _build(target: Path) -> None:
        subprocess.run([sys.executable, str(PROJECT / "build"), str(target)], check=True, timeout=60)

    def _run(self, *command, **env):
        return subprocess.run(
            [str(part) for part in command],
            env=self._env(env),
            timeout=60,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            universal_newlines=True,
            check=False,
        )

    def _env(self, env):
        return {"PATH": os.environ["PATH"], "HOME": str(self.home), "DCOS_URL": self.service.url, **env}

    def test_is_one_file_that_runs_alone(self):
        self.answers("GET brokers", {"brokers": ["0"]})
        for command in ((self.target / "dcos-kafka",), (self.target / "dcos-kafka", "kafka")):
            result = self._run(*command, "broker", "list", "--output=table")
            self.assertEqual((0, "BROKER\n0\n", ""), (result.returncode, result.stdout, result.stderr))

    def test_the_plugin_has_the_layout_of_the_dcos_cli(self):
        plugin = self.target / "plugin"
        toml = (plugin / "plugin.toml").read_text(encoding="utf-8")
        self.assertIn(
            'schema_version = 1\nname = "kafka"\n\n[[commands]]\nname = "kafka"\npath = "bin/dcos-kafka"\n', toml
        )
        self.assertTrue(os.access(plugin / "bin" / "dcos-kafka", os.X_OK))
        self.assertIn("_dcos_kafka()", (plugin / "completion" / "bash" / "kafka.sh").read_text(encoding="utf-8"))
        with zipfile.ZipFile(self.target / "dcos-kafka-plugin.zip") as archive:
            self.assertEqual(["plugin.toml", "bin/dcos-kafka", "completion/bash/kafka.sh"], archive.namelist())
            self.assertEqual(0o755, archive.getinfo("bin/dcos-kafka").external_attr >> 16 & 0o777)

    def test_the_same_sources_make_the_same_bytes(self):
        again = self.home / "again"
        self._build(again)
        for name in ("dcos-kafka", "dcos-kafka-plugin.zip"):
            digests = {hashlib.sha256((folder / name).read_bytes()).hexdigest() for folder in (self.target, again)}
            self.assertEqual(1, len(digests))

    def test_an_interrupt_ends_it_cleanly(self):
        self.answers("GET brokers", self.hold())
        process = subprocess.Popen(
            [str(self.target / "dcos-kafka"), "broker", "list"],
            env=self._env({}),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            universal_newlines=True,
            # Whoever runs the tests in the background of a script has had interrupts ignored, and children inherit that.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
        try:
            while not self.service.requests and process.poll() is None:
                self.service.released.wait(0.01)
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=30)
        finally:
            process.kill()
        self.assertEqual(
            (130, "", "\nInterrupted. What the service was asked to do goes on.\n"), (process.returncode, out, err)
        )

    def test_a_reader_that_leaves_early_hears_no_complaint(self):
        result = self._run("sh", "-c", f"{self.target / 'dcos-kafka'} --help | true")
        self.assertEqual((0, ""), (result.returncode, result.stderr))

    def test_a_terminal_without_unicode_gets_what_it_can_show(self):
        self.answers("GET topics", ["тема"])
        result = self._run(self.target / "dcos-kafka", "topic", "list", "-o", "table", PYTHONIOENCODING="ascii")
        self.assertEqual((0, ""), (result.returncode, result.stderr))
        self.assertIn("\\u0442", result.stdout)

    def test_bin_dcos_talks_to_the_local_dcos_unless_told_otherwise(self):
        self.answers("GET brokers", {"brokers": []})
        program = PROJECT.parent / "bin" / "dcos"
        self.assertEqual(0, self._run(program, "kafka", "broker", "list").returncode)
        closed = self._run(
            program, "kafka", "broker", "list", "--timeout", "0.001", DCOS_URL="", DCOS_DIR=str(self.home)
        )
        self.assertEqual(4, closed.returncode)
        self.assertIn("http://127.0.0.1:8080", closed.stderr)
        (self.home / "dcos.toml").write_text(f'[core]\ndcos_url = "{self.service.url}"\n', encoding="utf-8")
        announced = self._run(program, "kafka", "broker", "list", DCOS_URL="", DCOS_DIR=str(self.home))
        self.assertEqual((0, ""), (announced.returncode, announced.stderr))
        other = self._run(program, "package", "install", "kafka")
        self.assertEqual(2, other.returncode)
        self.assertIn("bin/dcos kafka help", other.stderr)
