"""A small library to look at: invented parties, licences written for this project, and the PDFs made from them."""
