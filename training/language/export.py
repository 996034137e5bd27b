"""Writing a trained model for run time.

The graph is put together node by node, so that its operators are those that ONNX Runtime is fast at, and the same
weights give the same bytes. Weights become 8-bit integers, one scale a column (a row, for embeddings); activations
are quantised as they come.
"""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from sitrep.language.encoding import KNOWN, WordEncoder
from sitrep.language.model import digest_weights
from sitrep.language.schemes import EVENT_STATUSES, NAME_TAGS, ROLES, UPOS, list_event_tags, list_mode_tags
from training.language.event_heads import RoleHead
from training.language.heads import WIDTH, TreeHead
from training.language.model import ATTENTION_HEADS, Encoder, Model, build_heads
from training.language.sets import SEED, read_training_examples
from training.language.train import build_batch, draw_batches, prepare_items

Array = NDArray[Any]
OPSET = 17
BEYOND = 1e-5  # share of values that may lie beyond the 8-bit range
CALIBRATION_STEP = 23  # every so many examples are calibrated on


class Graph:
    """A graph under construction: every method adds a node and returns the name of its output."""

    def __init__(self, ranges: Mapping[str, tuple[float, float]] | None) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.tensors: list[onnx.TensorProto] = []
        self._ranges = ranges
        self._count = 0

    def constant(self, value: Array, name: str) -> str:
        """Add a constant tensor."""
        self.tensors.append(numpy_helper.from_array(np.asarray(value, order="C"), name))
        return name

    def add(self, operator: str, *inputs: str, domain: str = "", name: str | None = None, **attributes: Any) -> str:
        """Add a node with one output."""
        return self.add_many(operator, 1, *inputs, domain=domain, name=name, **attributes)[0]

    def add_many(
        self, operator: str, outputs: int, *inputs: str, domain: str = "", name: str | None = None, **attributes: Any
    ) -> list[str]:
        """Add a node with several outputs."""
        self._count += 1
        names = [name] if name else [f"v{self._count}_{number}" for number in range(outputs)]
        self.nodes.append(
            helper.make_node(operator, list(inputs), names, name=f"n{self._count}", domain=domain, **attributes)
        )
        return names

    def embed(self, table: Array, indices: str, name: str) -> str:
        """Add a look-up in a table of rows; a large one is kept in 8 bits with a scale a row."""
        if self._ranges is None or len(table) < 1000:
            return self.add("Gather", self.constant(table, name), indices)
        scale = np.maximum(np.abs(table).max(1, keepdims=True), 1e-8) / 127
        rows = self.constant(np.rint(table / scale).astype(np.int8), name)
        scales = self.constant(scale.astype(np.float32), f"{name}.scale")
        values = self.add("Cast", self.add("Gather", rows, indices), to=TensorProto.FLOAT)
        return self.add("Mul", values, self.add("Gather", scales, indices))

    def multiply(self, x: str, weight: Array, bias: Array, name: str) -> str:
        """Add x @ weight + bias; weight is (in, out).

        In 8 bits x is quantised by the range met in calibration, not by that of its batch: what a sentence gives must
        not hang on the sentences beside it.
        """
        biases = self.constant(bias.astype(np.float32), f"{name}.bias")
        if self._ranges is None:
            return self.add("Add", self.add("MatMul", x, self.constant(weight, name)), biases)
        scale = np.maximum(np.abs(weight).max(0), 1e-8) / 127
        whole = self.constant(np.rint(weight / scale).astype(np.int8), name)
        scales = self.constant(scale.astype(np.float32), f"{name}.scale")
        zeros = self.constant(np.zeros(len(scale), np.int8), f"{name}.zero")
        low, high = self._ranges[name]
        low, high = min(low, 0.0), max(high, 0.0)
        step = self.constant(np.array((high - low) / 255, np.float32), f"{name}.step")
        zero = self.constant(np.array(round(-low / (high - low) * 255), np.uint8), f"{name}.origin")
        levels = self.add("QuantizeLinear", x, step, zero)
        return self.add(
            "MatMulIntegerToFloat", levels, whole, step, scales, zero, zeros, biases, domain="com.microsoft"
        )


def _integer(name: str, *shape: str) -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(name, TensorProto.INT64, shape)


def _real(name: str, *shape: str | int) -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)


