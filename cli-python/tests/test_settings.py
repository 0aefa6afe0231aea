"""Where settings come from, and which goes before which."""

import argparse
from pathlib import Path

from dcos_kafka.dcosconfig import parse
from dcos_kafka.errors import UsageError
from dcos_kafka.settings import resolve
from tests.support import CliTest

TOML = """\
# written by the DC/OS CLI
[core]
  dcos_url = "{url}"   # the cluster
  dcos_acs_token = "token-{name}"
  ssl_verify = "{verify}"
  timeout = 5
[cluster]
  name = '{name}'
[kafka]
  service_name = "kafka-{name}"
"""


class SettingsTest(CliTest):
    def _write(self, path: str, name: str, url: str = "https://dcos.example.com", verify: str = "true") -> Path:
        file = self.home / ".dcos" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(TOML.format(name=name, url=url, verify=verify), encoding="utf-8")
        return file

    def _cluster(self, identity: str, attached: bool = False, **values: str) -> Path:
        file = self._write(f"clusters/{identity}/dcos.toml", identity + "-name", **values)
        if attached:
            (file.parent / "attached").touch()
        return file

    def _resolve(self, env=None, **flags):
        given = {"setting_" + name: value for name, value in flags.items()}
        return resolve(argparse.Namespace(**given), env or {}, self.home)

    def test_reads_the_old_single_file(self):
        self._write("dcos.toml", "old")
        settings = self._resolve()
        self.assertEqual("https://dcos.example.com/service/kafka-old", settings.base_url)
        self.assertEqual(("token-old", 5.0, True), (settings.token, settings.timeout, settings.verify))

    def test_reads_the_attached_cluster_rather_than_the_others_and_the_old_file(self):
        self._write("dcos.toml", "old")
        self._cluster("one")
        self._cluster("two", attached=True)
        self.assertEqual("token-two-name", self._resolve().token)

    def test_reads_the_only_cluster_even_if_none_is_attached(self):
        self._cluster("one")
        self.assertEqual("token-one-name", self._resolve().token)

    def test_finds_a_cluster_by_id_or_name(self):
        self._cluster("one", attached=True)
        self._cluster("two")
        for wanted in ("two", "two-name"):
            self.assertEqual("token-two-name", self._resolve({"DCOS_CLUSTER": wanted}).token)
        with self.assertRaisesRegex(UsageError, "DCOS_CLUSTER=three"):
            self._resolve({"DCOS_CLUSTER": "three"})

    def test_takes_the_folder_and_the_file_that_variables_name(self):
        self._cluster("one")
        file = self._cluster("two")
        self.assertEqual("token-two-name", self._resolve({"DCOS_CONFIG": str(file)}).token)
        elsewhere = {"DCOS_DIR": str(self.home / "nowhere"), "DCOS_URL": "http://h"}
        self.assertEqual("", self._resolve(elsewhere).token)

    def test_says_when_more_than_one_cluster_is_attached(self):
        self._cluster("one", attached=True)
        self._cluster("two", attached=True)
        with self.assertRaisesRegex(UsageError, "one, two"):
            self._resolve()

    def test_flags_go_before_the_environment_and_that_before_the_configuration(self):
        self._cluster("one")
        env = {
            "DCOS_URL": "http://env/",
            "DCOS_KAFKA_SERVICE_NAME": "by-env",
            "DCOS_ACS_TOKEN": "env",
            "DCOS_TIMEOUT": "7",
        }
        settings = self._resolve(env)
        self.assertEqual(
            ("http://env/service/by-env", "env", 7.0), (settings.base_url, settings.token, settings.timeout)
        )
        settings = self._resolve(env, url="http://flag", name="by-flag", token="flag", timeout=9.0)
        self.assertEqual(
            ("http://flag/service/by-flag", "flag", 9.0), (settings.base_url, settings.token, settings.timeout)
        )

    def test_understands_the_older_names_of_variables(self):
        settings = self._resolve({"DCOS_URI": "https://uri", "DCOS_AUTH_TOKEN": "t", "DCOS_CERT_PATH": "/ca.pem"})
        self.assertEqual(
            ("https://uri/service/kafka", "t", "/ca.pem"), (settings.base_url, settings.token, settings.verify)
        )

    def test_understands_what_the_dcos_cli_hands_to_a_plugin(self):
        settings = self._resolve({"DCOS_URL": "https://h", "DCOS_TLS_INSECURE": "1", "DCOS_VERBOSITY": "1"})
        self.assertEqual((False, True), (settings.verify, settings.verbose))
        self.assertEqual("/ca", self._resolve({"DCOS_URL": "https://h", "DCOS_TLS_CA_PATH": "/ca"}).verify)

    def test_never_sends_the_login_of_one_cluster_to_another(self):
        self._cluster("one", verify="false")
        other = self._resolve({"DCOS_URL": "https://other.example.com"})
        self.assertEqual(("", True), (other.token, other.verify))
        self.assertEqual("", self._resolve(url="https://other.example.com").token)
        self.assertEqual("", self._resolve(service_url="http://10.0.0.1:8080").token)
        self.assertEqual("token-one-name", self._resolve({"DCOS_URL": "https://dcos.example.com/"}).token)

    def test_verifies_certificates_unless_told_otherwise(self):
        for configured, expected in (
            ("true", True),
            ("True", True),
            ("False", False),
            ("0", False),
            ("/ca.pem", "/ca.pem"),
        ):
            self._cluster("one", verify=configured)
            self.assertEqual(expected, self._resolve().verify, configured)
        self.assertIs(False, self._resolve(insecure=True).verify)
        self.assertEqual("/x.pem", self._resolve(ca_cert="/x.pem").verify)
        self.assertEqual(True, self._resolve({"DCOS_SSL_VERIFY": "1"}).verify)

    def test_reaches_a_service_without_dcos_before_it(self):
        self.answers("GET /v1/brokers", {"brokers": []})
        env = {"DCOS_KAFKA_SERVICE_URL": self.service.url + "/"}
        self.assertEqual(0, self.dcos_kafka("broker list", env).code)
        self.assertEqual(0, self.dcos_kafka(f"--service-url {self.service.url} broker list", {}).code)

    def test_sends_the_token_as_dcos_wants_it(self):
        self.answers("GET brokers", {"brokers": []})
        self.dcos_kafka("broker list --token secret")
        self.assertEqual("token=secret", self.asked().headers["Authorization"])

    def test_sends_no_authorization_without_a_token(self):
        self.answers("GET brokers", {"brokers": []})
        self.dcos_kafka("broker list")
        self.assertIsNone(self.asked().headers["Authorization"])

    def test_keeps_the_token_out_of_what_verbose_shows(self):
        self.answers("GET brokers", {"brokers": []})
        result = self.dcos_kafka("-v broker list --token s3cr3t")
        self.assertIn("> GET http://", result.err)
        self.assertIn('< 200 {"brokers": []}', result.err)
        self.assertNotIn("s3cr3t", result.err)
        self.assertNotIn("s3cr3t", repr(self._resolve(url="http://h", token="s3cr3t")))

    def test_says_what_to_do_when_there_is_no_cluster(self):
        result = self.dcos_kafka("broker list", {})
        self.assertEqual(2, result.code)
        self.assertIn("dcos cluster setup", result.err)

    def test_refuses_settings_that_make_no_sense(self):
        for env in (
            {"DCOS_URL": "dcos.example.com"},
            {"DCOS_URL": "ftp://h"},
            {"DCOS_URL": "http://user:password@h"},
            {"DCOS_URL": "http://h", "DCOS_TIMEOUT": "1e300"},
            {"DCOS_URL": "http://"},
            {"DCOS_URL": "http://h:port"},
            {"DCOS_URL": "http://a b"},
            {"DCOS_URL": "http://h", "DCOS_TIMEOUT": "soon"},
            {"DCOS_URL": "http://h", "DCOS_TIMEOUT": "nan"},
            {"DCOS_URL": "http://h", "DCOS_TIMEOUT": "0"},
            {"DCOS_URL": "http://h", "DCOS_KAFKA_SERVICE_NAME": "/"},
            {"DCOS_CONFIG": "/nowhere/dcos.toml"},
            {"DCOS_KAFKA_SERVICE_URL": "h:80"},
        ):
            with self.subTest(env):
                result = self.dcos_kafka("broker list", env)
                self.assertEqual(2, result.code, result.err)
                self.assertIn("\n  - ", result.err)


class TomlTest(CliTest):
    def test_reads_what_the_dcos_cli_writes_and_skips_the_rest(self):
        text = (
            'top = 1\n[core]\nurl = "a\\"b\\\\c#d" # note\nliteral = \'x#y\'\nyes = true\nno=false\n"quoted" = 2.5\n'
            'list = ["a"]\nnot a line\n[ a.b ] # deep\nkey = -3\n'
        )
        self.assertEqual(
            {
                "top": 1,
                "core.url": 'a"b\\c#d',
                "core.literal": "x#y",
                "core.yes": True,
                "core.no": False,
                "core.quoted": 2.5,
                "a.b.key": -3,
            },
            parse(text),
        )
