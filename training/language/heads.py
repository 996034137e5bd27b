"""The heads of the model: what each learns, from which targets, with which loss, and how it is scored.

A head reads the vectors of a sentence's words. To add one: give it a name, the targets of its examples
(`Head.target`), a loss, and put it into `model.build_heads`; it can then be trained on top of a trained encoder
(`train --from CHECKPOINT`). Its inference outputs are those of `export.py`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from sitrep.language.decoding import STARTS, TRANSITIONS
from sitrep.language.encoding import KnownNames
from sitrep.language.schemes import NAME_TAGS, UPOS
from training.language.corpora import Example
from training.language.names import allow_tags

WIDTH = 384


class Head(nn.Module, ABC):
    """One thing that is learned of words."""

    name: str
    weight: float = 1.0

    @abstractmethod
    def target(self, example: Example) -> dict[str, NDArray[Any]] | None:
        """Return the example's targets, by name, first axis its words; None where its corpus tells nothing."""

    @abstractmethod
    def pad(self, targets: Sequence[dict[str, NDArray[Any]] | None], words: int) -> dict[str, NDArray[Any]] | None:
        """Return the targets of a batch, padded to `words` words; None where there are none."""

    @abstractmethod
    def loss(self, words: Tensor, batch: Mapping[str, Tensor]) -> Tensor:
        """Return the mean loss over the words that have a target."""

    @abstractmethod
    def has_targets(self, batch: Mapping[str, Tensor]) -> bool:
        """Return whether the batch has targets for this head."""

    @abstractmethod
    def score(self, words: Tensor, batch: Mapping[str, Tensor]) -> dict[str, tuple[int, int]]:
        """Return counts (right, of how many) by measure, for a look at progress while training."""


class TagHead(Head):
    """One tag a word, of those that the target allows: the loss is -log of the sum of what is allowed.

    Where one tag is allowed that is cross entropy; where a corpus does not tell two kinds apart, both count.
    """

    def __init__(self, name: str, tags: Sequence[str], *, weight: float, dropout: float) -> None:
        super().__init__()
        self.name, self.tags, self.weight = name, tuple(tags), weight
        self.dropout = nn.Dropout(dropout)
        self.linear = nn.Linear(WIDTH, len(tags))

    def pad(self, targets: Sequence[dict[str, NDArray[Any]] | None], words: int) -> dict[str, NDArray[Any]] | None:
        """Return `NAME.allowed`: bool (sentences, words, tags), all true where nothing is known."""
        if not any(targets):
            return None
        allowed = np.ones((len(targets), words, len(self.tags)), bool)
        for row, target in enumerate(targets):
            if target is not None:
                known = target["allowed"]
                allowed[row, : len(known)] = known
        return {f"{self.name}.allowed": allowed}

    def has_targets(self, batch: Mapping[str, Tensor]) -> bool:
        """Return whether the batch tells tags."""
        allowed = batch.get(f"{self.name}.allowed")
        return allowed is not None and not bool(allowed.all())

    def loss(self, words: Tensor, batch: Mapping[str, Tensor]) -> Tensor:
        """Return the mean of -log p(allowed) over words for which not all is allowed."""
        allowed = batch[f"{self.name}.allowed"]
        logits = self.linear(self.dropout(words[:, 1:])).float()
        told = ~allowed.all(-1)
        logits, allowed = logits[told], allowed[told]
        total = logits.logsumexp(-1)
        return (total - logits.masked_fill(~allowed, -1e4).logsumexp(-1)).mean()

    def score(self, words: Tensor, batch: Mapping[str, Tensor]) -> dict[str, tuple[int, int]]:
        """Return how many words got an allowed tag."""
        allowed = batch[f"{self.name}.allowed"]
        best = self.linear(words[:, 1:]).argmax(-1, keepdim=True)
        told = ~allowed.all(-1)
        return {self.name: (int(allowed.gather(-1, best)[..., 0][told].sum()), int(told.sum()))}


class UposHead(TagHead):
    """Universal parts of speech."""

    def __init__(self) -> None:
        super().__init__("upos", UPOS, weight=0.5, dropout=0.2)

    def target(self, example: Example) -> dict[str, NDArray[Any]] | None:
        """Return the one tag allowed for each word."""
        if example.upos is None:
            return None
        allowed = np.zeros((len(example.words), len(UPOS)), bool)
        for index, tag in enumerate(example.upos):
            allowed[index, UPOS.index(tag)] = True
        return {"allowed": allowed}


class NameHead(TagHead):
    """Names as BIO tags, learned as sequences: a conditional random field (Lafferty et al. 2001).

    The loss is -log of the share that the allowed sequences have in all: with one tag allowed for each word that is the
    usual one, where more are allowed it sums over what the corpus leaves open. A sequence in which a name begins in
    its middle has no share.
    """

    def __init__(self, known: KnownNames) -> None:
        super().__init__("names", NAME_TAGS, weight=2.0, dropout=0.25)
        self._known = known
        self.transitions = nn.Parameter(torch.zeros(len(NAME_TAGS), len(NAME_TAGS)))
        self.register_buffer("constraints", torch.from_numpy(TRANSITIONS), persistent=False)
        self.register_buffer("starts", torch.from_numpy(STARTS), persistent=False)

    def loss(self, words: Tensor, batch: Mapping[str, Tensor]) -> Tensor:
        """Return the mean over words of -log p(allowed sequences), for sentences of which something is told."""
        allowed = batch[f"{self.name}.allowed"]
        told = ~allowed.all(-1).all(-1)
        allowed, present = allowed[told], batch["starts"][told, 1:] > 0
        scores = self.linear(self.dropout(words[told, 1:])).float()
        both = torch.cat((scores, scores.masked_fill(~allowed, -1e4)))
        total, right = self._sum_sequences(both, torch.cat((present, present))).chunk(2)
        return (total - right).sum() / present.sum()

    def _sum_sequences(self, scores: Tensor, present: Tensor) -> Tensor:
        """Return log of the sum of exp over all sequences of tags, for each sentence."""
        transitions = self.transitions.float() + self.constraints
        total = scores[:, 0] + self.starts
        for word in range(1, scores.shape[1]):
            through = (total[:, :, None] + transitions).logsumexp(1) + scores[:, word]
            total = torch.where(present[:, word, None], through, total)
        return total.logsumexp(-1)

    def target(self, example: Example) -> dict[str, NDArray[Any]] | None:
        """Return the tags that the example's names allow."""
        if example.names is None:
            return None
        return {"allowed": allow_tags(example.words, example.names, example.lacks, example.open_words, self._known)}


