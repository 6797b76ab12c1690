"""What must be done so that things stay well: what waits, what goes, what is copied."""
