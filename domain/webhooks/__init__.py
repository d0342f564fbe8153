"""Subscriptions to the change feed: where changes are posted, signed, and what becomes of each attempt. Pure."""
