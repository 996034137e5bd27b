"""Which sets the model learns from; README.md tells what they are and where they come from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from training.language import corpora, documents
from training.language.corpora import Example
from training.passages import HELD_EVERY, REPORTS_HELD_EVERY

SEED = 20_161_017
_OWN = Path(__file__).parent
_GUM_TIMES = 2  # half as large as EWT, and nearer to news
_PASSAGE_TIMES = 2
_DOCUMENT_TIMES = 3  # news as it is, but few
_RE3D_TIMES = 3  # it is small, and what is asked of the names of conflict news


def read_training_examples(data: Path, *, own: bool = True) -> Iterator[Example]:
    """Yield all that the model learns from.

    Args:
        data: folder that holds corpora/.
        own: whether passages and reports of our own writing are among it.
    """
    train = data / "corpora" / "train"
    yield from corpora.read_trees(train / "ud_ewt" / "train.conllu.gz", "ud_ewt")
    for _ in range(_GUM_TIMES):
        yield from corpora.read_trees(train / "ud_gum" / "train.conllu.gz", "ud_gum")
    yield from corpora.read_tagged(train / "uner_ewt" / "dev.jsonl.gz", "uner_ewt")
    yield from corpora.read_tagged(train / "wikigold" / "test.jsonl.gz", "wikigold")
    yield from corpora.read_tagged(train / "wnut17" / "train.jsonl.gz", "wnut17")
    yield from corpora.read_toponyms(train / "geovirus" / "train.jsonl.gz")
    yield from corpora.read_name_lines(_OWN / "name_lines")
    for _ in range(_PASSAGE_TIMES if own else 0):
        yield from _read_passages("sentences", HELD_EVERY, held_back=False)
    for _ in range(_DOCUMENT_TIMES):
        if own:
            yield from _read_passages("reports", REPORTS_HELD_EVERY, held_back=False)
        yield from _read_documents(data, held_back=False)
    for _ in range(_RE3D_TIMES):
        yield from corpora.read_re3d(train / "re3d" / "train.jsonl.gz", held_back=False)


def _read_passages(folder: str, every: int, *, held_back: bool) -> Iterator[Example]:
    yield from corpora.read_passages(_OWN.parent / folder, _OWN / "names.tsv", every=every, held_back=held_back)


def _read_documents(data: Path, *, held_back: bool) -> Iterator[Example]:
    gold = data / "gold" / "train.jsonl"
    if gold.exists():
        yield from documents.read_gold_examples(gold, held_back=held_back)
    for document in documents.read_documents(_OWN.parent / "documents", data, held_back=held_back):
        yield from documents.read_document_examples(document)


def read_development_sets(data: Path) -> dict[str, list[Example]]:
    """Return what progress is watched on: the development parts of the treebanks, and what is held back of events."""
    train = data / "corpora" / "train"
    sets = {name: list(corpora.read_trees(train / name / "dev.conllu.gz", name)) for name in ("ud_ewt", "ud_gum")}
    held_back = (
        *_read_passages("sentences", HELD_EVERY, held_back=True),
        *_read_passages("reports", REPORTS_HELD_EVERY, held_back=True),
        *_read_documents(data, held_back=True),
    )
    for example in held_back:
        sets.setdefault(example.corpus, []).append(example)
    return sets


def read_relations(data: Path) -> list[str]:
    """Return the relations of the treebanks learned from, sorted; those met fewer than 5 times are left out."""
    counts = Counter[str]()
    for name in ("ud_ewt", "ud_gum"):
        for example in corpora.read_trees(data / "corpora" / "train" / name / "train.conllu.gz", name):
            counts.update(example.relations or ())
    return sorted(relation for relation, count in counts.items() if count >= 5)
