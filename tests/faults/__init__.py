"""Faults played on purpose, each with the result that is promised for it: docs/faults.md."""
