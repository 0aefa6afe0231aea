"""The flags that go with every command."""

from __future__ import annotations

from dcos_kafka.command import Option, seconds

SETTINGS = (
    Option(("--name",), "name of the service, foldered ones as team/kafka (default: kafka)", "NAME"),
    Option(("--url", "--custom-dcos-url"), "URL of the DC/OS cluster", "URL", dest="url"),
    Option(("--service-url",), "URL of the service itself, where there is no DC/OS before it", "URL"),
    Option(
        ("--token", "--custom-auth-token"),
        "authentication token; DCOS_ACS_TOKEN keeps it out of the process list",
        "TOKEN",
        dest="token",
    ),
    Option(
        ("--ca-cert", "--custom-cert-path"),
        "file of the authorities to verify the cluster's certificate with",
        "FILE",
        dest="ca_cert",
    ),
    Option(("--insecure", "--force-insecure"), "do not verify the cluster's certificate", dest="insecure"),
    Option(
        ("--timeout",),
        "how long a request may take in all (default: 30; producer_test: 600)",
        "SECONDS",
        convert=seconds,
    ),
    Option(("-o", "--output"), "json is for programs and the default, table for people", values=("json", "table")),
    Option(
        ("--color",), "colours: auto is where the terminal has them (default: auto)", values=("auto", "always", "never")
    ),
    Option(("-v", "--verbose"), "show requests and answers on standard error"),
)
"""Flags that go with every command, before or after it."""

ASIDE = (
    Option(("--version",), "print the version of this sub-command"),
    Option(("--info",), "print in a line what this sub-command is for"),
    Option(("--config-schema",), "print the JSON schema of its settings in the DC/OS CLI's configuration"),
)
"""What the DC/OS CLI asks a sub-command; they go without a command."""

HELP = Option(("-h", "--help"), "explain this command")
