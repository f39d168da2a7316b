# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Small charts for paper, as SVG text: black on white, readable in a photocopy."""

from html import escape

#: Left of the axis there is room for a province's yuan in digits.
WIDTH, HEIGHT, LEFT, FOOT, HEAD = 480, 150, 68, 20, 8


def _number(value):
    return f"{value:,.0f}"


def lines(labels, series):
    """Lines over the same labels; the second is dashed, gaps stay gaps.

    :param labels: texts of the axis
    :param series: ``[numbers or None]``, at most two
    :return: SVG text, or an empty one when there are fewer than two numbers
    """
    known = [value for one in series for value in one if value is not None]
    if len(known) < 2:
        return ""
    low, high = min(known), max(known)
    pad = (high - low) * 0.1 or high * 0.05 or 1
    low, high = max(low - pad, 0), high + pad

    def at(index, value):
        x = LEFT + (WIDTH - LEFT - 10) * index / max(len(labels) - 1, 1)
        y = HEAD + (HEIGHT - FOOT - HEAD) * (high - value) / (high - low)
        return f"{x:.1f},{y:.1f}"

    body = []
    for step in range(4):
        value = low + (high - low) * step / 3
        y = at(0, value).split(",")[1]
        body.append(
            f'<line x1="{LEFT}" y1="{y}" x2="{WIDTH - 10}" y2="{y}" stroke="#bbb"'
            f' stroke-width="0.5"/><text x="{LEFT - 4}" y="{float(y) + 3:.1f}"'
            f' text-anchor="end" font-size="8">{_number(value)}</text>'
        )
    every = max(len(labels) // 6, 1)
    for index, label in enumerate(labels):
        last = index == len(labels) - 1
        if last or (index % every == 0 and index < len(labels) - every):
            x = at(index, low).split(",")[0]
            side = "end" if last else "middle"
            body.append(
                f'<text x="{x}" y="{HEIGHT - 6}" text-anchor="{side}"'
                f' font-size="8">{escape(str(label))}</text>'
            )
    for number, one in enumerate(series):
        dash = ' stroke-dasharray="5 3"' if number else ""
        run = []
        for index, value in [*enumerate(one), (None, None)]:
            if value is not None:
                run.append(at(index, value))
            elif run:
                body.append(
                    f'<polyline points="{" ".join(run)}" fill="none" stroke="#000"'
                    f' stroke-width="1.5"{dash}/>'
                )
                run = []
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"'
        f' width="100%">{"".join(body)}</svg>'
    )
