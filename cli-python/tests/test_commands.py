"""The commands beyond the product documentation, options, and tables."""

import json

from dcos_kafka.command import Command, Group
from dcos_kafka.commands import ROOT
from tests.support import CliTest, Reply
from tests.test_documented import COMMANDS

BROKER = {
    "id": 0,
    "name": "broker-0",
    "state": "RUNNING",
    "message": "Broker-0 is running.",
    "taskId": "broker-0__1",
    "taskState": "TASK_RUNNING",
    "host": "10.0.0.1",
    "port": 9092,
    "agentId": "S0",
    "configurationId": "c",
    "registered": True,
    "underReplicatedPartitions": None,
    "since": "2026-01-01T00:00:00Z",
}
CONNECTION = {
    "address": ["10.0.0.1:9092"],
    "dns": ["kafka-0-broker:9092"],
    "vips": ["broker:9092"],
    "zookeeper": "zk:2181/x",
}
PLAN = {"phases": [], "errors": [], "status": "COMPLETE"}
RESULT = {"message": "Received cmd: continue"}
PODS = {"service": "kafka", "pods": [{"name": "kafka", "instances": [{"name": "kafka-0", "tasks": []}]}]}

# line, request, query, answer, what --output table prints
HISTORY = [
    {
        "id": "4",
        "created": "t2",
        "predecessor": "3",
        "changes": [{"variable": "BROKER_MEM", "field": "brokerConfiguration.mem", "from": "2048", "to": "4096"}],
        "brokers": ["0"],
    },
    {"id": "3", "created": "t1", "predecessor": None, "changes": [], "brokers": ["1", "2"]},
]

