"""Charts as HTML: a table whose middle column is drawn, so that it reads as well as it looks, on a phone too."""

from __future__ import annotations

from decimal import Decimal

from qa.chart import Chart
from qa.page_escape import escape
from qa.page_text import Language, say


def chart_html(language: Language, chart: Chart) -> str:
    """A chart: for each figure its name, its bar, the figure as printed, and its share of the whole where there is one."""
    values = [bar.amount.base for bar in chart.bars]
    low, high = min(Decimal(0), *values), max(Decimal(0), *values)
    reach = (high - low) or Decimal(1)
    rows = []
    for bar in chart.bars:
        start = (min(bar.amount.base, Decimal(0)) - low) / reach
        long = abs(bar.amount.base) / reach
        drawn = f'<svg width="100%" height="14" aria-hidden="true"><rect x="{100 * start:.2f}%" y="1" width="{100 * long:.2f}%" height="12" rx="2"></rect></svg>'
        share = chart.share(bar)
        more = f' <span class="g-dim">{100 * share:.1f}%</span>' if share is not None else ""
        mark = f' <span class="g-dim" title="{escape(say(language, "apart_means"))}">*</span>' if bar.apart else ""
        cited = f' <span class="g-dim">[{bar.n}]</span>' if bar.n is not None else ""
        rows.append(
            f'<tr{" class=g-apart" if bar.apart else ""}><th scope="row">{escape(bar.label)}{cited}{mark}</th><td class="g-bar">{drawn}</td><td class="g-num">{escape(str(bar.amount))}{more}</td></tr>'
        )
    title = " · ".join(part for part in (say(language, f"chart_{chart.kind}"), chart.title) if part)
    return f'<figure class="g-chart"><figcaption>{escape(title)}</figcaption><table><tbody>{"".join(rows)}</tbody></table></figure>'
