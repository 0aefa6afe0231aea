"""Calls the service's REST API, and turns everything that can go wrong into a sentence and the next step to take."""

from __future__ import annotations

import http.client
import json
import re
import socket
import ssl
import threading
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any, Callable, Dict, List, Mapping, Optional, Tuple, Union
from urllib.parse import quote, urlencode, urlsplit

from dcos_kafka import VERSION
from dcos_kafka.errors import CliError, ExitCode, UsageError
from dcos_kafka.settings import DEFAULT_TIMEOUT_SECONDS, Settings

MAX_ANSWER_BYTES = 64 * 1024 * 1024

PLAN_STATUSES = (202, 417, 503)
"""How the two dialects of the API say "here is the plan, it is not complete"."""

_AWAY = (502, 503, 504)

SERVICE_URL_HINT = (
    "Is the service's URL right? `--service-url`, DCOS_KAFKA_SERVICE_URL or `dcos config set kafka.service_url <url>`."
)


class NoAnswer(CliError):
    """The service could not be reached, or did not answer as a service: it may come back."""


class Restarting(NoAnswer):
    """The cluster is there and the service is known to it, but does not answer now."""


@dataclass(frozen=True)
class Answer:
    """What the service said."""

    url: str
    status: int
    content_type: str
    text: str
    warnings: Tuple[str, ...] = ()
    """Sentences that the operator should read although the request was fulfilled."""

    def json(self) -> Any:
        """The answer as a value; a CliError where it is not JSON."""
        try:
            return json.loads(self.text)
        except ValueError as problem:
            raise CliError(
                f"{self.url} answered with something else than JSON: {self.text.strip()[:200]!r}",
                "Is core.dcos_url the URL of a DC/OS cluster? `dcos config show core.dcos_url` shows it.",
            ) from problem

    def explanation(self) -> str:
        """The sentence of an error answer, empty where there is none."""
        body = self._object()
        if isinstance(body.get("errors"), list) and body["errors"]:
            return "; ".join(str(error) for error in body["errors"])
        return str(body.get("message") or body.get("description") or body.get("Error") or "")

    def is_the_services_own(self) -> bool:
        """Whether the service itself said it, and not the Admin Router before it: errors of ours carry their code."""
        return "code" in self._object()

    def _object(self) -> Dict[str, Any]:
        try:
            body = json.loads(self.text)
        except ValueError:
            return {}
        return body if isinstance(body, dict) else {}


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect could carry the token to another host; it is reported instead of followed."""

    def redirect_request(self, *_: Any) -> None:
        return None


class Service:
    """The REST API of one Kafka service."""

    def __init__(self, settings: Settings, log: Callable[[str], None]) -> None:
        self.settings = settings
        self._log = log

    def get(self, *path: str, query: Optional[Mapping[str, Any]] = None, accept: Tuple[int, ...] = ()) -> Answer:
        return self.call("GET", *path, query=query, accept=accept)

    def call(
        self,
        method: str,
        *path: str,
        query: Optional[Mapping[str, Any]] = None,
        accept: Tuple[int, ...] = (),
        timeout: float = DEFAULT_TIMEOUT_SECONDS,
    ) -> Answer:
        """Sends one request and returns its answer, which has a 2xx status or one in `accept`. Query values of None
        are left out. `timeout` counts from here to the last byte; a time-out in the settings goes before it."""
        url = self.settings.base_url + "/" + "/".join(quote(part, safe="") for part in ("v1",) + path)
        parameters = {key: value for key, value in (query or {}).items() if value is not None}
        if parameters:
            url += "?" + urlencode(parameters, doseq=True)
        answer = self._within(self.settings.timeout or timeout, method, url)
        self._log(f"< {answer.status} {answer.text}")
        if 200 <= answer.status < 300 or answer.status in accept:
            return answer
        raise self.refusal(method, answer)

    def _within(self, seconds: float, method: str, url: str) -> Answer:
        """urllib bounds each read, not the whole: a thread is left behind when the whole takes too long."""
        result: List[Union[Answer, Exception]] = []

        def work() -> None:
            try:
                result.append(self._exchange(method, url, seconds))
            except Exception as problem:  # handed to the caller's thread
                result.append(problem)

        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        thread.join(seconds)
        if not result:
            raise _timed_out(url, seconds)
        outcome = result[0]
        if isinstance(outcome, Exception):
            raise self._unreachable(url, seconds, outcome) from outcome
        return outcome

    def _exchange(self, method: str, url: str, seconds: float) -> Answer:
        headers = {"Accept": "application/json, text/plain;q=0.9", "User-Agent": f"dcos-kafka/{VERSION}"}
        if self.settings.token:
            headers["Authorization"] = f"token={self.settings.token}"
        self._log(f"> {method} {url}")
        request = urllib.request.Request(url, method=method, headers=headers)
        try:
            response = self._opener(url).open(request, timeout=seconds)
        except urllib.error.HTTPError as error:
            response = error
        with response:
            body = response.read(MAX_ANSWER_BYTES + 1)
            if len(body) > MAX_ANSWER_BYTES:
                raise CliError(f"The answer of {url} is larger than {MAX_ANSWER_BYTES // 1024 // 1024} MB.")
            promised = response.headers.get("Content-Length", "")
            if promised.isdigit() and len(body) < int(promised):
                raise http.client.IncompleteRead(body, int(promised) - len(body))
            content_type = response.headers.get("Content-Type") or ""
            location = response.headers.get("Location")
            text = location if 300 <= response.code < 400 and location else body.decode("utf-8", "replace")
            warnings = tuple(_warning(value) for value in response.headers.get_all("Warning") or ())
            return Answer(url, response.code, content_type, text, warnings)

    def _opener(self, url: str) -> urllib.request.OpenerDirector:
        handlers: List[urllib.request.BaseHandler] = [_NoRedirect()]
        if url.startswith("https:"):
            handlers.append(urllib.request.HTTPSHandler(context=self._tls()))
        host = urlsplit(url).hostname or ""
        if host in ("localhost", "::1") or host.startswith("127."):
            handlers.append(urllib.request.ProxyHandler({}))
        return urllib.request.build_opener(*handlers)

    def _tls(self) -> ssl.SSLContext:
        verify = self.settings.verify
        try:
            context = ssl.create_default_context(cafile=verify if isinstance(verify, str) else None)
        except (OSError, ssl.SSLError) as problem:
            raise UsageError(
                f"The file of certificate authorities {verify} cannot be used: {problem}.",
                "`dcos config show core.ssl_verify` shows it; DCOS_TLS_CA_PATH and `--ca-cert` go before it.",
            ) from problem
        if verify is False:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        return context

    def _unreachable(self, url: str, seconds: float, problem: Exception) -> CliError:
        if isinstance(problem, CliError):
            return problem
        reason = problem.reason if isinstance(problem, urllib.error.URLError) else problem
        place = _place(url)
        if isinstance(reason, (socket.timeout, TimeoutError)):
            return _timed_out(url, seconds)
        if isinstance(reason, ssl.SSLError):
            return _tls_trouble(place, reason)
        if isinstance(reason, socket.gaierror):
            said = f"The name {urlsplit(url).hostname} cannot be found"
        elif isinstance(reason, ConnectionRefusedError):
            said = f"Nothing listens at {place}"
        else:
            said = f"No connection to {place}"
        if isinstance(reason, http.client.BadStatusLine) and not isinstance(reason, http.client.RemoteDisconnected):
            return NoAnswer(
                f"What listens at {place} does not answer as a web server.",
                "Does it speak TLS on this port? Then the URL begins with https://.",
                "Else the URL, or its port, is that of something else.",
                code=ExitCode.UNREACHABLE,
            )
        detail = str(reason) or type(reason).__name__
        if not isinstance(reason, (OSError, http.client.HTTPException)):
            raise problem
        return NoAnswer(
            f"{said} ({detail}).",
            "Is core.dcos_url right? `dcos config show core.dcos_url` shows it; DCOS_URL and `--url` go before it."
            if self.settings.by_name
            else SERVICE_URL_HINT,
            "Is the cluster up and in reach of this machine? For the local DC/OS: bin/kafka-local starts it.",
            code=ExitCode.UNREACHABLE,
        )

    def refusal(self, method: str, answer: Answer) -> CliError:
        """What to tell the user about an answer that is none of the expected ones."""
        name, status, said = self.settings.name, answer.status, answer.explanation()
        if status == 401:
            return CliError(
                f"{_place(answer.url)} wants a login (401)." + (f" It says: {said}" if said else ""),
                "Log in with `dcos auth login`, or put a token into DCOS_ACS_TOKEN. Tokens expire: log in anew.",
                code=ExitCode.NOT_PERMITTED,
            )
        if status == 403 and not answer.is_the_services_own():
            return CliError(
                f"This login may not {method} {answer.url} (403)." + (f" It says: {said}" if said else ""),
                f"Ask an administrator for permission on the service {name}, or log in as another: `dcos auth login`.",
                code=ExitCode.NOT_PERMITTED,
            )
        if 300 <= status < 400:
            return CliError(
                f"{answer.url} redirects to {answer.text} ({status}). That is not followed: it could leak the login.",
                "Set the cluster's final URL: `dcos config set core.dcos_url <url>`, DCOS_URL or `--url`.",
            )
        if status == 404 and not answer.is_the_services_own():
            if not self.settings.by_name:
                return NoAnswer(
                    f"No Kafka service answers at {answer.url} (404)." + (f" It says: {said}" if said else ""),
                    SERVICE_URL_HINT,
                    "It is what is before /v1; where there is a DC/OS before the service, use `--url` instead.",
                )
            return NoAnswer(
                f"No service named {name} answers at {answer.url} (404)." + (f" It says: {said}" if said else ""),
                f"Is the name {name} right? `--name=<name>` or `dcos config set kafka.service_name` changes it.",
                "`dcos service` lists the services. Was it installed a moment ago? Then wait a little and try again.",
            )
        if said:
            return (Restarting if status in _AWAY else CliError)(f"{said} ({status})")
        if status in _AWAY:
            return Restarting(
                f"The service {name} does not answer: the cluster says {status} for {answer.url}.",
                "Its scheduler may be starting, or restarting with a new configuration: wait a little and try again.",
                f"Does it stay so? Look at the app {name} in Marathon, and at its log.",
            )
        return CliError(
            f"{method} {answer.url} failed with status {status}.",
            "`--verbose` shows the whole answer; the service's own log says more.",
        )


def _warning(header: str) -> str:
    """The text of a Warning header (`199 - "text"`), or all of it where it has another form."""
    quoted = re.match(r'^\d{3} \S+ "((?:[^"\\]|\\.)*)"', header)
    return re.sub(r"\\(.)", r"\1", quoted.group(1)) if quoted else header


def _place(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _timed_out(url: str, seconds: float) -> NoAnswer:
    return NoAnswer(
        f"{_place(url)} did not answer within {seconds:g} seconds.",
        "Is it in reach of this machine (VPN, firewall, proxy)?",
        "A slow cluster may need longer: `--timeout <seconds>`. A change that was asked for may still be made.",
        code=ExitCode.UNREACHABLE,
    )


def _tls_trouble(place: str, reason: ssl.SSLError) -> CliError:
    if not isinstance(reason, ssl.SSLCertVerificationError):
        return CliError(
            f"No TLS connection to {place}: {reason}.",
            "Does the server speak TLS on this port? Else the URL begins with http://.",
            code=ExitCode.UNREACHABLE,
        )
    return CliError(
        f"The certificate of {place} is not to be trusted: {reason.verify_message.rstrip('.')}.",
        "Name the cluster's authority: `dcos config set core.ssl_verify <file>`, DCOS_TLS_CA_PATH, `--ca-cert <file>`.",
        "The URL's host must be a name that the certificate holds.",
        "If you are sure that nobody listens in: `--insecure` does without the check.",
        code=ExitCode.UNREACHABLE,
    )
