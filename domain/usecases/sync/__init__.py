"""Connecting to other systems, comparing with them, and sending what was looked at."""
