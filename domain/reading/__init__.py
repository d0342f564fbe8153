"""From the words on the pages to clauses, suggested terms and key facts. Pure functions; no document is known by
name."""
