"""Injects faults, and prints the results as a table.

Each row works in its own folder, on loopback only, for a bounded time, and ends its processes by their IDs. Each has a negative control: a
deliberate failure that the row must notice.
"""

import argparse
import os
import platform
import re
import shutil
import signal
import sys
import tempfile
import time
import traceback

import clock
import damage
import device_list
import disk
import errors
import hostile
import kill
import malformed
import oracle
import power
import seizure
from ground import Daemon, Ground, Result, Skipped

PAGE = "docs/internals/faults.md"
BEGIN, END = "<!-- begin: the last run -->", "<!-- end: the last run -->"
HEAD = ["| fault | what was done | negative control | held |", "| --- | --- | --- | --- |"]

ALL = {
    "kill": kill.row,
    "power": power.row,
    "errors": errors.row,
    "disk": disk.row,
    "corruption": damage.corruption,
    "clock": clock.row,
    "hostile": hostile.row,
    "malformed": malformed.row,
    "seizure": seizure.row,
    "oracle": oracle.row,
    "bits": damage.bits,
    "list": device_list.row,
}


def line(result):
    """The table line for a row."""
    held = "yes" if not result.failures else "**no**: " + "; ".join(result.failures[:4]) + (f"; and {len(result.failures) - 4} more" if len(result.failures) > 4 else "")
    cells = [result.fault, "; ".join(result.figures), "; ".join(result.controls), held]
    return "| " + " | ".join(clean(cell) for cell in cells) + " |"


def clean(text):
    """The text as a table cell: one line, without bars or paths of this machine."""
    text = re.sub(r"\S*/thaw-faults\.[^/\s]+", "…", " ".join(text.split()))
    return text.replace("|", "/")


def machine():
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} processors, {memory:.0f} GiB, Linux {platform.release()}, {time.strftime('%Y-%m-%d', time.gmtime())}"


def write_page(lines, seed):
    """Puts the lines into the page. Lines of rows that did not run stay."""
    with open(PAGE) as file:
        text = file.read()
    before, rest = text.split(BEGIN)
    old, after = rest.split(END)
    known = {row.split("|")[1].strip(): row for row in old.splitlines() if row.startswith("| ") and row not in HEAD}
    known.update({row.split("|")[1].strip(): row for row in lines})
    order = [row.__doc__.splitlines()[0] for row in ALL.values()]
    rows = [known[name] for name in order if name in known]
    with open(PAGE, "w") as file:
        file.write(before + BEGIN + "\n\n" + f"{machine()}; seed {seed}.\n\n" + "\n".join(HEAD + rows) + "\n\n" + END + after)


def end_daemons():
    for daemon in Daemon.started_ones:
        if daemon.is_running():
            daemon.kill()


def run(name, row, options):
    fault = row.__doc__.splitlines()[0]
    folder = tempfile.mkdtemp(prefix="thaw-faults.", dir=os.environ.get("FAULTS_FOLDER"))
    begin = time.monotonic()
    try:
        result = row(Ground(options.programs, folder, f"{options.seed} {name}"))
    except Skipped as reason:
        result = Result(fault)
        result.figure(f"skipped: {reason}")
        result.controls.append("–")
        return result, True, time.monotonic() - begin
    except Exception as error:
        traceback.print_exc()
        result = Result(fault)
        result.expect(False, f"the row could not finish: {type(error).__name__}: {error}")
    finally:
        end_daemons()
        shutil.rmtree(folder, ignore_errors=True)
    return result, False, time.monotonic() - begin


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--programs", required=True, help="the folder with thawd and thaw")
    parser.add_argument("--seed", type=int, default=int(os.environ.get("SEED", "0")) or time.time_ns() % 1_000_000_000, help="the seed of an earlier run, to repeat its random choices")
    parser.add_argument("--write", action="store_true", help=f"put the table into {PAGE}")
    parser.add_argument("--list", action="store_true", help="list the rows and exit")
    parser.add_argument("row", nargs="*")
    options = parser.parse_args()
    options.programs = os.path.abspath(options.programs)
    if options.list:
        for name, row in ALL.items():
            print(f"{name:10} {row.__doc__.splitlines()[0]}")
        return 0
    for name in options.row:
        if name not in ALL:
            print(f"Unknown row {name}. The rows are: {', '.join(ALL)}.", file=sys.stderr)
            return 64
    # After a signal, a row still unmounts its disks and ends its processes.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    print(f"{machine()}; seed {options.seed} (SEED={options.seed} repeats the same random choices)\n", flush=True)
    print("\n".join(HEAD), flush=True)
    lines, failed, skipped = [], 0, 0
    for name in options.row or list(ALL):
        result, was_skipped, seconds = run(name, ALL[name], options)
        if was_skipped:
            cells = [result.fault, *result.figures, "–", "–"]
            lines.append("| " + " | ".join(clean(cell) for cell in cells) + " |")
        else:
            lines.append(line(result))
        failed += bool(result.failures)
        skipped += was_skipped
        print(lines[-1], flush=True)
        print(f"{name}: {seconds:.0f} s", file=sys.stderr, flush=True)
        for failure in result.failures:
            print(f"  failed: {failure}", file=sys.stderr, flush=True)
    if options.write:
        write_page(lines, options.seed)
    print(f"\n{len(lines) - failed - skipped} of {len(lines)} rows held, {skipped} skipped", flush=True)
    return 1 if failed else 0


sys.exit(main())
