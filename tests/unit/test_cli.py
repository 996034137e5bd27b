from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from specimens import make_report
from typer.testing import CliRunner

from sitrep.cli import app
from sitrep.projections import build_table
from sitrep.schema import Report, hash_id
from sitrep.warehouse import Warehouse, commit_rows

runner = CliRunner()


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    """A warehouse with one report, whose title a spreadsheet would run."""
    place = Warehouse(tmp_path / "w")
    place.create()
    rows = build_table(Report, [make_report(title="=HYPERLINK(1)", published_year=2017, published_month=3)])
    commit_rows(place.open_table("reports"), "reports", rows, hash_id("b"))
    place.refresh_catalogue()
    return place.root


@pytest.mark.parametrize("command", ["run", "code", "annotate", "sql", "trends", "doctor"])
def test_every_command_explains_itself_with_an_example(command: str) -> None:
    result = runner.invoke(app, [command, "--help"])
    assert result.exit_code == 0
    assert "warehouse" in result.output or command in ("code", "annotate")


def test_help_imports_nothing_heavy() -> None:
    script = (
        "import sys\nfrom typer.testing import CliRunner\nfrom sitrep.cli import app\n"
        "CliRunner().invoke(app, ['--help'])\n"
        "print(sorted({name.partition('.')[0] for name in sys.modules} & "
        "{'prefect', 'great_expectations', 'pandas', 'pyarrow', 'duckdb', 'deltalake', 'trafilatura', 'pydantic', "
        "'numpy', 'onnxruntime', 'tokenizers'}))"
    )
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_sql_as_csv_neutralises_formulas(warehouse: Path) -> None:
    result = runner.invoke(app, ["sql", "SELECT title, word_count FROM reports", "-w", str(warehouse), "--csv"])
    (row,) = csv.DictReader(io.StringIO(result.output))
    assert row == {"title": "'=HYPERLINK(1)", "word_count": str(make_report().word_count)}


def test_sql_as_json_and_as_a_table(warehouse: Path) -> None:
    query = "SELECT published, title FROM reports"
    result = runner.invoke(app, ["sql", query, "-w", str(warehouse), "--json"])
    assert json.loads(result.output) == {"published": "2017-03-19", "title": "=HYPERLINK(1)"}
    shown = runner.invoke(app, ["sql", query, "-w", str(warehouse)])
    assert "2017-03-19" in shown.output


def test_text_from_reports_is_no_markup_in_the_terminal(warehouse: Path) -> None:
    result = runner.invoke(app, ["sql", "SELECT '[bold]x[/]' AS \"[red]y\"", "-w", str(warehouse)])
    assert "[bold]x[/]" in result.output
    assert "[red]y" in result.output


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT nothing FROM reports", "nothing"),
        ("DROP VIEW reports", "read-only"),
        ("SELEC", "syntax error"),
    ],
)
def test_a_wrong_query_is_told_in_one_message(warehouse: Path, query: str, message: str) -> None:
    result = runner.invoke(app, ["sql", query, "-w", str(warehouse)])
    assert result.exit_code == 2
    assert message in result.stderr
    assert "Traceback" not in result.output + result.stderr


def test_the_warehouse_may_come_from_the_environment(warehouse: Path) -> None:
    result = runner.invoke(app, ["sql", "SELECT 41 + 1", "--csv"], env={"SITREP_WAREHOUSE": str(warehouse)})
    assert result.output.splitlines()[1] == "42"


def test_trends_lists_its_questions_and_refuses_unknown_ones(warehouse: Path) -> None:
    assert "monthly_counts" in runner.invoke(app, ["trends"]).output
    result = runner.invoke(app, ["trends", "yearly", "-w", str(warehouse)])
    assert (result.exit_code, "there are: monthly_counts" in result.stderr) == (2, True)
    result = runner.invoke(app, ["trends", "monthly_counts", "-w", str(warehouse), "--set", "IRQ"])
    assert (result.exit_code, "expected name=value" in result.stderr) == (2, True)


