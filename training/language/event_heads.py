"""The heads that find events: triggers with their types, status, modes, and the roles of other words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from sitrep.language.schemes import EVENT_STATUSES, ROLES, list_event_tags, list_mode_tags
from training.language.corpora import Example
from training.language.heads import WIDTH, Head, TagHead


class TriggerHead(TagHead):
    """The type of the event that a word names, O for none."""

    def __init__(self) -> None:
        super().__init__("triggers", list_event_tags(), weight=6.0, dropout=0.2)

    def target(self, example: Example) -> dict[str, NDArray[Any]] | None:
        """Return one tag for each word; any, for those of which the corpus tells nothing."""
        if example.events is None:
            return None
        allowed = np.zeros((len(example.words), len(self.tags)), bool)
        allowed[:, 0] = True
        for index in example.untold:
            allowed[index] = True
        for event in example.events:
            allowed[event.start : event.end] = False
            allowed[event.start : event.end, self.tags.index(event.type)] = True
        return {"allowed": allowed}

    def score(self, words: Tensor, batch: Mapping[str, Tensor]) -> dict[str, tuple[int, int]]:
        """Return precision and recall over the words of triggers."""
        allowed = batch[f"{self.name}.allowed"]
        told = ~allowed.all(-1)
        best = self.linear(words[:, 1:]).argmax(-1)
        right = allowed.gather(-1, best[..., None])[..., 0] & told & (best > 0)
        named = ~allowed[..., 0] & told
        return {
            "trigger P": (int(right.sum()), int(((best > 0) & told).sum())),
            "trigger R": (int(right.sum()), int(named.sum())),
        }


class StatusHead(TagHead):
    """The status of the event that a word names, told of triggers alone."""

    def __init__(self) -> None:
        super().__init__("status", EVENT_STATUSES, weight=0.3, dropout=0.2)

    def target(self, example: Example) -> dict[str, NDArray[Any]] | None:
        """Return one status for each word of a trigger."""
        if not example.events:
            return None
        allowed = np.ones((len(example.words), len(self.tags)), bool)
        for event in example.events:
            allowed[event.start : event.end] = False
            allowed[event.start : event.end, self.tags.index(event.status)] = True
        return {"allowed": allowed}


class PastHead(TagHead):
    """Whether the event that a word names is background of long ago, told of triggers alone."""

    def __init__(self) -> None:
        super().__init__("past", ("news", "historical"), weight=0.3, dropout=0.2)

    def target(self, example: Example) -> dict[str, NDArray[Any]] | None:
        """Return one answer for each word of a trigger."""
        if not example.events:
            return None
        allowed = np.ones((len(example.words), 2), bool)
        for event in example.events:
            allowed[event.start : event.end, 0 if event.is_historical else 1] = False
        return {"allowed": allowed}


class ModeHead(Head):
    """The modes of the event that a word names: several may hold, so each is a question of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.name, self.weight = "modes", 2.0
        self.tags = list_mode_tags()
        self.dropout = nn.Dropout(0.2)
        self.linear = nn.Linear(WIDTH, len(self.tags))

    def target(self, example: Example) -> dict[str, NDArray[Any]] | None:
        """Return 1 or 0 for the modes of a trigger's type, -1 for what is not asked: int8 (words, modes)."""
        if not example.events:
            return None
        values = np.full((len(example.words), len(self.tags)), -1, np.int8)
        for event in example.events:
            for number, tag in enumerate(self.tags):
                type_, _, mode = tag.partition("/")
                if type_ == event.type:
                    values[event.start : event.end, number] = mode in event.modes
        return {"modes": values}

    def pad(self, targets: Sequence[dict[str, NDArray[Any]] | None], words: int) -> dict[str, NDArray[Any]] | None:
        """Return `modes.told`: int8 (sentences, words, modes)."""
        if not any(targets):
            return None
        values = np.full((len(targets), words, len(self.tags)), -1, np.int8)
        for row, target in enumerate(targets):
            if target is not None:
                values[row, : len(target["modes"])] = target["modes"]
        return {"modes.told": values} if (values >= 0).any() else None

    def has_targets(self, batch: Mapping[str, Tensor]) -> bool:
        """Return whether the batch tells modes."""
        return "modes.told" in batch

    def loss(self, words: Tensor, batch: Mapping[str, Tensor]) -> Tensor:
        """Return the mean of the binary cross entropies."""
        values = batch["modes.told"]
        told = values >= 0
        logits = self.linear(self.dropout(words[:, 1:])).float()
        return functional.binary_cross_entropy_with_logits(logits[told], values[told].float())

    def score(self, words: Tensor, batch: Mapping[str, Tensor]) -> dict[str, tuple[int, int]]:
        """Return how many of the triggers with modes get one of theirs as the first."""
        values = batch["modes.told"]
        logits = self.linear(words[:, 1:]).float().masked_fill(values < 0, -1e4)
        moded = (values == 1).any(-1)
        first = values.gather(-1, logits.argmax(-1, keepdim=True))[..., 0] == 1
        return {"mode": (int((first & moded).sum()), int(moded.sum()))}


