"""What the tests of reading share."""

from collections.abc import Callable
from pathlib import Path

import pytest
from inbox_folder import Inbox


@pytest.fixture
def inbox(tmp_path: Path) -> Inbox:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return Inbox(folder)


@pytest.fixture
def deny(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Path], None]:
    """Make a function of os refuse one path, as for a user without rights: root may read everything."""
    import os

    def set_denied(function: str, denied: Path) -> None:
        real = getattr(os, function)

        def refuse(path: object, *args: object, **kwargs: object) -> object:
            if os.fspath(path) == str(denied):  # type: ignore[arg-type]
                raise PermissionError(13, "Permission denied", str(denied))
            return real(path, *args, **kwargs)

        monkeypatch.setattr(os, function, refuse)

    return set_denied
