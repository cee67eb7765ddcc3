"""The process that crawls one agency: whatever keeps it from beginning, its parent is told in words."""

import json
import subprocess
import sys


def test_what_keeps_readers_from_being_warmed_up_is_told_as_any_error():
    home = "/" + "x" * 300  # a name that no file system takes

    ended = subprocess.run(
        [sys.executable, "-m", "crawlers.child", "mau"],
        input=json.dumps({"LUUCHIEU_HOME": home}),
        capture_output=True,
        text=True,
    )

    (event,) = map(json.loads, ended.stdout.splitlines())
    assert (event["event"], event["agency"], event["exit_code"]) == ("error", "mau", ended.returncode)
    assert home in event["message"]
