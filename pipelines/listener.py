"""What the fork server loads for itself: once nobody is left to ask it, it removes the folder of its own socket.

Whoever started it does that too, but not where a signal has ended it.
"""

import atexit
import os
import re
import shutil
import signal
import socket
import sys
from pathlib import Path


def tidy(command: str) -> None:
    """Have the folder removed when this process ends, of which Python's `command` names the socket that it hears at."""
    if found := re.search(r"main\((\d+),", command):
        with socket.fromfd(int(found[1]), socket.AF_UNIX, socket.SOCK_STREAM) as heard:
            folder = Path(os.fsdecode(heard.getsockname())).parent
        if folder.name.startswith("pymp-"):  # Python's own, which holds nothing else
            atexit.register(shutil.rmtree, folder, ignore_errors=True)
        # A closed terminal tells all that were started from it; those who ask it end by that, and then it does.
        signal.signal(signal.SIGHUP, signal.SIG_IGN)


tidy(sys.orig_argv[-1])
