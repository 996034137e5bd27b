"""The language model at run time: raw text in, sentences with words, tags, trees and names out.

Needs ONNX Runtime, tokenizers and numpy alone. What a sentence gives does not hang on the sentences read with it:
the weights' inputs are quantised by fixed ranges, and a batch holds sentences of one width only.
"""

from __future__ import annotations

import hashlib
import json
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from onnxruntime.capi.onnxruntime_pybind11_state import Fail, InvalidArgument, InvalidGraph, InvalidProtobuf

from sitrep.language.decoding import Name, choose_relations, find_heads, find_names
from sitrep.language.encoding import MOST_WORDS, Encoded, WordEncoder, pad_batch
from sitrep.language.events import Trigger, find_triggers
from sitrep.language.lemmas import Lemmas
from sitrep.language.schemes import NAME_TAGS, UPOS, list_event_tags, list_mode_tags
from sitrep.language.sentence import Sentence
from sitrep.language.sentences import split_sentences
from sitrep.language.tokens import Span
from sitrep.language.words import split_words
from sitrep.reference import ReferenceError, locate_reference

_FILES = (
    "model.onnx",
    "model.json",
    "relations.onnx",
    "roles.onnx",
    "name_transitions.npy",
    "lemmas.tsv",
    "known_names.tsv",
    "tokenizer.json",
)
_BATCH_PIECES = 512  # word pieces a batch; more is slower, as it leaves the processor's cache
_AHEAD = 4  # batches a core that are scored before they are decoded
_CHUNK_WORDS = 6_000  # words held at a time when many texts are read
_FEWEST_BEFORE_CUT = 100  # words; an overlong sentence is cut after a comma behind these, if there is one


@dataclass(frozen=True, slots=True)
class Parse:
    """What the model tells of a sentence of given words; see `Sentence` for the parts."""

    upos: list[str]
    heads: list[int]
    relations: list[str]
    names: list[Name]
    triggers: list[Trigger]


