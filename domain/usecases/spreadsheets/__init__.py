"""Spreadsheets: taken in, looked at, confirmed; written out."""
