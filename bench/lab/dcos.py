"""A local DC/OS that is idle, and our scheduler on it as Marathon would start it."""
import calendar
import contextlib
import getpass
import glob
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

from lab import processes

HOME = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SCHEDULER = f"{HOME}/scheduler/target/kafka-scheduler.tgz"
EXECUTOR = f"{HOME}/executor/target/kafka-executor.tgz"
KAFKA = f"{HOME}/universe/target/kafka_2.11-2.4.1.tgz"
LOCAL = f"{HOME}/local/target/kafka-local.jar"
CHROOT = "/dcos-service-kafka"
PATIENCE = 300
POLL = 0.1  # seconds; asking more often takes from what is measured


def java():
    """The Java to measure with."""
    home = os.environ.get("JAVA_HOME")
    return f"{home}/bin/java" if home else shutil.which("java") or sys.exit("There is no Java: set JAVA_HOME.")


def java_home():
    return os.path.dirname(os.path.dirname(os.path.realpath(java())))


def clean_environment():
    """What Kafka's own tools need of the environment, without what would change them."""
    return {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "JAVA_HOME": java_home()}


def require_built():
    missing = [file for file in (SCHEDULER, EXECUTOR, KAFKA, LOCAL) if not os.path.exists(file)]
    if missing:
        sys.exit(f"{missing[0]} is missing: run `mvn -DskipTests package` in {HOME} first.")


def unpack(archive, into):
    """Unpacks with the system's tar, as agents do; returns how many seconds that took."""
    os.makedirs(into, exist_ok=True)
    began = time.monotonic()
    subprocess.run(["tar", "--no-same-owner", "-xf", archive, "-C", into], check=True)
    return time.monotonic() - began


@contextlib.contextmanager
def folder():
    """A folder for one measurement, that is gone afterwards."""
    path = os.path.realpath(tempfile.mkdtemp(prefix="kafka-bench-", dir=os.environ.get("TMPDIR")))
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


