#!/bin/sh
# Lists, describes, creates, alters and deletes topics.
exec "$(dirname -- "$0")/kafka-run-class.sh" kafka.admin.TopicCommand "$@"
