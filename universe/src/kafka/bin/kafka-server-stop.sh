#!/bin/sh
# Asks the brokers on this machine that belong to the caller to stop, as SIGTERM does: kafka-server-stop.sh [server.properties]
# With an argument only the broker that was started with that very argument. Does not wait for their end.

pids=$(ps -u "$(id -u)" -o pid= -o args= | awk -v config="$1" '
  { broker = 0; named = (config == "")
    for (i = 3; i <= NF; i++) { if ($i == "kafka.Kafka") broker = 1; else if (broker && $i == config) named = 1 }
    if (broker && named) print $1 }')

if [ -z "$pids" ]; then
  echo "No Kafka broker to stop." >&2
  exit 1
fi
# shellcheck disable=SC2086 # one argument for each process
kill -s TERM $pids
