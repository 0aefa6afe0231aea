#!/bin/sh
# Runs a class of Kafka with everything in libs/ on its class path:
#
#   kafka-run-class.sh CLASS [ARGUMENT...]
#
# Environment, all optional, with the names that Apache's own scripts use; options are split at spaces:
#   JAVA_HOME                     the Java to use; else `java` on PATH. Java 8 or later.
#   KAFKA_HEAP_OPTS               heap, default -Xmx256M
#   KAFKA_JVM_PERFORMANCE_OPTS    collector and the like
#   KAFKA_JMX_OPTS, JMX_PORT      remote JMX; JMX_PORT alone opens it without password and encryption
#   KAFKA_LOG4J_OPTS              default: what KAFKA_LOG4J_FILE names, else config/tools-log4j.properties
#   KAFKA_GC_LOG_OPTS             default: no GC log
#   KAFKA_OPTS                    anything else for the JVM
#   LOG_DIR                       folder of the log files, default logs/ beside bin/
#   CLASSPATH                     searched before libs/

if [ $# -eq 0 ]; then
  echo "Usage: $0 CLASS [ARGUMENT...]" >&2
  exit 1
fi

home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd) || exit 1

if [ -n "$JAVA_HOME" ]; then
  java=$JAVA_HOME/bin/java
else
  java=java
fi
if ! command -v "$java" >/dev/null 2>&1; then
  echo "No Java found: '$java' can't be run. Install a JRE, or let JAVA_HOME name one." >&2
  exit 1
fi

if [ -n "$JMX_PORT" ]; then
  : "${KAFKA_JMX_OPTS=-Dcom.sun.management.jmxremote -Dcom.sun.management.jmxremote.authenticate=false -Dcom.sun.management.jmxremote.ssl=false}"
  KAFKA_JMX_OPTS="$KAFKA_JMX_OPTS -Dcom.sun.management.jmxremote.port=$JMX_PORT"
fi
: "${KAFKA_HEAP_OPTS:=-Xmx256M}"
: "${KAFKA_JVM_PERFORMANCE_OPTS:=-server -XX:+UseG1GC -XX:MaxGCPauseMillis=20 -XX:InitiatingHeapOccupancyPercent=35 -XX:+ExplicitGCInvokesConcurrent -Djava.awt.headless=true}"

# A broker that is started beside its distribution, as an executor does, finds the classes that it loads in an archive,
# parsed and verified already (see share-classes.sh), and starts in half the time. That counts for the Java which wrote the
# archive and for one class path only, hence the relative paths in a fixed order. Any other Java goes without.
classes="${CLASSPATH:+$CLASSPATH:}$home/libs/*"
archive=
if [ "$1" = kafka.Kafka ] && [ -z "$CLASSPATH" ] && [ "$(cd "$home/.." && pwd -P)" = "$(pwd -P)" ]; then
  libs=${home##*/}/libs
  classes=$(
    LC_ALL=C
    IFS=:
    set -- "$libs"/*.jar
    echo "$*"
  )
  if [ -f "$libs/broker.jsa" ] && [ "$(cat "$JAVA_HOME/release" 2>/dev/null)" = "$(cat "$libs/broker.jsa.java")" ]; then
    archive=$libs/broker.jsa
  fi
fi

# What holds a path is kept apart from the options above, so that a space in it does no harm.
set -- "-Dkafka.logs.dir=${LOG_DIR:-$home/logs}" -cp "$classes" "$@"
if [ -n "$archive" ]; then
  set -- -Xshare:auto "-XX:SharedArchiveFile=$archive" '-Xlog:cds*=off' "$@"
fi
if [ -z "$KAFKA_LOG4J_OPTS" ]; then
  set -- "-Dlog4j.configuration=file:${KAFKA_LOG4J_FILE:-$home/config/tools-log4j.properties}" "$@"
fi

# exec: the process that our caller started is Java itself, so that a signal reaches Kafka.
# shellcheck disable=SC2086 # the options are meant to be split
exec "$java" $KAFKA_HEAP_OPTS $KAFKA_JVM_PERFORMANCE_OPTS $KAFKA_GC_LOG_OPTS $KAFKA_JMX_OPTS $KAFKA_LOG4J_OPTS $KAFKA_OPTS "$@"
