#!/usr/bin/env python3
"""Reads what bench_kernels measured, sums it up, and with --into writes the tables of kernels: for each instruction set the shapes
whose fastest kernels are not those of the rule for shapes that no table holds (ours, all layers as one). Where choices are within
four in a hundred of each other the rule's is taken: such a difference is noise."""

import argparse
import collections
import json
import pathlib
import sys

NOISE = 1.04

# Native machines without SIMD and the web's build without it share their kernels' source; the web's counts. In floats VNNI makes no
# difference.
FILES = {"avx512": "avx512", "avx2": "avx2", "wasm relaxed": "wasm_relaxed", "wasm simd": "wasm_simd", "scalar": "scalar"}


def shape_of(row):
    return (*row["input"], row["expanded"], row["window"], row["stride"], row["projected"], row["dense"])


def rule(row):
    return ("e" if row["expanded"] else "") + ("d" if row["window"] and not row["dense"] else "") + ("p" if row["projected"] else "")


def time_of(row, choice):
    return row["microseconds"]["xnnpack" if choice == "" else choice]


def best(row):
    fastest = "" if row["fastest"] == "xnnpack" else row["fastest"]
    return rule(row) if time_of(row, rule(row)) <= NOISE * time_of(row, fastest) else fastest


def line(row):
    height, width, channels, expanded, window, stride, projected, dense = shape_of(row)
    flags = ", ".join("true" if letter in best(row) else "false" for letter in "edp")
    kind = ", false, true" if dense else ""
    return f"{{{{{{{height}, {width}, {channels}}}, {expanded}, {window}, {stride}, {projected}{kind}}}, {{{flags}}}}},"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--into", type=pathlib.Path, help="the folder of tables")
    parser.add_argument("figures", type=pathlib.Path, nargs="+")
    arguments = parser.parse_args()

    by_set = collections.defaultdict(dict)
    for path in arguments.figures:
        for text in path.read_text().splitlines():
            row = json.loads(text)
            by_set[row["instruction_set"]][shape_of(row)] = row  # the last: of scalar kernels the web's

    for name, rows in by_set.items():
        exceptions = [row for row in rows.values() if best(row) != rule(row)]
        blocks = [row for row in rows.values() if row["window"] and not row["dense"]]
        xnnpack = sum(time_of(row, "") for row in blocks)
        print(f"{name}: {len(rows)} shapes, {len(exceptions)} other than the rule; blocks around depthwise convolutions take "
              f"{xnnpack / 1e3:.1f} ms on XNNPACK, {sum(time_of(row, rule(row)) for row in blocks) / 1e3:.1f} ms by the rule, "
              f"{sum(time_of(row, best(row)) for row in blocks) / 1e3:.1f} ms by the table")
        if arguments.into:
            text = "// Input, expanded, window, stride, projected: layers that our kernels compute. Written by script/bench kernels.\n"
            text += "".join(line(row) + "\n" for row in sorted(exceptions, key=shape_of))
            (arguments.into / f"{FILES[name]}.inc").write_text(text)


if __name__ == "__main__":
    sys.exit(main())
