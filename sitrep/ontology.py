"""PLOVER types, modes, sectors and their crosswalks to ACLED and CAMEO, from data/reference/ontology.

The tables are checked when they are loaded: a code that stands in one table and is used in another must be there,
and every error cites file and line.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sitrep.reference import Line, locate_reference, read_table

SIDES = ("", "two-armed", "civilians", "protesters", "warring")


@dataclass(frozen=True, slots=True)
class EventType:
    """A PLOVER type: its quad class, its score from -10 to 10, its modes with theirs."""

    code: str
    quad_class: int
    score: float
    recipient_required: bool
    meaning: str
    modes: Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Sector:
    """A PLOVER sector and the ACLED class it falls into at home."""

    code: str
    meaning: str
    is_armed: bool
    is_state: bool
    inter: str | None


@dataclass(frozen=True, slots=True)
class AcledType:
    """One of ACLED's 25 sub-event types."""

    event_type: str
    sub_event_type: str
    disorder_type: str


@dataclass(frozen=True, slots=True)
class CrosswalkRow:
    """One rule from PLOVER to ACLED; the first that fits wins."""

    type: str
    mode: str
    sides: str
    sub_event_type: str


@dataclass(frozen=True, slots=True)
class Side:
    """What the crosswalk asks of one actor or recipient."""

    sector: str | None
    name: str


@dataclass(frozen=True, slots=True)
class Ontology:
    """All code tables together."""

    types: Mapping[str, EventType]
    contexts: tuple[str, ...]
    sectors: Mapping[str, Sector]
    inters: Mapping[str, int]
    acled: Mapping[str, AcledType]
    crosswalk: tuple[CrosswalkRow, ...]
    cameo: Mapping[str, str]

    def score_intensity(self, type_code: str, modes: Sequence[str]) -> float:
        """Return the score of the first mode that has one, else the type's.

        ("PROTEST", ("riot",)) -> -7.0; ("PROTEST", ("vandalize",)) -> -5.0
        """
        kind = self.types[type_code]
        scores = (kind.modes[mode] for mode in modes)
        return next((score for score in scores if score is not None), kind.score)

    def map_to_acled(
        self, type_code: str, modes: Collection[str], actors: Sequence[Side], recipients: Sequence[Side]
    ) -> AcledType | None:
        """Return ACLED's event and sub-event type, or None where none applies.

        ("ASSAULT", {"drone"}, …) -> Explosions/Remote violence, Air/drone strike; ("CONSULT", …) -> None.
        Two readings need the sides: an ASSAULT between armed sides is a battle, one on civilians is not.
        """
        for row in self.crosswalk:
            if row.type != type_code or (row.mode and row.mode not in modes):
                continue
            if self._fits(row.sides, actors, recipients):
                return self.acled[row.sub_event_type]
        return None

    def map_from_cameo(self, code: str) -> str | None:
        """Return the PLOVER type of a CAMEO code by its longest known prefix: "0831" -> CONCEDE, "01" -> None."""
        prefixes = (code[:length] for length in range(len(code), 1, -1))
        return next((self.cameo[prefix] for prefix in prefixes if prefix in self.cameo), None)

    def classify_inter(
        self, sector: str | None, *, type_code: str, modes: Collection[str], is_foreign: bool
    ) -> str | None:
        """Return ACLED's actor class, or None where the sector is unknown.

        Civilians who demonstrate are Protesters, or Rioters in a riot; state forces abroad are
        External/Other forces.
        """
        if sector is None:
            return None
        entry = self.sectors[sector]
        if type_code == "PROTEST" and not entry.is_armed and not entry.is_state:
            return "Rioters" if {"riot", "vandalize"} & set(modes) else "Protesters"
        if entry.is_state and is_foreign:
            return "External/Other forces"
        return entry.inter

    def _is_armed(self, side: Side) -> bool:
        return side.sector is not None and self.sectors[side.sector].is_armed

    def _is_civilian(self, side: Side) -> bool:
        if side.sector is None:
            return False
        entry = self.sectors[side.sector]
        return not entry.is_armed and not entry.is_state and side.sector not in ("IGO", "UNK")

    def _fits(self, sides: str, actors: Sequence[Side], recipients: Sequence[Side]) -> bool:
        match sides:
            case "":
                return True
            case "two-armed":
                armed_actors = sum(map(self._is_armed, actors))
                if recipients:
                    return armed_actors > 0 and any(map(self._is_armed, recipients))
                return armed_actors > 1
            case "civilians":
                known = [side for side in recipients if side.sector is not None]
                return bool(known) and all(map(self._is_civilian, known))
            case "protesters":
                return any("protest" in side.name.lower() or "demonstrat" in side.name.lower() for side in recipients)
            case "warring":
                return any(map(self._is_armed, (*actors, *recipients)))
            case _:
                raise ValueError(f"sides {sides!r}, expected one of {SIDES}")


