"""Connectors: one folder for each system, over one careful way of asking hosts."""
