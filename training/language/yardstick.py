"""Train spaCy's small English pipeline on the same data, as the yardstick for our model.

    python -m training.language.yardstick --data FOLDER --minutes 20 --out training/language/yardstick.json

A blank pipeline of spaCy 3.8 (convolutions over hashed words, no pretrained vectors) with morphologizer, parser and
named entities learns from the same sentences, and is scored on the same words. Needs spacy, in an environment of its
own.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import spacy
from spacy.cli.init_config import init_config
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.training import Example as SpacyExample
from spacy.util import load_model_from_config, minibatch

from sitrep.language.encoding import KnownNames
from training.language import corpora
from training.language.corpora import Example
from training.language.names import choose_flat, settle_names
from training.language.sets import SEED, read_training_examples

_TREEBANKS = {"EWT test": ("ud_ewt", "test"), "GUM test": ("ud_gum", "test"), "PUD": ("ud_pud", "all")}
_SINGLE = {frozenset({"ORG", "MIL"}): "ORG", frozenset({"LOC", "FAC"}): "LOC"}  # where a corpus does not tell


def build_document(nlp: Language, example: Example, known: KnownNames) -> Doc:
    """Return an example as a document of one sentence, with what its corpus tells."""
    trees: dict[str, Any] = {}
    if example.heads is not None:
        trees = {
            "pos": example.upos,
            "heads": [head - 1 if head else index for index, head in enumerate(example.heads)],
            "deps": ["ROOT" if relation == "root" else relation for relation in example.relations or ()],
        }
    else:
        trees = {"sent_starts": [True, *([False] * (len(example.words) - 1))]}
    document = Doc(nlp.vocab, example.words, **trees)
    if example.names is None:
        document.set_ents([], missing=[document[:]])
        return document
    names = [
        Span(document, name.start, name.end, label=_SINGLE.get(name.kinds, min(name.kinds)))
        for name in settle_names(example.words, example.names, known)
    ]
    taken = {index for name in names for index in range(name.start, name.end)}
    unsure = [document[index : index + 1] for index in sorted(example.open_words - taken)]
    document.set_ents(names, missing=unsure)
    return document


def train(nlp: Language, documents: Sequence[Doc], minutes: float) -> int:
    """Train for some minutes, and return how many times the data was seen, rounded down."""
    examples = [
        SpacyExample(Doc(nlp.vocab, [token.text for token in document]), document)
        for document in documents
        if len(document)
    ]
    optimizer = nlp.initialize(lambda: examples)
    draw = random.Random(SEED)
    began, epochs = time.monotonic(), 0
    while True:
        draw.shuffle(examples)
        for batch in minibatch(examples, 48):
            done = (time.monotonic() - began) / 60 / minutes
            if done >= 1:
                return epochs
            optimizer.learn_rate = 0.001 * (1 - done)
            nlp.update(batch, sgd=optimizer, drop=0.1)
        epochs += 1


def score(nlp: Language, sentences: Sequence[Example], case: Callable[[str], str]) -> dict[str, float]:
    """Return UPOS, UAS and LAS in percent, from the treebank's words and sentences."""
    counts = Counter[str]()
    for sentence in sentences:
        starts = [True, *([False] * (len(sentence.words) - 1))]
        document = nlp(Doc(nlp.vocab, [case(word) for word in sentence.words], sent_starts=starts))
        for token, (upos, head, relation) in zip(document, sentence.read_tree(), strict=True):
            own = 0 if token.head.i == token.i else token.head.i + 1
            counts["words"] += 1
            counts["upos"] += token.pos_ == upos
            counts["UAS"] += own == head
            counts["LAS"] += own == head and token.dep_.lower() == relation
    return {part: round(100 * counts[part] / counts["words"], 1) for part in ("upos", "UAS", "LAS")}


def score_names(nlp: Language, sentences: Sequence[Example], kinds: set[str], known: KnownNames | None) -> float:
    """Return the F1 of names in percent: same words, same kind."""
    gold_count = found_count = right = 0
    coarse = {"MIL": "ORG", "FAC": "LOC"}
    for sentence in sentences:
        names = sentence.names or []
        told = settle_names(sentence.words, names, known) if known else choose_flat(names)
        gold = {(name.start, name.end, _SINGLE.get(name.kinds, min(name.kinds))) for name in told}
        document = nlp(Doc(nlp.vocab, sentence.words))
        found = {(ent.start, ent.end, coarse.get(ent.label_, ent.label_)) for ent in document.ents}
        gold = {name for name in gold if name[2] in kinds}
        found = {name for name in found if name[2] in kinds}
        gold_count += len(gold)
        found_count += len(found)
        right += len(gold & found)
    return round(200 * right / (gold_count + found_count), 1)


def measure(data: Path, known: KnownNames, minutes: float) -> dict[str, Any]:
    """Train, and return the figures."""
    config = init_config(lang="en", pipeline=["morphologizer", "parser", "ner"], optimize="efficiency")
    nlp = load_model_from_config(config, auto_fill=True)
    documents = [
        build_document(nlp, example, known) for example in read_training_examples(data) if len(example.words) <= 120
    ]
    epochs = train(nlp, documents, minutes)
    figures: dict[str, Any] = {"spacy": spacy.__version__, "minutes": minutes, "epochs": epochs}
    train_folder = data / "corpora" / "train"
    for title, (folder, part) in _TREEBANKS.items():
        sentences = list(corpora.read_trees(train_folder / folder / f"{part}.conllu.gz", folder))
        figures[title] = score(nlp, sentences, str)
        figures[f"{title}, upper case"] = score(nlp, sentences, str.upper)
    plain = {"PER", "ORG", "LOC"}
    gum = list(corpora.read_trees(train_folder / "ud_gum" / "test.conllu.gz", "ud_gum"))
    uner = list(corpora.read_tagged(data / "corpora" / "evaluate" / "uner_ewt" / "test.jsonl.gz", "uner_ewt"))
    re3d = list(corpora.read_re3d(train_folder / "re3d" / "train.jsonl.gz", held_back=True))
    figures["names"] = {
        "GUM entities test": score_names(nlp, gum, plain | {"DATE"}, known),
        "UNER EWT test": score_names(nlp, uner, plain, None),
        "re3d held back": score_names(nlp, re3d, plain | {"NAT", "DATE"}, known),
    }
    words = [sentence.words for sentence in gum]
    began = time.process_time()
    for each in words:
        nlp(Doc(nlp.vocab, each))
    figures["words a second, from words"] = round(sum(map(len, words)) / (time.process_time() - began))
    return figures


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds corpora/")
    parser.add_argument("--model", type=Path, default=Path("data/reference/model"), help="for known_names.tsv")
    parser.add_argument("--minutes", type=float, default=20.0)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "yardstick.json")
    arguments = parser.parse_args()
    told = measure(arguments.data, KnownNames.read(arguments.model / "known_names.tsv"), arguments.minutes)
    arguments.out.write_text(json.dumps(told, indent=1) + "\n", "utf-8")
    print(json.dumps(told, indent=1))
