#!/usr/bin/env python3
"""Writes the figures of `script/bench track --json` into docs/tracking.md, between its markers, and draws them.

Usage: write_docs.py FIGURES.json DOCS_FOLDER, with the folder above on PYTHONPATH

Tables go between `<!-- NAME -->` and `<!-- end of NAME -->`; plots become SVG files in DOCS_FOLDER/images.
"""

import json
import pathlib
import sys

import plots
from markdown_page import fill_page, table

COMPARED = ["ours", "SORT", "ByteTrack"]  # the latter two with whatever threshold suits them best
TITLES = {
    "mot15": "MOT15, six sequences",
    "video-centernet": "videos, centernet 512",
    "video-nanodet": "videos, nanodet 416",
}


def title(world):
    return TITLES.get(world["name"], world["name"].replace("scene-", "scene: "))


def compared(document, hota):
    """The trackers to compare, by HOTA: ours, and of SORT and ByteTrack the one with the best threshold."""
    names = [tracker["name"] for tracker in document["trackers"] if tracker["role"] == "baseline"]
    return ["ours"] + [max((n for n in names if n.split()[0] == family), key=hota) for family in COMPARED[1:]]


def compared_in(document, world):
    """What eval::to_json says of those in a world."""
    results = world["results"]
    return [results[name] for name in compared(document, lambda name: results[name]["combined"]["HOTA"])]


def compared_every(document, step):
    """Their steps of the frame-drop sweep."""
    sweep = document["frame_drop"]
    return [sweep[name][step] for name in compared(document, lambda name: sweep[name][step]["HOTA"])]


def per_cent(value):
    return f"{100 * value:.1f}"


def best_bold(values):
    """Figures where more is better, as text, the largest in bold."""
    texts = [per_cent(value) for value in values]
    best = max(texts, key=float)
    return [f"**{text}**" if text == best else text for text in texts]


def judged_worlds(document):
    return [world for world in document["worlds"] if world["kind"] != "frame drop"]


def comparison_table(document):
    rows = []
    for world in judged_worlds(document):
        scores = [result["combined"] for result in compared_in(document, world)]
        row = [title(world)]
        for figure in ("HOTA", "IDF1", "MOTA"):
            row += best_bold([score[figure] for score in scores])
        rows.append(row + [str(score["IDSW"]) for score in scores])
    head = [""] + [f"{figure} {name}" for figure in ("HOTA", "IDF1", "MOTA", "IDSW") for name in COMPARED]
    return table(head, rows)


def sequence_table(document):
    rows = []
    for world in judged_worlds(document):
        if world["kind"] == "synthetic":
            continue
        for scores in zip(*(result["sequences"] for result in compared_in(document, world))):
            row = [scores[0]["sequence"], title(world)]
            for figure in ("HOTA", "IDF1", "MOTA"):
                row += best_bold([score[figure] for score in scores])
            rows.append(row)
    return table(["sequence", "detections"] + [f"{figure} {name}" for figure in ("HOTA", "IDF1", "MOTA") for name in COMPARED], rows)


def tracker_table(document):
    """Every tracker, HOTA / IDF1 in every world."""
    worlds = judged_worlds(document)
    rows = []
    for tracker in document["trackers"]:
        row = [tracker["name"], tracker["about"]]
        for world in worlds:
            scores = world["results"][tracker["name"]]["combined"]
            row.append(f"{per_cent(scores['HOTA'])} / {per_cent(scores['IDF1'])}")
        rows.append(row)
    return table(["tracker", "what it is"] + [title(world) for world in worlds], rows)


def frame_drop_table(document):
    rows = []
    for index in range(len(document["frame_drop"]["ours"])):
        steps = compared_every(document, index)
        row = [f"{steps[0]['every']}"] + best_bold([step["HOTA"] for step in steps])
        rows.append(row + [f"{100 * step['ratio']:.0f} %" for step in steps])
    head = ["one frame in"] + [f"{figure} {name}" for figure in ("HOTA", "share") for name in COMPARED]
    between = document["between_frames"]
    return table(head, rows) + (
        f"\n\nBetween the detections, one frame in {between['every']}, boxes that our tracker predicts reach a mean IoU of "
        f"{between['predicted']:.3f}, which is {between['ratio']:.2f} of the {between['detected']:.3f} in frames with\n"
        f"detections; left where they were they would reach {between['held']:.3f}."
    )


def offline_table(document):
    rows = []
    for world in judged_worlds(document):
        results = [world["results"][name]["combined"] for name in ("ours", "ours offline")]
        rows.append([title(world)] + [per_cent(result[figure]) for figure in ("HOTA", "IDF1", "MOTA") for result in results])
    return table([""] + [f"{figure} {name}" for figure in ("HOTA", "IDF1", "MOTA") for name in ("online", "offline")], rows)


def scores_text(scores):
    return " / ".join(per_cent(scores[figure]) for figure in ("HOTA", "IDF1", "MOTA"))


def leave_one_out_table(document):
    tuned = document["leave_one_out"]
    rows = [["all as shipped", "", "", "", scores_text(tuned["shipped"])], ["all untuned", "", "", "", scores_text(tuned["untuned"])]]
    for number in tuned["numbers"]:
        chosen = ", ".join(f"{value:g}" for value in map(lambda value: round(value, 3), number["chosen"]))
        values = [f"{round(number[name], 3):g}" for name in ("untuned", "value")]
        rows.append([f"`{number['name']}`"] + values + [chosen, scores_text(number["left_out"])])
    return table(["number", "untuned", "shipped", "chosen without each sequence", "HOTA / IDF1 / MOTA left out"], rows)


def speed_table(document):
    rows = [
        [speed["tracker"], str(speed["objects"]), f"{speed['frames_per_second']:,.0f}", f"{speed['milliseconds_per_frame']:.4f}"]
        for speed in document["speed"]
    ]
    return table(["tracker", "objects in a frame", "frames/s", "ms a frame"], rows)


def draw(document, images):
    groups = []
    for world in judged_worlds(document):
        results = compared_in(document, world)
        groups.append((title(world), [[result["combined"][figure] for result in results] for figure in ("HOTA", "IDF1")]))
    heading = "HOTA and IDF1 by world and tracker"
    (images / "tracking-worlds.svg").write_text(plots.bars(heading, ["HOTA", "IDF1"], COMPARED, groups))
    every_frame = next(world for world in document["worlds"] if world["name"] == "mot15")
    points = {name: [(1, result["combined"]["HOTA"])] for name, result in zip(COMPARED, compared_in(document, every_frame))}
    for index in range(len(document["frame_drop"]["ours"])):
        for name, step in zip(COMPARED, compared_every(document, index)):
            points[name].append((step["every"], step["HOTA"]))
    (images / "tracking-frame-drop.svg").write_text(plots.curves("one frame in", "HOTA on the frames that are seen, MOT15", points))


def main(figures, docs):
    document = json.loads(pathlib.Path(figures).read_text())
    if document["left_out"]:
        sys.exit("write_docs.py: not every world was judged: " + "; ".join(world["why"] for world in document["left_out"]))
    contents = {
        "comparison": comparison_table(document),
        "sequences": sequence_table(document),
        "frame drop": frame_drop_table(document),
        "offline": offline_table(document),
        "trackers": tracker_table(document),
        "leave one out": leave_one_out_table(document),
        "speed": speed_table(document),
    }
    fill_page(pathlib.Path(docs) / "tracking.md", contents)
    draw(document, pathlib.Path(docs) / "images")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