def build_model(
    weights: Mapping[str, Array], layers: int, ranges: Mapping[str, tuple[float, float]] | None
) -> onnx.ModelProto:
    """Return the model as an ONNX graph: in 8 bits with the `ranges` of what goes into each product, else in 32.

    Inputs, int64: pieces, shapes, known (sentences, pieces); starts (sentences, words + 1); length (sentences).
    Outputs: upos int64 (sentences, words); names float (sentences, words, tags); arcs float (sentences, words,
    words + 1), the score of each word's head; relation_dependents, relation_heads float (sentences, words or + 1, 256);
    events float (sentences, words, tags), the scores of types, statuses, past and modes side by side; role_triggers,
    role_arguments float (sentences, words, 256).
    """
    g = Graph(ranges)
    one = g.constant(np.array([1], np.int64), "one")
    far = g.constant(np.array([2**31], np.int64), "far")

    size = g.add("Gather", g.add("Shape", "pieces"), g.constant(np.array(1, np.int64), "axis"))
    zero, step = g.constant(np.array(0, np.int64), "zero"), g.constant(np.array(1, np.int64), "step")
    places = g.add("Range", zero, size, step)
    traits = (weights["encoder.shapes.weight"][:, None] + weights["encoder.known.weight"][None]).reshape(-1, WIDTH)
    kinds = g.constant(np.array(len(KNOWN), np.int64), "kinds")
    trait = g.add("Add", g.add("Mul", "shapes", kinds), "known")
    x = g.add(
        "Add",
        g.embed(weights["encoder.words.weight"], "pieces", "words"),
        g.add(
            "Add", g.embed(traits, trait, "traits"), g.embed(weights["encoder.positions.weight"], places, "positions")
        ),
    )

    def norm(name: str) -> tuple[str, str]:
        return (
            g.constant(weights[f"{name}.weight"], f"{name}.weight"),
            g.constant(weights[f"{name}.bias"], f"{name}.bias"),
        )

    def linear(x: str, name: str) -> str:
        return g.multiply(x, weights[f"{name}.weight"].T, weights[f"{name}.bias"], name)

    x = g.add("LayerNormalization", x, *norm("encoder.norm"), epsilon=1e-12)
    mask = g.add("Cast", "length", to=TensorProto.INT32)
    for number in range(layers):
        name = f"encoder.layers.{number}"
        query, key, value = g.add_many("Split", 3, linear(x, f"{name}.qkv"), axis=-1)
        context = g.add(
            "MultiHeadAttention", query, key, value, "", mask, domain="com.microsoft", num_heads=ATTENTION_HEADS
        )
        # Sum and norm apart: their fused operator took five times as long on a CPU.
        attended = linear(context, f"{name}.out")
        x = g.add("LayerNormalization", g.add("Add", x, attended), *norm(f"{name}.norm1"), epsilon=1e-12)
        inner = g.add("Gelu", linear(x, f"{name}.up"), domain="com.microsoft")
        changed = linear(inner, f"{name}.down")
        x = g.add("LayerNormalization", g.add("Add", x, changed), *norm(f"{name}.norm2"), epsilon=1e-12)

    words = g.add("GatherND", x, g.add("Unsqueeze", "starts", g.constant(np.array([2], np.int64), "two")), batch_dims=1)
    parts = {
        "arc_dependent": TreeHead.ARC, "arc_head": TreeHead.ARC,
        "relation_dependent": TreeHead.RELATION, "relation_head": TreeHead.RELATION,
    }  # fmt: skip
    told = {
        "triggers": len(list_event_tags()),
        "status": len(EVENT_STATUSES),
        "past": 2,
        "modes": len(list_mode_tags()),
    }
    names = [
        *(f"heads.tree.{part}" for part in parts), "heads.upos.linear", "heads.names.linear",
        *(f"heads.{name}.linear" for name in told), "heads.roles.trigger", "heads.roles.argument",
    ]  # fmt: skip
    joined = g.multiply(
        words,
        np.concatenate([weights[f"{name}.weight"] for name in names]).T,
        np.concatenate([weights[f"{name}.bias"] for name in names]),
        "heads",
    )
    sizes = [*parts.values(), len(UPOS), len(NAME_TAGS), sum(told.values()), RoleHead.PAIR, RoleHead.PAIR]
    widths = g.constant(np.array(sizes, np.int64), "widths")
    arc_dependent, arc_head, relation_dependent, relation_head, upos, tags, events, triggers, arguments = g.add_many(
        "Split", len(sizes), joined, widths, axis=-1
    )

    def drop_root(x: str, name: str | None = None) -> str:
        return g.add("Slice", x, one, far, one, name=name)

    # The events' outputs as they are; those of trees below.
    drop_root(events, name="events")
    g.add("LeakyRelu", drop_root(triggers), alpha=0.1, name="role_triggers")
    g.add("LeakyRelu", drop_root(arguments), alpha=0.1, name="role_arguments")
    dependents = linear(g.add("LeakyRelu", drop_root(arc_dependent), alpha=0.1), "heads.tree.arc_form")
    heads = g.add("Transpose", g.add("LeakyRelu", arc_head, alpha=0.1), perm=[0, 2, 1])
    scores = g.add(
        "Mul", g.add("MatMul", dependents, heads), g.constant(np.array(TreeHead.ARC**-0.5, np.float32), "temperature")
    )
    # A column without a word can be nobody's head; the root's, the first, always can.
    absent = g.add("Cast", g.add("Equal", drop_root("starts"), zero), to=TensorProto.FLOAT)
    penalty = g.add("Mul", absent, g.constant(np.array(-1e4, np.float32), "penalty"))
    first = g.constant(np.array([0, 1, 0, 0], np.int64), "first")
    penalty = g.add("Unsqueeze", g.add("Pad", penalty, first), one)
    g.add("Add", scores, penalty, name="arcs")
    g.add("LeakyRelu", drop_root(relation_dependent), alpha=0.1, name="relation_dependents")
    g.add("LeakyRelu", relation_head, alpha=0.1, name="relation_heads")
    g.add("ArgMax", drop_root(upos), axis=-1, keepdims=0, name="upos")
    drop_root(tags, name="names")

    graph = helper.make_graph(
        g.nodes,
        "sitrep",
        [
            *(_integer(name, "sentences", "pieces") for name in ("pieces", "shapes", "known")),
            _integer("starts", "sentences", "words1"),
            _integer("length", "sentences"),
        ],
        [
            _integer("upos", "sentences", "words"),
            _real("names", "sentences", "words", len(NAME_TAGS)),
            _real("arcs", "sentences", "words", "words1"),
            _real("relation_dependents", "sentences", "words", TreeHead.RELATION),
            _real("relation_heads", "sentences", "words1", TreeHead.RELATION),
            _real("events", "sentences", "words", sum(told.values())),
            _real("role_triggers", "sentences", "words", RoleHead.PAIR),
            _real("role_arguments", "sentences", "words", RoleHead.PAIR),
        ],
        g.tensors,
    )
    model = helper.make_model(
        graph,
        opset_imports=[helper.make_opsetid("", OPSET), helper.make_opsetid("com.microsoft", 1)],
        producer_name="sitrep",
    )
    model.ir_version = 9
    return model