class RoleHead(Head):
    """The role that a word has in the event of a trigger, for all words of the trigger's sentence.

    A low-rank form over both words' vectors, as for relations.
    """

    PAIR = 256

    def __init__(self) -> None:
        super().__init__()
        self.name, self.weight = "roles", 4.0
        self.tags = ROLES
        self.dropout = nn.Dropout(0.25)
        self.trigger = nn.Linear(WIDTH, self.PAIR)
        self.argument = nn.Linear(WIDTH, self.PAIR)
        self.form = nn.Linear(3 * self.PAIR, len(ROLES))

    def target(self, example: Example) -> dict[str, NDArray[Any]] | None:
        """Return the triggers' first words, and for each the number of every word's role, -1 where not told."""
        if not example.events:
            return None
        roles = np.zeros((len(example.events), len(example.words)), np.int64)
        for row, event in enumerate(example.events):
            for index in event.open_roles:
                roles[row, index] = -1
            for role, start, end in event.arguments:
                roles[row, start:end] = ROLES.index(role)
        return {"first": np.array([event.start for event in example.events]), "roles": roles}

    def pad(self, targets: Sequence[dict[str, NDArray[Any]] | None], words: int) -> dict[str, NDArray[Any]] | None:
        """Return the batch's triggers: `roles.row`, `roles.first` (triggers) and `roles.told` (triggers, words)."""
        rows: list[int] = []
        firsts: list[int] = []
        told: list[NDArray[Any]] = []
        for row, target in enumerate(targets):
            if target is not None:
                for first, roles in zip(target["first"], target["roles"], strict=True):
                    rows.append(row)
                    firsts.append(int(first))
                    told.append(np.pad(roles, (0, words - len(roles)), constant_values=-1))
        if not rows:
            return None
        return {"roles.row": np.array(rows), "roles.first": np.array(firsts), "roles.told": np.stack(told)}

    def has_targets(self, batch: Mapping[str, Tensor]) -> bool:
        """Return whether the batch has triggers."""
        return "roles.row" in batch

    def project(self, words: Tensor) -> tuple[Tensor, Tensor]:
        """Return the vectors of words as triggers and as arguments."""
        act = functional.leaky_relu
        return (
            self.dropout(act(self.trigger(words[:, 1:]), 0.1)),
            self.dropout(act(self.argument(words[:, 1:]), 0.1)),
        )

    def score_roles(self, triggers: Tensor, arguments: Tensor) -> Tensor:
        """Return a score for each role: triggers (n, 256), arguments (n, words, 256) -> (n, words, roles)."""
        own = triggers[:, None].expand_as(arguments)
        return self.form(torch.cat((own * arguments, own, arguments), -1))

    def _score(self, words: Tensor, batch: Mapping[str, Tensor]) -> Tensor:
        triggers, arguments = self.project(words)
        rows = batch["roles.row"]
        return self.score_roles(triggers[rows, batch["roles.first"]], arguments[rows]).float()

    def loss(self, words: Tensor, batch: Mapping[str, Tensor]) -> Tensor:
        """Return the mean cross entropy over words."""
        told = batch["roles.told"]
        return functional.cross_entropy(self._score(words, batch).flatten(0, 1), told.flatten(), ignore_index=-1)

    def score(self, words: Tensor, batch: Mapping[str, Tensor]) -> dict[str, tuple[int, int]]:
        """Return precision and recall over the words that have a role."""
        told = batch["roles.told"]
        best = self._score(words, batch).argmax(-1)
        right = int(((best == told) & (told > 0)).sum())
        return {"role P": (right, int(((best > 0) & (told >= 0)).sum())), "role R": (right, int((told > 0).sum()))}


def build_event_heads() -> list[Head]:
    """Return the heads of events, untrained."""
    return [TriggerHead(), StatusHead(), PastHead(), ModeHead(), RoleHead()]
