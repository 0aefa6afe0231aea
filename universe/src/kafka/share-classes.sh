#!/bin/sh
# Adds to the Kafka archive another of the classes that a broker loads, already parsed and verified (the JVM's class data
# sharing), by running a broker once: share-classes.sh TARGET-FOLDER NAME-OF-THE-DISTRIBUTION
# Without it Kafka works as well, and starts slower; so when the run fails the archive stays as it is.

tools=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
target=$1
name=$2
folder=$target/share-classes
rm -rf "$folder"
mkdir -p "$folder"

if ! (
  cd "$folder" && tar -xzf "../$name.tgz" && java -Xmx256m -cp "$name/libs/*" "$tools/TrainingRun.java" "$name"
) >"$folder/log" 2>&1; then
  echo "No shared classes in $name.tgz; $folder/log tells why." >&2
  exit 0
fi
tar -czf "$folder/$name.tgz" -C "$folder" "$name" && mv "$folder/$name.tgz" "$target/"
rm -rf "${folder:?}/$name"
