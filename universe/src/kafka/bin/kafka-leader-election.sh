#!/bin/sh
# Elects leaders anew.
exec "$(dirname -- "$0")/kafka-run-class.sh" kafka.admin.LeaderElectionCommand "$@"
