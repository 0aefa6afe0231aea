#!/bin/sh
# Tells how much each log directory of the brokers holds.
exec "$(dirname -- "$0")/kafka-run-class.sh" kafka.admin.LogDirsCommand "$@"
