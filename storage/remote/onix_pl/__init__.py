"""ONIX-PL 1.0. Here the noun is spelled *license*, as that standard spells it."""
