#!/bin/sh
# Find a Python of 3.12 or newer, make the virtual environment, install the pinned set: sh bootstrap.sh FOLDER [dev].
# Running needs less than tests and checks do, so the second word "dev" asks for the rest.
# A name on the PATH proves nothing (pyenv's shims answer for versions that are not chosen), so each candidate is run.
set -eu
VENV=${1:-.venv}
FOR=${2:-run}

suitable() { "$1" -c 'import sys, venv, ssl, sqlite3; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1; }

candidates() {
    [ -n "${PYTHON:-}" ] && echo "$PYTHON"
    for name in python3 python3.12 python3.13 python3.14 python; do command -v "$name" 2>/dev/null || true; done
    for folder in "${PYENV_ROOT:-$HOME/.pyenv}/versions"/3.*; do [ -x "$folder/bin/python" ] && echo "$folder/bin/python"; done
    for path in /opt/homebrew/bin/python3 /usr/local/bin/python3; do [ -x "$path" ] && echo "$path"; done
    true
}

make_venv() {
    candidates > "$VENV.candidates"
    found=""
    while IFS= read -r candidate; do
        if suitable "$candidate"; then found=$candidate; break; fi
    done < "$VENV.candidates"
    rm -f "$VENV.candidates"
    if [ -n "$found" ]; then
        echo "Using $("$found" -V) ($found)"
        "$found" -m venv "$VENV"
    elif command -v uv >/dev/null 2>&1 && uv venv --quiet --seed --python '>=3.12' "$VENV"; then
        echo "Using a Python that uv provides"
    else
        echo "Lastmile needs Python 3.12 or newer and found none (looked at python3, python3.12 to 3.14, pyenv's versions and uv)." >&2
        echo "Install one from python.org or with your package manager, or say where it is: make run PYTHON=/path/to/python3.12" >&2
        exit 1
    fi
}

if [ -x "$VENV/bin/python" ] && suitable "$VENV/bin/python"; then :; else rm -rf "$VENV"; make_venv; fi
install() {
    "$VENV/bin/python" -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable "$1"
}
GUIDE=lastmile_core.web.build_help
SEARCH=lastmile_core.planning.warm_up

if [ "$FOR" = dev ]; then
    echo "Installing the pinned libraries and the tools for tests and checks (about two minutes the first time) ..."
    install '.[dev]'
    echo "Compiling the route search (once, about half a minute) ..."
    # Without it the first plan would still come, only from the slower search; so a machine where it fails goes on.
    "$VENV/bin/python" -m "$SEARCH" || echo "The fast search could not be compiled; plans come from the other engines." >&2
    touch "$VENV/.ready-dev"
else
    echo "Installing the pinned libraries (about a minute the first time) ..."
    install .
    echo "Compiling the route search meanwhile (once, about half a minute); until then plans come from the other engines."
    # The guide is built behind it; whoever opens Help before has it built then.
    ( (nice -n 10 "$VENV/bin/python" -m "$SEARCH"; nice -n 10 "$VENV/bin/python" -m "$GUIDE") >/dev/null 2>&1 </dev/null &)
fi
touch "$VENV/.ready"
