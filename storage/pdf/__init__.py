"""Reading PDF files: words with their boxes, OCR where there is no text, pictures of pages, all in limited child processes."""
