"""Brokers without us: the distribution's own start script, with the options that our brokers have."""
import json
import os
import socket
import struct
import subprocess
import time

from lab import dcos, processes
from lab.zookeeper import ZooKeeper


class BareBroker:
    """One broker; start, wait, stop."""

    def __init__(self, where, properties, distribution, heap, zookeeper, chroot, beside_distribution=False):
        """`beside_distribution`: started in the folder that holds the distribution, where its archive of classes counts."""
        self.id = properties["broker.id"]
        self._folder = f"{where}/{chroot.strip('/')}-{self.id}"
        os.makedirs(f"{self._folder}/data", exist_ok=True)
        self._distribution = distribution
        self._heap = heap
        self.zookeeper = zookeeper
        self._path = f"{chroot}/brokers/ids/{self.id}"
        own = {**properties, "log.dirs": f"{self._folder}/data", "zookeeper.connect": f"{zookeeper}{chroot}"}
        with open(f"{self._folder}/server.properties", "w") as file:
            file.writelines(f"{name}={value}\n" for name, value in own.items())
        self._directory = os.path.dirname(distribution) if beside_distribution else self._folder
        self._process = None
        self.started = None

    def start(self):
        """Starts it as the executor does: same heap, same script."""
        environment = {**dcos.clean_environment(), "LOG_DIR": f"{self._folder}/logs",
                       "KAFKA_HEAP_OPTS": f"-Xms{self._heap}M -Xmx{self._heap}M"}
        with open(f"{self._folder}/stdout", "a") as out:
            self.started = time.time()
            self._process = subprocess.Popen(
                [f"{self._distribution}/bin/kafka-server-start.sh", f"{self._folder}/server.properties"],
                cwd=self._directory, env=environment, stdout=out, stderr=out, stdin=subprocess.DEVNULL)

    def ready(self, zookeeper):
        """Whether it is registered, by this process, and answers."""
        if self._process.poll() is not None:
            raise OSError(f"a bare broker ended; {self._folder}/stdout tells why")
        created = zookeeper.created(self._path)
        if created is None or created < self.started:
            return False
        host, port = self.address(zookeeper).split(":")
        return answers(host, int(port))

    def address(self, zookeeper):
        """Where it is registered to listen."""
        return json.loads(zookeeper.content(self._path))["endpoints"][0].split("//")[1]

    def await_ready(self):
        """Seconds from its start until it was ready."""
        return await_all([self])[0]

    def stop(self):
        """Asks it to stop, and returns how many seconds that took."""
        began = time.time()
        if self._process:
            processes.end(self._process)
        return time.time() - began


def await_all(brokers):
    """Waits for all, and returns how many seconds each took from its start."""
    took = {}
    deadline = time.time() + dcos.PATIENCE
    with ZooKeeper(brokers[0].zookeeper) as zookeeper:
        while len(took) < len(brokers):
            if time.time() > deadline:
                raise OSError("a bare broker did not register in time")
            for broker in brokers:
                if broker.id not in took and broker.ready(zookeeper):
                    took[broker.id] = time.time() - broker.started
            time.sleep(dcos.POLL)
    return [took[broker.id] for broker in brokers]


def answers(host, port):
    """Whether a broker answers an ApiVersions request."""
    request = struct.pack(">hhih", 18, 0, 1, -1)
    try:
        with socket.create_connection((host, port), timeout=5) as connection:
            connection.sendall(struct.pack(">i", len(request)) + request)
            return len(connection.recv(4)) > 0
    except OSError:
        return False