class Dcos:
    """ZooKeeper, a master and agents, on which nothing runs yet."""

    def __init__(self, where, agents=3):
        self.folder = where
        self._log = open(f"{where}/dcos.log", "w")
        self._process = subprocess.Popen(
            [java(), "-Xms64m", "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
             "-Djava.net.preferIPv4Stack=true", f"-Dkafka.local.dir={where}",
             "-Dlogback.configurationFile=kafka-local-log.xml",
             "-cp", f"{LOCAL}:{HOME}/local/target/lib/*", f"{HOME}/bench/lab/DcosHost.java", where, str(agents)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log, text=True)
        self.master, self.zookeeper = self._answer().split()

    def _answer(self):
        line = self._process.stdout.readline()
        if not line:
            with open(self._log.name) as log:
                raise OSError(f"the local DC/OS ended: {log.read().strip()}")
        return line

    @property
    def pid(self):
        return self._process.pid

    def end_tasks(self):
        """Ends all agents with what runs on them; ZooKeeper and the master go on."""
        self._process.stdin.write("end-tasks\n")
        self._process.stdin.flush()
        self._answer()

    def close(self):
        self._process.stdin.close()
        try:
            self._process.wait(60)
        except subprocess.TimeoutExpired:
            processes.end(self._process)
        self._process.stdout.close()
        self._log.close()


class Scheduler:
    """The packaged scheduler in a sandbox of its own."""

    def __init__(self, dcos, variables):
        self._sandbox = f"{dcos.folder}/scheduler"
        self.unpacking = unpack(SCHEDULER, self._sandbox)
        self._dcos = dcos
        self._variables = variables
        self.log = f"{self._sandbox}/stdout"
        self.started = None
        self._process = None

    @property
    def pid(self):
        return self._process.pid

    @property
    def uri(self):
        return f"http://127.0.0.1:{self._variables['PORT_API']}"

    def start(self, **changed):
        """Starts it; the clock starts here, too."""
        self._variables.update(changed)
        environment = {
            **clean_environment(), "MESOS_SANDBOX": self._sandbox,
            "USER": getpass.getuser(), "MESOS_MASTER": self._dcos.master,
            "MESOS_ZOOKEEPER_URI": self._dcos.zookeeper, "KAFKA_URI": f"file://{KAFKA}",
            "EXECUTOR_URI": f"file://{EXECUTOR}", **self._variables}
        with open(self.log, "a") as out:
            self.started = time.time()
            self._process = subprocess.Popen(
                ["./kafka-scheduler/bin/kafka-scheduler", "server", "./kafka-scheduler/conf/scheduler.yml"],
                cwd=self._sandbox, env=environment, stdout=out, stderr=out, stdin=subprocess.DEVNULL)

    def stop(self):
        if self._process:
            processes.end(self._process)

    def kill(self):
        """Ends it as a machine that dies would."""
        self._process.kill()
        self._process.wait()

    def request(self, method, path):
        """Status and JSON of an answer; status 0 while nobody listens."""
        try:
            with urllib.request.urlopen(
                    urllib.request.Request(self.uri + path, method=method), timeout=10) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as refusal:
            return refusal.code, json.load(refusal)
        except OSError:
            return 0, None

    def get(self, path):
        return self.request("GET", path)

    def bootstrap(self):
        """The brokers' addresses, as clients take them."""
        return ",".join(self.get("/v1/connection")[1]["address"])

    def await_complete(self):
        """Waits until the plan is complete, and returns when that was seen, in seconds since the epoch."""
        return self.await_plan(lambda status, plan: status == 200)

    def await_plan(self, wanted):
        """Waits until `wanted` holds for status and body of the plan; returns when that was."""
        return self.await_answer("/v1/plan", wanted)

    def await_answer(self, path, wanted):
        """Waits until `wanted` holds for status and body of what is at a path; returns when that was."""
        deadline = time.time() + PATIENCE
        while time.time() < deadline:
            if self._process.poll() is not None:
                raise OSError(f"the scheduler ended with {self._process.returncode}: {self.tail()}")
            status, body = self.get(path)
            if status and wanted(status, body):
                return time.time()
            time.sleep(POLL)
        raise OSError(f"{path} did not get there within {PATIENCE} s: {self.get(path)[1]}")

    def tail(self):
        with open(self.log) as log:
            return "".join(log.readlines()[-5:]).strip()

    def log_times(self, pattern):
        """When lines that match a pattern were written, in seconds since the epoch."""
        with open(self.log) as log:
            times = [log_time(line) for line in log if re.search(pattern, line)]
        return [at for at in times if at is not None]


def log_time(line):
    """The time in a line of the scheduler's log, which has it in UTC; None where a line has none."""
    found = re.search(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)[,.](\d{3})", line)
    if not found:
        return None
    day = time.strptime(f"{found[1]} {found[2]}", "%Y-%m-%d %H:%M:%S")
    return calendar.timegm(day) + int(found[3]) / 1000


def small_brokers(count, heap, **more):
    """Variables for brokers that three of fit on a laptop; the rest is the service's default."""
    return {
        "FRAMEWORK_NAME": "kafka", "PORT_API": str(free_port()), "BROKER_COUNT": str(count), "BROKER_PORT": "0",
        "BROKER_CPUS": "0.5", "BROKER_MEM": str(heap + 512), "BROKER_HEAP_MB": str(heap), "BROKER_DISK": "1000",
        "PLACEMENT_STRATEGY": "NODE", "ENABLE_BROKER_HEALTH_CHECK": "false", "EXECUTOR_CPUS": "0.1", **more}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def sandboxes(dcos, main_class):
    """Sandbox and process id of each broker's process of that class, in the order of broker ids."""
    found = processes.java(main_class, dcos.folder)
    order = sorted(found, key=lambda sandbox: broker_id(sandbox))
    return [(sandbox, found[sandbox]) for sandbox in order]


def broker_id(sandbox):
    return int(re.search(r"/broker-(\d+)__", sandbox)[1])


def properties(sandbox):
    """The server.properties that the executor wrote."""
    with open(f"{glob.escape(sandbox)}/server.properties") as file:
        return dict(line.rstrip("\n").split("=", 1) for line in file if not line.startswith("#"))
