"""An inbox to put files in, and the way from a file to what it yields."""

from pathlib import Path

from sitrep.reading import InboxFile, ReadingLimits, hash_file, list_inbox, read_file
from sitrep.schema import Quarantined, Report


class Inbox:
    """A folder with files; `read` gives what one of them yields."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, name: str, content: str | bytes, sidecar: str | None = None) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        if sidecar is not None:
            path.with_name(path.name + ".toml").write_text(sidecar, encoding="utf-8")
        return path

    def find(self, name: str) -> InboxFile:
        return next(file for file in list_inbox(self.folder).files if file.origin == name)

    def read(self, name: str, limits: ReadingLimits | None = None) -> list[Report | Quarantined]:
        file = self.find(name)
        return list(read_file(file, hash_file(file), limits))

    def read_report(self, name: str, limits: ReadingLimits | None = None) -> Report:
        (item,) = self.read(name, limits)
        assert isinstance(item, Report), item.reason
        return item

    def read_refusal(self, name: str, limits: ReadingLimits | None = None) -> Quarantined:
        (item,) = self.read(name, limits)
        assert isinstance(item, Quarantined), item
        return item
