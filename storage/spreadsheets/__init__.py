"""Spreadsheets that people hand in, CSV and XLSX, as cells; with limits on everything that could grow."""