CALLS = [
    ("broker get 0", "GET brokers/0", {}, BROKER, "registered                 yes"),
    ("connection", "GET connection", {}, CONNECTION, "zookeeper  zk:2181/x"),
    ("connection address", "GET connection/address", {}, {"address": ["10.0.0.1:9092"]}, "address  10.0.0.1:9092"),
    ("connection dns", "GET connection/dns", {}, {"dns": ["kafka-0-broker:9092"]}, "dns   kafka-0-broker:9092"),
    ("endpoints", "GET endpoints", {}, ["broker", "zookeeper"], "ENDPOINT\nbroker\nzookeeper"),
    ("config show 3", "GET configurations/3", {}, {"a": {"b": [1, 2], "c": {}}}, "a.b  1,2\na.c  {}"),
    ("config target_id", "GET configurations/targetId", {}, ["3"], "CONFIGURATION\n3"),
    ("config history", "GET configurations/history", {}, HISTORY, "t2        4              0        BROKER_MEM  2048  4096"),
    ("config diff 3 4", "GET configurations/3/diff/4", {}, [{"field": "a.b", "from": 1, "to": None}], "a.b    1     -"),
    ("state framework_id", "GET state/frameworkId", {}, ["f-1"], "VALUE\nf-1"),
    ("state suppressed", "GET state/properties/suppressed", {}, True, "VALUE\nyes"),
    ("state properties", "GET state/properties", {}, ["suppressed"], "suppressed"),
    ("state property suppressed", "GET state/properties/suppressed", {}, False, "no"),
    ("state task broker-0", "GET brokers/0", {}, BROKER, "taskState                  TASK_RUNNING"),
    ("state status broker-0", "GET brokers/0", {}, BROKER, "port                       9092"),
    ("plan list", "GET plans", {}, ["deploy", "recovery"], "PLAN\ndeploy\nrecovery"),
    ("plan show recovery", "GET plans/recovery", {}, PLAN, "PHASE  STEP  STATUS  MESSAGE"),
    ("plan status --json", "GET plan", {}, PLAN, "PHASE  STEP  STATUS  MESSAGE"),
    ("plan continue", "POST plans/deploy/continue", {}, RESULT, "Received cmd: continue"),
    ("plan continue recovery Rec", "POST plans/recovery/continue", {"phase": "Rec"}, RESULT, "Received"),
    ("plan continue --force", "POST plans/deploy/continue", {"force": "true"}, RESULT, "Received"),
    ("plan interrupt", "POST plans/deploy/interrupt", {}, RESULT, "Received"),
    ("plan restart deploy Ph St", "POST plans/deploy/restart", {"phase": "Ph", "step": "St"}, RESULT, "Received"),
    (
        "plan force-complete deploy Ph St",
        "POST plans/deploy/forceComplete",
        {"phase": "Ph", "step": "St"},
        RESULT,
        "Rec",
    ),
    ("restart Ph St", "POST plans/deploy/restart", {"phase": "Ph", "step": "St"}, RESULT, "Received"),
    ("force Ph St", "POST plans/deploy/forceComplete", {"phase": "Ph", "step": "St"}, RESULT, "Received"),
    ("continue --force", "POST plan/continue", {"force": "true"}, RESULT, "Received"),
    ("pod list", "GET pod", {}, ["kafka-0"], "POD\nkafka-0"),
    ("pods status", "GET pod/status", {}, PODS, "pods[0].instances[0].name   kafka-0"),
    ("pod status kafka-0 --json", "GET pod/kafka-0/status", {}, PODS, "service"),
    ("pod info kafka-0", "GET brokers/0", {}, BROKER, "state                      RUNNING"),
    ("pod restart kafka-0", "POST pod/kafka-0/restart", {}, {"pod": "kafka-0", "tasks": ["t"]}, "tasks  t"),
    ("pod replace kafka-0", "POST pod/kafka-0/replace", {}, {"pod": "kafka-0", "tasks": ["t"]}, "tasks  t"),
    ("debug config target_id", "GET configurations/targetId", {}, ["3"], "3"),
    ("debug state framework_id", "GET state/frameworkId", {}, ["f-1"], "f-1"),
    ("debug pod list", "GET pod", {}, ["kafka-0"], "kafka-0"),
    (
        "debug offers",
        "GET debug/offers",
        {},
        {
            "suppressed": False,
            "waiting": [
                {
                    "step": "broker-0",
                    "since": "t",
                    "needs": "2048 MB",
                    "outcomes": [
                        {
                            "offerId": "o",
                            "agentId": "a",
                            "hostname": "h",
                            "time": "t",
                            "reason": "NOT_ENOUGH_MEMORY",
                            "message": "m",
                        }
                    ],
                }
            ],
        },
        "broker-0  -     -                  needs 2048 MB\nbroker-0  h     NOT_ENOUGH_MEMORY  m",
    ),
    (
        "debug gate",
        "GET debug/gate",
        {},
        {"enabled": True, "open": False, "reasons": [{"code": "X"}]},
        "reasons[0].code  X",
    ),
    (
        "debug reservations",
        "GET debug/reservations",
        {},
        [{"id": "r", "broker": 0, "resource": "mem:1"}],
        "0       mem:1",
    ),
    (
        "events",
        "GET events",
        {},
        [{"sequence": 1, "time": "t", "kind": "K", "broker": None, "message": "m"}],
        "1         t",
    ),
    ("events --since 7", "GET events", {"since": "7"}, [{"sequence": 8}], "8"),
    ("uninstall --yes", "POST uninstall", {"confirm": "kafka"}, {"message": "Uninstalling."}, "Uninstalling."),
    ("uninstall --yes --force", "POST uninstall", {"confirm": "kafka", "force": "true"}, {"message": "m"}, "m"),
    (
        "uninstall --yes --skip-agent a",
        "POST uninstall",
        {"confirm": "kafka", "skip-agent": "a"},
        {"message": "m"},
        "m",
    ),
    ("debug release r", "POST debug/reservations/r/release", {}, {"message": "Released."}, "Released."),
    ("broker list", "GET brokers", {}, {"brokers": ["0"]}, "BROKER\n0"),
    ("broker restart 0 --force", "PUT brokers/0", {"force": "true"}, ["t"], "TASK\nt"),
    ("broker replace 0 --force", "PUT brokers/0", {"force": "true", "replace": "true"}, [], "TASK"),
    (
        "topic describe t",
        "GET topics/t",
        {},
        {"partitions": [{"0": {"leader": -1, "isr": []}}]},
        "0          -1      -",
    ),
    (
        "topic offsets t --time -2",
        "GET topics/t/offsets",
        {"time": "-2"},
        [{"0": ""}, {"1": "5"}],
        "0          -\n1          5",
    ),
    ("topic offsets t --time=1700000000000", "GET topics/t/offsets", {"time": "1700000000000"}, [], "PARTITION"),
    (
        "topic producer_test t",
        "PUT topics/t",
        {"operation": "producer-test", "messages": "1"},
        {"message": "ok\n"},
        "ok",
    ),
    (
        "topic create t -p 2 -r 1 --config a.b=c=d --config e=f",
        "POST topics",
        {"name": "t", "partitions": "2", "replication": "1", "config.a.b": "c=d", "config.e": "f"},
        {"message": "ok\n"},
        "ok",
    ),
]
ELSEWHERE = {"plan watch", "state tasks", "completion", "help"}


