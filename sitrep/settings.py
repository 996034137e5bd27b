"""One frozen `Settings`: arguments, then SITREP_* in the environment, then sitrep.toml, then these defaults."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from pydantic import Field
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

MEGABYTE = 1024 * 1024


class Settings(BaseSettings):
    """Where things are and how much of them is taken at once.

    Unknown keys in sitrep.toml are refused, so that a misspelt one is not passed over.
    """

    model_config = SettingsConfigDict(
        env_prefix="SITREP_", toml_file="sitrep.toml", frozen=True, extra="forbid", validate_default=True
    )

    inbox: Annotated[Path, Field(description="folder that reports are read from")] = Path("inbox")
    warehouse: Annotated[Path, Field(description="folder of the tables, the archive and the catalogue")] = Path(
        "warehouse"
    )
    shard_reports: Annotated[int, Field(ge=1, description="most reports a shard")] = 200
    shard_words: Annotated[int, Field(ge=1, description="most words a shard, but for a single longer report")] = 100_000
    workers: Annotated[int, Field(ge=1, description="shards coded at the same time")] = 2
    file_bytes: Annotated[int, Field(ge=1, description="largest file of one report, in bytes")] = 20 * MEGABYTE
    stream_bytes: Annotated[int, Field(ge=1, description="largest file of many reports, in bytes")] = 4096 * MEGABYTE
    least_coded_share: Annotated[
        float,
        Field(ge=0, le=1, description="a batch of 20 reports or more with a lower share with events blocks"),
    ] = 0.02
    most_quarantined_share: Annotated[
        float,
        Field(ge=0, le=1, description="a batch of 20 mentions or more with a higher share refused blocks"),
    ] = 0.2

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Return the sources, strongest first."""
        del dotenv_settings, file_secret_settings
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def read_settings(**given: Any) -> Settings:
    """Return the settings with what was given on top; what is None was not given.

    Raises:
        pydantic.ValidationError: a setting is unknown or has a wrong value.
    """
    return Settings(**{name: value for name, value in given.items() if value is not None})
