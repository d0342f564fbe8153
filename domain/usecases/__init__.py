"""One function for each thing a person or a job can do: one transaction, one entry in the trail."""