class CommandsTest(CliTest):
    def test_each_command_sends_its_request_and_prints_the_answer(self):
        for line, request, query, answer, _ in CALLS:
            with self.subTest(line):
                self.service.requests.clear()
                self.answers(request, answer)
                result = self.dcos_kafka(line)
                self.assertEqual((0, ""), (result.code, result.err))
                method, path = request.split(" ")
                self.assertEqual((method, "/service/kafka/v1/" + path, query), self.asked()[:3])
                self.assertEqual(answer, json.loads(result.out))

    def test_each_command_prints_a_table(self):
        for line, request, _, answer, expected in CALLS:
            with self.subTest(line):
                self.answers(request, answer)
                result = self.dcos_kafka(line.replace(" --json", "") + " --output table")
                self.assertEqual((0, ""), (result.code, result.err))
                self.assertIn(expected, result.out)

    def test_every_command_is_tested(self):
        lines = [line for line, *_ in CALLS] + [command["line"].split(" ", 2)[2] for command in COMMANDS]
        words = {" ".join(word for word in line.split() if not word.startswith("--name")) for line in lines}
        for name in _names(ROOT, ""):
            if name not in ELSEWHERE:
                self.assertTrue(any((line + " ").startswith(name + " ") for line in words), name)

    def test_lists_tasks_by_their_names(self):
        self.answers("GET brokers", {"brokers": ["0", "1"]})
        self.assertEqual(["broker-0", "broker-1"], json.loads(self.dcos_kafka("state tasks").out))

    def test_a_name_that_cannot_be_is_refused_without_a_request(self):
        for line, hint in (("state task kafka-0", "state tasks"), ("pod info kafka-x", "pod list")):
            result = self.dcos_kafka(line)
            self.assertEqual(2, result.code)
            self.assertIn(hint, result.err)
        self.assertEqual([], self.service.requests)

    def test_escapes_what_it_puts_into_a_path(self):
        self.answers("GET topics/a%2F..%2Fb%3F", Reply({"code": 400, "message": "Bad name."}, 400))
        self.assertIn("Bad name. (400)", self.dcos_kafka("topic describe a/../b?").err)

    def test_foldered_service_names_keep_their_folders(self):
        self.answers("GET /service/team/kafka/v1/brokers", {"brokers": []})
        self.assertEqual(0, self.dcos_kafka("--name=/team/kafka broker list").code)

    def test_flags_stand_before_or_after_the_command(self):
        self.answers("GET /service/k2/v1/brokers", {"brokers": ["0"]})
        for line in (
            "--name k2 -o table broker list",
            "broker --name k2 list -o table",
            "broker list -o table --name=k2",
        ):
            self.assertEqual("BROKER\n0\n", self.dcos_kafka(line).out, line)

    def test_text_in_other_alphabets_stays_readable(self):
        self.answers("GET topics", ["тема"])
        self.assertIn("тема", self.dcos_kafka("topic list").out)