def _one_of(line: Line, column: str, allowed: Collection[str]) -> str:
    value = line[column]
    if value not in allowed:
        raise line.refuse(f"{column} {value!r}", f"one of {', '.join(sorted(allowed))}")
    return value


def _score(line: Line) -> float | None:
    if not line["score"]:
        return None
    score = line.read("score", float, "a number from -10 to 10")
    if not -10 <= score <= 10:
        raise line.refuse(f"score {score}", "a number from -10 to 10")
    return score


def _read_types(folder: Path) -> dict[str, EventType]:
    columns = ("type", "quad_class", "score", "recipient_required", "meaning")
    lines = read_table(folder / "types.csv", columns)
    modes: dict[str, dict[str, float | None]] = {line["type"]: {} for line in lines}
    for line in read_table(folder / "modes.csv", ("type", "mode", "score", "meaning")):
        of_type = modes[_one_of(line, "type", modes)]
        if line["mode"] in of_type:
            raise line.refuse(f"mode {line['mode']!r} of {line['type']} a second time", "each mode once")
        of_type[line["mode"]] = _score(line)
    types: dict[str, EventType] = {}
    for line in lines:
        code, quad_class, score = line["type"], line.read("quad_class", int, "1 to 4"), _score(line)
        if code in types:
            raise line.refuse(f"type {code!r} a second time", "each type once")
        if quad_class not in (1, 2, 3, 4):
            raise line.refuse(f"quad class {quad_class}", "1 to 4")
        if score is None:
            raise line.refuse("no score", "a number from -10 to 10")
        types[code] = EventType(
            code, quad_class, score, line.read_flag("recipient_required"), line["meaning"], modes[code]
        )
    return types


def _read_sectors(folder: Path, inters: Collection[str]) -> dict[str, Sector]:
    sectors: dict[str, Sector] = {}
    for line in read_table(folder / "sectors.csv", ("sector", "meaning", "armed", "state", "inter")):
        inter = _one_of(line, "inter", {*inters, ""}) or None
        code = line["sector"]
        if code in sectors:
            raise line.refuse(f"sector {code!r} a second time", "each sector once")
        sectors[code] = Sector(code, line["meaning"], line.read_flag("armed"), line.read_flag("state"), inter)
    return sectors


def read_ontology(folder: Path) -> Ontology:
    """Return the tables of a folder, each checked against the others.

    Raises:
        ReferenceError: a table is missing or wrong; the message cites file and line.
    """
    types = _read_types(folder)
    inters = {
        line["inter"]: line.read("code", int, "a number")
        for line in read_table(folder / "inters.csv", ("code", "inter"))
    }
    acled_columns = ("event_type", "sub_event_type", "disorder_type")
    acled = {
        line["sub_event_type"]: AcledType(*(line[column] for column in acled_columns))
        for line in read_table(folder / "acled_types.csv", acled_columns)
    }
    crosswalk: list[CrosswalkRow] = []
    for line in read_table(folder / "acled_crosswalk.csv", ("type", "mode", "sides", "sub_event_type")):
        code = _one_of(line, "type", types)
        crosswalk.append(
            CrosswalkRow(
                code,
                _one_of(line, "mode", {*types[code].modes, ""}),
                _one_of(line, "sides", SIDES),
                _one_of(line, "sub_event_type", acled),
            )
        )
    cameo = {
        line["cameo"]: _one_of(line, "type", types)
        for line in read_table(folder / "cameo_crosswalk.csv", ("cameo", "type"))
    }
    contexts = tuple(line["context"] for line in read_table(folder / "contexts.csv", ("context",)))
    return Ontology(types, contexts, _read_sectors(folder, inters), inters, acled, tuple(crosswalk), cameo)


@cache
def load_ontology() -> Ontology:
    """Return the ontology of data/reference/ontology, read once."""
    return read_ontology(locate_reference("ontology"))
