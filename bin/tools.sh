# Finds the tools that the scripts beside it need, and says in one sentence which one is missing. Sourced, not run.

die() {
  echo "$1" >&2
  exit 1
}

# need_java 17: sets $java to a Java of at least that version.
need_java() {
  java=${JAVA_HOME:+$JAVA_HOME/bin/java}
  # Maven would stop at it too, so it isn't passed over.
  [ -z "$java" ] || [ -x "$java" ] || die "JAVA_HOME is $JAVA_HOME, where no bin/java is: set it to a JDK $1 or later, or unset it."
  [ -x "$java" ] || java=$(command -v java) || die "There is no Java: install a JDK $1 or later, or set JAVA_HOME to one."
  version=$("$java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' | head -n 1)
  [ "${version:-0}" -ge "$1" ] || die "$java is Java ${version:-of an unknown version}: install a JDK $1 or later, or set JAVA_HOME to one."
}

need_jdk() {
  [ -x "$(dirname -- "$java")/javac" ] || command -v javac >/dev/null || die "$java has no compiler beside it: install a JDK rather than a JRE, or set JAVA_HOME to one."
}

need_maven() {
  command -v mvn >/dev/null || die "There is no mvn: install Maven 3.8 or later."
}

need_python() {
  command -v python3 >/dev/null || die "There is no python3: install Python 3.8 or later."
  python3 -c 'import sys; sys.exit(sys.version_info < (3, 8))' || die "$(command -v python3) is too old: install Python 3.8 or later."
}

# build_what_changed: makes all archives, when a source is newer than they are. Needs $home and $java.
build_what_changed() {
  stamp=$home/local/target/built
  if [ -f "$stamp" ]; then
    newer=$(cd "$home" && find pom.xml mesos api scheduler executor universe local \( -name target -o -path '*/src/test' \) -prune -o -type f -newer "$stamp" -print | head -n 1)
    [ -n "$newer" ] || return 0
  fi
  need_jdk
  need_maven
  log=$home/target/build.log
  mkdir -p "$home/target"
  echo "Building; this takes a minute or two, and much less when nothing has changed."
  now=$(mktemp) || exit 1
  if ! (cd "$home" && mvn -B -DskipTests -Dspotless.check.skip package) >"$log" 2>&1; then
    rm -f "$now"
    grep '^\[ERROR\]' "$log" | head -n 5 >&2
    die "The build has failed; $log tells more."
  fi
  # As old as the beginning of the build, so that what changed meanwhile is built the next time.
  mv "$now" "$stamp"
}
