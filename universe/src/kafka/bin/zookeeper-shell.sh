#!/bin/sh
# ZooKeeper's command line: zookeeper-shell.sh host:port [COMMAND [ARGUMENT...]]

if [ $# -eq 0 ]; then
  echo "Usage: $0 host:port[/path] [COMMAND [ARGUMENT...]]" >&2
  exit 1
fi
exec "$(dirname -- "$0")/kafka-run-class.sh" org.apache.zookeeper.ZooKeeperMain -server "$@"
