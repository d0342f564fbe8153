"""What each page is given: frozen dataclasses that hold only what the person asking may see."""