class TreeHead(Head):
    """Dependencies: a biaffine score for every pair of words, and a relation for each arc.

    Arcs as in Dozat and Manning (2017), arXiv:1611.01734; the relation's score is a biaffine form of low rank,
    (U d)*(V h) into a linear layer, which run time can work out for the chosen arcs alone.
    """

    ARC, RELATION = 256, 256

    def __init__(self, relations: Sequence[str]) -> None:
        super().__init__()
        self.name, self.weight = "tree", 1.0
        self.relations = tuple(relations)
        self.dropout = nn.Dropout(0.3)
        self.arc_dependent = nn.Linear(WIDTH, self.ARC)
        self.arc_head = nn.Linear(WIDTH, self.ARC)
        self.arc_form = nn.Linear(self.ARC, self.ARC)
        self.relation_dependent = nn.Linear(WIDTH, self.RELATION)
        self.relation_head = nn.Linear(WIDTH, self.RELATION)
        self.relation_form = nn.Linear(3 * self.RELATION, len(relations))

    def target(self, example: Example) -> dict[str, NDArray[Any]] | None:
        """Return head and relation of each word."""
        if example.heads is None or example.relations is None:
            return None
        relations = [self.relations.index(name) if name in self.relations else 0 for name in example.relations]
        return {"head": np.array(example.heads), "relation": np.array(relations)}

    def pad(self, targets: Sequence[dict[str, NDArray[Any]] | None], words: int) -> dict[str, NDArray[Any]] | None:
        """Return `tree.head` and `tree.relation`: int64 (sentences, words), -1 where nothing is known."""
        if not any(targets):
            return None
        padded = {}
        for part in ("head", "relation"):
            values = np.full((len(targets), words), -1, np.int64)
            for row, target in enumerate(targets):
                if target is not None:
                    values[row, : len(target[part])] = target[part]
            padded[f"tree.{part}"] = values
        return padded

    def has_targets(self, batch: Mapping[str, Tensor]) -> bool:
        """Return whether the batch tells trees."""
        return "tree.head" in batch

    def project(self, words: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Return the vectors of words as dependents and heads, for arcs and for relations."""
        act = functional.leaky_relu
        drop = self.dropout
        return (
            self.arc_form(drop(act(self.arc_dependent(words[:, 1:]), 0.1))),
            drop(act(self.arc_head(words), 0.1)),
            drop(act(self.relation_dependent(words[:, 1:]), 0.1)),
            drop(act(self.relation_head(words), 0.1)),
        )

    def score_relations(self, dependents: Tensor, heads: Tensor) -> Tensor:
        """Return a score for each relation, of vectors that belong together."""
        return self.relation_form(torch.cat((dependents * heads, dependents, heads), -1))

    def _score_arcs(self, dependents: Tensor, heads: Tensor, batch: Mapping[str, Tensor]) -> Tensor:
        scores = (dependents @ heads.transpose(1, 2)).float() / self.ARC**0.5
        absent = batch["starts"] == 0
        absent = torch.cat((torch.zeros_like(absent[:, :1]), absent[:, 1:]), 1)
        return scores.masked_fill(absent[:, None, :], -1e4)

    def loss(self, words: Tensor, batch: Mapping[str, Tensor]) -> Tensor:
        """Return cross entropy of heads, plus that of relations along the true arcs."""
        head, relation = batch["tree.head"], batch["tree.relation"]
        dependents, heads, relation_dependents, relation_heads = self.project(words)
        told = head >= 0
        arcs = functional.cross_entropy(self._score_arcs(dependents, heads, batch)[told], head[told])
        rows = torch.arange(len(head), device=head.device)[:, None].expand_as(head)[told]
        logits = self.score_relations(relation_dependents[told], relation_heads[rows, head[told]])
        return arcs + functional.cross_entropy(logits.float(), relation[told])

    def score(self, words: Tensor, batch: Mapping[str, Tensor]) -> dict[str, tuple[int, int]]:
        """Return greedy attachment, without and with relation."""
        head, relation = batch["tree.head"], batch["tree.relation"]
        told = head >= 0
        dependents, heads, relation_dependents, relation_heads = self.project(words)
        best = self._score_arcs(dependents, heads, batch).argmax(-1)
        rows = torch.arange(len(head), device=head.device)[:, None].expand_as(head)
        named = self.score_relations(relation_dependents, relation_heads[rows, best]).argmax(-1)
        right = (best == head) & told
        total = int(told.sum())
        return {"UAS": (int(right.sum()), total), "LAS": (int((right & (named == relation)).sum()), total)}
