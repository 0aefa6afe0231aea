#!/bin/sh
# Shows and changes the configuration of topics, brokers, users and clients.
exec "$(dirname -- "$0")/kafka-run-class.sh" kafka.admin.ConfigCommand "$@"
