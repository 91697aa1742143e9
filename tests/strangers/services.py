"""The services below this folder: their data, and how they are started."""

import contextlib
import dataclasses
import importlib.util
import inspect
import json
import pathlib

import console
import nginx

HERE = pathlib.Path(__file__).resolve().parent
DATASETS = ("x1", "x4")


def services():
    return sorted(path.parent.name for path in HERE.glob("*/service.py"))


def load(name):
    specification = importlib.util.spec_from_file_location(f"strangers_{name}", HERE / name / "service.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def sends_spans(name):
    return "otlp" in inspect.signature(load(name).start).parameters


@dataclasses.dataclass
class Prepared:
    """A service with its data, not yet started."""
    module: object
    folder: pathlib.Path
    databases: dict  # by dataset

    @contextlib.contextmanager
    def started(self, options=None):
        """The running services by dataset."""
        with contextlib.ExitStack() as owned:
            running = {}
            for dataset, database in self.databases.items():
                running[dataset] = self.module.start(self.folder, nginx.free_port(), database, **(options or {}))
                owned.callback(running[dataset].stop)
            yield running


def prepared_service(name, server, folder, datasets=DATASETS):
    module, databases = load(name), {}
    for dataset in datasets:
        database = databases[dataset] = server.create(f"{name}_{dataset}")
        with console.Step(f"data {dataset}"):
            module.seed(folder, database, dataset)
            server.analyse(database.name)
    return Prepared(module, folder, databases)


def read_expected(name):
    return json.loads((HERE / name / "expected.json").read_text())
