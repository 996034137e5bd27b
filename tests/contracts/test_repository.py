"""Rules of the repository that no single module can keep."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "sitrep").rglob("*.py"))
PIPELINE = {"prefect", "great_expectations", "pandas", "tasks", "flows", "expectations"}


def list_imports(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.partition(".")[0])
    return names


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_domain_knows_nothing_of_the_pipeline(path: Path) -> None:
    allowed = {"flows", "tasks"} if path.name == "cli.py" else set[str]()
    assert list_imports(path) & PIPELINE <= allowed


def test_flows_never_bear_the_name_of_a_module() -> None:
    import sys

    for path in (ROOT / "flows").glob("*.py"):
        assert path.stem == "__init__" or path.stem not in sys.stdlib_module_names


def test_generated_files_are_current() -> None:
    from expectations.suites import FOLDER, describe_suite, list_suites
    from sitrep.projections import write_schema_document

    written = (ROOT / "docs" / "schema.md").read_text(encoding="utf-8")
    assert written == write_schema_document(), "run: make generate"
    suites = list_suites()
    assert {path.stem for path in FOLDER.glob("*.json")} == set(suites), "run: make generate"
    for name, rules in suites.items():
        written = (FOLDER / f"{name}.json").read_text(encoding="utf-8")
        assert written == describe_suite(name, rules), f"expectations/{name}.json is stale; run: make generate"


def test_suites_load_in_great_expectations() -> None:
    import json

    import great_expectations as gx

    for path in (ROOT / "expectations").glob("*.json"):
        suite = gx.ExpectationSuite(**json.loads(path.read_text(encoding="utf-8")))
        assert suite.expectations, path


def list_tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    return [ROOT / name for name in listed.decode().split("\0") if name and (ROOT / name).is_file()]


def test_locks_pin_every_package_by_hash_and_name_no_index() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in text
        assert "index" not in text
        packages = re.split(r"\n(?=[a-z0-9])", text)
        assert all("--hash=sha256:" in package for package in packages if not package.startswith("#"))


def test_the_locked_versions_are_those_that_prefect_needs() -> None:
    locked = dict(re.findall(r"^([a-z0-9-]+)==([\w.]+)", (ROOT / "requirements.lock").read_text("utf-8"), re.M))
    assert locked["fastapi"] == "0.150.0"
    assert locked["sqlalchemy"].startswith("2.0.")


def test_the_wheel_lists_every_package() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    found = {".".join(path.parent.relative_to(ROOT).parts) for path in SOURCES if path.name == "__init__.py"}
    assert set(settings["packages"]) == found | {"sitrep.reference_data"}


def test_samples_have_sidecars_with_source_and_licence() -> None:
    samples = ROOT / "data" / "raw" / "samples"
    files = [path for path in samples.iterdir() if path.suffix != ".toml"]
    assert len(files) >= 50
    for path in files:
        sidecar = tomllib.loads(path.with_name(f"{path.name}.toml").read_text(encoding="utf-8"))
        assert sidecar["source"]
        assert sidecar["licence"] == "CC0-1.0"


def test_the_readme_names_commands_that_exist() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.M))
    assert {"run", "test"} <= set(re.findall(r"(?:`| {4})make ([a-z]+)", readme)) <= targets
    commands = set(re.findall(r"sitrep (run|code|annotate|sql|trends|doctor)\b", readme))
    assert commands == {"run", "code", "annotate", "sql", "trends", "doctor"}


def test_the_readme_names_every_setting() -> None:
    from sitrep.settings import Settings

    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    table = readme.partition("## Settings")[2].partition("\n## ")[0]
    assert {name for name in Settings.model_fields if f"`{name}`" not in table} == set()


def test_telemetry_is_off_unless_someone_turns_it_on() -> None:
    import os
    import sys

    quiet = ("DO_NOT_TRACK", "PREFECT_SERVER_ANALYTICS_ENABLED", "GX_ANALYTICS_ENABLED")
    script = (
        "import os, tasks, expectations\nfrom prefect.settings import get_current_settings\n"
        "print(get_current_settings().server.analytics_enabled, *(os.environ[name] for name in QUIET))"
    )
    environment = {name: value for name, value in os.environ.items() if name not in quiet}
    command = [sys.executable, "-c", f"QUIET = {quiet}\n{script}"]
    found = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    assert found.stdout.split() == ["False", "1", "false", "false"]
