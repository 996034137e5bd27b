"""Names of places as GeoNames' volunteers wrote them, made into those that reports use and that a search finds."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from sitrep.resolving.names import fold_name
from training.gazetteer_tables import Division

#: Countries whose names the spellings -ah and -a both occur for.
ARABIC = {
    *("IRQ", "SYR", "YEM", "LBY", "EGY", "SDN", "LBN", "PSE", "JOR", "SAU", "KWT", "OMN", "ARE", "QAT", "BHR"),
    *("DZA", "TUN", "MAR", "MRT"),
}
MAXIMUM_ALTERNATES = 12

_GENERIC = (
    "Governorate|Province|Oblast|Region|State|Department|District|County|Prefecture|Krai|Republic|Municipality|Emirate|"
    "Division|Voivodeship|Raion|Canton|Parish|Okrug|Rayon|Woreda|Zone|Township|Cercle|Arrondissement|Sub-County|Sheng"
)
_ENDING = re.compile(rf"^(.{{2,60}}?)[ -](?:{_GENERIC})$", re.IGNORECASE)
_BEGINNING = re.compile(
    r"^(?:State of|Republic of|Province of|Provincia de|Province de|Departamento de|Département de|Département du|"
    r"Région de|Région du|Region of|Estado de|District of|Muḩāfaz̧at|Wilaya de|Wilayat|Gobolka|Ostān-e|Cercle de|"
    r"Préfecture de|Préfecture du|Departement de|Municipio de) (?=[A-ZÀ-Ý])(.{2,60})$"
)
#: Names of divisions that no report in English or French uses, or that say nothing.
_FOREIGN = re.compile(
    r"viloyati|welaýat|mühafəzəsi|^Mkoa wa|[Rr]ehiyon|[Rr]ehion|^Kiz[uû]nga|^Sêse|^Ìpínlẹ̀|^Agbègbè|Kilil$|Āstedader|"
    r"[Gg]obolka|^Me[ẖh]oz|^(?:Region(?: [IVX]+)?|First|Eastern|Northern|Southern|Western|Central|East|North|South|"
    r"West|Centre|Delta|State|District|City|Governorate Number One|First Governorate)$"
)


def is_latin(text: str) -> bool:
    """Return whether every letter of the text is a Latin one."""
    return all(not c.isalpha() or "LATIN" in unicodedata.name(c, "") for c in text)


def to_ascii(name: str) -> str:
    """Return the name in ASCII letters: "Şalāḩ ad Dīn" -> "Salah ad Din"; "" where letters would be lost."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    plain = plain.translate(str.maketrans("łŁøØđĐıðÐ", "lLoOdDidD")).replace("ß", "ss").replace("æ", "ae")
    plain = re.sub(r"[’‘ʼʻʿʾ`´ʹ′]", "'", plain).replace("–", "-")
    return plain if plain.isascii() else ""


def is_spelling(name: str) -> bool:
    """Return whether an alternate name may stand in a text: no airport code, transliteration without case or number."""
    first = name.split(" ", maxsplit=1)[0]
    article = re.match(r"^(?:al|ar|as|ash|at|az|an|ad|el|es|ed|er)[- '](?=[A-Z])", name)
    return (
        3 <= len(name) <= 40
        and (first[:1].isupper() or article is not None)
        and not (name.isupper() and len(name) <= 4)
        and not re.search(r"[0-9,()/;|\"]", name)
        and is_latin(name)
    )


def rank_alternates(name: str, alternates: Iterable[str], country: str) -> list[str]:
    """Return up to 12 search keys of a place, its own name's first, then those that most spellings agree on."""
    own = fold_name(name)
    counts: Counter[str] = Counter()
    plain: set[str] = set()
    for alternate in alternates:
        if is_spelling(alternate):
            key = fold_name(alternate)
            counts[key] += 1
            if alternate.isascii():
                plain.add(key)
    pairs = {own[i : i + 2] for i in range(len(own) - 1)}

    def likeness(key: str) -> float:
        of_key = {key[i : i + 2] for i in range(len(key) - 1)}
        return round(len(pairs & of_key) / max(1, len(pairs | of_key)), 3)

    def is_safe(key: str) -> bool:
        if key.endswith((" by", " osh", " khot", " kommun", " stad", " city")) and key != own:
            return key.endswith(" city")
        # A short word that is a big city's name in some language is a common word or a person in another.
        return " " in key or len(key) >= 5 or (len(key) == 4 and likeness(key) >= 0.4)

    ranked = sorted(
        (key for key in counts if key != own and key.replace(" ", "").isascii() and is_safe(key)),
        key=lambda key: (key not in plain, -counts[key], -likeness(key), key),
    )
    keys = [own, *ranked[: MAXIMUM_ALTERNATES - 1]]
    if country in ARABIC:
        keys.extend(key[:-1] for key in list(keys) if key.endswith("ah") and len(key) > 5)
        keys.extend(key + "h" for key in [own] if key.endswith("a") and len(key) > 4)
    return list(dict.fromkeys(keys))


def name_division(division: Division) -> tuple[str, tuple[str, ...]]:
    """Return the usual English name of a division and its other Latin-script names.

    ("Nīnawá", Nineveh, Nineveh Governorate) -> "Nineveh"; ("Donetska oblast", Donetsk Oblast) -> "Donetsk".
    """
    names = [division.name, *(alias for alias in division.aliases if is_latin(alias))]
    bare: list[str] = []
    for name in names:
        ending, beginning = _ENDING.match(name), _BEGINNING.match(name)
        bare.append(ending.group(1) if ending else beginning.group(1) if beginning else name)
    english = [
        b for name, b in zip(names, bare, strict=True)
        if _ENDING.match(name) and name.isascii() and not re.search(r"(?:sk|ts)?(?:aya|a|yi) [Oo]blast|'", name)
    ]  # fmt: skip
    plain = bare[0].isascii() and not _ENDING.match(division.name)
    chosen = bare[0] if plain else min(english, key=lambda name: names.count(name) == 0, default=bare[0])
    if re.search("[āēīōūḩşţḑẕṟʿ‘’Ā]", chosen):
        # A scholarly transliteration; newspapers write it without its marks.
        chosen = to_ascii(chosen).strip("'") or chosen
    others = sorted({name for name in bare if is_spelling(name) and not _FOREIGN.search(name)} - {chosen})
    seen = {fold_name(chosen)}
    kept: list[str] = []
    for name in others:
        key = fold_name(name)
        if key and key not in seen:
            seen.add(key)
            kept.append(name)
    return chosen, tuple(kept)
