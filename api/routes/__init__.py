"""The operations of the JSON API, by noun: who may, what is asked, which use case, which shape goes back."""
