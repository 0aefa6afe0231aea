#!/bin/sh
# Adds to kafka-executor.tgz an archive of the classes that an executor loads, already parsed and verified (the JVM's class
# data sharing), by running it once through a broker's whole life: share-classes.sh TARGET-FOLDER CLASS-PATH-OF-THE-TESTS
# Without it the executor works as well, and starts slower; so when the run fails the archive stays as it is.

target=$1
folder=$target/share-classes
rm -rf "$folder"
mkdir -p "$folder"

if ! java -Xmx256m -cp "$2" dcos.kafka.executor.TrainingRun "$folder" "$target/kafka-executor.tgz" >"$folder/log" 2>&1; then
  echo "No shared classes in kafka-executor.tgz; $folder/log tells why." >&2
  exit 0
fi
tar -czf "$folder/kafka-executor.tgz" -C "$folder/sandbox" kafka-executor && mv "$folder/kafka-executor.tgz" "$target/"
