#!/bin/sh
# Compares the replicas of partitions.
exec "$(dirname -- "$0")/kafka-run-class.sh" kafka.tools.ReplicaVerificationTool "$@"
