"""The nights: which portals are due, one process for each, upkeep, and who is told. `scheduler.py` stands on top."""
