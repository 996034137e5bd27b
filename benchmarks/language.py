"""Figures of the language model: how well it reads treebanks and names, how fast, in how much memory.

Scores are taken on sets that the model was not trained on (training/language/README.md). From raw text a word is right
when the same letters were made a word, hang on the same word and by the same relation: the F1 of the CoNLL 2018
shared task (universaldependencies.org/conll18/evaluation.html).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.tables import Row, Table
from sitrep.language.decoding import Name
from sitrep.language.encoding import MOST_WORDS, KnownNames
from sitrep.language.model import LanguageModel
from sitrep.reference import locate_reference
from training.language import corpora
from training.language.corpora import Example
from training.language.names import NameSpan, choose_flat, settle_names

ROOT = Path(__file__).resolve().parents[1]
Case = Callable[[str], str]
Counts = Counter[str]


def _upper(text: str) -> str:
    """Return a text in capitals, letter by letter, so that no offset moves."""
    return "".join(big if len(big := letter.upper()) == 1 else letter for letter in text)


def _lower(text: str) -> str:
    return "".join(small if len(small := letter.lower()) == 1 else letter for letter in text)


CASES: dict[str, Case] = {"as written": str, "upper case": _upper, "lower case": _lower}
TREEBANKS = {
    "EWT test": ("ud_ewt", "test"),
    "GUM test": ("ud_gum", "test"),
    "PUD": ("ud_pud", "all"),
}


def read_treebank(data: Path, name: str) -> list[Example]:
    """Return the sentences of a treebank of TREEBANKS."""
    folder, part = TREEBANKS[name]
    return list(corpora.read_trees(data / "corpora" / "train" / folder / f"{part}.conllu.gz", folder))


def score_trees(model: LanguageModel, sentences: Sequence[Example], case: Case) -> Counts:
    """Return counts of words and of right tags, attachments and relations, from the treebank's own words."""
    counts = Counts()
    parses = model.parse([[case(word) for word in sentence.words[:MOST_WORDS]] for sentence in sentences])
    for sentence, parse in zip(sentences, parses, strict=True):
        counts["words"] += len(sentence.words)  # what is beyond the longest sentence counts as wrong
        told = sentence.read_tree()
        found = zip(parse.upos, parse.heads, parse.relations, strict=True)
        for (upos, head, relation), (own_upos, own_head, own_relation) in zip(told, found, strict=False):
            counts["upos"] += upos == own_upos
            counts["attached"] += head == own_head + 1
            counts["labelled"] += head == own_head + 1 and relation == own_relation
    return counts


def join_documents(sentences: Sequence[Example]) -> Iterator[tuple[str, list[tuple[Example, int]]]]:
    """Yield the texts that a treebank's sentences were taken from, with where each sentence begins.

    Sentences of a paragraph follow each other after a blank, paragraphs after an empty line.
    """
    text, placed = "", list[tuple[Example, int]]()
    for sentence in sentences:
        if sentence.new_document and placed:
            yield text, placed
            text, placed = "", []
        if placed:
            text += "\n\n" if sentence.new_paragraph else "" if placed[-1][0].glued else " "
        placed.append((sentence, len(text)))
        text += sentence.text
    yield text, placed


def score_raw(model: LanguageModel, texts: Iterable[tuple[str, list[tuple[Example, int]]]], case: Case) -> Counts:
    """Return counts of words, found and right, from texts without words or sentences."""
    documents = list(texts)
    counts = Counts()
    read = model.read_many([case(text) for text, _ in documents])
    for (_, placed), sentences in zip(documents, read, strict=True):
        gold: dict[tuple[int, int], tuple[str, object, str]] = {}
        starts: set[tuple[int, int]] = set()
        for sentence, at in placed:
            spans = [(start + at, end + at) for start, end in sentence.spans]
            starts.add((spans[0][0], spans[-1][1]))
            for span, (upos, head, relation) in zip(spans, sentence.read_tree(), strict=True):
                gold[span] = (upos, spans[head - 1] if head else None, relation)
        counts["gold"] += len(gold)
        counts["gold sentences"] += len(placed)
        for sentence in sentences:
            counts["sentences"] += 1
            counts["right sentences"] += (sentence.spans[0].start, sentence.spans[-1].end) in starts
            for index, span in enumerate(sentence.spans):
                counts["found"] += 1
                told = gold.get((span.start, span.end))
                if told is None:
                    continue
                head = sentence.heads[index]
                above = tuple(sentence.spans[head]) if head >= 0 else None
                counts["words"] += 1
                counts["upos"] += told[0] == sentence.upos[index]
                counts["attached"] += told[1] == above
                counts["labelled"] += told[1] == above and told[2] == sentence.relations[index]
    return counts


