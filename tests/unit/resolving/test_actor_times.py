"""Actors by the day of the report, by the words beside them, by offices and by places in their names."""

from __future__ import annotations

from datetime import date

import pytest

from sitrep.resolving.actor_tables import Entity, pick_entry, read_day
from sitrep.resolving.actors import ActorReason, resolve_actor


@pytest.mark.parametrize(
    ("name", "year", "entity", "country", "sector"),
    [
        ("President Bush", 1990, "bush-senior", "USA", "GOV"),
        ("President Bush", 2005, "bush", "USA", "GOV"),
        ("President Bush", 2015, "bush", "USA", "ELI"),
        ("President Assad", 1995, "hafez-assad", "SYR", "GOV"),
        ("President Kabila", 1999, "laurent-kabila", "COD", "GOV"),
        ("Joe Biden", 2018, "biden", "USA", "ELI"),
        ("Nusra Front", 2015, "al-nusra", "SYR", "REB"),
        ("Nusra Front", 2019, "hts", "SYR", "REB"),
        ("Hayat Tahrir al-Sham", 2025, "hts", "SYR", "GOV"),
        ("Islamic State of Iraq", 2010, "aqi", "IRQ", "REB"),
        ("Islamic State of Iraq", 2015, "islamic-state", None, "REB"),
        ("Taliban", 2010, "taliban", "AFG", "REB"),
        ("Taliban", 2023, "taliban", "AFG", "GOV"),
        ("Northern Alliance", 2001, "northern-alliance", "AFG", "REB"),
        ("FMLN", 1989, "fmln", "SLV", "REB"),
        ("FMLN", 2010, "fmln", "SLV", "PTY"),
        ("FARC guerrillas", 1990, "farc", "COL", "REB"),
        ("URNG", 1990, "urng", "GTM", "REB"),
        ("Manuel Rodriguez Patriotic Front", 1989, "fpmr", "CHL", "REB"),
        ("THE MARXIST ARMY OF NATIONAL LIBERATION", 1989, "eln", "COL", "REB"),
        ("SPLA", 1995, "splm", "SDN", "REB"),
        ("SPLA", 2015, "sspdf", "SSD", "MIL"),
        ("PDF", 1989, "panama-defense-forces", "PAN", "MIL"),
        ("PDF", 2022, "pdf-myanmar", "MMR", "REB"),
        ("Royal Ulster Constabulary", 1991, "ruc", "GBR", "COP"),
        ("Kosovo Liberation Army", 1998, "kla", "XKX", "REB"),
        ("Interahamwe militia", 1994, "interahamwe", "RWA", "PAG"),
        ("Prime Minister Imran Khan", None, "imran-khan", "PAK", "GOV"),
        ("Guatemalan President Morales", 2018, None, "GTM", "GOV"),
        ("Lebanese forces", 2018, None, "LBN", "MIL"),
        ("former President Jimmy Obasanjo", None, None, None, "ELI"),
        ("former President Olusegun Obasanjo", 2010, "obasanjo", "NGA", "ELI"),
    ],
)
def test_a_name_is_meant_as_on_the_day(
    name: str, year: int | None, entity: str | None, country: str | None, sector: str
) -> None:
    found = resolve_actor(name, on=date(year, 6, 1) if year else None)
    assert (found.entity_id, found.country, found.sector) == (entity, country, sector)


def test_an_acronym_long_out_of_its_time_is_another() -> None:
    assert resolve_actor("PDF", on=date(2009, 1, 1)).entity_id is None
    assert resolve_actor("Panama Defense Forces", on=date(2009, 1, 1)).entity_id == "panama-defense-forces"


def test_the_entry_nearest_in_time_is_picked() -> None:
    early = Entity("a", "A", None, "REB", last=date(1990, 12, 31))
    late = Entity("b", "B", None, "GOV", first=date(2000, 1, 1))
    assert pick_entry((early, late), None) is early
    assert pick_entry((early, late), date(1994, 1, 1)) is early
    assert pick_entry((early, late), date(1997, 1, 1)) is late
    assert not early.overlaps(late)
    assert late.measure_gap(date(1999, 12, 30)) == 2


@pytest.mark.parametrize(
    ("cell", "first", "last"),
    [
        ("2016", date(2016, 1, 1), date(2016, 12, 31)),
        ("2016-02", date(2016, 2, 1), date(2016, 2, 29)),
        ("2016-02-03", date(2016, 2, 3), date(2016, 2, 3)),
        ("", date.min, date.max),
    ],
)
def test_a_cell_is_read_as_its_first_or_last_day(cell: str, first: date, last: date) -> None:
    assert (read_day(cell, is_last=False), read_day(cell, is_last=True)) == (first, last)


@pytest.mark.parametrize(
    ("name", "context", "country", "sector"),
    [
        ("Azul Verde", "the Colombian militia", "COL", "PRM"),
        ("Azul Verde", "rebel group", None, "REB"),
        ("Azul Verde", "party", None, "PTY"),
        ("Azul Verde", "union", None, "LAB"),
        ("Northern Brigades", "the rebel group", None, "REB"),
        ("Iraqi army", "rebel group", "IRQ", "MIL"),
        ("Azul Verde", "and near", None, None),
        ("FARC", "the party", "COL", "REB"),
    ],
)
def test_words_beside_tell_of_a_name_not_known(
    name: str, context: str, country: str | None, sector: str | None
) -> None:
    found = resolve_actor(name, context=context)
    assert (found.country, found.sector) == (country, sector)


@pytest.mark.parametrize(
    ("name", "country", "sector"),
    [
        ("Karim Saleh, the Iraqi interior minister", "IRQ", "GOV"),
        ("Iraqi President Karim Saleh", "IRQ", "GOV"),
        ("French foreign ministry spokesman", "FRA", "GOV"),
        ("Colombia's foreign minister", "COL", "GOV"),
        ("police station chief", None, "COP"),
        ("head of the army", None, "MIL"),
        ("spokesman for the rebels", None, "REB"),
        ("union president", None, "LAB"),
        ("president of the teachers' union", None, "LAB"),
        ("president of Ghana", "GHA", "GOV"),
        ("Supreme Court president", None, "JUD"),
        ("students of the law school", None, "EDU"),
        ("Baghdad University Medical School", "IRQ", "EDU"),
        ("Ankara's Cankaya district administration", "TUR", "GOV"),
        ("newspaper based in Beirut", "LBN", "MED"),
        ("NATO-member Norway", "NOR", "GOV"),
        ("northern Norway", None, None),
        ("Palestinians living in the camp", "PSE", "CVL"),
        ("Azadliq (Freedom) opposition coalition", None, "OPP"),
        ("United Nations Emergency Relief Coordinator", None, "IGO"),
        ("Social People's Movement", None, None),
    ],
)
def test_the_head_noun_decides(name: str, country: str | None, sector: str | None) -> None:
    found = resolve_actor(name)
    assert (found.country, found.sector) == (country, sector)


def test_a_province_stands_for_who_is_there_and_a_town_where_the_event_is() -> None:
    assert resolve_actor("Darfur").reason is ActorReason.PLACE
    assert (resolve_actor("Darfur").country, resolve_actor("Darfur").sector) == ("SDN", None)
    assert resolve_actor("Samarra", place_country="IRQ").country == "IRQ"
    assert resolve_actor("Samarra", place_country="FRA").reason is ActorReason.UNRESOLVED
