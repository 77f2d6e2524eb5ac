"""Runs the rows of the bench, and prints them as one table and as JSON.

A figure is a ratio between two things measured in turn in the same run (A B A B …); what is printed is the median of at least five, and its spread.
Everything runs on loopback, in a folder of its own, for a bounded time, and is ended by its process id.
"""

import argparse
import json
import os
import platform
import statistics
import sys
import tempfile

import rows
from setting import Setting


def median_and_spread(values):
    return statistics.median(values), min(values), max(values)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--programs", required=True, help="where thawd and thaw lie")
    parser.add_argument("--plates", type=int, default=int(os.environ.get("PLATES", "100000")))
    parser.add_argument("--rounds", type=int, default=int(os.environ.get("ROUNDS", "5")))
    parser.add_argument("--json", default=os.environ.get("BENCH_JSON", ""), help="also write the results to this file")
    parser.add_argument("--strict", action="store_true", help="end with 1 where a bar is missed")
    parser.add_argument("--list", action="store_true", help="only name the rows")
    parser.add_argument("row", nargs="*")
    options = parser.parse_args()
    known = rows.ALL
    if options.list:
        for name, row in known.items():
            print(f"{name:12} {row.__doc__.splitlines()[0]}")
        return 0
    unknown = [name for name in options.row if name not in known]
    if unknown:
        print(f"There is no row {unknown[0]}; there are: {', '.join(known)}.", file=sys.stderr)
        return 64
    results = []
    with tempfile.TemporaryDirectory(prefix="thaw-bench.") as folder:
        with Setting(folder, options.programs, options.plates, options.rounds) as setting:
            for name in options.row or known:
                print(f"… {name}", file=sys.stderr)
                results += known[name](setting)
    print(f"\n{platform.machine()}, {os.cpu_count()} processors, {options.plates:,} plates, medians of {options.rounds} in turn\n")
    line = "{:<46} {:>12} {:>12} {:>18} {:>8}  {}"
    print(line.format("what", "ours", "reference", "ratio (spread)", "bar", ""))
    missed = 0
    for result in results:
        ratio, low, high = median_and_spread(result["ratios"])
        is_met = ratio <= result["bar"] if result["at_most"] else ratio >= result["bar"]
        missed += not is_met
        sign = "≤" if result["at_most"] else "≥"
        print(
            line.format(
                result["what"], result["ours"], result["reference"], f"{ratio:.2f} ({low:.2f}–{high:.2f})", f"{sign} {result['bar']}",
                "met" if is_met else "missed"))
        result.update(ratio=ratio, low=low, high=high, met=is_met)
    if options.json:
        with open(options.json, "w") as file:
            json.dump({"machine": platform.platform(), "processors": os.cpu_count(), "plates": options.plates, "rows": results}, file, indent=1)
    return 1 if options.strict and missed else 0


sys.exit(main())
