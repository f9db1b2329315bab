"""What a disk can hold after a power cut, replayed from the system calls of a process.

``strace`` records what a process asks of the file system. What was synced is on the disk. Of what
was written to a file since, each write is there, torn in sectors, or not; of the names changed in
a folder since, the first ones are there.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.support.checkout import ROOT

_SECTOR = 512
_CALLS = (
    "openat,write,pwrite64,ftruncate,fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat,"
    "link,linkat,mkdir,mkdirat,rmdir"
)
_CALL = re.compile(r"^(?:\d+ +)?(\w+)\((.*)\)\s+= (-?\d+)")
_QUOTED = re.compile(r'"((?:\\x[0-9a-f]{2})*)"(\.\.\.)?')
_DESCRIBED = re.compile(r"^(\d+)<((?:\\x[0-9a-f]{2})*)>")


def missing_tool() -> str:
    """Return why no process can be traced here; empty where it can."""
    if shutil.which("strace") is None:
        return "strace is not installed, so no power cut can be replayed"
    tried = subprocess.run(
        ["strace", "-qq", "-o", os.devnull, "true"], check=False, capture_output=True
    )
    return "" if tried.returncode == 0 else "strace may not trace a process here"


@dataclass
class _File:
    """A file: the bytes that are on the disk, and what was written since the last sync."""

    synced: bytes = b""
    pending: list[tuple[int, bytes | None]] = field(default_factory=list)
    """Places and bytes; without bytes the file was cut to that length."""


@dataclass
class _Folder:
    """The names of a folder that are on the disk, and how they changed since its last sync."""

    synced: dict[str, _File]
    pending: list[tuple[str, _File | None, str]] = field(default_factory=list)
    """A name, the file it got (None where it went), and the name that this file had before."""


class Disk:
    """A folder as the disk holds it while a process writes."""

    def __init__(self, root: Path) -> None:
        """Begin with the content of a folder, all of it synced."""
        self._root = root
        self._files: dict[Path, _File] = {}
        self._folders: dict[Path, _Folder] = {root: _Folder({})}
        self.acknowledged = 0
        for path in sorted(root.rglob("*")):
            if path.is_dir():
                self._folders[path] = _Folder({})
            else:
                self._files[path] = _File(path.read_bytes())
                self._folders[path.parent].synced[path.name] = self._files[path]

    def apply(self, line: str) -> None:
        """Take over one line of the trace."""
        found = _CALL.match(line)
        if found is None or int(found[3]) < 0:
            return
        name, arguments = found[1], found[2]
        texts = [(_bytes(text), cut) for text, cut in _QUOTED.findall(arguments)]
        described = _DESCRIBED.match(arguments)
        if described is None or name.endswith("at") or name == "renameat2":
            self._change_names(name, [Path(os.fsdecode(text)) for text, _cut in texts], arguments)
            return
        path = Path(os.fsdecode(_bytes(described[2])))
        if name == "write" and described[1] == "1":
            self.acknowledged += texts[0][0].count(b"ACK")
        elif name in ("fsync", "fdatasync"):
            self._sync(path)
        elif path in self._files:
            self._write(self._files[path], name, arguments, texts)

    def _write(
        self, file: _File, name: str, arguments: str, texts: list[tuple[bytes, str]]
    ) -> None:
        number = int(arguments.rsplit(", ", 1)[1])
        if name == "ftruncate":
            file.pending.append((number, None))
            return
        content, cut = texts[0]
        assert not cut, "the trace holds a part of a write only"
        place = number if name == "pwrite64" else len(_with_all(file))
        file.pending.append((place, content))

    def _sync(self, path: Path) -> None:
        if path in self._folders:
            folder = self._folders[path]
            folder.synced = _names(folder, len(folder.pending))
            folder.pending.clear()
        elif path in self._files:
            file = self._files[path]
            file.synced = _with_all(file)
            file.pending.clear()

    def _change_names(self, name: str, paths: list[Path], arguments: str) -> None:
        paths = [path for path in paths if self._root in path.parents]
        if not paths:
            return
        path = paths[0]
        if name == "openat":
            self._open(path, arguments)
        elif name.startswith("mkdir"):
            self._folders[path] = _Folder({})
        elif name.startswith("rename"):
            file = self._files.pop(path)
            self._files[paths[1]] = file
            self._folders[paths[1].parent].pending.append((paths[1].name, file, path.name))
        elif name.startswith("link"):
            self._files[paths[1]] = self._files[path]
            self._folders[paths[1].parent].pending.append((paths[1].name, self._files[path], ""))
        elif name.startswith("unlink") and path in self._files:
            del self._files[path]
            self._folders[path.parent].pending.append((path.name, None, ""))

    def _open(self, path: Path, arguments: str) -> None:
        if path in self._files:
            if "O_TRUNC" in arguments:
                self._files[path].pending.append((0, None))
        elif "O_CREAT" in arguments:
            self._files[path] = _File()
            self._folders[path.parent].pending.append((path.name, self._files[path], ""))

    def cut(self, chance: random.Random, target: Path) -> None:
        """Write what the disk could hold if the power failed now into a new folder."""
        for path, folder in self._folders.items():
            here = target / path.relative_to(self._root)
            here.mkdir(parents=True)
            for name, file in _names(folder, chance.randint(0, len(folder.pending))).items():
                if not name.endswith("-shm"):  # is made again at the next start
                    (here / name).write_bytes(_torn(file, chance))


def _names(folder: _Folder, count: int) -> dict[str, _File]:
    names = dict(folder.synced)
    for name, file, before in folder.pending[:count]:
        names.pop(before, None)
        if file is None:
            names.pop(name, None)
        else:
            names[name] = file
    return names


def _with_all(file: _File) -> bytes:
    content = bytearray(file.synced)
    for place, written in file.pending:
        _put(content, place, written)
    return bytes(content)


def _torn(file: _File, chance: random.Random) -> bytes:
    """Return the bytes of a file of which each unsynced write is there, torn, or not."""
    content = bytearray(file.synced)
    for place, written in file.pending:
        fate = chance.random()
        if fate < 0.3 or written is None:
            _put(content, place, written)
        elif fate < 0.5:
            for at in range(0, len(written), _SECTOR):
                if chance.random() < 0.5:
                    _put(content, place + at, written[at : at + _SECTOR])
    return bytes(content)


def _put(content: bytearray, place: int, written: bytes | None) -> None:
    content.extend(bytes(max(0, place - len(content))))
    if written is None:
        del content[place:]
    else:
        content[place : place + len(written)] = written


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


def power_cuts(
    script: str, folder: Path, scratch: Path, *, count: int, seed: int
) -> Iterator[tuple[Path, int]]:
    """Run a script on a folder; yield what power cuts leave of it, and what was acknowledged.

    They come at ``count`` random moments and right after each acknowledgement. The script gets
    the folder as its argument and writes a line ``ACK`` after each step.
    """
    disk, trace = Disk(folder), scratch / "trace"
    subprocess.run(
        ["strace", "-f", "-qq", "-y", "-xx", "-s", "4000000", "-e", f"trace={_CALLS}",
         "-o", str(trace), sys.executable, "-c", script, str(folder)],
        stdout=subprocess.DEVNULL, cwd=ROOT, check=True, timeout=120,
    )  # fmt: skip
    ours = "".join(f"\\x{byte:02x}" for byte in os.fsencode(folder))
    acknowledged = "".join(f"\\x{byte:02x}" for byte in b"ACK")
    lines = [line for line in trace.read_text().splitlines()
             if ours in line or acknowledged in line]  # fmt: skip
    assert not any("unfinished" in line for line in lines)
    chance = random.Random(seed)
    moments = set(chance.sample(range(len(lines)), min(count, len(lines))))
    moments |= {number for number in range(1, len(lines)) if acknowledged in lines[number - 1]}
    for number, line in enumerate(lines):
        if number in moments:
            image = scratch / f"image-{number}"
            disk.cut(chance, image)
            yield image, disk.acknowledged
            shutil.rmtree(image)
        disk.apply(line)
    image = scratch / "image-end"
    disk.cut(chance, image)
    yield image, disk.acknowledged
