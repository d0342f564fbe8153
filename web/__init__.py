"""Pages and fragments for people. Imports domain only; see README.md in this folder for the conventions."""
