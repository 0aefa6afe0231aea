"""Plans: as a tree, and followed until they end."""

import os
import re
import unittest.mock

from tests.support import CliTest, Reply, Terminal


def step(name, status, message=None):
    return {"id": "s-" + name, "status": status, "name": name, "message": message or f"{name.capitalize()} is {status}"}


def plan(status, *steps, errors=()):
    done = {
        "id": "p0",
        "name": "Reconciliation",
        "status": "COMPLETE",
        "steps": [step("Reconciliation", "COMPLETE", "Reconciliation complete")],
    }
    update = {"id": "p1", "name": "Update to: 329e", "status": status, "steps": list(steps)}
    body = {"phases": [done, update], "errors": list(errors), "status": status}
    return Reply(body, 200 if status == "COMPLETE" else 503)


ROLLING = plan(
    "IN_PROGRESS",
    step("broker-0", "COMPLETE"),
    step("broker-1", "IN_PROGRESS", "Broker-1 is IN_PROGRESS: 4 partitions catch up, since 12:00"),
    step("broker-2", "PENDING"),
)


class StatusTest(CliTest):
    def test_draws_a_tree(self):
        self.answers("GET plan", ROLLING)
        self.assertEqual(
            """\
deploy (IN_PROGRESS)
├─ Reconciliation (COMPLETE)
│  └─ Reconciliation (COMPLETE)
└─ Update to: 329e (IN_PROGRESS)
   ├─ broker-0 (COMPLETE)
   ├─ broker-1 (IN_PROGRESS)  4 partitions catch up, since 12:00
   └─ broker-2 (PENDING)
""",
            self.dcos_kafka("plan status", terminal=True, env={"DCOS_URL": self.service.url, "NO_COLOR": "1"}).out,
        )

    def test_colours_statuses_on_a_terminal_only(self):
        self.answers("GET plan", ROLLING)
        self.assertIn("(\033[33mIN_PROGRESS\033[0m)", self.dcos_kafka("plan status", terminal=True).out)
        self.assertNotIn("\033", self.dcos_kafka("plan status").out)
        self.assertIn("\033[32m", self.dcos_kafka("plan status --color always").out)
        self.assertNotIn("\033", self.dcos_kafka("plan status --color never", terminal=True).out)
        dumb = {"DCOS_URL": self.service.url, "TERM": "dumb"}
        self.assertNotIn("\033", self.dcos_kafka("plan status", dumb, terminal=True).out)

    def test_draws_with_ascii_where_the_terminal_has_no_more(self):
        class Ascii(Terminal):
            encoding = "ascii"

        self.answers("GET plan", ROLLING)
        out = self.dcos_kafka("plan status --color never", stdout=Ascii()).out
        self.assertIn("|- Reconciliation", out)
        self.assertIn("   `- broker-2", out)
        out.encode("ascii")

    def test_shows_the_errors_of_a_refused_configuration(self):
        error = 'Validation error on field "BROKER_COUNT": Decreasing this value (from 3 to 2) is not supported.'
        self.answers("GET plan", plan("ERROR", step("broker-0", "COMPLETE"), errors=[error]))
        result = self.dcos_kafka("plan status")
        self.assertEqual(0, result.code)
        self.assertTrue(result.out.endswith(f"\n\nErrors:\n- {error}\n"))

    def test_shows_strategies_where_the_service_names_them(self):
        self.answers(
            "GET plans/recovery",
            {
                "phases": [{"name": "a", "steps": [], "status": "COMPLETE", "strategy": "serial"}],
                "errors": [],
                "status": "COMPLETE",
                "strategy": "parallel",
            },
        )
        self.assertEqual(
            "recovery (parallel strategy) (COMPLETE)\n└─ a (serial strategy) (COMPLETE)\n",
            self.dcos_kafka(
                "plan status recovery", terminal=True, env={"DCOS_URL": self.service.url, "NO_COLOR": "1"}
            ).out,
        )

    def test_tells_a_plan_that_is_not_complete_from_a_service_that_is_away(self):
        self.answers("GET plan", Reply({"code": 503, "message": "Not registered with Mesos yet."}, 503))
        result = self.dcos_kafka("plan")
        self.assertEqual(1, result.code)
        self.assertIn("Not registered with Mesos yet. (503)", result.err)

    def test_a_page_instead_of_a_plan(self):
        self.answers("GET plan", Reply("<html>Log in</html>", 200, "text/html"))
        result = self.dcos_kafka("plan")
        self.assertEqual(1, result.code)
        self.assertIn("something else than JSON", result.err)

    def test_understands_the_newer_dialects_status(self):
        body = dict(ROLLING.body, strategy="serial")
        for status in (202, 417):
            self.answers("GET plan", Reply(body, status))
            self.assertEqual(0, self.dcos_kafka("plan").code)


