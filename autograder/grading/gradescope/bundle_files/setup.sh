#!/bin/sh
# Gradescope runs this once, as root, when it builds the container.
set -eu
root=${AUTOGRADER_ROOT:-/autograder}
export DEBIAN_FRONTEND=noninteractive

apt-get update
apt-get install -y --no-install-recommends bubblewrap libseccomp2 util-linux
python=
for version in 3.13 3.12 3.11; do
    if apt-get install -y --no-install-recommends "python$version" "python$version-venv"; then
        python=python$version
        break
    fi
done
[ -n "$python" ] || { echo "this image has no Python 3.11 or newer: choose Ubuntu 22.04 or newer" >&2; exit 1; }

"$python" -m venv /opt/magic-window
/opt/magic-window/bin/pip install --no-cache-dir -r "$root/source/requirements.txt"
chmod 700 "$root/source"
