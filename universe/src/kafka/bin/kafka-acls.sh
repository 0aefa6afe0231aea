#!/bin/sh
# Lists, adds and removes access control lists.
exec "$(dirname -- "$0")/kafka-run-class.sh" kafka.admin.AclCommand "$@"
