"""Databases and files: the adapters behind domain.ports. No SQLAlchemy object leaves this folder."""
