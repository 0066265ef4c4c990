#!/usr/bin/env python3
"""Writes the figures of `script/bench detect --json` into docs/detector.md, between its markers, and draws them.

Usage: write_docs.py FIGURES.json DOCS_FOLDER, with the folder above on PYTHONPATH

Tables go between `<!-- NAME -->` and `<!-- end of NAME -->`; plots become SVG files in DOCS_FOLDER/images.
"""

import json
import pathlib
import sys

import plots
from markdown_page import fill_page, table

VARIANTS = {"relaxed": "relaxed SIMD", "simd": "SIMD", "scalar": "scalar"}


def build(contestant):
    """Where it runs, and how built."""
    if contestant["where"] == "native":
        return "natively"
    return "Chromium" + (f", {VARIANTS[contestant['variant']]}" if contestant["variant"] else "")


def build_and_precision(contestant):
    return build(contestant) + ("" if contestant["precision"] == "f32" else f", {contestant['precision']}")


def title(contestant):
    return f"{contestant['who']}, {build_and_precision(contestant)}"


def per_cent(share):
    return "" if share is None else f"{100 * share:.0f} %"


def spread(times, digits):
    if times is None:
        return ""
    return f"{times['median']:.{digits}f} ({times['low']:.{digits}f} to {times['high']:.{digits}f})"


def outcome_table(document):
    def text(value, unit):
        return {"times": f"{value:.2f} x", "ms": f"{value:.2f} ms", "share": per_cent(value)}[unit]

    rows = []
    for outcome in document["outcomes"]:
        value, unit, rounds = outcome["value"], outcome["unit"], outcome["spread"]
        measured = "not measured" if value is None else text(value, unit)
        between = "" if rounds is None else f"{text(rounds['low'], unit)} to {text(rounds['high'], unit)}"
        at_best = "" if outcome["at_best"] is None else text(outcome["at_best"], unit)
        verdict = {None: "", True: "met", False: "**missed**"}[outcome["met"]]
        goal = f"at {outcome['at']} {text(outcome['goal'], unit)}"
        rows.append([outcome["name"], measured, between, at_best, goal, verdict])
    return table(["two threads", "measured", "single rounds", "at best", "goal", ""], rows)


def contestant_table(document):
    rows = []
    for contestant in document["contestants"]:
        together = contestant["convolutions"]
        rows.append(
            [contestant["who"], build(contestant), contestant["network"], contestant["precision"], str(contestant["threads"])]
            + [spread(contestant["ms"], 1), f"{contestant['gmacs']:.1f}", per_cent(contestant["share"])]
            + [per_cent(together["share"]) if together else ""]
        )
    head = ["who", "where", "network", "type", "threads", "ms", "GMAC/s", "of peak", "its convolutions, of peak"]
    return table(head, rows)


def around_table(document):
    rows = [
        [build(contestant), contestant["precision"], str(contestant["threads"])]
        + [spread(contestant["preprocess_ms"], 2), spread(contestant["decode_ms"], 2)]
        for contestant in document["contestants"]
        if contestant["preprocess_ms"]
    ]
    return table(["ours", "type", "threads", "preprocessing, ms", "decoding, ms"], rows)


def peak_table(document):
    rows = [
        ["Chromium" if peak["where"] == "browser" else "natively", peak["instructions"], peak["type"], f"{peak['gmacs']:.1f}"]
        for peak in document["peaks"]
    ]
    return table(["where", "instructions", "type", "GMAC/s of one core"], rows)


def detailed(document):
    """Ours on one thread, in floats and else."""
    return [contestant for contestant in document["contestants"] if contestant["layers"] and contestant["threads"] == 1]


def peak_of(contestant):
    return contestant["gmacs"] / contestant["share"] if contestant["share"] else None


def by_kind(contestant):
    """Time and multiply-adds of the layers of each kind."""
    kinds = {}
    for layer in contestant["layers"]:
        sums = kinds.setdefault(layer["kind"], {"layers": 0, "ms": 0, "multiply_accumulates": 0})
        sums["layers"] += 1
        for field in ("ms", "multiply_accumulates"):
            sums[field] += layer[field]
    return kinds


