"""Whose rights code has that runs without a sandbox: ours, or a user's who may do nothing.

The second is for root in a container that was made for one submission, where no sandbox can be had: that user can
neither read the judge's side nor write what comes of it.
"""

import contextlib
import os
import shutil
import signal
from collections.abc import Mapping
from pathlib import Path

_OURS = Path(__file__).parents[2]
_user: int | None = None


def run_as(user: int) -> None:
    """From here on, start code without a sandbox as `user`. Needs root, and `setpriv` of util-linux."""
    global _user
    _user = user


def prefix() -> list[str]:
    """What stands in front of the command."""
    if _user is None:
        return []
    return ["setpriv", f"--reuid={_user}", f"--regid={_user}", "--clear-groups", "--no-new-privs", "--"]


def give_away(folder: str) -> None:
    """Let the code own a folder that was made for it."""
    if _user is not None:
        os.chown(folder, _user, _user)


def lay_out(packages: Mapping[str, Path], site: Path) -> None:
    """Put what can be imported into `site`; what is ours as a copy, where the user may not read our folder."""
    for name, path in packages.items():
        if _user is not None and path.is_relative_to(_OURS):
            shutil.copytree(path, site / name)
        else:
            (site / name).symlink_to(path)


def kill_all() -> None:
    """End every process of the user, also those that left their session."""
    if _user is None:
        return
    child = os.fork()
    if child == 0:
        try:
            os.setgroups([])
            os.setresgid(_user, _user, _user)
            os.setresuid(_user, _user, _user)
            with contextlib.suppress(ProcessLookupError):  # there is none
                os.kill(-1, signal.SIGKILL)  # all that this user may signal: its own
            os._exit(0)
        finally:
            os._exit(1)  # never go on as a second judge
    if os.waitpid(child, 0)[1]:
        raise OSError("what a submission has left running could not be ended")
