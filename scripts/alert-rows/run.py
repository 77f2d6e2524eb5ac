"""Tests alerts with real receivers: prints a line for each row, and ends with their count.

Each row works in its own folder, on loopback only, for a bounded time, and ends its processes by their IDs. Rows mostly wait for receivers,
so they run side by side.
"""

import argparse
import concurrent.futures
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import traceback

import rows
from ground import Ground, Result, Skipped
from ntfy import Ntfy
from stage import Stage

#: The whole test ends by then, whatever happens.
SECONDS_MAX = 600
#: What the rows made.
FOLDERS = []


def run(name, programs):
    row, begin = rows.ALL[name], time.monotonic()
    folder = tempfile.mkdtemp(prefix="thaw-alerts.")
    FOLDERS.append(folder)
    try:
        result = row(Ground(programs, folder, f"alerts {name}"))
    except Skipped as reason:
        return name, None, f"skipped: {reason}", time.monotonic() - begin
    except Exception as error:
        result = Result(row.__doc__)
        result.expect(False, f"the row could not finish: {type(error).__name__}: {error}\n{traceback.format_exc()}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return name, result, "; ".join(result.figures + [f"control: {control}" for control in result.controls]), time.monotonic() - begin


def end_all(code):
    """Ends everything that was started, and this program, whatever its threads wait for."""
    for started in [*Stage.every, *Ntfy.every]:
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            started.close()
    for folder in FOLDERS:
        shutil.rmtree(folder, ignore_errors=True)
    sys.stdout.flush()
    os._exit(code)


def give_up():
    print(f"Gave up after {SECONDS_MAX} s.\n0 passed, 1 failed", flush=True)
    end_all(1)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--programs", required=True, help="the folder with thawd and thaw")
    parser.add_argument("--list", action="store_true", help="list the rows and exit")
    parser.add_argument("row", nargs="*")
    options = parser.parse_args()
    if options.list:
        for name, row in rows.ALL.items():
            print(f"{name:12} {row.__doc__}")
        return 0
    unknown = set(options.row) - set(rows.ALL)
    if unknown:
        print(f"Unknown row {sorted(unknown)[0]}. The rows are: {', '.join(rows.ALL)}.", file=sys.stderr)
        return 64
    names = options.row or list(rows.ALL)
    counts = {"passed": 0, "failed": 0, "skipped": 0}
    limit = threading.Timer(SECONDS_MAX, give_up)
    limit.daemon = True
    limit.start()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda number, _: end_all(128 + number))
    with concurrent.futures.ThreadPoolExecutor(len(names)) as pool:
        for done in concurrent.futures.as_completed([pool.submit(run, name, os.path.abspath(options.programs)) for name in names]):
            name, result, told, seconds = done.result()
            became = "skipped" if result is None else "failed" if result.failures else "passed"
            counts[became] += 1
            print(f"{became:7} {name:12} {rows.ALL[name].__doc__}: {told} ({seconds:.0f} s)", flush=True)
            for failure in result.failures if result else []:
                print(f"        {failure}", flush=True)
    print(f"{counts['passed']} passed, {counts['failed']} failed, {counts['skipped']} skipped")
    return 1 if counts["failed"] else 0


end_all(main())