def kinds_by_time(document):
    """Those of any contestant, by the time that they take together."""
    total = {}
    for contestant in detailed(document):
        for kind, sums in by_kind(contestant).items():
            total[kind] = total.get(kind, 0) + sums["ms"]
    return sorted(total, key=total.get, reverse=True)


def share_of(contestant, sums):
    peak = peak_of(contestant)
    if peak is None or sums is None or not sums["multiply_accumulates"]:
        return None
    return sums["multiply_accumulates"] / sums["ms"] / 1e6 / peak


def kind_table(document):
    contestants = detailed(document)
    rows = []
    for kind in kinds_by_time(document):
        row = [kind]
        for contestant in contestants:
            sums = by_kind(contestant).get(kind)
            row += ["", ""] if sums is None else [f"{sums['ms']:.2f}", per_cent(share_of(contestant, sums))]
        rows.append(row)
    return table([""] + [f"{text}, {build_and_precision(one)}" for one in contestants for text in ("ms", "of peak")], rows)


def layer_table(document):
    """Every layer of every one of ours that is detailed; their plans may differ."""
    parts = []
    for contestant in detailed(document):
        rows = [
            [layer["name"], layer["kind"], layer["output"], f"{1000 * layer['ms']:.0f}"]
            + ([f"{layer['gmacs']:.1f}", per_cent(layer["share"])] if layer["multiply_accumulates"] else ["", ""])
            for layer in contestant["layers"]
        ]
        head = ["layer", "kind", "output", "µs", "GMAC/s", "of peak"]
        parts.append(f"<details><summary>{title(contestant)}, 1 thread</summary>\n\n{table(head, rows)}\n\n</details>")
    return "\n".join(parts)


def machine(document):
    skipped = "".join(f" {one['what']} is not here: {one['why']}." for one in document["skipped"])
    browser = f"Chromium {document['chromium']}" if document["chromium"] else "no browser"
    runs = document["runs"]
    left_out = f"{runs['left_out']} of {runs['runs']} runs left out, as somebody else held back a core"
    if runs["disturbed_contestants"]:
        left_out += f"; of {runs['disturbed_contestants']} contestants all count, as somebody did in nearly every round"
    where = f"{document['cores']} cores of {document['processor']}, {browser}"
    return f"Measured on {where}; rounds: {document['rounds']}; {left_out}.{skipped}"


def networks_alone(document):
    """All but those of whom the whole pipeline is measured."""
    return [contestant for contestant in document["contestants"] if not contestant["who"].startswith("ours, lossless")]


def grouped_by_threads(document):
    """The figures of networks on 1 and on 2 threads, in the order of the contestants."""
    groups = {}
    for contestant in networks_alone(document):
        values = groups.setdefault((title(contestant), contestant["network"]), [None, None])
        values[contestant["threads"] - 1] = contestant["gmacs"]
    return groups


def draw(document, images):
    groups = grouped_by_threads(document)
    most = max(value for values in groups.values() for value in values if value is not None)
    rows = [(f"{name} ({network})", [values]) for (name, network), values in groups.items()]
    heading = "Multiply-adds of the network, 1e9 a second"
    chart = plots.bars(heading, [heading], ["1 thread", "2 threads"], rows, most, lambda value: f"{value:.1f}")
    (images / "detector-peers.svg").write_text(chart)

    contestants = [one for one in detailed(document) if one["precision"] == "f32"]
    kinds = [kind for kind in kinds_by_time(document) if any(share_of(one, by_kind(one).get(kind)) for one in contestants)]
    rows = [(kind, [[share_of(one, by_kind(one).get(kind)) for one in contestants]]) for kind in kinds[:10]]
    heading = "Share of the multiply-add peak by kind of layer, per cent"
    (images / "detector-layers.svg").write_text(plots.bars(heading, [heading], [build(one) for one in contestants], rows))


def main(figures, docs):
    document = json.loads(pathlib.Path(figures).read_text())
    if not detailed(document):
        sys.exit("write_docs.py: these figures have no layers of our detector; run script/bench detect --json again")
    contents = {
        "machine": machine(document),
        "outcomes": outcome_table(document),
        "contestants": contestant_table(document),
        "around": around_table(document),
        "peaks": peak_table(document),
        "kinds": kind_table(document),
        "layers": layer_table(document),
    }
    fill_page(pathlib.Path(docs) / "detector.md", contents)
    draw(document, pathlib.Path(docs) / "images")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
