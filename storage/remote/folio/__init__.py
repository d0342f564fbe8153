"""FOLIO (mod-licenses). Here the noun is spelled *license*, as that system spells it."""
