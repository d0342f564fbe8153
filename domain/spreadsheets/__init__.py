"""Licences and terms in spreadsheets: what a column means, what a cell says, and what a row would change."""
