"""The tags of the model: one table each for parts of speech, kinds of names, and what is told of events."""

from functools import cache

from sitrep.ontology import load_ontology

UPOS = (
    "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ",
    "SYM", "VERB", "X",
)  # fmt: skip

NAME_KINDS = {
    "PER": "a person, without title or rank",
    "ORG": "an organisation: ministry, party, company, court, newspaper",
    "MIL": "armed forces, a unit, an armed group",
    "LOC": "a country, region, town, river; also a country for its government",
    "FAC": "a building, base, airport, prison, bridge",
    "NAT": "a nationality, people or creed: Iraqi, Kurds, Shia",
    "DATE": "a date or expression of time that names one",
}
NAME_TAGS = ("O", *(f"{side}-{kind}" for kind in NAME_KINDS for side in "BI"))

#: The codes of a happening's status, as `schema.Status` has them.
EVENT_STATUSES = ("actual", "planned", "hypothetical", "negated")
#: What a word can be to an event, and nothing, as the letters of the marks in training/sentences.
ROLES = ("", "A", "R", "P", "T", "K", "J", "N", "I", "S")


@cache
def list_event_tags() -> tuple[str, ...]:
    """Return the tags of a word as a trigger: O, then the types of the ontology."""
    return ("O", *load_ontology().types)


@cache
def list_mode_tags() -> tuple[str, ...]:
    """Return the modes with their types, as "CONSULT/visit"."""
    return tuple(f"{code}/{mode}" for code, type_ in load_ontology().types.items() for mode in type_.modes)
