"""The nights: `python scheduler.py`."""
