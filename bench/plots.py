"""Bars and curves as SVG, readable on a light and on a dark page. Figures are shares, 0 to 1, shown as per cent, where nothing else
is said."""

STYLE = """<style>
text { font: 12px system-ui, sans-serif; fill: #333; }
.head { font-weight: 600; font-size: 13px; }
.value { font-size: 10px; }
.grid { stroke: #8884; stroke-width: 1; }
.c0 { fill: #2f9e58; stroke: #2f9e58; } .c1 { fill: #9aa0a8; stroke: #9aa0a8; } .c2 { fill: #4a82d4; stroke: #4a82d4; }
.c3 { fill: #c98a2b; stroke: #c98a2b; }
.line { fill: none; stroke-width: 2.5; }
.bar { stroke: none; }
@media (prefers-color-scheme: dark) { text { fill: #ddd; } }
</style>"""


def _svg(width, height, title, parts):
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img">\n'
        f"<title>{title}</title>\n{STYLE}\n" + "\n".join(parts) + "\n</svg>\n"
    )


def _text(x, y, text, anchor="start", kind=""):
    return f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}" class="{kind}">{text}</text>'


def _legend(names, x, y):
    parts = []
    for index, name in enumerate(names):
        parts.append(f'<rect x="{x:g}" y="{y - 9:g}" width="11" height="11" rx="2" class="bar c{index}"/>')
        parts.append(_text(x + 16, y + 1, name))
        x += _legend_width([name])
    return parts


def _legend_width(names):
    return sum(40 + 7 * len(name) for name in names)


def per_cent(share):
    return f"{100 * share:.1f}"


def bars(heading, panels, names, groups, most=1, text=per_cent):
    """Panels side by side, in each of them a group of bars for every row.

    panels: their titles; names: of the bars of a group; groups: (title, for each panel a list of values, None where there is none);
    most: the value that fills a panel; text: of a value.
    """
    label = max(190, 20 + 7 * max(len(head) for head, _ in groups))
    panel, gap = 270, 34
    bar, row = 11, len(names) * 11 + 14
    top = 58
    height = top + len(groups) * row + 8
    last_head = (len(panels) - 1) * (panel + gap) + 8 * len(panels[-1])
    width = label + max(len(panels) * (panel + gap), last_head, _legend_width(names))
    parts = _legend(names, label, 18)
    for p, head in enumerate(panels):
        left = label + p * (panel + gap)
        parts.append(_text(left, 44, head, kind="head"))
        for tick in range(0, 101, 25):
            x = left + panel * tick / 100
            parts.append(f'<line x1="{x:g}" x2="{x:g}" y1="{top - 4}" y2="{height - 8}" class="grid"/>')
        for g, (_, values) in enumerate(groups):
            for i, value in enumerate(values[p]):
                if value is None:
                    continue
                y = top + g * row + i * bar
                length = max(panel * value / most, 0)
                parts.append(f'<rect x="{left}" y="{y}" width="{length:.1f}" height="{bar - 1}" rx="2" class="bar c{i}"/>')
                parts.append(_text(left + length + 4, y + 8.5, text(value), kind="value"))
    for g, (head, _) in enumerate(groups):
        parts.append(_text(label - 10, top + g * row + len(names) * bar / 2 + 4, head, anchor="end"))
    return _svg(width, height, heading, parts)


def curves(x_title, y_title, points_by_name):
    """A line for each name through its points (x, share)."""
    width, height, left, right, top, bottom = 520, 300, 48, 20, 52, 44
    xs = sorted({x for points in points_by_name.values() for x, _ in points})
    most = max(y for points in points_by_name.values() for _, y in points)
    ceiling = (int(most * 10) + 1) / 10

    def place(x, y):
        return (
            left + (width - left - right) * (x - xs[0]) / (xs[-1] - xs[0]),
            height - bottom - (height - top - bottom) * y / ceiling,
        )

    parts = _legend(points_by_name, left, 18) + [_text(left, 42, y_title, kind="head")]
    for tick in range(0, round(ceiling * 10) + 1):
        _, y = place(xs[0], tick / 10)
        parts.append(f'<line x1="{left}" x2="{width - right}" y1="{y:.1f}" y2="{y:.1f}" class="grid"/>')
        parts.append(_text(left - 8, y + 4, str(10 * tick), anchor="end"))
    for x in xs:
        parts.append(_text(place(x, 0)[0], height - bottom + 18, str(x), anchor="middle"))
    parts.append(_text((left + width - right) / 2, height - 8, x_title, anchor="middle"))
    for index, points in enumerate(points_by_name.values()):
        path = " ".join("{:.1f},{:.1f}".format(*place(x, y)) for x, y in points)
        parts.append(f'<polyline points="{path}" class="line c{index}" style="fill: none"/>')
        for x, y in points:
            cx, cy = place(x, y)
            parts.append(f'<circle cx="{cx:.1f}" cy="{cy:.1f}" r="3.5" class="c{index}"/>')
    return _svg(width, height, y_title, parts)
