#!/bin/sh
# Deletes the records of partitions up to an offset.
exec "$(dirname -- "$0")/kafka-run-class.sh" kafka.admin.DeleteRecordsCommand "$@"
