# Gives a finding an environment of its own: `fresh NAME==VERSION ...` makes one in a temporary folder, installs exactly
# these packages into it, goes there, and removes everything when the script ends. It ends the script with 3 if they
# cannot be installed. Nothing of the course is on the path.
set -euo pipefail

fresh() {
    local place python=${PYTHON:-python3}
    place=$(mktemp -d)
    trap "rm -rf '$place'" EXIT
    unset PYTHONPATH
    "$python" -m venv --without-pip "$place/venv" &&
        "$python" -m pip --python "$place/venv" install --quiet --no-compile --disable-pip-version-check "$@" || exit 3
    export PATH="$place/venv/bin:$PATH"
    cd "$place"
}
