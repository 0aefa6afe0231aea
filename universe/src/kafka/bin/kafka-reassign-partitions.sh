#!/bin/sh
# Moves partitions between brokers.
exec "$(dirname -- "$0")/kafka-run-class.sh" kafka.admin.ReassignPartitionsCommand "$@"
