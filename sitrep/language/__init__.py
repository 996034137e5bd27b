"""Sentences of a text, their words and what the language model tells of them.

The model is imported from `sitrep.language.model`, so that whoever splits sentences alone does without it.
"""

from sitrep.language.sentences import split_sentences
from sitrep.language.tokens import Span, Token, tokenize

__all__ = ["Span", "Token", "split_sentences", "tokenize"]
