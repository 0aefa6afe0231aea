#!/bin/sh
# Lists and describes consumer groups, resets their offsets.
exec "$(dirname -- "$0")/kafka-run-class.sh" kafka.admin.ConsumerGroupCommand "$@"
