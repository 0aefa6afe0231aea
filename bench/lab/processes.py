"""What /proc tells of processes, and how to end those that were started here."""
import os
import signal
import subprocess
import time

_TICKS = os.sysconf("SC_CLK_TCK")


def memory_mb(pid):
    """Resident memory (VmRSS), in MB of 1024 KB."""
    return _status_mb(pid, "VmRSS")


def peak_memory_mb(pid):
    """The most resident memory that a process ever had (VmHWM)."""
    return _status_mb(pid, "VmHWM")


def _status_mb(pid, what):
    with open(f"/proc/{pid}/status") as status:
        for line in status:
            if line.startswith(f"{what}:"):
                return int(line.split()[1]) / 1024
    raise OSError(f"process {pid} has no {what}")


def cpu_seconds(pid):
    """What a process has taken of the processors so far."""
    fields = _stat(pid)
    return (int(fields[11]) + int(fields[12])) / _TICKS


def ended_children_cpu_seconds(pid):
    """What the children of a process that ended, and were waited for, have taken of the processors."""
    fields = _stat(pid)
    return (int(fields[13]) + int(fields[14])) / _TICKS


def started_at(pid):
    """When a process was started, in seconds since the epoch, to a hundredth."""
    since_boot = int(_stat(pid)[19]) / _TICKS
    return time.time() - (time.clock_gettime(time.CLOCK_BOOTTIME) - since_boot)


def _stat(pid):
    with open(f"/proc/{pid}/stat") as stat:
        return stat.read().rpartition(")")[2].split()


def java(main_class, folder):
    """The Java processes that run that class with a sandbox below that folder: pid by sandbox."""
    found = {}
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/cmdline", "rb") as file:
                command = file.read().split(b"\0")
            if not command[0].endswith(b"java") or main_class.encode() not in command:
                continue
            with open(f"/proc/{pid}/environ", "rb") as file:
                environment = dict(v.split(b"=", 1) for v in file.read().split(b"\0") if b"=" in v)
        except OSError:
            continue
        sandbox = environment.get(b"MESOS_SANDBOX", b"").decode()
        if sandbox.startswith(f"{folder}/"):
            found[sandbox] = int(pid)
    return found


def end(process, patience=30):
    """Ends a child as its user would, and with force when it doesn't go within `patience` seconds."""
    if process.poll() is not None:
        return
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
