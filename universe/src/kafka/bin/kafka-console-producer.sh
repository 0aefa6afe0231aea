#!/bin/sh
# Sends each line of its input as a message.
export KAFKA_HEAP_OPTS="${KAFKA_HEAP_OPTS:--Xmx512M}"
exec "$(dirname -- "$0")/kafka-run-class.sh" kafka.tools.ConsoleProducer "$@"
