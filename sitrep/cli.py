"""The command line: `sitrep run | code | annotate | sql | trends | doctor`.

Heavy parts are imported inside the commands that need them, so that each answers `--help` at once; `run` is the one
command that reaches for the flows.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    import pyarrow as pa

    from sitrep.settings import Settings
    from tasks.summaries import RunSummary

app = typer.Typer(
    name="sitrep",
    help="Raw news text in, a conflict event dataset with its proof out.",
    epilog="Start with: sitrep run --inbox FOLDER, then sitrep trends, then sitrep sql 'SELECT * FROM events LIMIT 5'.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_show_locals=False,
)
# Into a pipe or a file goes the whole width.
console = Console(width=None if sys.stdout.isatty() else 250)
errors = Console(stderr=True)

WarehouseOption = Annotated[
    Path | None,
    typer.Option(
        "--warehouse",
        "-w",
        envvar="SITREP_WAREHOUSE",
        help="Folder of the tables, the archive and the catalogue.",
        show_default="warehouse, or what sitrep.toml says",
    ),
]

#: Columns for which fewer characters are left in the terminal are not shown.
LEAST_WIDTH = 20


class Form(StrEnum):
    """What `sitrep code` writes."""

    MENTIONS = "mentions"
    GOLD = "gold"


def stop(message: str, *, code: int = 1) -> NoReturn:
    """Tell the error on one line and end.

    Raises:
        typer.Exit: always.
    """
    errors.print(f"[bold red]sitrep:[/] {message}", highlight=False)
    raise typer.Exit(code)


def load_settings(**given: Path | None) -> Settings:
    """Return the settings with what was given on the command line on top; end where one is wrong."""
    from pydantic import ValidationError

    from sitrep.settings import read_settings

    try:
        return read_settings(**given)
    except ValidationError as error:
        lines = "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors())
        stop(f"a setting is wrong: {lines}. Look at SITREP_* in the environment and at sitrep.toml.", code=2)


@app.command()
def run(
    inbox: Annotated[
        Path | None,
        typer.Option("--inbox", "-i", envvar="SITREP_INBOX", help="Folder (or one file) of raw reports."),
    ] = None,
    warehouse: WarehouseOption = None,
    verbose: Annotated[bool, typer.Option("--verbose", help="Show Prefect's log.")] = False,
) -> None:
    """Read what is new in the inbox, code it, validate it, publish it.

    Reads .txt, .md, .html and .jsonl files in the folder and below; a sidecar `report.txt.toml` may give title,
    source, url, published, language and licence. What was taken in before is passed over, so run it as often as
    you like. Whatever cannot be used is kept in the quarantine table with the reason.

    Example: **sitrep run --inbox data/raw/samples --warehouse /tmp/warehouse**
    """
    settings = load_settings(inbox=inbox, warehouse=warehouse)
    if not settings.inbox.exists():
        stop(f"{settings.inbox}: there is no such folder or file; name one with --inbox.", code=2)
    summary = _run_flow(settings, verbose=verbose)
    _show_summary(summary, settings)
    if summary.blocked:
        raise typer.Exit(1)


def _run_flow(settings: Settings, *, verbose: bool) -> RunSummary:
    checkout = Path(__file__).resolve().parent.parent
    if not (checkout / "flows" / "news_to_events.py").exists():
        stop("`run` works from a checkout of sitrep (flows/ is not part of the package); see the README.")
    from sitrep.warehouse import Warehouse

    sys.path.insert(0, str(checkout))
    # The UI gets the whole log, the terminal only what went wrong.
    os.environ.setdefault("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "INFO" if verbose else "ERROR")
    os.environ.setdefault("PREFECT_SERVER_LOGGING_LEVEL", "WARNING" if verbose else "CRITICAL")
    # Results of tasks live and die with the warehouse that they speak of.
    os.environ.setdefault("PREFECT_LOCAL_STORAGE_PATH", str(Warehouse(settings.warehouse.resolve()).results))

    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description:<12}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=errors, disable=not errors.is_terminal) as progress:
        starting = progress.add_task("starting", total=1)

        from flows.news_to_events import choose_task_runner, news_to_events
        from tasks.progress import watch_progress
        from tasks.summaries import RunSummary

        stages: dict[str, Any] = {}

        def watch(stage: str, done: int, total: int) -> None:
            progress.update(starting, completed=1)
            if stage not in stages:
                stages[stage] = progress.add_task(stage, total=total)
            progress.update(stages[stage], completed=done, total=total)

        with watch_progress(watch):
            flow = news_to_events.with_options(task_runner=choose_task_runner(settings))
            state = flow(settings.inbox.resolve(), settings.warehouse.resolve(), return_state=True)
        progress.update(starting, completed=1)
    if state.name == "Busy":
        stop(state.message or state.name)
    outcome = state.result(raise_on_failure=False)
    if isinstance(outcome, BaseException):
        raise outcome
    if not isinstance(outcome, RunSummary):
        stop(f"the run ended as {state.name}: {state.message}")
    return outcome


def _show_summary(summary: RunSummary, settings: Settings) -> None:
    if summary.is_nothing_new:
        console.print(f"Nothing new: all that {summary.files:,} files hold was taken in before. No table was changed.")
        return
    table = Table(box=None, show_header=False, pad_edge=False)
    for name, count in summary.list_counts():
        table.add_row(name, f"[bold]{count:,}[/]")
    for rule, count in summary.quarantined.items():
        table.add_row(f"  [dim]{rule}[/]", f"[dim]{count:,}[/]")
    console.print(table)
    for sentence in summary.warnings:
        console.print(f"[yellow]warning[/] {sentence}", highlight=False)
    for sentence in summary.blocked:
        errors.print(f"[bold red]blocked, nothing was published:[/] {sentence}", highlight=False)
    where = settings.warehouse
    console.print()
    places = {"tables and archive": where, "catalogue for DuckDB": where / "sitrep.duckdb"}
    if summary.data_docs:
        places["validation pages"] = summary.data_docs
    for name, path in places.items():
        console.print(f"{name:<22} {path}", highlight=False, soft_wrap=True)
    if summary.quarantined:
        ask = "SELECT item, rule, reason FROM quarantine"
        console.print(f'{"what was kept out":<22} sitrep sql "{ask}" -w {where}', highlight=False, soft_wrap=True)


@app.command()
def code(
    source: Annotated[Path, typer.Argument(metavar="IN.jsonl", help="Reports, one JSON object a line.")],
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="File to write, one JSON object a line.", show_default=False)
    ] = None,
    form: Annotated[
        Form,
        typer.Option(help="mentions: a line a mention, all columns; gold: a line a report, as gold files have it."),
    ] = Form.MENTIONS,
    explain: Annotated[
        str | None, typer.Option(metavar="ID", help="Tell how one mention came about; its id or the beginning of it.")
    ] = None,
) -> None:
    """Code reports with the bare coder: no flow, no warehouse, no validation.

    Each input line has `text`, and may have id, title, source, url, published (YYYY-MM-DD) and `sentences`
    ([[start, end], …] into the text), whose numbers are then used.

    Examples: **sitrep code reports.jsonl --out mentions.jsonl**, **sitrep code reports.jsonl --explain 3f2a9c41**
    """
    if explain is not None:
        console.print(_explain(source, explain), highlight=False, markup=False, soft_wrap=True)
        return
    if out is None:
        stop("tell where to write with --out FILE, or which mention to explain with --explain ID.", code=2)
    from rich.progress import Progress

    from sitrep.coding import code_report, load_coder
    from sitrep.coding.gold import read_gold_document, write_gold_document
    from sitrep.files import write_text
    from sitrep.projections import flatten_record
    from sitrep.quarantine import dump_row

    coder = load_coder()
    lines: list[str] = []
    with Progress(console=errors, disable=not errors.is_terminal) as progress:
        for document in progress.track(list(_read_documents(source)), description="coding"):
            report, sentences = read_gold_document(document)
            mentions = code_report(coder, report, sentences)
            if form is Form.GOLD:
                lines.append(
                    json.dumps(write_gold_document(document["id"], report, mentions, sentences), ensure_ascii=False)
                )
            else:
                lines += [dump_row(flatten_record(mention)) for mention in mentions]
    write_text("".join(f"{line}\n" for line in lines), out)
    console.print(f"{len(lines):,} lines in {out}", highlight=False)


def _explain(source: Path, key: str) -> str:
    """Return how a mention came about; each report is coded until one has it."""
    from sitrep.coding import load_coder
    from sitrep.coding.explaining import explain_mention
    from sitrep.coding.gold import read_gold_document

    if not key:
        stop("--explain needs the id of a mention, or the beginning of it.", code=2)
    coder = load_coder()
    for document in _read_documents(source):
        explained = explain_mention(coder, *read_gold_document(document), key)
        if explained is not None:
            return explained
    stop(
        f"{key}: no mention of {source} has an id that begins so; `sitrep code {source} --out FILE` lists them.", code=2
    )


@app.command()
def annotate(
    source: Annotated[Path, typer.Argument(metavar="IN.jsonl", help="Texts, one JSON object a line.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="File to write.")],
    conllu: Annotated[bool, typer.Option("--conllu", help="Write CoNLL-U instead of JSON lines.")] = False,
    threads: Annotated[int, typer.Option(min=1, help="Processor cores to use.")] = 1,
) -> None:
    """Write what the language model reads in texts: sentences, words, tags, trees, names.

    Each input line has `text` and may have an id. Each output line is one text: its sentences, with the offsets of
    every word into `text`, its part of speech, lemma, head and relation, and the names; or the same as CoNLL-U.

    Example: **sitrep annotate reports.jsonl --out words.jsonl**
    """
    from rich.progress import Progress

    from sitrep.files import replace_file
    from sitrep.language.annotations import write_annotation, write_conllu
    from sitrep.language.model import LanguageModel

    model = LanguageModel.load(threads=threads)
    documents = list(_read_documents(source))
    words = 0
    with Progress(console=errors, disable=not errors.is_terminal) as progress, replace_file(out) as file:
        read = model.read_many([document["text"] for document in documents])
        reading = progress.track(zip(documents, read, strict=True), total=len(documents), description="reading")
        for document, sentences in reading:
            words += sum(map(len, sentences))
            if conllu:
                file.write(write_conllu(str(document["id"]), sentences))
            else:
                line = write_annotation(document["id"], sentences)
                file.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")
    console.print(f"{len(documents):,} texts of {words:,} words in {out}", highlight=False)


def _read_documents(source: Path) -> Iterator[dict[str, Any]]:
    if not source.exists():
        stop(f"{source}: there is no such file.", code=2)
    with source.open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                document = json.loads(line)
            except json.JSONDecodeError as error:
                stop(
                    f"{source}:{number}: no JSON ({error.msg}); each line is one report as a JSON object.",
                    code=2,
                )
            if not isinstance(document, dict) or not isinstance(document.get("text"), str):
                stop(
                    f"{source}:{number}: no `text`; each line is a JSON object with the report's text.",
                    code=2,
                )
            if any("\ud800" <= letter <= "\udfff" for letter in document["text"]):
                stop(
                    f"{source}:{number}: half a surrogate pair in `text`, which no file can hold; mend the text.",
                    code=2,
                )
            yield {"id": f"{source.name}:{number}", **document}


@app.command()
def sql(
    query: Annotated[
        str,
        typer.Argument(help="A query over reports, mentions, events, event_mentions, quarantine, batches."),
    ],
    warehouse: WarehouseOption = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="Write CSV.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON, one object a line.")] = False,
    limit: Annotated[int, typer.Option(help="Rows shown in the terminal.")] = 50,
) -> None:
    """Ask the warehouse in DuckDB's SQL; nothing can be changed.

    Example: **sitrep sql "SELECT event_date, location, fatalities, notes FROM events ORDER BY fatalities DESC"**

    Columns and their meaning: `SELECT column_name, comment FROM duckdb_columns() WHERE table_name = 'events'`
    """
    import duckdb

    settings = load_settings(warehouse=warehouse)
    with _open_catalogue(settings) as connection:
        try:
            answer = connection.sql(query)
        except duckdb.Error as error:
            stop(str(error), code=2)
        if answer is None:
            stop("the statement gives no rows; ask with SELECT, FROM, DESCRIBE or SHOW.", code=2)
        _write_table(answer.to_arrow_table(), as_csv=as_csv, as_json=as_json, limit=limit)


@app.command()
def trends(
    name: Annotated[str | None, typer.Argument(help="Which trend; all are listed where none is named.")] = None,
    warehouse: WarehouseOption = None,
    where: Annotated[
        list[str] | None,
        typer.Option("--set", help="A parameter of the trend, such as country=IRQ; may be repeated."),
    ] = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="Write CSV.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON, one object a line.")] = False,
    limit: Annotated[int, typer.Option(help="Rows shown in the terminal.")] = 50,
) -> None:
    """Answer a trend question over the published events.

    Examples: **sitrep trends** lists the questions; **sitrep trends monthly_counts --set country=IRQ**
    """
    import duckdb

    from sitrep.trends import load_trends, run_trend

    if name is None:
        table = Table("trend", "question", "parameters", box=None, pad_edge=False)
        for trend in load_trends().values():
            table.add_row(trend.name, trend.question, ", ".join(trend.parameters))
        console.print(table)
        return
    settings = load_settings(warehouse=warehouse)
    arguments = dict(_read_argument(text) for text in where or ())
    with _open_catalogue(settings) as connection:
        try:
            answer = run_trend(connection, name, arguments)
        except (KeyError, duckdb.Error) as error:
            stop(str(error.args[0]), code=2)
    _write_table(answer, as_csv=as_csv, as_json=as_json, limit=limit)


def _read_argument(text: str) -> tuple[str, str | bool]:
    name, equals, value = text.partition("=")
    if not equals:
        stop(f"--set {text}: expected name=value, such as country=IRQ.", code=2)
    return name, {"true": True, "false": False}.get(value.lower(), value)


def _open_catalogue(settings: Settings) -> Any:
    from sitrep.warehouse import Warehouse

    try:
        return Warehouse(settings.warehouse).connect()
    except FileNotFoundError as error:
        stop(str(error), code=2)


def _write_table(table: pa.Table, *, as_csv: bool, as_json: bool, limit: int) -> None:
    rows: list[dict[str, Any]] = table.to_pylist()
    if as_csv:
        _write_csv(table.column_names, rows)
    elif as_json:
        for row in rows:
            sys.stdout.write(json.dumps(row, ensure_ascii=False, default=str) + "\n")
    else:
        _show_rows(table.column_names, rows, limit)


def _write_csv(names: Iterable[str], rows: Iterable[dict[str, Any]]) -> None:
    import csv

    from sitrep.exporting import neutralise_formula

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(names)
    for row in rows:
        writer.writerow("" if value is None else neutralise_formula(value) for value in row.values())


def _show_rows(names: list[str], rows: list[dict[str, Any]], limit: int) -> None:
    """Print as many columns as there is room for, each value on one line, and say what was left out."""
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    shown = [{name: "" if value is None else str(value) for name, value in row.items()} for row in rows[:limit]]
    room = console.width
    for number, name in enumerate(names):
        header = name.replace("_", " ")  # wraps at its words
        widest = max(map(len, (*header.split(), *(row[name] for row in shown))))
        width = widest if widest <= room else room
        if width < min(widest, LEAST_WIDTH):
            console.print(f"[dim]no room for: {', '.join(names[number:])}; all with --csv or --json[/]")
            names = names[:number]
            break
        table.add_column(Text(header), width=width, no_wrap=False)
        room -= width + 2
    for row in shown:
        cells = [Text(row[name].replace("\n", " ")) for name in names]
        for cell, column in zip(cells, table.columns, strict=True):
            cell.truncate(column.width or 0, overflow="ellipsis")
        table.add_row(*cells)
    console.print(table)
    if len(rows) > limit:
        console.print(f"[dim]{limit:,} of {len(rows):,} rows; more with --limit, all with --csv or --json[/]")


@app.command()
def doctor(warehouse: WarehouseOption = None) -> None:
    """Check that the installation and the warehouse are sound, and say what to do where they are not."""
    from sitrep.doctor import examine

    settings = load_settings(warehouse=warehouse)
    findings = list(examine(settings))
    for finding in findings:
        mark = "[green]ok[/]  " if finding.is_sound else "[bold red]BAD[/] "
        console.print(f"{mark} {finding.subject}: {finding.found}", highlight=False)
        if not finding.is_sound:
            console.print(f"     {finding.advice}", highlight=False)
    if not all(finding.is_sound for finding in findings):
        raise typer.Exit(1)


if __name__ == "__main__":
    app()