def build_relations(weights: Mapping[str, Array]) -> onnx.ModelProto:
    """Return the graph that scores relations along chosen arcs, in single precision.

    Inputs: dependents float (sentences, words, 256), heads float (sentences, words + 1, 256), chosen int64 (sentences,
    words). Output: scores float (sentences, words, relations).
    """
    g = Graph(None)
    above = g.add(
        "GatherND",
        "heads",
        g.add("Unsqueeze", "chosen", g.constant(np.array([2], np.int64), "two")),
        batch_dims=1,
    )
    joined = g.add("Concat", g.add("Mul", "dependents", above), "dependents", above, axis=-1)
    form = weights["heads.tree.relation_form.weight"]
    product = g.add("MatMul", joined, g.constant(form.T, "form"))
    g.add("Add", product, g.constant(weights["heads.tree.relation_form.bias"], "bias"), name="scores")

    graph = helper.make_graph(
        g.nodes,
        "relations",
        [
            _real("dependents", "sentences", "words", TreeHead.RELATION),
            _real("heads", "sentences", "words1", TreeHead.RELATION),
            helper.make_tensor_value_info("chosen", TensorProto.INT64, ("sentences", "words")),
        ],
        [_real("scores", "sentences", "words", len(form))],
        g.tensors,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="sitrep")
    model.ir_version = 9
    return model


