"""A training run: batches, the learning rate, checkpoints.

A run's folder has checkpoint.pt, written every few minutes, from which it goes on when it is started again; log.jsonl;
and trained.pt at the end. With --minutes the learning rate falls to zero by then however far the epochs have come.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from numpy.typing import NDArray
from torch import Tensor

from sitrep.files import replace_path
from sitrep.language.encoding import Encoded, WordEncoder, pad_batch
from sitrep.language.model import LanguageModel
from training.language.corpora import Example
from training.language.heads import Head
from training.language.model import Encoder, Model, build_heads, load_base
from training.language.sets import SEED, read_development_sets, read_relations, read_training_examples

WARM_UP = 150  # steps
MOST_WORDS = 120  # longer sentences are not learned from
CASELESS, TITLED = 0.22, 0.06  # share of sentences whose capitals are hidden; set as a headline
HIDDEN = 0.08  # share of word pieces that are hidden: the rest must tell
FORGOTTEN = 0.2  # share of sentences for which the tables know nothing
_TAUGHT_AT_ONCE = 2000  # sentences


@dataclass(frozen=True, slots=True)
class Item:
    """An example made ready: its encodings as written, without capitals and as a headline, and its targets."""

    encodings: tuple[Encoded, Encoded, Encoded]
    targets: dict[str, dict[str, NDArray[Any]] | None]


def prepare_items(examples: Iterable[Example], encoder: WordEncoder, heads: Sequence[Head]) -> list[Item]:
    """Return the examples encoded, without those that are empty or too long."""
    items: list[Item] = []
    for example in examples:
        if not 0 < len(example.words) <= MOST_WORDS:
            continue
        headline = [word.capitalize() if word.isalpha() and len(word) > 3 else word for word in example.words]
        encodings = (
            encoder.encode(example.words),
            encoder.encode([word.lower() for word in example.words], caseless=True),
            encoder.encode(headline),
        )
        if max(len(encoding.pieces) for encoding in encodings) > 400:
            continue
        items.append(Item(encodings, {head.name: head.target(example) for head in heads}))
    return items


def teach_trees(examples: Iterable[Example], teacher: LanguageModel) -> Iterator[Example]:
    """Yield the examples, those without trees with the tags and trees that a trained model gives them.

    Without, the model comes to know the sentences of which trees are never asked by their looks, and reads them badly.
    """
    told = [example for example in examples if 0 < len(example.words) <= MOST_WORDS]
    asked: dict[tuple[str, ...], list[Example]] = {}  # a sentence is read once however often it is learned from
    for example in told:
        if example.heads is None:
            asked.setdefault(tuple(example.words), []).append(example)
    sentences = list(asked)
    for start in range(0, len(sentences), _TAUGHT_AT_ONCE):
        some = sentences[start : start + _TAUGHT_AT_ONCE]
        for words, parse in zip(some, teacher.parse(some), strict=True):
            for example in asked[words]:
                example.upos, example.heads = parse.upos, [head + 1 for head in parse.heads]
                example.relations = parse.relations
    yield from told


def draw_batches(items: Sequence[Item], pieces: int, seed: int) -> list[list[int]]:
    """Return the numbers of an epoch's items in batches of at most `pieces` padded word pieces, in drawn order."""
    draw = random.Random(seed)
    order = sorted(range(len(items)), key=lambda n: (len(items[n].encodings[0].pieces) + draw.random() * 3, n))
    batches: list[list[int]] = []
    batch: list[int] = []
    for number in order:
        if batch and len(items[number].encodings[0].pieces) * (len(batch) + 1) > pieces:
            batches.append(batch)
            batch = []
        batch.append(number)
    batches.append(batch)
    draw.shuffle(batches)
    return batches


def build_batch(
    items: Sequence[Item], heads: Sequence[Head], encoder: WordEncoder, draw: random.Random | None
) -> dict[str, Tensor]:
    """Return the tensors of a batch; with `draw` capitals and known names are varied and some pieces hidden."""
    encoded: list[Encoded] = []
    for item in items:
        chance = draw.random() if draw else 1.0
        chosen = item.encodings[1 if chance < CASELESS else 2 if chance < CASELESS + TITLED else 0]
        if draw:
            inner = [encoder.mask if draw.random() < HIDDEN else piece for piece in chosen.pieces[1:-1]]
            known = [0] * len(chosen.known) if draw.random() < FORGOTTEN else chosen.known
            pieces = [chosen.pieces[0], *inner, chosen.pieces[-1]]
            chosen = Encoded(pieces, chosen.shapes, known, chosen.starts)
        encoded.append(chosen)
    arrays: dict[str, NDArray[Any]] = dict(pad_batch(encoded, encoder.pad))
    words = arrays["starts"].shape[1] - 1
    for head in heads:
        arrays |= head.pad([item.targets[head.name] for item in items], words) or {}
    return {name: torch.from_numpy(array) for name, array in arrays.items()}


