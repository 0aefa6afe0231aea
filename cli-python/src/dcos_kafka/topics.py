"""`dcos kafka topic ...`: what Kafka's own kafka-topics.sh does, by way of the service."""

from __future__ import annotations

import argparse
from typing import Any, Dict, List

from dcos_kafka.command import Argument, Command, Context, Group, Option, Withdrawn, seconds, whole_number
from dcos_kafka.errors import CliError, ExitCode
from dcos_kafka.output import DOCUMENTED_INDENT, Table, cell, column, message
from dcos_kafka.settings import DEFAULT_TIMEOUT_SECONDS

TOPIC = Argument("topic", "name of the topic", values="topic")
POLL_SECONDS = 0.5
PRODUCER_TEST_TIMEOUT_SECONDS = 600.0


def _list(context: Context, _: argparse.Namespace) -> None:
    context.output.value(context.service.get("topics").json(), column("TOPIC"), DOCUMENTED_INDENT)


def _describe(context: Context, args: argparse.Namespace) -> None:
    context.output.value(context.service.get("topics", args.topic).json(), _partitions_table, DOCUMENTED_INDENT)


def _partitions_table(topic: Any) -> Table:
    rows = [
        [number, cell(state.get("leader")), cell(state.get("isr"))]
        for partition in topic.get("partitions") or []
        for number, state in partition.items()
    ]
    return Table(["PARTITION", "LEADER", "IN SYNC"], rows)


def _create(context: Context, args: argparse.Namespace) -> None:
    partitions = _or_default(context, args.partitions, "KAFKA_DEFAULT_PARTITION_COUNT", 1)
    replication = _or_default(context, args.replication, "KAFKA_DEFAULT_REPLICATION_FACTOR", 3)
    query: Dict[str, Any] = {"name": args.topic, "partitions": partitions, "replication": replication}
    for setting in args.config or []:
        name, _, value = setting.partition("=")
        query["config." + name] = value
    # Kafka may be slower than the service's patience, and does it all the same: who waits sees.
    answer = context.service.call("POST", "topics", query=query, accept=(504,) if args.wait else ())
    if answer.status == 504 and not answer.is_the_services_own():
        raise context.service.refusal("POST", answer)
    if answer.status == 504:
        context.output.note(answer.explanation())
    else:
        context.output.value(answer.json(), message, DOCUMENTED_INDENT)
    if args.wait:
        _wait(context, args.topic, partitions, replication, args.wait_timeout)


def _or_default(context: Context, given: Any, variable: str, default: int) -> int:
    if given is not None:
        return int(given)
    try:
        return whole_number(1, variable)(context.env.get(variable) or str(default))
    except argparse.ArgumentTypeError as problem:
        raise CliError(f"The environment's {problem}.", f"Mend or unset {variable}.", code=ExitCode.USAGE) from problem


def _wait(context: Context, topic: str, partitions: int, replication: int, limit: float) -> None:
    end = context.clock.now() + limit
    while True:
        answer = context.service.get("topics", topic, accept=(404, 503, 504))
        states = _states(answer.json()) if answer.status == 200 else []
        ready = sum(
            1 for state in states if state.get("leader", -1) >= 0 and len(state.get("isr") or []) >= replication
        )
        if ready >= partitions:
            context.output.note(
                f"All {partitions} partitions of {topic} have a leader and {replication} replicas in sync."
            )
            return
        if context.clock.now() + POLL_SECONDS > end:
            raise CliError(
                f"After {limit:g} seconds {ready} of {partitions} partitions of {topic} have a leader and "
                f"{replication} replicas in sync.",
                f"`dcos kafka topic describe {topic}` and `dcos kafka plan status` say more.",
                code=ExitCode.TIMED_OUT,
            )
        context.clock.sleep(POLL_SECONDS)


def _states(topic: Any) -> List[Dict[str, Any]]:
    return [state for partition in topic.get("partitions") or [] for state in partition.values()]


def _offsets(context: Context, args: argparse.Namespace) -> None:
    answer = context.service.get("topics", args.topic, "offsets", query={"time": args.time})
    context.output.value(answer.json(), _offsets_table, DOCUMENTED_INDENT)


def _offsets_table(offsets: Any) -> Table:
    rows = [[partition, offset or "-"] for entry in offsets for partition, offset in entry.items()]
    return Table(["PARTITION", "OFFSET"], rows)


def _time(text: str) -> str:
    if text in ("first", "last", "-1", "-2") or (text.isascii() and text.isdigit()):
        return text
    raise argparse.ArgumentTypeError(f"--time is first, last or milliseconds since 1970, not {text!r}")


def _setting(text: str) -> str:
    name, equals, _ = text.partition("=")
    if not name or not equals:
        raise argparse.ArgumentTypeError(f"--config is <name>=<value>, for instance retention.ms=3600000, not {text!r}")
    return text


def _partitions(context: Context, args: argparse.Namespace) -> None:
    _operation(context, args.topic, {"operation": "partitions", "partitions": args.count})


def _producer_test(context: Context, args: argparse.Namespace) -> None:
    _operation(
        context, args.topic, {"operation": "producer-test", "messages": args.messages}, PRODUCER_TEST_TIMEOUT_SECONDS
    )


