# Sourced by the run scripts: makes sure of a JDK 17 or later and of unzip, which the Maven wrapper needs.
# As root on a Debian-like system what is missing is installed; elsewhere one line says what it is.

posthouse_root() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1
}

posthouse_install() { # package...
    echo "installing $*"
    apt-get update -qq >/dev/null && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

posthouse_javac() {
    if [ -n "$JAVA_HOME" ]; then javac=$JAVA_HOME/bin/javac; else javac=javac; fi
    version=$("$javac" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p')
    [ "${version:-0}" -ge 17 ]
}

posthouse_tools() {
    posthouse_javac || {
        posthouse_root || { echo "$0: no JDK 17 or later found; install one or set JAVA_HOME" >&2; exit 1; }
        posthouse_install openjdk-17-jdk-headless || posthouse_install default-jdk-headless || exit 1
        unset JAVA_HOME
    }
    command -v unzip >/dev/null 2>&1 || {
        posthouse_root || { echo "$0: unzip is missing; install it" >&2; exit 1; }
        posthouse_install unzip || exit 1
    }
}