class LanguageModel:
    """A loaded model; reading is thread safe, and the same text gives the same sentences in any company.

    Attributes:
        version: SHA-256 of the weights, in hexadecimal.
        encoder: turns words into the graph's inputs.
    """

    def __init__(self, folder: Path, *, threads: int = 1) -> None:
        for name in _FILES:
            if not (folder / name).exists():
                raise ReferenceError(f"{folder / name}: not found; a model's folder has {', '.join(_FILES)}")
        description = _read_description(folder / "model.json")
        self.version: str = description["weights_sha256"]
        self._relations: list[str] = description["relations"]
        self._root = self._relations.index("root")
        self.encoder = WordEncoder.load(folder)
        self._transitions: NDArray[np.float32] = np.load(folder / "name_transitions.npy", allow_pickle=False)
        self._lemmas = Lemmas.load(folder / "lemmas.tsv")
        onnxruntime.disable_telemetry_events()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # batches are small: cores are better given one each
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # The graph is as fast as it gets (training/language/export.py), and is run as it was tested.
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
        self._threads = threads
        self._session = _open_graph(folder / "model.onnx", options)
        self._relation_session = _open_graph(folder / "relations.onnx", options)
        self._role_session = _open_graph(folder / "roles.onnx", options)

    @classmethod
    def load(cls, folder: Path | None = None, *, threads: int = 1) -> LanguageModel:
        """Return the model of a folder; None: the one that comes with sitrep.

        Args:
            folder: of a model; None: that of data/reference.
            threads: processor cores to use, a batch each.

        Raises:
            ReferenceError: a file is missing or damaged, or the model was made for other tags than this version's.
        """
        return cls(folder or locate_reference("model", "model.json").parent, threads=threads)

    def read(self, text: str) -> list[Sentence]:
        """Return the sentences of a text, in order; none for a blank one."""
        return next(self.read_many([text]))

    def read_many(self, texts: Sequence[str]) -> Iterator[list[Sentence]]:
        """Yield the sentences of each text, in order.

        Faster than one text at a time: sentences of many texts share a batch.
        """
        waiting: list[tuple[str, list[_Draft]]] = []
        words = 0
        for text in texts:
            drafts = list(self._draft(text))
            waiting.append((text, drafts))
            words += sum(len(draft.spans) for draft in drafts)
            if words >= _CHUNK_WORDS:
                yield from self._finish(waiting)
                waiting, words = [], 0
        yield from self._finish(waiting)

    def read_sentences(self, text: str, spans: Sequence[Span]) -> list[list[Sentence]]:
        """Return the sentences that stand at given spans of a text; a span of more than MOST_WORDS gives several."""
        drafts = [list(self._draft_sentence(text, span)) for span in spans]
        read = iter(next(self._finish([(text, [draft for parts in drafts for draft in parts])])))
        return [[next(read) for _ in parts] for parts in drafts]

    def parse(self, sentences: Sequence[Sequence[str]]) -> list[Parse]:
        """Return what the model tells of sentences that are words already.

        Raises:
            ValueError: a sentence has no words, or more than MOST_WORDS.
        """
        for number, words in enumerate(sentences):
            if not 0 < len(words) <= MOST_WORDS:
                raise ValueError(f"sentence {number} has {len(words)} words, expected 1 to {MOST_WORDS}; cut it")
        return self._run([self.encoder.encode(words) for words in sentences])

    def score(self, batch: Mapping[str, NDArray[np.int64]]) -> list[NDArray[Any]]:
        """Return the model's own outputs for a batch of `pad_batch`, of which tags, trees and names are decoded.

        upos int64 (sentences, words), the best tags; names float32 (sentences, words, tags); arcs float32 (sentences,
        words, words + 1), each word's heads; dependents and heads float32 (sentences, words or words + 1, 256), for
        the graph of relations; events float32 (sentences, words, tags), see `events.find_triggers`; triggers and
        arguments float32 (sentences, words, 256), for the graph of roles.
        """
        names = [
            "upos", "names", "arcs", "relation_dependents", "relation_heads", "events", "role_triggers",
            "role_arguments",
        ]  # fmt: skip
        return cast("list[NDArray[Any]]", self._session.run(names, dict(batch)))

    def _draft(self, text: str) -> Iterator[_Draft]:
        for sentence in split_sentences(text):
            yield from self._draft_sentence(text, sentence)

    def _draft_sentence(self, text: str, sentence: Span) -> Iterator[_Draft]:
        spans = split_words(text, *sentence)
        words = [text[start:end] for start, end in spans]
        if len(words) <= MOST_WORDS:
            if words:
                yield _Draft(sentence, spans, words, self.encoder.encode(words))
        else:
            yield from self._cut(spans, words)

    def _cut(self, spans: list[Span], words: list[str]) -> Iterator[_Draft]:
        """Yield an overlong sentence in parts, cut after a mark where there is one."""
        start = 0
        while start < len(words):
            end = min(start + MOST_WORDS, len(words))
            if end < len(words):
                marks = (i for i in range(end, start + _FEWEST_BEFORE_CUT, -1) if words[i - 1] in (",", ";", ":", "."))
                end = next(marks, end)
            encoded = self.encoder.encode(words[start:end])
            yield _Draft(Span(spans[start].start, spans[end - 1].end), spans[start:end], words[start:end], encoded)
            start = end

    def _finish(self, waiting: list[tuple[str, list[_Draft]]]) -> Iterator[list[Sentence]]:
        parses = iter(self._run([draft.encoded for _, drafts in waiting for draft in drafts]))
        find_lemma = self._lemmas.find_lemma
        for text, drafts in waiting:
            sentences: list[Sentence] = []
            for draft in drafts:
                parse = next(parses)
                lemmas = list(map(find_lemma, draft.words, parse.upos))
                sentences.append(
                    Sentence(
                        text,
                        draft.span,
                        draft.spans,
                        parse.upos,
                        lemmas,
                        parse.heads,
                        parse.relations,
                        parse.names,
                        parse.triggers,
                    )
                )
            yield sentences

    def _run(self, sentences: Sequence[Encoded]) -> list[Parse]:
        """Return the parse of each sentence; sentences of one width are run together."""
        parses: list[Parse | None] = [None] * len(sentences)
        batches = _draw_batches(sentences)
        for chosen, scores in zip(batches, self._score_all(sentences, batches), strict=True):
            for number, parse in zip(chosen, self._decode(scores, [sentences[n] for n in chosen]), strict=True):
                parses[number] = parse
        return [parse for parse in parses if parse is not None]

    def _score_all(self, sentences: Sequence[Encoded], batches: list[list[int]]) -> Iterator[list[NDArray[Any]]]:
        """Yield the outputs for each batch in order; a few batches ahead of the reader when there are more cores."""

        def score(chosen: list[int]) -> list[NDArray[Any]]:
            members = [sentences[number] for number in chosen]
            return self.score(pad_batch(members, self.encoder.pad, _find_width(members[0])))

        if self._threads == 1:
            yield from map(score, batches)
            return
        with ThreadPoolExecutor(self._threads) as pool:
            waiting: deque[Future[list[NDArray[Any]]]] = deque()
            for chosen in batches:
                waiting.append(pool.submit(score, chosen))
                if len(waiting) > _AHEAD * self._threads:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()

    def _decode(self, scores: list[NDArray[Any]], sentences: list[Encoded]) -> Iterator[Parse]:
        upos, names, arcs, dependents, above, events, triggers, arguments = scores
        lengths = np.array([len(sentence.starts) for sentence in sentences])
        heads = find_heads(arcs, lengths)
        found = find_names(names, lengths, self._transitions)
        # In a graph, as numpy's products would set all cores spinning.
        own = self._relation_session.run(["scores"], {"dependents": dependents, "heads": above, "chosen": heads})[0]
        relations = choose_relations(cast("NDArray[np.float32]", own), heads, self._root)
        told = find_triggers(events, lengths, lambda rows, words: self._score_roles(triggers, arguments, rows, words))
        for length, tags, own_heads, own_relations, own_names, own_triggers in zip(
            lengths.tolist(), upos.tolist(), (heads - 1).tolist(), relations.tolist(), found, told,
            strict=True,
        ):  # fmt: skip
            yield Parse(
                [UPOS[tag] for tag in tags[:length]],
                own_heads[:length],
                [self._relations[relation] for relation in own_relations[:length]],
                own_names,
                own_triggers,
            )

    def _score_roles(
        self,
        triggers: NDArray[np.float32],
        arguments: NDArray[np.float32],
        rows: NDArray[np.int64],
        words: NDArray[np.int64],
    ) -> NDArray[np.float32]:
        """Return the scores of the roles that a sentence's words have for its triggers: (triggers, words, roles)."""
        inputs = {"triggers": triggers[rows, words][:, None], "arguments": arguments[rows]}
        return cast("NDArray[np.float32]", self._role_session.run(["scores"], inputs)[0])


