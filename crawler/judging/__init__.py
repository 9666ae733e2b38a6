"""A run held against its portal's own past: what it counts, what is usual, and what is no chance (docs/runs.md)."""
