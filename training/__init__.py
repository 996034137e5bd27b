"""How what is in data/reference was made: nothing here is needed at run time."""
