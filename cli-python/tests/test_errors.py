"""Everything that goes wrong: a sentence, the next step, the exit code, never a traceback."""

import io
import socket
import ssl
import unittest.mock
from pathlib import Path

from dcos_kafka.service import Service
from tests.support import FIXTURES, CliTest, Reply

HTML = "text/html"


class RefusalTest(CliTest):
    def _list(self, *replies):
        self.answers("GET brokers", *replies)
        return self.dcos_kafka("broker list")

    def _says(self, result, code, *words):
        self.assertEqual((code, ""), (result.code, result.out))
        self.assertTrue(result.err.startswith("Error: "), result.err)
        for word in words:
            self.assertIn(word, result.err)

    def test_a_missing_login(self):
        self._says(self._list(Reply("", 401)), 3, "(401)", "dcos auth login")

    def test_a_login_that_may_not(self):
        self._says(self._list(Reply({"message": "not yours"}, 403)), 3, "(403)", "not yours", "permission")

    def test_what_a_rule_of_kafka_forbids_is_not_about_the_login(self):
        reply = Reply({"code": 403, "message": "A policy wants at least 2 replicas."}, 403)
        self._says(self._list(reply), 1, "Error: A policy wants at least 2 replicas. (403)\n")

    def test_a_service_that_is_not_there(self):
        self._says(self._list(Reply("404 Not Found", 404, HTML)), 1, "No service named kafka", "--name=<name>")

    def test_a_service_that_the_local_router_does_not_know(self):
        reply = Reply({"message": "There is nothing at /service/kafka/v1/brokers."}, 404)
        self._says(self._list(reply), 1, "No service named kafka", "There is nothing at", "--name=<name>")

    def test_a_url_of_the_service_itself_that_is_wrong_is_not_about_the_name(self):
        result = self.dcos_kafka("broker list", env={"DCOS_KAFKA_SERVICE_URL": self.service.url})
        self._says(result, 1, "No Kafka service answers", "--service-url")
        self.assertNotIn("--name", result.err)
        result = self.dcos_kafka("broker list --service-url=http://127.0.0.1:1", env={})
        self._says(result, 4, "Nothing listens", "--service-url")
        self.assertNotIn("core.dcos_url", result.err)

    def test_an_empty_name_or_url_is_not_another_service(self):
        for flag in ("--name=", "--url=", "--service-url="):
            self._says(self.dcos_kafka("uninstall --yes " + flag), 2, flag[:-1] + " is empty", "nothing was sent")
        self.assertEqual([], self.service.requests)

    def test_a_token_that_can_be_none(self):
        for token in ("two\nlines", "two words", "\N{SNOWMAN}"):
            result = self.dcos_kafka("broker list", env={"DCOS_URL": self.service.url, "DCOS_ACS_TOKEN": token})
            self._says(result, 2, "token", "nothing was sent")
            self.assertNotIn(token, result.err)
        self.answers("GET brokers", {"brokers": []})
        env = {"DCOS_URL": self.service.url, "DCOS_ACS_TOKEN": "from-a-file\n"}
        self.assertEqual(0, self.dcos_kafka("broker list", env=env).code)
        self.assertEqual("token=from-a-file", self.asked().headers["Authorization"])

    def test_what_is_too_much_is_told_with_its_command(self):
        self._says(
            self.dcos_kafka("broker restart --dryrun 0"),
            2,
            "dcos kafka broker restart: there is no option --dryrun.",
            "Did you mean `--dry-run`?",
            "`dcos kafka broker restart --help`",
        )
        self._says(self.dcos_kafka("broker get 0 1"), 2, "dcos kafka broker get: there is no place for 1.")
        self._says(self.dcos_kafka("--verbos broker list"), 2, "Did you mean `--verbose`?")
        self.assertEqual([], self.service.requests)

    def test_a_login_that_the_local_router_wants(self):
        reply = Reply({"title": "Unauthorized", "description": "Log in at /acs/api/v1/auth/login."}, 401)
        self._says(self._list(reply), 3, "Log in at /acs/api/v1/auth/login.")

    def test_what_the_service_itself_does_not_know(self):
        self._says(
            self._list(Reply({"code": 404, "message": "There is no broker 7."}, 404)), 1, "There is no broker 7. (404)"
        )

    def test_a_scheduler_that_is_away(self):
        for status in (502, 503, 504):
            self._says(self._list(Reply("<html>", status, HTML)), 1, "does not answer", str(status), "wait a little")

    def test_a_failure_without_a_sentence(self):
        self._says(self._list(Reply("", 500)), 1, "failed with status 500", "--verbose")

    def test_several_errors_at_once(self):
        self._says(
            self._list(Reply({"errors": ["a is missing", "b is missing"]}, 400)), 1, "a is missing; b is missing"
        )

    def test_a_redirect_is_told_rather_than_followed(self):
        self.answers("GET /elsewhere", {"brokers": []})
        target = f"{self.service.url}/elsewhere"
        self._says(self._list(Reply("", 302, headers=(("Location", target),))), 1, target, "core.dcos_url")
        self.assertEqual(1, len(self.service.requests))

    def test_an_answer_that_is_no_json(self):
        self._says(self._list(Reply("<html>Welcome</html>", 200, HTML)), 1, "Welcome", "core.dcos_url")

    def test_an_answer_that_is_too_large(self):
        with unittest.mock.patch("dcos_kafka.service.MAX_ANSWER_BYTES", 10):
            self._says(self._list(Reply({"brokers": ["0", "1", "2"]})), 1, "larger than")

    def test_an_error_of_our_own_is_no_traceback_unless_asked_for(self):
        self.answers("GET brokers", Reply("[1, 2]", content_type="application/json"))
        result = self.dcos_kafka("state tasks")
        self.assertEqual(70, result.code)
        self.assertNotIn("Traceback", result.err)
        self.assertIn("--verbose", result.err)
        self.assertIn("Traceback", self.dcos_kafka("state tasks -v").err)