def _share(right: int, total: int) -> str:
    return f"{100 * right / total:.1f}"


def _f1(counts: Counts, what: str, found: str = "found", gold: str = "gold") -> str:
    return _share(2 * counts[what], counts[found] + counts[gold])


def measure_trees(data: Path, models: dict[str, LanguageModel]) -> list[Row]:
    """Return a line for each treebank, case, starting point and model: words, sentences, UPOS, UAS, LAS."""
    rows: list[Row] = []
    for name in TREEBANKS:
        sentences = read_treebank(data, name)
        single = [(sentence.text, [(sentence, 0)]) for sentence in sentences]
        whole = single if name == "PUD" else list(join_documents(sentences))  # PUD's texts are one sentence or two
        for case_name, case in CASES.items():
            for kind, model in models.items():
                counts = score_trees(model, sentences, case)
                cells = (_share(counts[part], counts["words"]) for part in ("upos", "attached", "labelled"))
                rows.append(Row(f"{name}, {case_name}", (f"its words, {kind}", "100", "100", *cells)))
            for start, texts in {"raw sentences": single, "raw documents": whole}.items():
                if texts is whole and name == "PUD":
                    continue
                counts = score_raw(models["int8"], texts, case)
                split = _f1(counts, "right sentences", "sentences", "gold sentences")
                cells = (_f1(counts, part) for part in ("upos", "attached", "labelled"))
                rows.append(Row(f"{name}, {case_name}", (f"{start}, int8", _f1(counts, "words"), split, *cells)))
    return rows


#: Kinds that a corpus does not tell apart.
COARSE = {"MIL": "ORG", "FAC": "LOC"}


def read_name_sets(data: Path) -> dict[str, tuple[list[Example], frozenset[str]]]:
    """Return the sentences that names are measured on, and the kinds that each set tells."""
    train, evaluate = data / "corpora" / "train", data / "corpora" / "evaluate"
    plain = frozenset({"PER", "ORG", "LOC"})
    return {
        "GUM entities test": (read_treebank(data, "GUM test"), plain | {"DATE"}),
        "UNER EWT test": (list(corpora.read_tagged(evaluate / "uner_ewt" / "test.jsonl.gz", "uner_ewt")), plain),
        "re3d held back": (
            list(corpora.read_re3d(train / "re3d" / "train.jsonl.gz", held_back=True)),
            plain | {"NAT", "DATE"},
        ),
        "WNUT-17 dev": (list(corpora.read_tagged(train / "wnut17" / "dev.jsonl.gz", "wnut17")), plain),
    }


def _read_gold(sentence: Example, known: KnownNames) -> list[NameSpan]:
    """Return the names told: of GUM and re3d in our convention (training/language/names.py), of others as they are."""
    names = sentence.names or []
    return settle_names(sentence.words, names, known) if sentence.corpus in ("ud_gum", "re3d") else choose_flat(names)


def score_names(
    model: LanguageModel, sentences: Sequence[Example], kinds: frozenset[str], known: KnownNames, case: Case
) -> dict[str, Counts]:
    """Return by kind, and in all, how many names were told, found and right: same words, same kind."""
    counts = {kind: Counts() for kind in ("all", *sorted(kinds))}
    kept = [sentence for sentence in sentences if len(sentence.words) <= MOST_WORDS]
    parses = model.parse([[case(word) for word in sentence.words] for sentence in kept])
    for sentence, parse in zip(kept, parses, strict=True):
        gold = {
            Name(name.start, name.end, COARSE.get(kind := min(name.kinds, key=lambda k: (k in COARSE, k)), kind))
            for name in _read_gold(sentence, known)
        }
        found = {name._replace(kind=COARSE.get(name.kind, name.kind)) for name in parse.names}
        for part, names in (("gold", gold), ("found", found), ("right", gold & found)):
            for name in names:
                if name.kind in kinds:
                    counts["all"][part] += 1
                    counts[name.kind][part] += 1
    return counts


