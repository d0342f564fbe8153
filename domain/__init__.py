"""What a licence is and what may be done with it. Plain Python: no framework, no input or output."""
