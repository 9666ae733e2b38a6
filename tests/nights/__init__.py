"""The nights: what is due, rounds of real crawls against imitations, and what they survive."""
