"""Starts `dcos kafka`; also the entry point of the zipapp."""

import sys


def start() -> int:
    """Runs the command line and returns its exit code. An interrupt while modules load is clean, too."""
    try:
        from dcos_kafka.main import main  # noqa: PLC0415 (here, so that an interrupt meanwhile is caught)

        return main()
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(start())
