"""Subscriptions to the change feed: looking after them, and delivering to them."""
