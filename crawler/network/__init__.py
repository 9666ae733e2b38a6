"""Manners and safety on the wire: where requests may go, by which way, how fast, and what is counted of them."""
