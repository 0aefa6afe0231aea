#!/bin/sh
# Runs a broker in the foreground: kafka-server-start.sh server.properties [--override name=value]...
# The environment that it heeds is described in kafka-run-class.sh; the heap is 1 GB unless KAFKA_HEAP_OPTS says otherwise.

if [ $# -eq 0 ]; then
  echo "Usage: $0 server.properties [--override name=value]..." >&2
  exit 1
fi

home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd) || exit 1
export KAFKA_HEAP_OPTS="${KAFKA_HEAP_OPTS:--Xms1G -Xmx1G}"
export KAFKA_LOG4J_FILE="${KAFKA_LOG4J_FILE:-$home/config/log4j.properties}"

exec "$home/bin/kafka-run-class.sh" kafka.Kafka "$@"