class ConnectionTest(CliTest):
    def test_nothing_listens(self):
        with socket.socket() as unused:
            unused.bind(("127.0.0.1", 0))
            url = f"http://127.0.0.1:{unused.getsockname()[1]}"
            result = self.dcos_kafka("broker list", {"DCOS_URL": url})
        self.assertEqual(4, result.code)
        self.assertIn(f"Nothing listens at {url}", result.err)

    def test_a_name_that_cannot_be_found(self):
        with unittest.mock.patch("socket.getaddrinfo", side_effect=socket.gaierror(-2, "Name or service not known")):
            result = self.dcos_kafka("broker list", {"DCOS_URL": "http://dcos.invalid", "no_proxy": "*"})
        self.assertEqual(4, result.code)
        self.assertIn("The name dcos.invalid cannot be found", result.err)

    def test_a_server_that_never_answers(self):
        self.answers("GET brokers", self.hold())
        result = self.dcos_kafka("broker list --timeout 0.2")
        self.assertEqual(4, result.code)
        self.assertIn("within 0.2 seconds", result.err)

    def test_a_server_that_answers_a_byte_at_a_time(self):
        def drip(handler):
            handler.send_response(200)
            handler.send_header("Content-Length", "1000")
            handler.end_headers()
            while not self.service.released.wait(0.02):
                try:
                    handler.wfile.write(b" ")
                except OSError:
                    return

        self.answers("GET brokers", drip)
        result = self.dcos_kafka("broker list --timeout 0.3")
        self.assertEqual(4, result.code)
        self.assertIn("within 0.3 seconds", result.err)

    def test_a_server_that_hangs_up(self):
        def hang_up(handler):
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")

        for reply in (lambda handler: None, hang_up):
            self.answers("GET brokers", reply)
            result = self.dcos_kafka("broker list")
            self.assertEqual(4, result.code)
            self.assertIn("No connection to", result.err)

    def test_a_server_that_speaks_something_else(self):
        for said in (b"SSH-2.0-OpenSSH_9.2\r\n\r\n", b"\x15\x03\x03\x00\x02\x02P"):
            self.answers("GET brokers", lambda handler, said=said: handler.wfile.write(said) and None)
            result = self.dcos_kafka("broker list")
            self.assertEqual(4, result.code)
            self.assertIn("does not answer as a web server", result.err)
            self.assertIn("https://", result.err)

    def test_the_producer_test_may_take_its_time(self):
        with unittest.mock.patch.object(Service, "_within", side_effect=KeyboardInterrupt) as within:
            for line in ("topic producer_test t", "topic producer_test t --timeout 5", "topic list"):
                self.dcos_kafka(line)
        self.assertEqual([600.0, 5.0, 30.0], [call[0][0] for call in within.call_args_list])

    def test_ctrl_c_is_clean(self):
        with unittest.mock.patch.object(Service, "_within", side_effect=KeyboardInterrupt):
            result = self.dcos_kafka("broker list")
        self.assertEqual(130, result.code)
        self.assertIn("Interrupted.", result.err)
        self.assertNotIn("Traceback", result.err)

    def test_a_reader_that_goes_away_is_no_error(self):
        class Closed(io.StringIO):
            def write(self, _):
                raise BrokenPipeError

        self.answers("GET brokers", {"brokers": []})
        result = self.dcos_kafka("broker list", stdout=Closed())
        self.assertEqual((141, ""), (result.code, result.err))

    def test_loopback_needs_no_proxy(self):
        self.answers("GET brokers", {"brokers": []})
        with unittest.mock.patch.dict("os.environ", {"http_proxy": "http://127.0.0.1:1"}):
            self.assertEqual(0, self.dcos_kafka("broker list").code)


