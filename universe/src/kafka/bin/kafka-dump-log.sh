#!/bin/sh
# Prints what is in the segment files of a log.
exec "$(dirname -- "$0")/kafka-run-class.sh" kafka.tools.DumpLogSegments "$@"
