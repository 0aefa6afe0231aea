"""Where the service is and how to reach it. Weakest first: the DC/OS CLI's configuration, the environment, flags."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Mapping, Optional, Tuple, Union
from urllib.parse import quote, urlsplit

from dcos_kafka import dcosconfig
from dcos_kafka.errors import UsageError

DEFAULT_NAME = "kafka"
DEFAULT_TIMEOUT_SECONDS = 30.0
MOST_SECONDS = 1e6


@dataclass(frozen=True)
class Settings:
    """What one call of `dcos kafka` works with."""

    name: str
    """The service's name in DC/OS; may be foldered (`/team/kafka`)."""
    base_url: str
    """Before `v1/...`, without a slash at the end."""
    token: str
    """Empty: none is sent."""
    verify: Union[bool, str]
    """Whether to verify the server's certificate; a string is the file of authorities to verify it with."""
    timeout: Optional[float]
    """Seconds that one request may take in all; None: the command's own default."""
    verbose: bool
    by_name: bool = True
    """Whether a DC/OS finds the service by its name; else `base_url` is the service's own."""

    def __repr__(self) -> str:
        return f"Settings(name={self.name!r}, base_url={self.base_url!r})"


def resolve(flags: argparse.Namespace, env: Mapping[str, str], home: Path) -> Settings:
    """The settings in force, or a UsageError that says which is missing or wrong."""
    given = {key: value for key, value in vars(flags).items() if key.startswith("setting_")}
    configured = dcosconfig.read(env, home)

    def strongest(flag: str, variables: Tuple[str, ...], key: str) -> str:
        if given.get("setting_" + flag) is not None:
            return str(given["setting_" + flag])
        for variable in variables:
            if env.get(variable):
                return env[variable]
        return str(configured.get(key, ""))

    for flag, setting in (("--name", "name"), ("--url", "url"), ("--service-url", "service_url")):
        if given.get("setting_" + setting) == "":
            # As of a script whose variable is empty: it must not end in a command to another service than was meant.
            raise UsageError(f"{flag} is empty; nothing was sent.", "Give it a value, or leave it out.")
    name = strongest("name", ("DCOS_KAFKA_SERVICE_NAME",), "kafka.service_name") or DEFAULT_NAME
    url = strongest("url", ("DCOS_URL", "DCOS_URI"), "core.dcos_url").rstrip("/")
    service_url = strongest("service_url", ("DCOS_KAFKA_SERVICE_URL",), "kafka.service_url").rstrip("/")
    # A login belongs to its cluster: it is never sent to another one that a variable or a flag names.
    own_cluster = not service_url and url == str(configured.get("core.dcos_url", "")).rstrip("/")
    return Settings(
        name=name.strip("/"),
        base_url=_base_url(name, url, service_url),
        token=_token(
            strongest("token", ("DCOS_ACS_TOKEN", "DCOS_AUTH_TOKEN"), "core.dcos_acs_token" if own_cluster else "")
        ),
        verify=_verify(given, env, str(configured.get("core.ssl_verify", "")) if own_cluster else ""),
        timeout=_timeout(strongest("timeout", ("DCOS_TIMEOUT",), "core.timeout")),
        verbose=bool(given.get("setting_verbose")) or env.get("DCOS_VERBOSITY", "0") not in ("", "0"),
        by_name=not service_url,
    )


def _token(text: str) -> str:
    token = text.strip()
    if any(not "!" <= character <= "~" for character in token):
        raise UsageError(
            "The token has a space, a line break or another character that no token has; nothing was sent.",
            "Look at DCOS_ACS_TOKEN or `--token`, or log in anew: `dcos auth login`.",
        )
    return token


def _base_url(name: str, url: str, service_url: str) -> str:
    if service_url:
        return _checked_url(service_url, "the URL of the service")
    if not url:
        raise UsageError(
            "No DC/OS cluster is set up.",
            "For a DC/OS cluster: `dcos cluster setup <url>`.",
            "For the local DC/OS that bin/kafka-local starts: `export DCOS_URL=http://127.0.0.1:8080`.",
            "Or name one here: `dcos kafka --url <url> ...`.",
        )
    folders = [quote(part, safe="") for part in name.split("/") if part]
    if not folders:
        raise UsageError("The service's name is empty.", "Give it with `--name`, for instance `--name=kafka`.")
    return _checked_url(url, "core.dcos_url") + "/service/" + "/".join(folders)


def _checked_url(url: str, what: str) -> str:
    if "@" in url:
        raise UsageError(f"{what} holds a user name or password.", "Leave it out, and log in with `dcos auth login`.")
    try:
        parts = urlsplit(url)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        sound = False
    if not sound or any(character.isspace() for character in url):
        raise UsageError(
            f"{what} is not a URL: {url}",
            "It looks like https://dcos.example.com or http://127.0.0.1:8080.",
            "`dcos config show core.dcos_url` shows it; DCOS_URL and `--url` go before it.",
        )
    return url


def _verify(given: Mapping[str, Any], env: Mapping[str, str], configured: str) -> Union[bool, str]:
    if given.get("setting_insecure"):
        return False
    if given.get("setting_ca_cert"):
        return str(given["setting_ca_cert"])
    if env.get("DCOS_TLS_INSECURE") == "1":
        return False
    chosen = env.get("DCOS_TLS_CA_PATH") or env.get("DCOS_CERT_PATH") or env.get("DCOS_SSL_VERIFY") or configured
    if chosen.lower() in ("", "true", "1"):
        return True
    return False if chosen.lower() in ("false", "0") else chosen


def _timeout(text: str) -> Optional[float]:
    if not text:
        return None
    try:
        return positive_seconds(text)
    except ValueError as problem:
        raise UsageError(
            f"The time-out is not right: {problem}.",
            "Set it with `--timeout`, DCOS_TIMEOUT or `dcos config set core.timeout <seconds>`.",
        ) from problem


def positive_seconds(text: str) -> float:
    """A number of seconds above 0 and at most a million (what sockets can wait); else a ValueError that says so."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value <= MOST_SECONDS:
        raise ValueError(f"a number of seconds from above 0 to {MOST_SECONDS:.0f} is needed, not {text!r}")
    return value
