"""One module a format; each has a `READER`, and the registry finds it by looking into this package."""
