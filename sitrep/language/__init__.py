"""Sentences and tokens of a text, each with its place in it."""

from sitrep.language.sentences import split_sentences
from sitrep.language.tokens import Span, Token, tokenize

__all__ = ["Span", "Token", "split_sentences", "tokenize"]
