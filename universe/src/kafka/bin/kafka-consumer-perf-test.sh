#!/bin/sh
# Measures how fast messages can be read.
export KAFKA_HEAP_OPTS="${KAFKA_HEAP_OPTS:--Xmx512M}"
exec "$(dirname -- "$0")/kafka-run-class.sh" kafka.tools.ConsumerPerformance "$@"
