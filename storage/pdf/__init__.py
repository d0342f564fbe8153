"""Reading PDF files in limited child processes: words with boxes, OCR where there is no text, pictures of pages."""