def measure_names(data: Path, models: dict[str, LanguageModel]) -> list[Row]:
    """Return a line for each set, case and model: F1 in all and by kind, precision and recall."""
    known = KnownNames.read(locate_reference("model", "known_names.tsv"))
    rows: list[Row] = []
    for name, (sentences, kinds) in read_name_sets(data).items():
        for case_name, case in CASES.items():
            for kind, model in models.items():
                counts = score_names(model, sentences, kinds, known, case)
                total = counts.pop("all")
                cells = (
                    f"{kind}, {total['gold']:,} names",
                    _f1(total, "right"),
                    _share(total["right"], total["found"]),
                    _share(total["right"], total["gold"]),
                    ", ".join(f"{each} {_f1(count, 'right')}" for each, count in sorted(counts.items())),
                )
                rows.append(Row(f"{name}, {case_name}", cells))
    return rows


_READ_NEWS = """
import gzip, json, resource, sys, time
from pathlib import Path
path, threads = Path(sys.argv[1]), int(sys.argv[2])
began = time.perf_counter()
from sitrep.language.model import LanguageModel
imported = time.perf_counter()
model = LanguageModel.load(threads=threads)
model.read("Rebels killed two soldiers near Goma on Monday.")
loaded = time.perf_counter()
with gzip.open(path, "rt", encoding="utf-8") as file:
    texts = [json.loads(line)["text"] for _, line in zip(range(int(sys.argv[3])), file)]
start, busy = time.perf_counter(), time.process_time()
words = sum(len(sentence) for sentences in model.read_many(texts) for sentence in sentences)
print(json.dumps({
    "import": imported - began, "load": loaded - imported, "seconds": time.perf_counter() - start,
    "busy": time.process_time() - busy, "words": words, "plain": sum(len(text.split()) for text in texts),
    "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
}))
"""


def measure_pace(data: Path, number: int) -> list[Row]:
    """Return words a second on one core and two, times, memory and size; each read in a process of its own."""
    path = data / "corpora" / "load" / "dated_news.jsonl.gz"
    rows: list[Row] = []
    for threads in (1, 2):
        told = _read_news(path, threads, number)
        pace = f"{told['plain'] / told['seconds']:,.0f} words/s ({told['words'] / told['seconds']:,.0f} UD words/s)"
        rows.append(Row(f"raw text, {threads} core{'s' * (threads > 1)}", (pace,)))
        if threads == 1:
            rows.append(Row("memory, with the texts", (f"{told['memory']:.0f} MB",)))
            rows.append(
                Row("load and read one sentence", (f"{told['load']:.2f} s, after {told['import']:.2f} s imports",))
            )
    size = sum(path.stat().st_size for path in locate_reference("model", "model.json").parent.iterdir())
    rows.append(Row("size on disk", (f"{size / 1e6:.1f} MB",)))
    return rows


def _read_news(path: Path, threads: int, number: int) -> dict[str, Any]:
    command = [sys.executable, "-c", _READ_NEWS, str(path), str(threads), str(number)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    return json.loads(done.stdout)


def read_yardstick() -> list[Row]:
    """Return the figures of spaCy's blank pipeline, trained on the same data by training/language/yardstick.py."""
    told = json.loads((ROOT / "training" / "language" / "yardstick.json").read_text("utf-8"))
    rows: list[Row] = []
    for name in TREEBANKS:
        for case in (name, f"{name}, upper case"):
            rows.append(Row(case, tuple(f"{told[case][part]:.1f}" for part in ("upos", "UAS", "LAS"))))
    rows += [Row(f"{name}, names F1", (f"{value:.1f}", "", "")) for name, value in told["names"].items()]
    return rows


HEADERS = {
    "pace": ("what", "figure"),
    "trees": ("set", "from", "words F1", "sentences F1", "UPOS", "UAS", "LAS"),
    "names": ("set", "model", "F1", "P", "R", "F1 by kind"),
    "yardstick": ("set", "UPOS or F1", "UAS", "LAS"),
}


def measure_language(data: Path, number: int, full: Path | None) -> dict[str, Table]:
    """Return the tables of HEADERS; `full` is the folder of the model in single precision, if any.

    Args:
        data: folder of the corpora.
        number: texts to read for the pace.
        full: what `training/language/export.py --full` wrote.
    """
    pace = measure_pace(data, number)  # first: a process tells as its peak what the one that began it had
    models = {"int8": LanguageModel.load(threads=2)}
    if full is not None:
        models["fp32"] = LanguageModel.load(full, threads=2)
    rows = {
        "pace": pace,
        "trees": measure_trees(data, models),
        "names": measure_names(data, models),
        "yardstick": read_yardstick(),
    }
    return {name: Table(HEADERS[name], each) for name, each in rows.items()}
