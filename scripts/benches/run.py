"""Runs the benchmark rows, and prints them as a table and as JSON.

Each figure is a ratio of two things measured in turn in the same run (A B A B …). The table shows the median of at least five, and the spread.
Everything runs on loopback, in its own folder, for a bounded time, and is ended by its process ID.
"""

import argparse
import json
import os
import platform
import shutil
import statistics
import sys
import tempfile

SCRIPTS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path += [SCRIPTS + "/alert-rows", SCRIPTS + "/fault-rows"]

import rows  # noqa: E402
from setting import Registry  # noqa: E402

SIZES = [10_000, 100_000, 1_000_000, 10_000_000]


class Bench:
    """The registry that rows share."""

    def __init__(self, folder, programs, rounds):
        self.folder, self.programs, self.rounds = folder, programs, rounds
        self.kept, self.made = None, 0

    def registry(self, plates):
        """A running registry with a number of plates. The last one is kept for the next row."""
        if self.kept is None or self.kept.plates != plates:
            self.forget()
            self.kept = self.fresh(plates)
            self.kept.daemon.start()
        return self.kept

    def fresh(self, plates, **options):
        self.made += 1
        return Registry(f"{self.folder}/registry{self.made}", self.programs, plates, **options)

    def forget(self):
        """Erases the kept registry, after a row that changed it."""
        if self.kept:
            self.kept.erase()
        self.kept = None


def machine():
    with open("/proc/cpuinfo") as file:
        model = next((line.split(":")[1].strip() for line in file if line.startswith("model name")), platform.machine())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{model}, {os.cpu_count()} processors, {memory:.0f} GiB, Linux {platform.release()}"


def judge(result, plates):
    ratios = [ours / reference for ours, reference in zip(result["ours"], result["reference"])]
    ratio = statistics.median(ratios)
    result.update(plates=plates, ratio=ratio, low=min(ratios), high=max(ratios))
    result["met"] = ratio <= result["bar"] if result["at_most"] else ratio >= result["bar"]
    if result["goal"]:
        result["reached"] = statistics.median(result["ours"]) <= result["goal"]
    return result


def short(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def show(result):
    figures = [f"{short(statistics.median(result[side]))} {result['unit']}" for side in ("ours", "reference")]
    ratio = f"{short(result['ratio'])} ({short(result['low'])}–{short(result['high'])})"
    bar = f"{'≤' if result['at_most'] else '≥'} {short(result['bar'])}"
    line = f"{result['what']:<42} {figures[0]:>11} {figures[1]:>11} {ratio:>20} {bar:>7} {'met' if result['met'] else 'missed'}"
    return line + (f"; goal {short(result['goal'])} {result['unit']}: {'met' if result['reached'] else 'missed'}" if result["goal"] else "")


def growth(results):
    """Our figure at each size, and its ratio to the figure at the smallest size."""
    lines = [f"{'ours, by number of plates':<42}" + "".join(f"{size:>18,}" for size in SIZES)]
    for what in dict.fromkeys(result["what"] for result in results):
        figures = [(statistics.median(r["ours"]), r["unit"]) for r in results if r["what"] == what]
        lines.append(f"{what.split(', ')[0]:<42}" + "".join(f"{f'{short(f)} {u} ({f / figures[0][0]:.1f}×)':>18}" for f, u in figures))
    return lines


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--programs", required=True, help="the folder with thawd, thaw and thaw-measure")
    parser.add_argument("--rounds", type=int, default=int(os.environ.get("ROUNDS", "5")))
    parser.add_argument("--plates", type=int, default=int(os.environ.get("PLATES", "0")), help="the number of plates for every row, instead of its own")
    parser.add_argument("--json", default=os.environ.get("BENCH_JSON", ".build/bench.json"), help="the file for the results as JSON")
    parser.add_argument("--strict", action="store_true", help="exit with status 1 if a bar is missed")
    parser.add_argument("--growth", action="store_true", help="measure at 10,000 to 10,000,000 plates")
    parser.add_argument("--list", action="store_true", help="list the rows and exit")
    parser.add_argument("row", nargs="*")
    options = parser.parse_args()
    if options.list:
        for name, (row, plates) in rows.ALL.items():
            print(f"{name:9} {row.__doc__.splitlines()[0]} ({plates:,} plates)")
        return 0
    for name in options.row:
        if name not in rows.ALL:
            print(f"Unknown row {name}. The rows are: {', '.join(rows.ALL)}.", file=sys.stderr)
            return 64
    names = options.row or (rows.GROWING if options.growth else list(rows.ALL))
    results = []
    print(f"{machine()}; medians of {options.rounds} in turn\n")
    if os.geteuid() != 0:
        print("Not root: look-ups and their sender cannot get priority, so p99 under load is higher.\n")
    with tempfile.TemporaryDirectory(prefix="thaw-bench.", dir=os.environ.get("BENCH_FOLDER")) as folder:
        bench = Bench(folder, options.programs, options.rounds)
        try:
            for size in SIZES if options.growth else [0]:
                for name in names:
                    row, plates = rows.ALL[name]
                    plates = size or options.plates or plates
                    for result in row(bench, plates):
                        results.append(judge(result, plates))
                        print(show(result), flush=True)
        finally:
            bench.forget()
            shutil.rmtree(folder, ignore_errors=True)
            os.makedirs(folder, exist_ok=True)
    if options.growth:
        print("\n" + "\n".join(growth(results)))
    if options.json:
        with open(options.json, "w") as file:
            json.dump({"machine": machine(), "rounds": options.rounds, "rows": results}, file, indent=1)
    missed = sum(not result["met"] for result in results)
    print(f"\n{len(results) - missed} of {len(results)} bars met" + (f"; written to {options.json}" if options.json else ""))
    return 1 if options.strict and missed else 0


sys.exit(main())
