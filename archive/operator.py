"""Who runs the program."""

import getpass
import os


def login_name() -> str:
    """The login name; in a container that knows none for its user, the number of the user."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"user {os.getuid()}"