class TlsTest(CliTest):
    certificate = FIXTURES / "certificate.pem"

    def setUp(self) -> None:
        super().setUp()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, FIXTURES / "key.pem")
        self.service.socket = context.wrap_socket(self.service.socket, server_side=True)
        self.service.handle_error = lambda *_: None
        self.url = self.service.url.replace("http:", "https:")
        self.answers("GET brokers", {"brokers": []})

    def _list(self, flags="", url=""):
        return self.dcos_kafka(f"broker list --url {url or self.url} {flags}", {})

    def test_a_certificate_of_nobody_we_know(self):
        result = self._list()
        self.assertEqual(4, result.code)
        for word in ("is not to be trusted", "core.ssl_verify", "--insecure"):
            self.assertIn(word, result.err)
        self.assertEqual([], self.service.requests)

    def test_a_certificate_of_the_given_authority(self):
        self.assertEqual(0, self._list(f"--ca-cert {self.certificate}").code)

    def test_a_certificate_of_another_host(self):
        result = self._list(f"--ca-cert {self.certificate}", self.url.replace("127.0.0.1", "localhost"))
        self.assertEqual(4, result.code)
        self.assertIn("is not to be trusted", result.err)
        self.assertNotIn("..", result.err)

    def test_no_check_when_told_so(self):
        self.assertEqual(0, self._list("--insecure").code)

    def test_a_file_of_authorities_that_is_none(self):
        for file in (Path("/nowhere.pem"), Path(__file__)):
            result = self._list(f"--ca-cert {file}")
            self.assertEqual(2, result.code)
            self.assertIn(str(file), result.err)


class PlainPortTest(CliTest):
    def test_tls_to_a_port_without_tls(self):
        self.service.handle_error = lambda *_: None
        result = self.dcos_kafka(f"broker list --url {self.service.url.replace('http:', 'https:')}", {})
        self.assertEqual(4, result.code)
        self.assertIn("http://", result.err)