class DryRunTest(CliTest):
    def test_says_what_would_be_stopped(self):
        self.answers("PUT brokers/0", ["broker-0__1"])
        result = self.dcos_kafka("broker restart 0 --dry-run")
        self.assertEqual({"dryRun": "true"}, self.asked().query)
        self.assertEqual(["broker-0__1"], json.loads(result.out))
        self.assertIn("nothing was done", result.err)

    def test_says_why_the_service_would_refuse(self):
        self.answers("PUT brokers/1", Reply({"code": 409, "message": "topic1-0 has its only copy there; repeat with force=true."}, 409))
        result = self.dcos_kafka("broker replace 1 --dry-run")
        self.assertEqual({"dryRun": "true", "replace": "true"}, self.asked().query)
        self.assertEqual((1, ""), (result.code, result.out))
        self.assertIn("topic1-0 has its only copy there; repeat with force=true. (409)", result.err)
        self.assertIn("--force", result.err)

    def test_shows_the_services_warnings(self):
        self.answers(
            "PUT brokers/0", Reply(["t"], headers=(("Warning", '199 - "2 partitions fall \\"below\\" their minimum"'),))
        )
        result = self.dcos_kafka("broker restart 0 --force")
        self.assertEqual('Warning: 2 partitions fall "below" their minimum\n', result.err)

    def test_what_cannot_be_forced_is_not_said_to_be(self):
        self.answers("PUT brokers/1", Reply({"code": 409, "message": "The service is being uninstalled."}, 409))
        result = self.dcos_kafka("broker restart 1")
        self.assertEqual(1, result.code)
        self.assertNotIn("--force", result.err)
        self.assertIn("dcos kafka plan status", result.err)


class TopicTest(CliTest):
    def _described(self, *leaders):
        return {
            "partitions": [{str(number): {"leader": leader, "isr": [0, 1]}} for number, leader in enumerate(leaders)]
        }

    def test_waits_until_every_partition_is_ready(self):
        self.answers("POST topics", {"message": "ok"})
        missing = Reply({"code": 404, "message": "no topic"}, 404)
        self.answers("GET topics/t", missing, self._described(0, -1), self._described(0, 1))
        result = self.dcos_kafka("topic create t -p 2 -r 2 --wait")
        self.assertEqual(0, result.code)
        self.assertIn("All 2 partitions of t have a leader and 2 replicas in sync.", result.err)
        self.assertEqual(1.0, self.clock.time)

    def test_waits_for_a_kafka_that_is_slow_to_answer(self):
        self.answers("POST topics", Reply({"code": 504, "message": "Kafka did not answer within 4 s."}, 504))
        self.answers("GET topics/t", Reply({"code": 504, "message": "Kafka did not answer."}, 504), self._described(0))
        result = self.dcos_kafka("topic create t -p 1 -r 2 --wait")
        self.assertEqual((0, ""), (result.code, result.out))
        self.assertIn("Kafka did not answer within 4 s.", result.err)
        self.assertIn("All 1 partitions of t have a leader and 2 replicas in sync.", result.err)
        self.assertEqual(1, self.dcos_kafka("topic create t -p 1 -r 2").code)

    def test_does_not_wait_for_a_service_that_is_away(self):
        self.answers("POST topics", Reply("<html>", 504))
        result = self.dcos_kafka("topic create t --wait")
        self.assertEqual(1, result.code)
        self.assertIn("does not answer", result.err)

    def test_gives_up_waiting(self):
        self.answers("POST topics", {"message": "ok"})
        self.answers("GET topics/t", self._described(0, -1))
        result = self.dcos_kafka("topic create t -p 2 -r 2 --wait --wait-timeout 3")
        self.assertEqual(5, result.code)
        self.assertIn("1 of 2 partitions", result.err)
        self.assertLessEqual(self.clock.time, 3.0)

    def test_takes_defaults_from_the_environment(self):
        self.answers("POST topics", {"message": "ok"})
        env = {
            "DCOS_URL": self.service.url,
            "KAFKA_DEFAULT_PARTITION_COUNT": "7",
            "KAFKA_DEFAULT_REPLICATION_FACTOR": "2",
        }
        self.dcos_kafka("topic create t", env)
        self.assertEqual({"name": "t", "partitions": "7", "replication": "2"}, self.asked().query)

    def test_refuses_a_default_that_is_no_number(self):
        result = self.dcos_kafka(
            "topic create t", {"DCOS_URL": self.service.url, "KAFKA_DEFAULT_PARTITION_COUNT": "many"}
        )
        self.assertEqual(2, result.code)
        self.assertIn("KAFKA_DEFAULT_PARTITION_COUNT", result.err)

    def test_says_that_a_delete_had_no_effect(self):
        self.answers("DELETE topics/t", Reply({"message": "Topic t is marked for deletion."}, 202))
        result = self.dcos_kafka("topic delete t")
        self.assertEqual(0, result.code)
        self.assertIn("Nothing is deleted", result.err)

    def test_refuses_impossible_arguments_without_a_request(self):
        for line in (
            "topic offsets t --time=soon",
            "topic partitions t 0",
            "topic partitions t x",
            "topic create t -p -1",
            "topic create t --config novalue",
            "topic producer_test t 1.5",
            "broker restart",
            "broker get -1",
            "plan watch --interval 0",
            "topic create",
            "broker list extra",
        ):
            with self.subTest(line):
                result = self.dcos_kafka(line)
                self.assertEqual(2, result.code)
                self.assertIn("--help", result.err)
        self.assertEqual([], self.service.requests)


