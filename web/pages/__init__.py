"""Routes by noun. A route reads what was asked, calls one use case, and answers with a page or a piece of one."""
