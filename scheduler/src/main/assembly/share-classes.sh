#!/bin/sh
# Adds to kafka-scheduler.tgz an archive of the classes that a scheduler loads, already parsed and verified (the JVM's class
# data sharing), by running it once through a deployment: share-classes.sh TARGET-FOLDER CLASS-PATH-OF-THE-TESTS
# Without it the scheduler works as well, and starts slower; so when the run fails the archive stays as it is.

target=$1
folder=$target/share-classes
rm -rf "$folder"
mkdir -p "$folder/sandbox"

if ! { tar -xzf "$target/kafka-scheduler.tgz" -C "$folder/sandbox" &&
  java -Xmx256m -cp "$2" dcos.kafka.scheduler.TrainingRun "$folder/sandbox"; } >"$folder/log" 2>&1; then
  echo "No shared classes in kafka-scheduler.tgz; $folder/log tells why." >&2
  exit 0
fi
tar -czf "$folder/kafka-scheduler.tgz" -C "$folder/sandbox" kafka-scheduler && mv "$folder/kafka-scheduler.tgz" "$target/"
rm -rf "$folder/sandbox"