def test_an_empty_warehouse_says_what_to_do(tmp_path: Path) -> None:
    result = runner.invoke(app, ["sql", "SELECT 1", "-w", str(tmp_path)])
    assert result.exit_code == 2
    assert "publish first: sitrep run" in " ".join(result.stderr.split())


def test_a_missing_inbox_and_a_wrong_setting_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = runner.invoke(app, ["run", "-i", str(tmp_path / "none"), "-w", str(tmp_path)])
    assert (result.exit_code, "there is no such folder" in " ".join(result.stderr.split())) == (2, True)
    monkeypatch.setenv("SITREP_SHARD_REPORTS", "many")
    result = runner.invoke(app, ["run", "-i", str(tmp_path)])
    assert (result.exit_code, "shard_reports" in result.stderr) == (2, True)


def test_a_misspelt_key_of_the_settings_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sitrep.toml").write_text('wharehouse = "x"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    result = runner.invoke(app, ["doctor"])
    assert (result.exit_code, "wharehouse" in result.stderr) == (2, True)


def test_settings_file_gives_way_to_environment_and_arguments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sitrep.settings import read_settings

    (tmp_path / "sitrep.toml").write_text('warehouse = "from-file"\nworkers = 3\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert (read_settings().warehouse, read_settings().workers) == (Path("from-file"), 3)
    monkeypatch.setenv("SITREP_WAREHOUSE", "from-environment")
    assert read_settings().warehouse == Path("from-environment")
    assert read_settings(warehouse=Path("given")).warehouse == Path("given")


def test_doctor_finds_a_sound_warehouse_and_an_unfinished_publish(warehouse: Path) -> None:
    assert runner.invoke(app, ["doctor", "-w", str(warehouse)]).exit_code == 0
    mark = warehouse / "staging" / "x" / "ready.json"
    mark.parent.mkdir(parents=True)
    mark.write_text('{"batch_id": "0"}', encoding="utf-8")
    result = runner.invoke(app, ["doctor", "-w", str(warehouse)])
    assert result.exit_code == 1
    assert "not published to the end" in result.output


def test_doctor_finds_a_damaged_language_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sitrep import doctor
    from sitrep.reference import locate_reference
    from sitrep.settings import read_settings

    shutil.copytree(locate_reference("model", "model.json").parent, tmp_path / "model")
    damaged = tmp_path / "model" / "name_transitions.npy"
    damaged.write_bytes(damaged.read_bytes()[:-1] + b"?")
    monkeypatch.setattr(doctor, "locate_reference", lambda *_parts: damaged)  # pyright: ignore[reportUnknownLambdaType]
    findings = {finding.subject: finding for finding in doctor.examine(read_settings())}
    assert not findings["language model"].is_sound
    assert "expected" in findings["language model"].found


def write_lines(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_code_writes_mentions_with_exact_quotes(tmp_path: Path) -> None:
    text = "BAGHDAD, 7 July 2019 - Gunmen killed three policemen in Mosul on Saturday, the army said."
    source = write_lines(tmp_path / "in.jsonl", json.dumps({"id": "a", "published": "2019-07-07", "text": text}), "")
    out = tmp_path / "out.jsonl"
    assert runner.invoke(app, ["code", str(source), "--out", str(out)]).exit_code == 0
    mentions = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert mentions
    for mention in mentions:
        assert text[mention["quote_start"] : mention["quote_end"]] == mention["quote"]
        assert text[mention["trigger_start"] : mention["trigger_end"]] == mention["trigger"]


def test_code_in_gold_form_uses_the_sentences_given(tmp_path: Path) -> None:
    text = "One. Gunmen killed three policemen in Mosul."
    document = {"id": "a", "published": "2019-07-07", "text": text, "sentences": [[0, 4], [5, len(text)]]}
    source = write_lines(tmp_path / "in.jsonl", json.dumps(document))
    out = tmp_path / "out.jsonl"
    assert runner.invoke(app, ["code", str(source), "-o", str(out), "--form", "gold"]).exit_code == 0
    (gold,) = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert gold["id"] == "a"
    (event,) = gold["events"]
    assert (event["type"], event["sentences"], event["killed"]) == ("ASSAULT", [1], [3, 3, 3])


def test_annotate_writes_words_with_offsets(tmp_path: Path) -> None:
    texts = ["Gunmen killed three policemen in Mosul.", "", "MARCHERS FILLED THE SQUARE. POLICE LOOKED ON."]
    source = write_lines(tmp_path / "in.jsonl", *(json.dumps({"text": text}) for text in texts))
    out = tmp_path / "out.jsonl"
    result = runner.invoke(app, ["annotate", str(source), "--out", str(out)])
    assert result.exit_code == 0
    assert "3 texts" in result.stdout
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [(line["id"], len(line["sentences"])) for line in lines] == [
        ("in.jsonl:1", 1), ("in.jsonl:2", 0), ("in.jsonl:3", 2),
    ]  # fmt: skip
    words = [texts[0][start:end] for start, end in lines[0]["sentences"][0]["words"]]
    assert words == ["Gunmen", "killed", "three", "policemen", "in", "Mosul", "."]


def test_annotate_writes_conllu(tmp_path: Path) -> None:
    source = write_lines(tmp_path / "in.jsonl", json.dumps({"id": "r1", "text": "Gunmen fled. Two died."}))
    out = tmp_path / "out.conllu"
    assert runner.invoke(app, ["annotate", str(source), "--out", str(out), "--conllu"]).exit_code == 0
    blocks = out.read_text(encoding="utf-8").strip("\n").split("\n\n")
    assert [block.split("\n")[-1].split("\t")[1] for block in blocks] == [".", "."]
    assert blocks[0].startswith("# newdoc id = r1\n# sent_id = r1-1\n# text = Gunmen fled.\n1\tGunmen\tgunman\tNOUN\t")


def test_annotate_refuses_what_no_file_can_hold(tmp_path: Path) -> None:
    source = write_lines(tmp_path / "in.jsonl", '{"text": "\\ud83d fled"}')
    result = runner.invoke(app, ["annotate", str(source), "-o", str(tmp_path / "out.jsonl")])
    assert result.exit_code == 2
    assert "in.jsonl:1:halfasurrogatepair" in "".join(result.stderr.split())


@pytest.mark.parametrize("line", ["{", "[]", '{"id": "a"}', '{"text": 5}'])
def test_code_names_the_line_that_is_wrong(tmp_path: Path, line: str) -> None:
    source = write_lines(tmp_path / "in.jsonl", '{"text": "One."}', line)
    result = runner.invoke(app, ["code", str(source), "-o", str(tmp_path / "out.jsonl")])
    assert result.exit_code == 2
    assert "in.jsonl:2:" in "".join(result.stderr.split())


def test_code_explains_one_mention(tmp_path: Path) -> None:
    source = tmp_path / "reports.jsonl"
    text = "Gunmen shot dead a mayor in Gao."
    source.write_text(json.dumps({"id": "a", "text": text}) + "\n", "utf-8")
    out = tmp_path / "mentions.jsonl"
    assert runner.invoke(app, ["code", str(source), "--out", str(out)]).exit_code == 0
    (mention,) = map(json.loads, out.read_text("utf-8").splitlines())
    result = runner.invoke(app, ["code", str(source), "--explain", mention["mention_id"][:10]])
    assert result.exit_code == 0
    assert text in result.output
    assert "ASSAULT" in result.output


def test_code_says_what_is_missing(tmp_path: Path) -> None:
    source = tmp_path / "reports.jsonl"
    source.write_text(json.dumps({"id": "a", "text": "Nothing happened."}) + "\n", "utf-8")
    result = runner.invoke(app, ["code", str(source)])
    assert (result.exit_code, "--out FILE" in " ".join(result.stderr.split())) == (2, True)
    result = runner.invoke(app, ["code", str(source), "--explain", "abc"])
    assert (result.exit_code, "no mention of" in " ".join(result.stderr.split())) == (2, True)
