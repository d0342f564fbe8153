"""Reading PDF files in limited child processes: words with boxes, OCR where there is no text, pictures of pages."""

USUAL_SIZE = (595.28, 841.89)
"""Width and height in points given to a page that cannot even be opened (A4)."""
