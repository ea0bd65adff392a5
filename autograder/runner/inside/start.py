"""Start a fork server, and do what has to be done before it loads Matplotlib."""

import gc
import json
from pathlib import Path

from .figures import fonts_in
from .fonts import place


def main(settings: str) -> None:
    """Prepare the process, and be the fork server; `settings` are its options in JSON."""
    gc.disable()  # all that is loaded stays, and garbage is not looked for among it
    options = json.loads(settings)
    fonts = fonts_in(Path(options["figures"])) if options["isolated"] and options["figures"] else ""
    if fonts:
        place(fonts)

    from . import forkserver

    forkserver.main(options)
