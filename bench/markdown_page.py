"""Tables and marked places of those pages of docs/ that the benchmarks write."""

import re
import sys


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|---" * len(head) + "|"]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def replace(text, name, content):
    """The text with the content between `<!-- NAME -->` and `<!-- end of NAME -->`; ends the program where they are not."""
    start, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
    pattern = re.compile(re.escape(start) + ".*?" + re.escape(end), re.DOTALL)
    if not pattern.search(text):
        sys.exit(f"write_docs.py: the page of docs/ has no markers {start} … {end}")
    return pattern.sub(lambda _: f"{start}\n{content}\n{end}", text)


def fill_page(page, contents):
    """Writes each content between its markers in the page."""
    text = page.read_text()
    for name, content in contents.items():
        text = replace(text, name, content)
    page.write_text(text)
