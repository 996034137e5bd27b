"""Training the language model: corpora in, data/reference/model out."""
