"""`cchc diff`: what changed between the versions of an article, word by word."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Annotated, Any

import typer
from rich.text import Text

from archive import query, worddiff
from archive.db import LOCAL
from archive.worddiff import Diff, Fate
from crawler.console import archive, fail, out
from crawler.diff_text import changed_fields, header, step, summary

Steps = list[tuple[query.Version, query.Version]]


def diff_command(
    article: Annotated[int, typer.Argument(help="Number of the article, as `cchc stories` and searches show it.")],
    last: Annotated[bool, typer.Option("--last", help="Only the newest step.")] = False,
    first: Annotated[int | None, typer.Option("--from", min=1, help="Compare this version …")] = None,
    second: Annotated[
        int | None, typer.Option("--to", min=1, help="… with this one; without it the present one.")
    ] = None,
    full: Annotated[bool, typer.Option("--full", help="Whole paragraphs: long unchanged stretches, too.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Machine-readable.")] = False,
) -> None:
    """What changed in an article since it was first seen: fields and words, oldest step first, and why.

    A step is the portal's edit or a better reading of ours, and says which. Exit 2 where there is no such article.
    """
    if last and (first is not None or second is not None):
        raise fail("--last is one step; it goes with neither --from nor --to", 2)
    history = query.history(archive(), article)
    if history is None:
        raise fail(f"the archive holds no article {article}", 2)
    steps = _steps(history, last=last, first=first, second=second)
    compared = [(old, new, worddiff.compare(old.text, new.text)) for old, new in steps]
    if as_json:
        found = _json(history) | {"steps": [_step_json(*one) for one in compared]}
        print(json.dumps(found, ensure_ascii=False, indent=2))
        return
    marks = not out.is_terminal or out.no_color or out.color_system is None
    out.print(header(history))
    if not compared:
        out.print(Text("no earlier version: it was never seen otherwise", style="green"))
    else:
        out.print()
    for old, new, text in compared:
        out.print(step(old, new, text, marks=marks, full=full))


def _steps(history: query.History, *, last: bool, first: int | None, second: int | None) -> Steps:
    versions = history.versions
    if first is None and second is None:
        return list(pairwise(versions))[-1:] if last else list(pairwise(versions))
    until = second if second is not None else len(versions)
    since = first if first is not None else max(until - 1, 1)
    if max(since, until) > len(versions):
        raise fail(f"article {history.article_id} has {len(versions)} versions; there is no {max(since, until)}", 2)
    if since >= until:
        raise fail(f"--from {since} --to {until}: the first must be the older one", 2)
    return [(versions[since - 1], versions[until - 1])]


def _json(history: query.History) -> dict[str, Any]:
    return {
        "article_id": history.article_id,
        "portal": history.portal,
        "url": history.url,
        "title": history.title,
        "withheld": history.withheld,
        "versions": len(history.versions),
    }


def _step_json(old: query.Version, new: query.Version, text: Diff) -> dict[str, Any]:
    """One step; the unchanged paragraphs are left out, their numbers tell where the others stand."""
    adjacent = new.number == old.number + 1
    return {
        "from": old.number,
        "to": new.number,
        "cause": old.cause if adjacent else None,
        "seen_at": old.seen_at.astimezone(LOCAL).isoformat(),
        "replaced_at": (old.replaced_at if adjacent and old.replaced_at else new.seen_at).astimezone(LOCAL).isoformat(),
        "summary": summary(text),
        "same_text": old.content_hash == new.content_hash,
        "fields": [{"name": name, "old": a or None, "new": b or None} for name, a, b in changed_fields(old, new)],
        "words_changed": text.words,
        "paragraphs": [
            {
                "fate": str(p.fate),
                "old": p.old,
                "new": p.new,
                "runs": [{"kind": str(run.kind), "text": run.text} for run in p.runs],
            }
            for p in text.paragraphs
            if p.fate is not Fate.SAME
        ],
        "paragraphs_old": text.old_count,
        "paragraphs_new": text.new_count,
    }
