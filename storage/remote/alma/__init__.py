"""Ex Libris Alma. Here, and in no other part, the noun is spelled *license*, as that system spells it."""