class UninstallTest(CliTest):
    def test_goes_on_when_the_name_was_typed(self):
        self.answers("POST uninstall", {"message": "ok"})
        self.typed = ["kafka\n"]
        result = self.dcos_kafka("uninstall")
        self.assertEqual(0, result.code)
        self.assertIn("destroys all their data", result.err)
        self.assertEqual({"confirm": "kafka"}, self.asked().query)

    def test_follows_the_plan_until_it_is_complete(self):
        def plan(status):
            return {"phases": [], "errors": [], "status": status}

        self.answers("POST uninstall", {"message": "ok"})
        self.answers("GET plans/uninstall", Reply(plan("IN_PROGRESS"), 202), Reply("", 503), plan("COMPLETE"))
        result = self.dcos_kafka("uninstall --yes --watch")
        self.assertEqual(0, result.code)
        self.assertEqual(4, len(self.service.requests))

    def test_does_nothing_when_something_else_was_typed_or_nobody_is_there(self):
        for typed in (["yes\n"], []):
            self.typed = typed
            result = self.dcos_kafka("uninstall")
            self.assertEqual(2, result.code)
            self.assertIn("Nothing was done", result.err)
        self.assertEqual([], self.service.requests)


class EventsTest(CliTest):
    def test_follows_new_events_until_interrupted(self):
        def event(sequence, broker=None):
            return {"sequence": sequence, "time": "t", "kind": "K", "broker": broker, "message": f"m{sequence}"}

        def interrupt(_):
            raise KeyboardInterrupt

        self.answers("GET events", [event(1, 0)], Reply("", 503), Reply("", 503), [event(2)], [event(3)])
        naps = []
        self.clock.sleep = lambda seconds: naps.append(seconds) if len(naps) < 4 else interrupt(seconds)
        result = self.dcos_kafka("events --follow")
        self.assertEqual(130, result.code)
        self.assertEqual(1, result.err.count("No answer"))
        self.assertEqual("t  K broker-0  m1\nt  K  m2\nt  K  m3\n", result.out)
        self.assertEqual(
            [{}, {"since": "1"}, {"since": "1"}, {"since": "1"}, {"since": "2"}],
            [request.query for request in self.service.requests],
        )


def _names(node, words):
    if isinstance(node, Command):
        return [words]
    assert isinstance(node, Group)
    return [name for member in node.shown() for name in _names(member, f"{words} {member.name}".strip())]
