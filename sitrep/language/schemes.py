"""The tags of the model: one table each for parts of speech and kinds of names."""

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