def digest_weights(folder: Path) -> str:
    """Return the SHA-256 of a model's weights, which model.json tells as well."""
    digest = hashlib.sha256()
    for name in ("model.onnx", "relations.onnx", "roles.onnx", "name_transitions.npy"):
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()


def _open_graph(path: Path, options: onnxruntime.SessionOptions) -> onnxruntime.InferenceSession:
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except (Fail, InvalidArgument, InvalidGraph, InvalidProtobuf) as error:
        raise ReferenceError(f"{path}: ONNX Runtime cannot read it ({error}); restore or make it anew") from error


@dataclass(frozen=True, slots=True)
class _Draft:
    """A sentence before the model has seen it."""

    span: Span
    spans: list[Span]
    words: list[str]
    encoded: Encoded


def _read_description(path: Path) -> dict[str, Any]:
    description = json.loads(path.read_text("utf-8"))
    made_for = (("upos", UPOS), ("names", NAME_TAGS), ("events", list_event_tags()), ("modes", list_mode_tags()))
    for part, expected in made_for:
        if tuple(description[part]) != expected:
            raise ReferenceError(
                f"{path}: made for the {part} tags {description[part]}, expected {list(expected)}; "
                "make the model anew (training/language/README.md) or take the one of this version"
            )
    return description


def _find_width(sentence: Encoded) -> int:
    """Return the width in pieces that a sentence is padded to, which is its own affair.

    Up to 32 pieces the widths are 4 apart, up to 96 8, beyond 32: sums are rounded otherwise by width, so that a
    sentence may not be padded to that of its neighbours.
    """
    size = len(sentence.pieces)
    step = 4 if size <= 32 else 8 if size <= 96 else 32
    return -(-size // step) * step


def _draw_batches(sentences: Sequence[Encoded]) -> list[list[int]]:
    """Return the numbers of the sentences in batches of one width and of at most _BATCH_PIECES, narrow ones first."""
    groups: dict[int, list[int]] = {}
    for number, sentence in enumerate(sentences):
        groups.setdefault(_find_width(sentence), []).append(number)
    batches: list[list[int]] = []
    for width, numbers in sorted(groups.items()):
        size = max(1, _BATCH_PIECES // width)
        batches += [numbers[start : start + size] for start in range(0, len(numbers), size)]
    return batches
