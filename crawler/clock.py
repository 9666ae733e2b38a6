"""Whether the machine's clock can be right, told by what the archive has seen. Pure; the clock itself is an argument.

A crawl with a wrong clock is noted and not refused: after one night with a clock that was ahead, every right night
would look set back.
"""

from __future__ import annotations

import datetime as dt

TOLERANCE = dt.timedelta(minutes=5)  # what a clock that is corrected now and then may jump
BUILT = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)  # before this no clock was right: the program was not written


def fault(now: dt.datetime, newest: dt.datetime | None) -> str | None:
    """What is wrong with a clock that shows `now`, in words; `newest` is the latest moment in the archive's ledger."""
    if now < BUILT:
        return f"the clock shows {now:%Y-%m-%d %H:%M} UTC, before this program was written"
    if newest is not None and now < newest - TOLERANCE:
        hours = (newest - now).total_seconds() / 3600
        ago = f"{hours:.1f} hours" if hours < 48 else f"{hours / 24:.0f} days"
        then = f"{newest:%Y-%m-%d %H:%M} UTC"
        return f"the clock is {ago} behind the newest run ({then}): it was set back, or was ahead then"
    return None