@torch.no_grad()
def score_items(model: Model, items: Sequence[Item], encoder: WordEncoder, device: torch.device) -> dict[str, float]:
    """Return the heads' shares of right answers, in percent."""
    model.eval()
    right, total = Counter[str](), Counter[str]()
    for numbers in draw_batches(items, 3000, 0):
        batch = build_batch([items[n] for n in numbers], _heads(model), encoder, None)
        batch = {name: value.to(device) for name, value in batch.items()}
        words = model.encoder(batch)
        for head in _heads(model):
            if head.has_targets(batch):
                for measure, (good, count) in head.score(words, batch).items():
                    right[measure] += good
                    total[measure] += count
    model.train()
    return {measure: round(100 * right[measure] / max(1, total[measure]), 2) for measure in total}


def _heads(model: Model) -> list[Head]:
    return [head for head in model.heads.values() if isinstance(head, Head)]


def build_optimizer(model: Model, rate: float, head_rate: float) -> torch.optim.AdamW:
    """Return AdamW with two rates; biases, norms and the two small embeddings do not decay."""
    groups: list[dict[str, Any]] = []
    for part, own_rate in ((model.encoder, rate), (model.heads, head_rate)):
        named = [(n, p) for n, p in part.named_parameters() if p.requires_grad]
        for decays in (True, False):
            chosen = [p for n, p in named if (p.ndim > 1 and "shapes" not in n and "known" not in n) == decays]
            if chosen:
                groups.append(
                    {"params": chosen, "weight_decay": 0.01 if decays else 0.0, "lr": own_rate, "rate": own_rate}
                )
    return torch.optim.AdamW(groups, betas=(0.9, 0.98))


