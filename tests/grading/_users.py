"""Several users of one machine: kernel users of their own number, name and home, who see what such users may see.

They exist in a mount namespace alone, so nothing of the machine is changed. In it, Python and this checkout can be
reached by all of them, wherever they lie: a folder on the way that is closed to others, such as /root, is covered by an
empty one that is open, and what they need is put back into it.
"""

import json
import os
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
FIRST_NUMBER = 61_001
SUDO = [] if os.getuid() == 0 else ["sudo", "--non-interactive", "--"]


class Users:
    """`names` as users with a home each in `place`, and an open folder for all of them.

    Use it in a `with` statement.
    """

    def __init__(self, *names):
        self._numbers = {name: number for number, name in enumerate(names, FIRST_NUMBER)}

    def __enter__(self):
        if SUDO and subprocess.run([*SUDO, "true"], check=False, capture_output=True).returncode:
            pytest.skip("only root, or who has sudo without a password, can be several users")
        self.place = Path(tempfile.mkdtemp(prefix="users-", dir="/tmp"))
        self.place.chmod(0o755)
        self.shared = self.place / "shared"
        self.shared.mkdir()
        self.shared.chmod(0o777)
        for name in self._numbers:
            self.home(name).mkdir(parents=True)
            self.give(name, self.home(name))
        ways = _open_ways([sys.prefix, sys.base_prefix, ROOT])
        names = []
        for file, line in {"passwd": "{0}:x:{1}:{1}::{2}:/bin/sh", "group": "{0}:x:{1}:"}.items():
            lines = [line.format(name, number, self.home(name)) for name, number in self._numbers.items()]
            (self.place / file).write_text(Path("/etc", file).read_text() + "\n".join(lines) + "\n")
            names += ["--ro-bind", self.place / file, f"/etc/{file}"]
        may = ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID", "--die-with-parent", "--chdir", ROOT]
        words = [
            *SUDO,
            "bwrap",
            "--dev-bind",
            "/",
            "/",
            *ways,
            *names,
            *may,
            sys.executable,
            "-m",
            "tests.grading._prefork",
        ]
        self._server = subprocess.Popen(list(map(str, words)), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        return self

    def __exit__(self, *error):
        self._server.stdin.close()
        self._server.wait(10)
        self._server.stdout.close()
        subprocess.run([*SUDO, "rm", "-rf", self.place], check=True)

    def home(self, name):
        return self.place / "home" / name

    def give(self, name, folder):
        """Make `folder` and all in it that user's, and closed to the others."""
        subprocess.run([*SUDO, "chmod", "700", folder], check=True)
        subprocess.run([*SUDO, "chown", "-R", f"{self._numbers[name]}:{self._numbers[name]}", folder], check=True)

    def run(self, name, *words, cwd=None, given="", status=0):
        """Run a command as the user `name`, at home if nothing else is said, and return all it says.

        nbgrader's commands and ours are run in a fork of one process; `given` is what the command reads.
        """
        home = str(self.home(name))
        order = {
            "number": self._numbers[name],
            "environment": {
                "HOME": home,
                "USER": name,
                "LOGNAME": name,
                "PATH": f"{BIN}:/usr/bin:/bin",
                "LANG": "C.UTF-8",
            },
            "folder": str(cwd or home),
            "words": list(map(str, words)),
        }
        self._server.stdin.write(json.dumps({"order": order, "given": given}) + "\n")
        self._server.stdin.flush()
        answer = json.loads(self._server.stdout.readline())
        assert answer["status"] == status, answer["said"]
        return answer["said"]


def _open_ways(paths):
    """What makes bwrap open the ways to `paths`."""
    covers, back = set(), []
    for path in (Path(path).resolve() for path in paths):
        closed = [one for one in reversed(path.parents) if not one.stat().st_mode & stat.S_IXOTH]
        if closed:
            covers.add(str(closed[0]))
            for folder in reversed(path.parents):
                if closed[0] in folder.parents:
                    back += ["--perms", "0755", "--dir", str(folder)]
            back += ["--ro-bind", str(path), str(path)]
    return [word for cover in sorted(covers) for word in ("--perms", "0755", "--tmpfs", cover)] + back
