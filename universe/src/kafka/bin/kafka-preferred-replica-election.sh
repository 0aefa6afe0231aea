#!/bin/sh
# Makes the preferred replica of each partition its leader again (superseded by kafka-leader-election.sh).
exec "$(dirname -- "$0")/kafka-run-class.sh" kafka.admin.PreferredReplicaLeaderElectionCommand "$@"