class Run:
    """A training run: model, data and how far it is."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        self.arguments = arguments
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        torch.manual_seed(SEED)
        torch.set_num_threads(arguments.threads)
        data: Path = arguments.data
        encoder = WordEncoder.load(arguments.model)
        self.encoder = encoder
        self.relations = read_relations(data)
        self.heads = build_heads(self.relations, encoder.known)
        self.model = Model(Encoder(arguments.layers, encoder.vocabulary), self.heads)
        load_base(self.model.encoder, arguments.base)
        self.model.to(self.device)
        if arguments.only:
            chosen = arguments.only.split(",")
            for name, parameter in self.model.named_parameters():
                parameter.requires_grad_(name.startswith(tuple(f"heads.{head}." for head in chosen)))
        self.optimizer = build_optimizer(self.model, arguments.rate, arguments.head_rate)
        examples = read_training_examples(data, own=not arguments.without_own)
        if arguments.teacher:
            examples = teach_trees(examples, LanguageModel.load(arguments.teacher, threads=arguments.threads))
        self.items = prepare_items(examples, encoder, self.heads)
        self.dev = {
            name: prepare_items(examples, encoder, self.heads) for name, examples in read_development_sets(data).items()
        }
        self.steps = len(draw_batches(self.items, arguments.pieces, SEED)) * arguments.epochs
        self.state: dict[str, Any] = {"epoch": 0, "batch": 0, "step": 0, "seconds": 0.0}
        self.log = Log(arguments.out / "log.jsonl")
        self.checkpoint = arguments.out / "checkpoint.pt"

    def resume(self) -> None:
        """Go on from the run's checkpoint, or begin with the weights of --start."""
        if self.checkpoint.exists():
            saved = torch.load(self.checkpoint, map_location=self.device, weights_only=True)
            self.model.load_state_dict(saved["model"])
            self.optimizer.load_state_dict(saved["optimizer"])
            self.state = saved["state"]
        elif self.arguments.start:
            saved = torch.load(self.arguments.start, map_location=self.device, weights_only=True)
            _adopt(self.model, saved["model"])

    def tell_progress(self) -> float:
        """Return how much of the run is done, 0 to 1: by its steps, or by its minutes where these are over sooner."""
        done = self.state["step"] / self.steps
        if self.arguments.minutes:
            done = max(done, self.state["seconds"] / 60 / self.arguments.minutes)
        return min(done, 1.0)

    def train(self) -> None:
        """Train until the epochs or the minutes are over; save and score from time to time."""
        self.log.write(sentences=len(self.items), device=str(self.device), **self.state)
        last_saved = last_scored = time.monotonic()
        losses: dict[str, list[float]] = {}
        for chosen, draw in self._draw():
            began = time.monotonic()
            for name, loss in self._step(chosen, draw).items():
                losses.setdefault(name, []).append(loss)
            now = time.monotonic()
            self.state["batch"] += 1
            self.state["step"] += 1
            self.state["seconds"] += now - began
            if now - last_scored > self.arguments.score_every * 60:
                self._score(losses={name: round(sum(each) / len(each), 3) for name, each in losses.items()})
                losses.clear()
                last_scored = time.monotonic()
            if now - last_saved > self.arguments.save_every * 60:
                self._save()
                last_saved = now
        self._save()
        self._score(finished=True)
        weights = {"model": self.model.state_dict(), "relations": self.relations, "layers": self.arguments.layers}
        torch.save(weights, self.arguments.out / "trained.pt")

    def _draw(self) -> Iterator[tuple[list[Item], random.Random]]:
        """Yield batches of items, epoch after epoch, from where the run is."""
        while self.state["epoch"] < self.arguments.epochs:
            seed = SEED + self.state["epoch"]
            batches = draw_batches(self.items, self.arguments.pieces, seed)
            draw = random.Random(seed * 7 + self.state["batch"])
            while self.state["batch"] < len(batches):
                if self.tell_progress() >= 1:
                    return
                yield [self.items[number] for number in batches[self.state["batch"]]], draw
            self.state["epoch"] += 1
            self.state["batch"] = 0

    def _step(self, items: Sequence[Item], draw: random.Random) -> dict[str, float]:
        """Learn from a batch, and return the losses of its heads."""
        pace = min(1.0, (self.state["step"] + 1) / WARM_UP) * (1 - self.tell_progress())
        for group in self.optimizer.param_groups:
            group["lr"] = group["rate"] * pace
        batch = build_batch(items, self.heads, self.encoder, draw)
        batch = {name: value.to(self.device) for name, value in batch.items()}
        # On a CPU without matrix units half precision is slower than single.
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.device.type == "cuda"):
            parts = self.model.losses(batch)
            weights = {head.name: head.weight for head in self.heads}
            loss = torch.stack([part * weights[name] for name, part in parts.items()]).sum()
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 2.0)
        self.optimizer.step()
        return {name: part.item() for name, part in parts.items()}

    def _score(self, **more: Any) -> None:
        scores = {name: score_items(self.model, items, self.encoder, self.device) for name, items in self.dev.items()}
        self.log.write(**self.state, done=round(self.tell_progress(), 3), **more, **scores)

    def _save(self) -> None:
        """Write a checkpoint beside the old one and put it in its place."""
        parts = {"model": self.model.state_dict(), "optimizer": self.optimizer.state_dict(), "state": self.state}
        with replace_path(self.checkpoint) as fresh:
            torch.save(parts, fresh)


def _adopt(model: Model, weights: Mapping[str, Tensor]) -> None:
    """Take over what fits from a trained model: its encoder's first layers and the heads of the same shape."""
    own = model.state_dict()
    fitting = {name: value for name, value in weights.items() if name in own and own[name].shape == value.shape}
    model.load_state_dict(own | fitting)


class Log:
    """One JSON line an entry, on disk and on the screen."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path

    def write(self, **entry: Any) -> None:
        """Add an entry."""
        line = json.dumps(entry)
        with self._path.open("a", encoding="utf-8") as file:
            file.write(line + "\n")
        print(line, flush=True)


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the options of a training run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds corpora/")
    parser.add_argument("--base", type=Path, required=True, help="model.safetensors of all-MiniLM-L6-v2")
    parser.add_argument("--model", type=Path, default=Path("data/reference/model"), help="tokenizer and known names")
    parser.add_argument("--out", type=Path, required=True, help="folder of the run: checkpoints, log, weights")
    parser.add_argument("--start", type=Path, help="trained.pt to start from, with other layers or heads")
    parser.add_argument("--teacher", type=Path, help="folder of a model that tells trees where a corpus has none")
    parser.add_argument("--only", help="heads to train, such as upos,tree; all else stays as it is")
    parser.add_argument("--without-own", action="store_true", help="leave out what we wrote: passages and reports")
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--minutes", type=float, default=0.0, help="end by then; 0: the epochs alone tell")
    parser.add_argument("--pieces", type=int, default=1200, help="word pieces a batch, padding included")
    parser.add_argument("--rate", type=float, default=2.5e-4)
    parser.add_argument("--head-rate", type=float, default=1e-3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--save-every", type=float, default=5.0, help="minutes")
    parser.add_argument("--score-every", type=float, default=8.0, help="minutes")
    return parser