class WatchTest(CliTest):
    def test_prints_each_change_and_ends_when_the_plan_is_complete(self):
        self.answers(
            "GET plan",
            plan("IN_PROGRESS", step("broker-0", "IN_PROGRESS"), step("broker-1", "PENDING")),
            plan("IN_PROGRESS", step("broker-0", "COMPLETE"), step("broker-1", "IN_PROGRESS")),
            plan("IN_PROGRESS", step("broker-0", "COMPLETE"), step("broker-1", "IN_PROGRESS")),
            plan("COMPLETE", step("broker-0", "COMPLETE"), step("broker-1", "COMPLETE")),
        )
        result = self.dcos_kafka("plan watch --interval 30")
        self.assertEqual((0, ""), (result.code, result.err))
        self.assertEqual(
            """\
      0s  Reconciliation COMPLETE
      0s  broker-0 IN_PROGRESS
      0s  broker-1 PENDING
     30s  broker-0 COMPLETE
     30s  broker-1 IN_PROGRESS
  1m 30s  broker-1 COMPLETE
The plan is COMPLETE after 1m 30s.
""",
            result.out.replace("Reconciliation COMPLETE  Reconciliation complete", "Reconciliation COMPLETE"),
        )

    def test_draws_a_bar_for_each_phase_in_place(self):
        self.answers("GET plan", ROLLING, plan("COMPLETE", step("broker-0", "COMPLETE"), step("broker-1", "COMPLETE")))
        result = self.dcos_kafka("plan watch --color never", terminal=True)
        first, second = result.out.split("\033[4A\033[J")
        self.assertEqual(
            [
                "████████████████████ 1/1  Reconciliation",
                "██████░░░░░░░░░░░░░░ 1/3  Update to: 329e",
                "    broker-1 IN_PROGRESS  4 partitions catch up, since 12:00",
                "IN_PROGRESS  0s",
            ],
            first.splitlines(),
        )
        self.assertIn("████████████████████ 2/2  Update to: 329e\nCOMPLETE  2s\n", second)

    def test_draws_no_more_than_the_terminal_holds(self):
        steps = [step(f"broker-{number}", "IN_PROGRESS", "catching up " * 10) for number in range(20)]
        self.answers("GET plan", plan("IN_PROGRESS", *steps), plan("COMPLETE"))
        with unittest.mock.patch("shutil.get_terminal_size", return_value=os.terminal_size((40, 8))):
            out = self.dcos_kafka("plan watch --color always", terminal=True).out
        first = re.sub("\033\\[[0-9]*m", "", out.split("\033[7A\033[J")[0]).splitlines()
        self.assertEqual(7, len(first))
        self.assertLess(max(map(len, first)), 40)
        self.assertEqual(["    ... and 17 more", "IN_PROGRESS  0s"], first[-2:])

    def test_tells_by_its_exit_code_that_the_plan_is_in_error(self):
        self.answers("GET plan", plan("ERROR", step("broker-0", "PENDING"), errors=["Too few agents."]))
        result = self.dcos_kafka("plan watch")
        self.assertEqual(6, result.code)
        self.assertIn("- Too few agents.", result.out)

    def test_ends_when_the_plan_waits_for_an_operator(self):
        waiting = plan("WAITING", step("broker-0", "WAITING"))
        self.answers("GET plan", waiting)
        result = self.dcos_kafka("plan watch")
        self.assertEqual(7, result.code)
        self.assertIn("dcos kafka continue", result.out)

    def test_watches_on_while_the_plan_waits_if_wanted(self):
        self.answers("GET plan", plan("WAITING", step("b", "WAITING")), plan("COMPLETE", step("b", "COMPLETE")))
        self.assertEqual(0, self.dcos_kafka("plan watch --through-waiting").code)

    def test_waits_for_a_scheduler_that_restarts(self):
        away = Reply("502 Bad Gateway", 502, "text/html")
        self.answers("GET plan", ROLLING, away, away, plan("COMPLETE", step("broker-0", "COMPLETE")))
        result = self.dcos_kafka("plan watch")
        self.assertEqual(0, result.code)
        self.assertEqual(1, result.err.count("No answer, trying again"))

    def test_waits_for_the_next_rollout_if_wanted(self):
        old = plan("COMPLETE", step("broker-0", "COMPLETE"))
        away = Reply("502 Bad Gateway", 502, "text/html")
        refused = plan("ERROR", step("broker-0", "COMPLETE"), errors=["Decreasing this value is not supported."])
        for name, between, last, code in (
            ("another plan", [], ROLLING, 0),
            ("a scheduler that restarts", [away], old, 0),
            ("a refused change", [], refused, 6),
        ):
            with self.subTest(name):
                self.answers("GET plan", old, old, *between, last, *([old] if last is ROLLING else []))
                self.assertEqual(code, self.dcos_kafka("plan watch --next").code)

    def test_gives_up_when_no_rollout_begins(self):
        self.answers("GET plan", plan("COMPLETE", step("broker-0", "COMPLETE")))
        result = self.dcos_kafka("plan watch --next")
        self.assertEqual(5, result.code)
        self.assertIn("No rollout has begun within 60 seconds: the plan is COMPLETE as before.", result.err)
        self.assertTrue(50 < self.clock.time <= 60)

    def test_gives_up_on_a_service_that_stays_away(self):
        self.answers("GET plan", ROLLING, Reply("502 Bad Gateway", 502, "text/html"))
        result = self.dcos_kafka("plan watch")
        self.assertEqual(1, result.code)
        self.assertIn("does not answer", result.err)
        self.assertTrue(120 < self.clock.time < 130)

    def test_tells_a_wrong_name_at_once(self):
        self.assertEqual(1, self.dcos_kafka("plan watch --name=kafak").code)
        self.assertEqual(0, self.clock.time)

    def test_gives_up_after_the_longest_wait(self):
        self.answers("GET plan", ROLLING)
        result = self.dcos_kafka("plan watch --max-wait 10")
        self.assertEqual(5, result.code)
        self.assertLessEqual(self.clock.time, 10)

    def test_an_unknown_plan_is_no_plan(self):
        self.answers("GET plans/nope", Reply({"code": 404, "message": "There is no plan nope."}, 404))
        for line in ("plan watch nope", "plan status nope", "plan show nope"):
            result = self.dcos_kafka(line)
            self.assertEqual(1, result.code)
            self.assertIn("There is no plan nope.", result.err)
