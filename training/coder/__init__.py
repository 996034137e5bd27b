"""Fitting what the coder weighs beside the model: which tellings count, which are one, how sure a mention is."""
