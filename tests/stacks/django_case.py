"""Runs the test of one case with its slow or its fast code, against the shop's tables:

    python3 tests/stacks/django_case.py n_plus_one slow

The blocks are loaded as the modules that their first lines name, such as shop/views.py. The tables are the test stack's, and
django.test.TestCase rolls back what a test writes."""

import os
import pathlib
import sys
import types
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import django
from blocks import blocks_of, file_of
from django.conf import settings


def configure():
    settings.configure(
        SECRET_KEY="for tests only",
        ALLOWED_HOSTS=["testserver"],
        INSTALLED_APPS=["shop"],
        ROOT_URLCONF="shop.urls",
        DATABASES={"default": {
            "ENGINE": "django.db.backends.mysql",
            "NAME": "caseload_x1",
            "USER": "caseload",
            "HOST": os.environ["CASELOAD_TEST_DB_SOCKET"],
            "OPTIONS": {"charset": "utf8mb4"},
        }},
        CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
    )


def load(code):
    """Puts the block into sys.modules under the name of its file."""
    path = file_of(code)
    name = path.removesuffix(".py").replace("/", ".")
    module = types.ModuleType(name)
    module.__file__ = path
    package, _, own = name.rpartition(".")
    sys.modules[name] = module
    if package in sys.modules:
        setattr(sys.modules[package], own, module)
    exec(compile(code, f"{name} (stacks.md)", "exec"), module.__dict__)
    return module


def main(case, pace):
    configure()
    blocks = blocks_of(case, "python")
    django.setup()
    load(blocks[pace])
    tests = unittest.defaultTestLoader.loadTestsFromModule(load(blocks["test"]))
    result = unittest.TextTestRunner(stream=sys.stdout, verbosity=0).run(tests)
    print(f"tests={result.testsRun} failures={len(result.failures)} errors={len(result.errors)}")


if __name__ == "__main__":
    main(*sys.argv[1:3])
