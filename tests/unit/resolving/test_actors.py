"""Actors: the alias and role tables, resolution, and spotting in running text."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitrep.ontology import load_ontology
from sitrep.reference import ReferenceError, locate_reference, read_table
from sitrep.resolving.actor_tables import ALIAS_COLUMNS, load_actor_tables, read_actor_tables, read_day
from sitrep.resolving.actors import ActorReason, find_actors, resolve_actor
from sitrep.resolving.countries import load_countries, split_cell

ALIAS, COUNTRY, DEMONYM, ROLE = ActorReason.ALIAS, ActorReason.COUNTRY, ActorReason.DEMONYM_ROLE, ActorReason.ROLE


# --- the tables


def test_every_code_is_one_of_the_ontology_and_of_the_countries() -> None:
    tables, sectors, countries = load_actor_tables(), load_ontology().sectors, load_countries()
    entities = {entity for entries in (*tables.names.values(), *tables.acronyms.values()) for entity in entries}
    assert len(entities) >= 1500
    assert {entity.sector for entity in entities} <= set(sectors)
    assert {role.sector for role in tables.roles.values()} - {None} <= set(sectors)
    assert {entity.country for entity in entities} - {None} <= set(countries)


def test_every_alias_resolves_to_its_entity_in_its_time() -> None:
    wrong: list[tuple[str, str | None]] = []
    for line in read_table(locate_reference("actors", "aliases.csv"), ALIAS_COLUMNS):
        on = (
            read_day(line["valid_to"], is_last=True)
            if line["valid_to"]
            else read_day(line["valid_from"], is_last=False)
        )
        for alias in (line["name"], *split_cell(line["aliases"])):
            found = resolve_actor(alias, on=on)
            expected = (line["entity_id"], line["sector"], line["country"] or None, ALIAS)
            if (found.entity_id, found.sector, found.country, found.reason) != expected:
                wrong.append((alias, found.entity_id))
    assert wrong == []


@pytest.mark.parametrize(
    ("table", "line", "message"),
    [
        ("aliases.csv", "daesh,Daesh,,,REB,,,", r"alias 'Daesh' again"),
        ("aliases.csv", "taliban,Others,,,REB,,,", r"each once"),
        ("aliases.csv", "New Group,New Group,,,REB,,,", r"slug"),
        ("aliases.csv", "new-group,New Group,,,XXX,,,", r"sector 'XXX'"),
        ("aliases.csv", "new-group,New Group,,XYZ,REB,,,", r"country 'XYZ'"),
        ("aliases.csv", "new-group,New Group,,,REB,2016-13,,", r"valid_from '2016-13', expected a year"),
        ("aliases.csv", "new-group,New Group,,,REB,,soon,", r"valid_to 'soon', expected a year"),
        ("aliases.csv", "new-group,New Group,,,REB,2016,2015,", r"valid_to 2015-12-31, expected a day from"),
        ("aliases.csv", "new-group,New Group,President Bush,,REB,2001,2003,", r"alias 'President Bush' again"),
        ("roles.csv", "gunman,,UAF,noun", r"'gunman' a second time"),
        ("roles.csv", "juggler,jugglers,,noun", r"without a sector"),
        ("roles.csv", "juggler,jugglers,CVL,strong", r"kind 'strong'"),
    ],
)
def test_a_wrong_line_is_told_with_its_number(tmp_path: Path, table: str, line: str, message: str) -> None:
    folder = locate_reference("actors", "aliases.csv").parent
    for path in folder.glob("*.csv"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    path = tmp_path / table
    count = len(path.read_text(encoding="utf-8").splitlines())
    with path.open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    with pytest.raises(ReferenceError, match=rf"{table}:{count + 1}: .*{message}"):
        read_actor_tables(tmp_path)


def test_an_empty_table_is_refused(tmp_path: Path) -> None:
    (tmp_path / "aliases.csv").write_text(",".join(ALIAS_COLUMNS) + "\n", encoding="utf-8")
    (tmp_path / "roles.csv").write_text("noun,plural,sector,kind\n", encoding="utf-8")
    with pytest.raises(ReferenceError, match="empty table"):
        read_actor_tables(tmp_path)


# --- resolution


@pytest.mark.parametrize(
    ("name", "entity"),
    [
        ("ISIL", "islamic-state"),
        ("Da’esh", "islamic-state"),
        ("the Islamic State", "islamic-state"),
        ("ISLAMIC STATE", "islamic-state"),
        ("IS", "islamic-state"),
        ("IS militants", "islamic-state"),
        ("Islamic State fighters", "islamic-state"),
        ("terrorist group ISIL", "islamic-state"),
        ("terrorist organization Islamic State of Iraq and the Levant", "islamic-state"),
        ("ISIL tactical units", "islamic-state"),
        ("fighters of the Islamic State", "islamic-state"),
        ("suspected Boko Haram militants", "boko-haram"),
        ("Islamic State's West Africa Province", "iswap"),
        ("Taliban gunmen", "taliban"),
        ("Al-Shabaab", "al-shabaab"),
        ("al-Qaeda-linked al-Shabaab group", "al-shabaab"),
        ("Lebanon's Hezbollah movement", "hezbollah"),
        ("Palestinian militant group Hamas", "hamas"),
        ("Hamas leader Ismail Haniyeh", "hamas"),
        ("Popular Mobilization Units", "pmf"),
        ("Hashd al-Shaabi", "pmf"),
        ("US-led coalition", "international-coalition"),
        ("coalition forces", "international-coalition"),
        ("President Bashar al-Assad", "assad"),
        ("Asad regime", "assad"),
        ("Turkish President Recep Tayyip Erdogan", "erdogan"),
        ("US Secretary of State John Kerry", "kerry"),
        ("U.N. Secretary-General Kofi Annan", "un-secretary-general"),
        ("UN", "un"),
        ("U.N.", "un"),
        ("UN Panel of Experts", "un"),
        ("UN peacekeepers", "un-peacekeepers"),
        ("Members of the Security Council", "unsc"),
        ("Palestine Liberation Organization (PLO)", "plo"),
        ("Kremlin aide", "kremlin"),
        ("forces loyal to Haftar", "libyan-national-army"),
        ("General Haftar", "haftar"),
        ("Wagner mercenaries", "wagner"),
        ("Lord's Resistance Army", "lra"),
        ("Médecins Sans Frontières", "msf"),
        ("pro-Russian separatists", "ukraine-separatists"),
        ("AU", "african-union"),
        ("SDF", "sdf"),
        ("ELN GUERRILLAS", "eln"),
    ],
)
def test_names_of_the_alias_table(name: str, entity: str) -> None:
    found = resolve_actor(name)
    assert (found.entity_id, found.reason) == (entity, ALIAS)
    assert found.sector is not None
    assert found.entity_name is not None


@pytest.mark.parametrize("name", ["is", "au", "sdf", "mnla", "who", "us", "Is"])
def test_an_acronym_in_small_letters_is_a_word(name: str) -> None:
    assert resolve_actor(name).entity_id is None


@pytest.mark.parametrize(
    ("name", "country", "sector", "reason"),
    [
        ("Turkey", "TUR", "GOV", COUNTRY),
        ("the U.S.", "USA", "GOV", COUNTRY),
        ("Moscow", "RUS", "GOV", ActorReason.CAPITAL),
        ("Iraqi army", "IRQ", "MIL", DEMONYM),
        ("the Iraqi Army", "IRQ", "MIL", DEMONYM),
        ("two French soldiers", "FRA", "MIL", DEMONYM),
        ("at least 14 Turkish soldiers", "TUR", "MIL", DEMONYM),
        ("senior Iraqi general", "IRQ", "MIL", DEMONYM),
        ("7th Division of the Iraqi army", "IRQ", "MIL", DEMONYM),
        ("South Korean marines", "KOR", "MIL", DEMONYM),
        ("Russian forces", "RUS", "MIL", DEMONYM),
        ("Turkish defence ministry spokesman", "TUR", "GOV", DEMONYM),
        ("Iraqi people", "IRQ", "CVL", DEMONYM),
        ("Syrians", "SYR", "CVL", DEMONYM),
        ("French", "FRA", None, DEMONYM),
        ("Russian assault groups", "RUS", None, DEMONYM),
        ("Congolese soldiers", "COD", "MIL", DEMONYM),
        ("SALVADORAN ARMY", "SLV", "MIL", DEMONYM),
        ("Kenya police", "KEN", "COP", ActorReason.COUNTRY_ROLE),
        ("UK Government", "GBR", "GOV", ActorReason.COUNTRY_ROLE),
        ("government of Mali", "MLI", "GOV", ActorReason.COUNTRY_ROLE),
        ("government and people of Iraq", "IRQ", "GOV", ActorReason.COUNTRY_ROLE),
        ("Sudan's army", "SDN", "MIL", ActorReason.COUNTRY_ROLE),
        ("Nigeria's ruling military junta", "NGA", "GOV", ActorReason.COUNTRY_ROLE),
        ("Ukraine's 47th Brigade", "UKR", "MIL", ActorReason.COUNTRY_ROLE),
        ("troops from Burundi", "BDI", "MIL", ActorReason.COUNTRY_ROLE),
        ("Russia's ambassador to Turkey", "RUS", "GOV", ActorReason.COUNTRY_ROLE),
        ("vice-president of Taiwan", "TWN", "GOV", ActorReason.COUNTRY_ROLE),
        ("former prime minister of Greece", "GRC", "ELI", ActorReason.COUNTRY_ROLE),
        ("Homs police", "SYR", "COP", ActorReason.PLACE_ROLE),
        ("mayor of Marseille", "FRA", "GOV", ActorReason.PLACE_ROLE),
        ("people of Mosul", "IRQ", "CVL", ActorReason.PLACE_ROLE),
        ("New Mexico governor", "USA", "GOV", ActorReason.PLACE_ROLE),
        ("gunmen", None, "UAF", ROLE),
        ("14 civilians", None, "CVL", ROLE),
        ("women and children", None, "CVL", ROLE),
        ("rebel leader", None, "REB", ROLE),
        ("army officers", None, "MIL", ROLE),
        ("officers", None, "COP", ROLE),
        ("President Alpha Beta", None, "GOV", ROLE),
        ("Lt. Gen. Stephen J. Townsend", None, "MIL", ROLE),
        ("Judge Kevin T. Duffy", None, "JUD", ROLE),
        ("Iran-backed militias", None, "PRM", ROLE),
        ("Turkish-backed rebels", None, "REB", ROLE),
        ("Kurdish fighters", None, "REB", ROLE),
        ("victims of Boko Haram", None, "CVL", ROLE),
        ("ISIL hostages", None, "CVL", ROLE),
        ("ambassador to Turkey", None, "GOV", ROLE),
    ],
)
def test_countries_and_roles(name: str, country: str | None, sector: str | None, reason: ActorReason) -> None:
    found = resolve_actor(name)
    assert (found.entity_id, found.country, found.sector, found.reason) == (None, country, sector, reason)


@pytest.mark.parametrize(
    "name",
    ["", "3", "Tobias Ellwood", "Paris Hilton", "Michael Jordan", "pro-Assad forces", "forces", "parties", "the"],
)
def test_what_is_not_known_is_null_throughout(name: str) -> None:
    found = resolve_actor(name, place_country="IRQ")
    assert (found.entity_id, found.entity_name, found.country, found.sector) == (None, None, None, None)
    assert found.reason is ActorReason.UNRESOLVED


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("police", "IRQ"),
        ("the army", "IRQ"),
        ("government", "IRQ"),
        ("parliament", "IRQ"),
        ("prosecutors", "IRQ"),
        ("members of the police force", "IRQ"),
        ("gunmen", None),
        ("protesters", None),
        ("President Alpha Beta", None),
        ("ambassador", None),
        ("Turkish police", "TUR"),
    ],
)
def test_only_state_actors_without_a_name_are_of_the_country_of_the_place(name: str, country: str | None) -> None:
    found = resolve_actor(name, place_country="IRQ")
    assert found.country == country
    assert (found.reason is ActorReason.ROLE_IN_PLACE) == (country == "IRQ")


def test_two_countries_leave_the_country_open() -> None:
    assert resolve_actor("Turkish Cypriot police").country is None


# --- spotting


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        (
            "The Iraqi army, with the support of the Popular Mobilisation Forces, retook Mosul.",
            ["Iraqi army", "Popular Mobilisation Forces"],
        ),
        (
            "Gunmen killed two French soldiers and at least 14 civilians in Mali, police said.",
            ["Gunmen", "French soldiers", "civilians", "police"],
        ),
        ("Turkish President Recep Tayyip Erdogan spoke.", ["Turkish President Recep Tayyip Erdogan"]),
        ("Russian Foreign Minister Ivan Ivanov left on Monday.", ["Russian Foreign Minister Ivan Ivanov"]),
        ("Turkey shelled the YPG in northern Syria.", ["Turkey", "YPG"]),
        ("The president of Ghana condemned it.", ["president of Ghana"]),
        ("The 7th Division of the Iraqi army fired.", ["7th Division of the Iraqi army"]),
        ("Lt. Gen. Stephen J. Townsend of the U.S. Army agreed.", ["Lt. Gen. Stephen J. Townsend", "U.S. Army"]),
        ("Iran-backed militias fought.", ["militias"]),
        ("IS said it is IS. The SDF and sdf.", ["IS", "IS", "SDF"]),
        ("Aleppo Mayor Brita Hagi Hasan met Homs police.", ["Aleppo Mayor Brita Hagi Hasan", "Homs police"]),
        ("Taliban's fighters and Hamas leader Ismail Haniyeh", ["Taliban's fighters", "Hamas leader Ismail Haniyeh"]),
        ("Palestinians threw stones at riot police.", ["Palestinians", "riot police"]),
        (
            "ELN GUERRILLAS KILLED THREE SOLDIERS, THE COLOMBIAN ARMY SAID. IT IS THE WORST.",
            ["ELN GUERRILLAS", "SOLDIERS", "COLOMBIAN ARMY"],
        ),
        ("In general, the private general election was a major one.", []),
        ("Paris Hilton walked in Syria.", []),
        ("", []),
    ],
)
def test_find_actors(text: str, actors: list[str]) -> None:
    found = find_actors(text)
    assert [mention.text for mention in found] == actors
    assert all(text[mention.start : mention.end] == mention.text for mention in found)
