"""The model in torch: a small BERT encoder over word pieces, and heads over its words.

The encoder is that of all-MiniLM-L6-v2 (384 wide, 12 attention heads of 32), of which the first layers are kept. To
its embeddings are added those of the word's shape and of what the reviewed tables know of it, both zero at first.
A word is its first piece; the root of a tree is the sentence's own mark.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from sitrep.language.encoding import KNOWN, SHAPES, KnownNames
from training.language.event_heads import build_event_heads
from training.language.heads import WIDTH, Head, NameHead, TreeHead, UposHead

INNER, ATTENTION_HEADS = 1536, 12


class Layer(nn.Module):
    """One transformer layer, norms after the sums as in BERT."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = nn.Linear(WIDTH, INNER)
        self.down = nn.Linear(INNER, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Return the hidden states after this layer; `mask` is added to the attention scores."""
        rows, size, _ = x.shape
        qkv = self.qkv(x).view(rows, size, 3, ATTENTION_HEADS, WIDTH // ATTENTION_HEADS).permute(2, 0, 3, 1, 4)
        # Plain products: on a CPU the fused kernel's backward pass is slower.
        scores = qkv[0] @ qkv[1].transpose(-1, -2) / math.sqrt(WIDTH // ATTENTION_HEADS) + mask
        context = (scores.softmax(-1) @ qkv[2]).transpose(1, 2).reshape(rows, size, WIDTH)
        x = self.norm1(x + self.dropout(self.out(context)))
        return self.norm2(x + self.dropout(self.down(functional.gelu(self.up(x)))))


class Encoder(nn.Module):
    """Word pieces in, one vector a word out, the root's first."""

    def __init__(self, layers: int, vocabulary: int, positions: int = 512, dropout: float = 0.1) -> None:
        super().__init__()
        self.words = nn.Embedding(vocabulary, WIDTH)
        self.positions = nn.Embedding(positions, WIDTH)
        self.shapes = nn.Embedding(len(SHAPES), WIDTH)
        self.known = nn.Embedding(len(KNOWN), WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(layers))
        self.dropout = nn.Dropout(dropout)
        nn.init.zeros_(self.shapes.weight)
        nn.init.zeros_(self.known.weight)
        self.words.weight.requires_grad_(False)

    def forward(self, batch: Mapping[str, Tensor]) -> Tensor:
        """Return float (sentences, most words + 1, width)."""
        size = batch["pieces"].shape[1]
        x = (
            self.words(batch["pieces"])
            + self.positions.weight[:size]
            + self.shapes(batch["shapes"])
            + self.known(batch["known"])
        )
        x = self.dropout(self.norm(x))
        places = torch.arange(size, device=x.device)
        mask = torch.where(places < batch["length"][:, None], 0.0, -1e4)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, mask.to(x.dtype))
        return x.gather(1, batch["starts"][:, :, None].expand(-1, -1, WIDTH))


def load_base(encoder: Encoder, path: Path) -> None:
    """Fill an encoder with the base weights of a BERT checkpoint (model.safetensors); only its first layers."""
    base = load_file(path)

    def copy(module: nn.Module, name: str) -> None:
        for kind, parameter in module.named_parameters():
            parameter.data.copy_(base[f"{name}.{kind}"])

    with torch.no_grad():
        copy(encoder.words, "embeddings.word_embeddings")
        kinds = base["embeddings.token_type_embeddings.weight"][0]
        encoder.positions.weight.copy_(base["embeddings.position_embeddings.weight"] + kinds)
        copy(encoder.norm, "embeddings.LayerNorm")
        for number, layer in enumerate(encoder.layers):
            name = f"encoder.layer.{number}"
            for kind in ("weight", "bias"):
                parts = [base[f"{name}.attention.self.{part}.{kind}"] for part in ("query", "key", "value")]
                getattr(layer.qkv, kind).copy_(torch.cat(parts))
            copy(layer.out, f"{name}.attention.output.dense")
            copy(layer.norm1, f"{name}.attention.output.LayerNorm")
            copy(layer.up, f"{name}.intermediate.dense")
            copy(layer.down, f"{name}.output.dense")
            copy(layer.norm2, f"{name}.output.LayerNorm")


class Model(nn.Module):
    """An encoder with a list of heads."""

    def __init__(self, encoder: Encoder, heads: Sequence[Head]) -> None:
        super().__init__()
        self.encoder = encoder
        self.heads = nn.ModuleDict({head.name: head for head in heads})

    def losses(self, batch: Mapping[str, Tensor]) -> dict[str, Tensor]:
        """Return the loss of every head that the batch has targets for."""
        words = self.encoder(batch)
        return {name: head.loss(words, batch) for name, head in self.heads.items() if head.has_targets(batch)}


def build_heads(relations: Sequence[str], known: KnownNames) -> list[Head]:
    """Return the heads of the language model, untrained."""
    return [UposHead(), TreeHead(relations), NameHead(known), *build_event_heads()]