def _operation(context: Context, topic: str, query: Dict[str, Any], timeout: float = DEFAULT_TIMEOUT_SECONDS) -> None:
    answer = context.service.call("PUT", "topics", topic, query=query, timeout=timeout)
    context.output.value(answer.json(), message, DOCUMENTED_INDENT)


def _delete(context: Context, args: argparse.Namespace) -> None:
    answer = context.service.call("DELETE", "topics", args.topic)
    context.output.value(answer.json(), message, DOCUMENTED_INDENT)
    if answer.status == 202:
        context.output.note("Nothing is deleted: the brokers run with delete.topic.enable=false.")


def _report(which: str) -> Any:
    def run(context: Context, _: argparse.Namespace) -> None:
        context.output.value(context.service.get("topics", which).json(), message, DOCUMENTED_INDENT)

    return run


GROUP = Group(
    "topic",
    "List, describe, create, change, test and delete topics",
    (
        Command("list", "List all topics", _list, "GET v1/topics", examples=("dcos kafka topic list",)),
        Command(
            "describe",
            "Show each partition's leader and in-sync replicas",
            _describe,
            "GET v1/topics/<topic>",
            arguments=(TOPIC,),
            examples=("dcos kafka topic describe topic1",),
        ),
        Command(
            "create",
            "Create a topic",
            _create,
            "POST v1/topics?name=<topic>&partitions=...&replication=...",
            arguments=(Argument("topic", "name of the new topic: letters, digits, `.`, `_` and `-`"),),
            options=(
                Option(
                    ("-p", "--partitions"),
                    "how many partitions (default: KAFKA_DEFAULT_PARTITION_COUNT, else 1)",
                    "N",
                    convert=whole_number(1, "the number of partitions"),
                ),
                Option(
                    ("-r", "--replication"),
                    "how many copies of each, at most as many as there are brokers "
                    "(default: KAFKA_DEFAULT_REPLICATION_FACTOR, else 3)",
                    "N",
                    convert=whole_number(1, "the number of replicas"),
                ),
                Option(
                    ("--config",),
                    "a topic setting of Kafka; may be given more than once",
                    "NAME=VALUE",
                    convert=_setting,
                    repeated=True,
                ),
                Option(("--wait",), "return only when every partition has its leader and all its replicas in sync"),
                Option(
                    ("--wait-timeout",),
                    "how long `--wait` waits at most (default: 60)",
                    "SECONDS",
                    default=60.0,
                    convert=seconds,
                ),
            ),
            examples=(
                "dcos kafka topic create topic1 --partitions=3 --replication=3",
                "dcos kafka topic create topic1 --config retention.ms=3600000 --wait",
            ),
        ),
        Command(
            "offsets",
            "Show the offset of each partition at a time",
            _offsets,
            "GET v1/topics/<topic>/offsets?time=...",
            arguments=(TOPIC,),
            options=(
                Option(
                    ("--time",),
                    "`first`, `last`, or milliseconds since 1970 (default: last)",
                    "TIME",
                    default="last",
                    convert=_time,
                ),
            ),
            examples=("dcos kafka topic offsets topic1 --time=last", "dcos kafka topic offsets topic1 --time=first"),
        ),
        Command(
            "partitions",
            "Raise the number of partitions",
            _partitions,
            "PUT v1/topics/<topic>?operation=partitions&partitions=<count>",
            "Kafka cannot lower it. Records with a key may go to other partitions from then on.",
            arguments=(
                TOPIC,
                Argument("count", "the new number of partitions", convert=whole_number(1, "the number of partitions")),
            ),
            examples=("dcos kafka topic partitions topic1 5",),
        ),
        Command(
            "producer_test",
            "Write test messages and measure how fast that goes",
            _producer_test,
            "PUT v1/topics/<topic>?operation=producer-test&messages=<messages>",
            "Runs Kafka's producer benchmark beside the scheduler with messages of 1024 bytes. They stay in the topic.",
            arguments=(
                TOPIC,
                Argument(
                    "messages",
                    "how many messages (default: 1)",
                    optional=True,
                    default=1,
                    convert=whole_number(1, "the number of messages"),
                ),
            ),
            examples=("dcos kafka topic producer_test topic1 10",),
        ),
        Command(
            "delete",
            "Delete a topic and its data",
            _delete,
            "DELETE v1/topics/<topic>",
            "Has no effect where the brokers run with delete.topic.enable=false.",
            arguments=(TOPIC,),
            examples=("dcos kafka topic delete topic1",),
        ),
        Command(
            "under_replicated_partitions",
            "List partitions with replicas that are not in sync",
            _report("under_replicated_partitions"),
            "GET v1/topics/under_replicated_partitions",
            examples=("dcos kafka topic under_replicated_partitions",),
        ),
        Command(
            "unavailable_partitions",
            "List partitions without an available leader",
            _report("unavailable_partitions"),
            "GET v1/topics/unavailable_partitions",
            examples=("dcos kafka topic unavailable_partitions",),
        ),
        Withdrawn("producer_test_tls", "Brokers have no TLS: use `dcos kafka topic producer_test`."),
        Withdrawn(
            "config",
            "Set a topic's settings with Kafka's own kafka-configs.sh; `dcos kafka topic create` takes `--config`.",
        ),
        Withdrawn("delete-config", "Change a topic's settings with Kafka's own kafka-configs.sh."),
    ),
)
