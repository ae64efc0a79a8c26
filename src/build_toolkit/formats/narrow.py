"""What is wide on paper, for a telephone: tables whose rows become stacks, charts that become bars."""

from __future__ import annotations

from collections.abc import Iterable

from ..model.campaign import ACCENTS
from ..page.tree import Node, has, named

# a table of so many columns may be wider than a telephone
WIDE = 3
CELLS = ("td", "th")
COLORS = dict.fromkeys(ACCENTS.values(), "var(--accent)") | {
    "#211d1a": "var(--ink)", "#000000": "var(--ink)", "#ffffff": "var(--paper)", "#f5ede4": "var(--tint)",
    "#5d554e": "var(--quiet)", "#8a8a8a": "var(--quiet)"}


def fit(body: Node) -> None:
    """Put wide tables and charts into frames that scroll, with what a telephone shows instead."""
    for node in list(body.walk()):
        node.children = [part for one in node.children
                         for part in (_fitting(one) if isinstance(one, Node) else (one,))]
        if node.tag == "svg":
            _recolored(node)
        elif node.tag == "figure":
            node.attrs.pop("role", None)             # it has one by itself
        elif node.tag == "div":
            for one in filter(named("figcaption"), node.nodes):
                one.tag = "div"                      # a caption is a child of its figure
        elif node.tag == "th" and not node.text():
            node.tag = "td"                          # the head of nothing
            node.attrs.pop("scope", None)


def _recolored(drawn: Node) -> None:
    """Give a chart or map the colors of the page, dark or light; hide one that says nothing."""
    if "role" not in drawn.attrs:
        drawn.attrs["aria-hidden"] = "true"
    for node in drawn.walk() if "drawing" not in drawn.classes else ():
        node.attrs |= {key: COLORS.get(node.attrs[key], node.attrs[key]) for key in ("fill", "stroke")
                       if key in node.attrs}


def _fitting(node: Node) -> tuple[Node, ...]:
    if "chart" in node.classes:
        bars = _bars(node)
        frame = _frame(node)
        frame.attrs["class"] += " drawn" if bars else ""
        return (frame, bars) if bars else (frame,)
    if node.tag == "table" and len(_cells(node.find(named("tr")))) >= WIDE:
        _stacked(node)
        return (_frame(node),)
    return (node,)


def _cells(row: Node | None) -> list[Node]:
    return [cell for cell in row.nodes if cell.tag in CELLS] if row else []


def _stacked(table: Node) -> None:
    """Write the head of its column at each cell, if a table is to be read and not to be filled in."""
    head = table.find(named("thead"))
    names = [cell.text(has("call")) for cell in _cells(head.find(named("tr")) if head else None)]
    rows = [_cells(row) for body in table.all(named("tbody")) for row in body.nodes]
    if not names or _to_fill_in(rows) or any(len(row) != len(names) for row in rows):
        return
    table.attrs["class"] = f"{table.attrs.get('class', '')} stacks".strip()
    for row in rows:
        for cell, name in zip(row, names, strict=True):
            if name and cell.tag == "td":
                cell.attrs["data-head"] = name


def _to_fill_in(rows: list[list[Node]]) -> bool:
    """Say whether more than a third of the cells are empty."""
    cells = [cell for row in rows for cell in row]
    return sum(not cell.text() for cell in cells) * 3 > len(cells)


def _bars(chart: Node) -> Node | None:
    """Return a chart of labels and numbers as a list of bars, or nothing where it is of another kind."""
    drawn, chart = chart.find(named("svg")), chart.copy()
    for node in chart.walk():
        node.attrs.pop("id", None)
    labels, values = chart.all(has("cx", "cw")), chart.all(has("cv", "cn"))
    if not values or len(labels) != len(values):
        return None
    shapes = [one for one in drawn.nodes if one.tag == "rect"] if drawn else []
    side = "height" if labels[0].classes & {"cx"} else "width"
    sizes = [float(one.attrs[side]) for one in shapes] if len(shapes) == len(values) else []
    items = []
    for at, (label, value) in enumerate(zip(labels, values, strict=True)):
        row: list[Node | str] = [Node("b", {}, [*value.children])]
        if sizes:
            bar = {"class": "bar-of", "style": f"width:{sizes[at] / max(sizes) * 70:.1f}%"}
            row.insert(0, Node("span", bar))
        items.append(Node("li", {"class": "last"} if "last" in value.classes else {}, [
            Node("span", {"class": "k"}, [*label.children]), " ", Node("span", {"class": "r"}, row)]))
    said = [Node("li", {"class": "also"}, [*one.children]) for one in chart.all(has("cm"))]
    return Node("ul", {"class": "bar-list"}, [*items, *said])


def _frame(node: Node) -> Node:
    return Node("div", {"class": "frame", "tabindex": "0", "role": "group"} | _named(node), [node])


def _named(node: Node) -> dict[str, str]:
    """Return the name of a frame.

    The caption of its table, or else its column heads, or what a drawing says.
    """
    said_first: Iterable[Node] = (one for one in node.walk() if one.tag in ("caption", "thead", "title"))
    words = next((one for one in said_first), None)
    if words is None:
        return {}
    cells = words.all(named("th"))
    return {"aria-label": ", ".join(cell.text() for cell in cells if cell.text()) or words.text()}
