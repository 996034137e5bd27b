"""Sentences in writing: a JSON object a text, and CoNLL-U, the common form of treebanks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sitrep.language.decoding import join_tags
from sitrep.language.sentence import Sentence


def write_annotation(document_id: str, sentences: Sequence[Sentence]) -> dict[str, Any]:
    """Return the sentences of a text as one JSON object; lists of a sentence have one item a word.

    {"id": "r1", "sentences": [{"start": 0, "end": 12, "words": [[0, 6], [7, 11], [11, 12]], "upos": ["NOUN", …],
    "lemmas": [...], "heads": [1, -1, 1], "relations": [...], "names": [{"start", "end", "kind", "text"}]}]}

    start, end and words are offsets of characters into the text; heads are indices of words, -1 for the root.
    """
    return {
        "id": document_id,
        "sentences": [
            {
                "start": sentence.span.start,
                "end": sentence.span.end,
                "words": [list(span) for span in sentence.spans],
                "upos": list(sentence.upos),
                "lemmas": list(sentence.lemmas),
                "heads": list(sentence.heads),
                "relations": list(sentence.relations),
                "names": [
                    {"start": start, "end": end, "kind": kind, "text": sentence.text[start:end]}
                    for start, end, kind in _place_names(sentence)
                ],
            }
            for sentence in sentences
        ],
    }


def _place_names(sentence: Sentence) -> list[tuple[int, int, str]]:
    """Return the names of a sentence as offsets into the text."""
    spans = sentence.spans
    return [(spans[name.start].start, spans[name.end - 1].end, name.kind) for name in sentence.names]


def write_conllu(document_id: str, sentences: Sequence[Sentence]) -> str:
    """Return the sentences of a text in CoNLL-U (universaldependencies.org/format), each with an empty line after it.

    XPOS, FEATS and DEPS are empty. MISC has SpaceAfter=No, the word's offsets into the text as start_char and
    end_char, and the tag of its name as NER, such as B-PER.
    """
    document_id = " ".join(document_id.split())
    lines: list[str] = []
    for number, sentence in enumerate(sentences, 1):
        if number == 1:
            lines.append(f"# newdoc id = {document_id}")
        words = sentence.read_words()
        glued = [
            index + 1 < len(words) and span.end == sentence.spans[index + 1].start
            for index, span in enumerate(sentence.spans)
        ]
        lines.append(f"# sent_id = {document_id}-{number}")
        shown = "".join(word if close else f"{word} " for word, close in zip(words, glued, strict=True))
        lines.append(f"# text = {shown.rstrip()}")
        tags = join_tags(sentence.names, len(words))
        for index, word in enumerate(words):
            start, end = sentence.spans[index]
            notes = [f"start_char={start}", f"end_char={end}"]
            if tags[index] != "O":
                notes.append(f"NER={tags[index]}")
            if glued[index]:
                notes.append("SpaceAfter=No")
            cells = (
                str(index + 1), word, sentence.lemmas[index], sentence.upos[index], "_", "_",
                str(sentence.heads[index] + 1), sentence.relations[index], "_", "|".join(sorted(notes, key=str.lower)),
            )  # fmt: skip
            lines.append("\t".join(cells))
        lines.append("")
    return "".join(f"{line}\n" for line in lines)
