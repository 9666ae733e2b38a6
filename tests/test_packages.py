"""Our flat package names are taken by others; a foreign package never wins silently."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

import cchc
from tests.crawling import ROOT

LAYERS = {"archive": set(), "crawler": {"archive"}, "spiders": {"archive", "crawler"}}
ON_TOP = {"crawler/cli.py", "crawler/commands"}  # sit on all three


@pytest.fixture
def foreign(tmp_path):
    """A folder with somebody else's package called `archive`."""
    package = tmp_path / "archive"
    package.mkdir()
    (package / "__init__.py").write_text("NAME = 'somebody else'\n")
    return tmp_path


def run(code, foreign):
    environment = os.environ | {"PYTHONPATH": str(foreign)}
    return subprocess.run(
        [sys.executable, "-c", code], cwd=foreign, env=environment, capture_output=True, text=True, check=False
    )


def test_a_foreign_package_on_the_path_does_not_win(foreign):
    code = "import sys, cchc; cchc.check_packages(); import archive.records; print(archive.__file__)"
    done = run(code, foreign)
    assert done.returncode == 0, done.stderr
    assert Path(done.stdout.strip()).is_relative_to(ROOT)


def test_a_foreign_package_that_is_loaded_already_is_named_with_a_way_out(foreign):
    done = run("import archive, cchc; cchc.main()", foreign)
    assert done.returncode == 2
    assert str(foreign / "archive") in done.stderr
    assert "pip uninstall" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_settings_refuse_it_too(foreign):
    done = run("import archive, crawler.settings", foreign)
    assert done.returncode == 2
    assert "shadows" in done.stderr


def test_our_own_packages_are_the_ones_of_this_checkout():
    assert cchc.foreign_packages() == {}


@pytest.mark.parametrize("layer", LAYERS)
def test_imports_run_one_way(layer):
    wrong = []
    for file in (ROOT / layer).rglob("*.py"):
        name = str(file.relative_to(ROOT))
        if any(name == top or name.startswith(f"{top}/") for top in ON_TOP):
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.level == 0:
                names = [node.module or ""]
            for imported in names:
                package = imported.split(".")[0]
                if package in set(LAYERS) - LAYERS[layer] - {layer}:
                    wrong.append(f"{name} imports {imported}")
                if layer == "archive" and package in {"scrapy", "twisted", "trafilatura"}:
                    wrong.append(f"{name} imports {imported}")
    assert wrong == []


def test_the_scheduler_sits_on_top_and_nobody_imports_it():
    for layer in LAYERS:
        for file in (ROOT / layer).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                if isinstance(node, ast.ImportFrom) and node.level == 0:
                    names = [node.module or ""]
                assert "scheduler" not in names, file


def test_a_foreign_package_does_not_win_over_the_schedulers_either(foreign):
    done = run(f"import archive, runpy; runpy.run_path({str(ROOT / 'scheduler.py')!r}, run_name='__main__')", foreign)
    assert done.returncode == 2
    assert "shadows" in done.stderr


def test_extraction_is_pure():
    forbidden = {"scrapy", "twisted", "sqlalchemy", "aiohttp", "socket", "requests", "urllib.request"}
    for file in (ROOT / "crawler" / "extraction").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            assert not forbidden & set(names), f"{file.name} imports {names}"
