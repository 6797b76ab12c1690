"""The list of tenants: read in, compared, kept, and who is left out of the draw for a while."""
