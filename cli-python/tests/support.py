"""A fake service over real HTTP, and a way to run a command line against it."""

import io
import json
import tempfile
import threading
import unittest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Callable, Dict, List, NamedTuple, Optional
from urllib.parse import parse_qsl, urlsplit

from dcos_kafka.command import Clock
from dcos_kafka.main import Surroundings, run

PROJECT = Path(__file__).resolve().parent.parent
FIXTURES = Path(__file__).resolve().parent / "fixtures"


class Request(NamedTuple):
    """What the fake service was asked."""

    method: str
    path: str
    query: Dict[str, str]
    headers: Any


class Reply(NamedTuple):
    """What it answers; `body` is text, or a value to send as JSON."""

    body: Any
    status: int = 200
    content_type: str = ""
    headers: Any = ()


class Result(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str


class Terminal(io.StringIO):
    """Output that says it is a terminal."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


class FakeClock(Clock):
    """Passes when somebody sleeps."""

    def __init__(self) -> None:
        self.time = 0.0

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.time += seconds


class _Handler(BaseHTTPRequestHandler):
    def _serve(self) -> None:
        parts = urlsplit(self.path)
        request = Request(self.command, parts.path, dict(parse_qsl(parts.query, keep_blank_values=True)), self.headers)
        self.server.requests.append(request)
        reply = self.server.next_reply(request)
        if callable(reply):
            reply(self)
            return
        text = reply.body if isinstance(reply.body, str) else json.dumps(reply.body)
        kind = reply.content_type or ("text/plain" if isinstance(reply.body, str) else "application/json")
        self.send_response(reply.status)
        for name, value in (("Content-Type", kind), ("Content-Length", len(text.encode())), *reply.headers):
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(text.encode())

    do_GET = do_PUT = do_POST = do_DELETE = _serve

    def log_message(self, *_: Any) -> None:
        pass


class FakeService(ThreadingHTTPServer):
    """Answers each `METHOD path` with its replies one after the other, the last one again and again."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.requests: List[Request] = []
        self.replies: Dict[str, List[Any]] = {}
        self.released = threading.Event()
        """Set at the end of a test: replies that hold a connection wait for it."""
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def next_reply(self, request: Request) -> Any:
        replies = self.replies.get(f"{request.method} {request.path}")
        if not replies:
            return Reply("404 Not Found", 404, "text/html")
        return replies.pop(0) if len(replies) > 1 else replies[0]


class CliTest(unittest.TestCase):
    """Each test has a fake service, an empty home folder and a clock of its own."""

    maxDiff = None

    def setUp(self) -> None:
        self.service = FakeService()
        self.addCleanup(self.service.server_close)
        self.addCleanup(self.service.shutdown)
        self.addCleanup(self.service.released.set)
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.home = Path(folder.name)
        self.clock = FakeClock()
        self.typed: List[str] = []
        """What the user types when asked; nobody is there when it is empty."""

    def ask(self, _: str) -> str:
        if not self.typed:
            raise EOFError
        return self.typed.pop(0)

    def answers(self, request: str, *replies: Any) -> None:
        """`request` is `METHOD path` below the service named kafka, unless the path begins with a slash."""
        method, path = request.split(" ")
        full = path if path.startswith("/") else "/service/kafka/v1/" + path
        self.service.replies[f"{method} {full}"] = [
            reply if isinstance(reply, Reply) or callable(reply) else Reply(reply) for reply in replies
        ]

    def dcos_kafka(
        self,
        line: str,
        env: Optional[Dict[str, str]] = None,
        terminal: bool = False,
        stdout: Optional[io.StringIO] = None,
    ) -> Result:
        """Runs a command line, by default with DCOS_URL set to the fake service."""
        out = stdout or (Terminal() if terminal else io.StringIO())
        err = io.StringIO()
        environment = {"DCOS_URL": self.service.url} if env is None else env
        code = run(line.split(), Surroundings(environment, out, err, self.home, self.clock, self.ask))
        return Result(int(code), out.getvalue(), err.getvalue())

    def asked(self) -> Request:
        """The one request that was sent."""
        self.assertEqual(1, len(self.service.requests), self.service.requests)
        return self.service.requests[0]

    def hold(self) -> Callable[[Any], None]:
        """A reply that never comes."""
        return lambda _: self.service.released.wait(10) and None
