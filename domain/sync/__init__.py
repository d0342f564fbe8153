"""Carrying decided terms to another system, and seeing where the copies differ. No system is known here by name."""
