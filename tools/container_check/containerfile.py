"""The instructions of our Containerfile, as far as it uses them. Any other is an error, so that the check never skips a step."""

import json
import pathlib
import re
import shutil
from dataclasses import dataclass, field

from console import Failure


@dataclass
class Image:
    """What the instructions say. `steps` are those that change files, in their order."""
    base: str = ""
    steps: list = field(default_factory=list)
    environment: dict = field(default_factory=dict)
    volumes: list = field(default_factory=list)
    user: str = ""
    folder: str = "/"
    ports: list = field(default_factory=list)
    stop_signal: str = "SIGTERM"
    health: list = field(default_factory=list)
    command: list = field(default_factory=list)


def words(text, name):
    """The form with brackets, which runs no shell."""
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, list) or not all(isinstance(word, str) for word in found) or not found:
        raise Failure(f"Containerfile: {name} {text}: the check knows only the form [\"program\", \"argument\"]")
    return found


def read(text):
    image = Image()
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        name, _, rest = line.partition(" ")
        if name == "FROM":
            image.base = rest
        elif name == "COPY":
            image.steps.append((name, rest.split()))
        elif name == "RUN":
            image.steps.append((name, words(rest, name)))
        elif name == "ENV":
            key, _, value = rest.partition("=")
            image.environment[key] = value
        elif name == "VOLUME":
            image.volumes += words(rest, name)
        elif name == "USER":
            image.user = rest
        elif name == "WORKDIR":
            image.folder = rest
        elif name == "EXPOSE":
            image.ports.append(int(rest))
        elif name == "STOPSIGNAL":
            image.stop_signal = rest
        elif name == "HEALTHCHECK":
            image.health = words(re.sub(r"^(--\S+ )*CMD ", "", rest), name)
        elif name == "CMD":
            image.command = words(rest, name)
        else:
            raise Failure(f"Containerfile: the check does not know the instruction {name}")
    return image


def copy(root, tree, sources, target):
    """Like COPY: files that match go into the folder, and of a folder its content does."""
    folder = pathlib.Path(tree) / target.lstrip("/")
    for source in sources:
        found = sorted(root.glob(source.rstrip("/")))
        if not found:
            raise Failure(f"Containerfile: COPY {source}: there is no such file", "`make deb` builds the packages")
        for file in found:
            if file.is_dir():
                shutil.copytree(file, folder, dirs_exist_ok=True)
            else:
                folder.mkdir(parents=True, exist_ok=True)
                shutil.copy2(file, folder / file.name)
