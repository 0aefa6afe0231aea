"""Starts `dcos kafka`; also the entry point of the zipapp."""

import sys


def start() -> int:
    """Runs the command line and returns its exit code. An interrupt while modules load is clean, too."""
    try:
        from dcos_kafka.main import main

        return main()
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(start())