def build_roles(weights: Mapping[str, Array]) -> onnx.ModelProto:
    """Return the graph that scores the roles of words for chosen triggers, in single precision.

    Inputs: triggers float (triggers, 1, 256), arguments float (triggers, words, 256). Output: scores float (triggers,
    words, roles).
    """
    g = Graph(None)
    form, size = weights["heads.roles.form.weight"].T, RoleHead.PAIR
    product = g.add("MatMul", g.add("Mul", "triggers", "arguments"), g.constant(form[:size], "product"))
    own = g.add("MatMul", "triggers", g.constant(form[size : 2 * size], "own"))
    other = g.add("MatMul", "arguments", g.constant(form[2 * size :], "other"))
    both = g.add("Add", g.add("Add", product, own), other)
    g.add("Add", both, g.constant(weights["heads.roles.form.bias"], "bias"), name="scores")

    graph = helper.make_graph(
        g.nodes,
        "roles",
        [_real("triggers", "triggers", 1, size), _real("arguments", "triggers", "words", size)],
        [_real("scores", "triggers", "words", len(ROLES))],
        g.tensors,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="sitrep")
    model.ir_version = 9
    return model


def calibrate(
    model: Model, batches: Iterable[Mapping[str, torch.Tensor]], share: float
) -> dict[str, tuple[float, float]]:
    """Return the range of what goes into each product, by its name in the graph.

    Args:
        model: the trained model.
        batches: sentences like those that will be read.
        share: of a batch's values, how many may lie beyond its range on either side; the widest range of all counts.
    """
    ranges: dict[str, tuple[float, float]] = {}

    def watch(name: str) -> Callable[[torch.nn.Module, tuple[torch.Tensor, ...]], None]:
        def note(_module: torch.nn.Module, inputs: tuple[torch.Tensor, ...]) -> None:
            values = inputs[0].flatten()
            beyond = int(share * len(values))
            low = float(values.kthvalue(1 + beyond).values)
            high = float(values.kthvalue(len(values) - beyond).values)
            known = ranges.get(name, (low, high))
            ranges[name] = (min(low, known[0]), max(high, known[1]))

        return note

    hooks = [
        module.register_forward_pre_hook(watch(name))
        for name, module in model.named_modules()
        if isinstance(module, torch.nn.Linear)
    ]
    model.eval()
    with torch.no_grad():
        for batch in batches:
            words = model.encoder(batch)
            for head in model.heads.values():
                if isinstance(head, TreeHead):
                    head.project(words)
            watch("heads")(model, (words,))
    for hook in hooks:
        hook.remove()
    return ranges


def export(weights_path: Path, data: Path, out: Path, *, full: Path | None) -> None:
    """Write the graphs, the transitions and model.json to `out`; with `full`, the graph in single precision there."""
    saved = torch.load(weights_path, map_location="cpu", weights_only=True)
    encoder = WordEncoder.load(out)
    heads = build_heads(saved["relations"], encoder.known)
    model = Model(Encoder(saved["layers"], encoder.vocabulary), heads)
    model.load_state_dict(saved["model"])
    items = prepare_items(islice(read_training_examples(data), 0, None, CALIBRATION_STEP), encoder, [])
    draw = random.Random(SEED)
    batches = (
        build_batch([items[number] for number in numbers], [], encoder, draw)
        for numbers in draw_batches(items, 2000, SEED)
    )
    ranges = calibrate(model, batches, BEYOND)
    weights = {name: value.float().numpy() for name, value in saved["model"].items()}
    onnx.save(build_model(weights, saved["layers"], ranges), out / "model.onnx")
    onnx.save(build_relations(weights), out / "relations.onnx")
    onnx.save(build_roles(weights), out / "roles.onnx")
    np.save(out / "name_transitions.npy", weights["heads.names.transitions"])
    description = {
        "layers": saved["layers"],
        "upos": UPOS,
        "names": NAME_TAGS,
        "relations": saved["relations"],
        "events": list_event_tags(),
        "modes": list_mode_tags(),
        "weights_sha256": digest_weights(out),
    }
    (out / "model.json").write_text(json.dumps(description, indent=1) + "\n", "utf-8")
    if full is not None:
        full.mkdir(parents=True, exist_ok=True)
        for path in out.iterdir():
            if path.name != "model.onnx":
                shutil.copy(path, full / path.name)
        onnx.save(build_model(weights, saved["layers"], None), full / "model.onnx")
