"""Mesos and Kafka as far as the scheduler sees them, with any number of agents (scheduler/src/jmh), and programs beside it."""
import subprocess

from lab import dcos, processes

# As bin/kafka-scheduler starts the scheduler, but for the heap: what stands for Mesos lives in it, too.
JVM = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Djava.net.preferIPv4Stack=true",
       f"-Dlogback.configurationFile={dcos.HOME}/bench/lab/quiet-logback.xml"]


def build():
    """Compiles the measurements; returns their class path."""
    # Offline first, as Maven looks for newer snapshots of our own modules otherwise.
    command = ["mvn", "-q", "-Pjmh", "-pl", "scheduler", "-am", "-Dspotless.check.skip", "process-test-classes"]
    if subprocess.run([*command, "-o"], cwd=dcos.HOME, stdout=subprocess.DEVNULL).returncode:
        subprocess.run(command, cwd=dcos.HOME, check=True)
    with open(f"{dcos.HOME}/scheduler/target/jmh-class-path") as file:
        return ":".join([f"{dcos.HOME}/scheduler/target/{kind}" for kind in ("test-classes", "classes")] + [file.read().strip()])


class Lean:
    """A master with so many agents, and a ZooKeeper; what a scheduler finds that is started on it."""

    def __init__(self, where, classes, agents):
        self.folder = where
        self._log = open(f"{where}/lean.log", "w")
        self._process = subprocess.Popen(
            [dcos.java(), "-Xmx1g", *JVM, "-cp", classes, "dcos.kafka.scheduler.jmh.LeanHost", str(agents)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log, text=True, cwd=where)
        line = self._process.stdout.readline()
        if not line:
            with open(self._log.name) as log:
                raise OSError(f"the lean Mesos ended: {log.read().strip()}")
        self.master, self.zookeeper = line.split()

    def close(self):
        self._process.stdin.close()
        try:
            self._process.wait(30)
        except subprocess.TimeoutExpired:
            processes.end(self._process)
        self._process.stdout.close()
        self._log.close()


def brokers(count, strategy):
    """Variables for so many brokers of the default size."""
    return {"FRAMEWORK_NAME": "kafka", "PORT_API": str(dcos.free_port()), "BROKER_COUNT": str(count),
            "DEPLOY_STRATEGY": strategy}
