"""Run student code without bubblewrap: as the current user, or as an unprivileged one (`setpriv`).

The second is for root in a container that was made for one submission, where no sandbox can be had: that user can
neither read the judge's side nor write what comes of it. Every `user` here is a user id, or None for the current user.
"""

import contextlib
import os
import shutil
import signal
from collections.abc import Mapping
from pathlib import Path

from ...language import gettext as _

_OURS = Path(__file__).parents[2]


def prefix(user: int | None) -> list[str]:
    """Return the words in front of a command that make it run as `user`. Needs root, and `setpriv` of util-linux."""
    if user is None:
        return []
    return ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups", "--no-new-privs", "--"]


def give_away(folder: str, user: int | None) -> None:
    """Let the code own a folder that was made for it."""
    if user is not None:
        os.chown(folder, user, user)


def lay_out(packages: Mapping[str, Path], site: Path, user: int | None) -> None:
    """Put what can be imported into `site`; what is ours as a copy, where the user may not read our folder."""
    for name, path in packages.items():
        if user is not None and path.is_relative_to(_OURS):
            shutil.copytree(path, site / name)
        else:
            (site / name).symlink_to(path)


def kill_all(user: int | None) -> None:
    """End every process of an unprivileged user, also those that left their session."""
    if user is None:
        return
    child = os.fork()
    if child == 0:
        try:
            os.setgroups([])
            os.setresgid(user, user, user)
            os.setresuid(user, user, user)
            with contextlib.suppress(ProcessLookupError):  # there is none
                os.kill(-1, signal.SIGKILL)  # all that this user may signal: its own
            os._exit(0)
        finally:
            os._exit(1)  # never go on as a second judge
    if os.waitpid(child, 0)[1]:
        raise OSError(_("what a submission has left running could not be ended"))
