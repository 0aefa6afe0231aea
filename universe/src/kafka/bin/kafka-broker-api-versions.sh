#!/bin/sh
# Shows which requests, in which versions, the brokers understand.
exec "$(dirname -- "$0")/kafka-run-class.sh" kafka.admin.BrokerApiVersionsCommand "$@"
