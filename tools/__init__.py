"""What people who work on Licence Desk run, by way of the Makefile."""
