"""Subscriptions to the change feed, against a receiver that misbehaves."""
