"""The documents name what there is: every command, variable, outcome and reason, and nothing of this machine."""

import re
import subprocess
import sys

import pytest
import typer

from archive.records import Outcome, Reason
from crawler.cli import app
from crawler.monitors import RunOutcome
from crawler.portals import portals
from crawler.variables import NIGHTS, VARIABLES
from tests.crawling import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
EXTRACTION = (ROOT / "docs" / "extraction.md").read_text(encoding="utf-8")
OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


def commands():
    group = typer.main.get_command(app)
    for name, command in group.commands.items():
        for sub in getattr(command, "commands", {"": command}):
            yield f"cchc {name} {sub}".strip()


@pytest.mark.parametrize("command", list(commands()))
def test_every_command_is_in_the_readme_and_has_help(command):
    assert re.search(rf"`{command}[` ]", README)
    done = subprocess.run(
        [sys.executable, "cchc.py", *command.split()[1:], "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0
    assert "Usage" in done.stdout


@pytest.mark.parametrize("variable", VARIABLES, ids=lambda variable: variable.name)
def test_every_variable_is_in_the_readme_with_its_help(variable):
    [row] = [line for line in README.splitlines() if line.startswith(f"| `{variable.name}`")]
    assert variable.help in row
    assert variable.default in row


@pytest.mark.parametrize("variable", NIGHTS, ids=lambda variable: variable.name)
def test_every_variable_of_the_nights_is_in_the_operations_with_its_help(variable):
    [row] = [line for line in OPERATIONS.splitlines() if line.startswith(f"| `{variable.name}`")]
    assert variable.help in row
    assert variable.default in row


def test_every_portal_and_platform_is_described():
    words = first_cells((ROOT / "docs" / "portals.md").read_text(encoding="utf-8"))
    platforms = {file.stem for file in (ROOT / "spiders" / "platforms").glob("[a-z]*.py")}
    assert set(portals()) - {"portal"} <= words
    assert platforms <= words


def first_cells(text):
    """The words in the first cells of every table."""
    return {
        word for line in text.splitlines() if line.startswith("| ") for word in re.findall(r"\w+", line.split("|")[1])
    }


@pytest.mark.parametrize("word", [*Outcome, *RunOutcome])
def test_every_outcome_has_a_row(word):
    assert str(word) in first_cells(ARCHITECTURE)


@pytest.mark.parametrize("word", list(Reason))
def test_every_reason_has_a_row(word):
    assert str(word) in first_cells(EXTRACTION)


def test_no_placeholder_is_left():
    for file in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]:
        assert "@@" not in file.read_text(encoding="utf-8"), file.name


def test_links_between_the_documents_work():
    for file in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", file.read_text(encoding="utf-8")):
            assert (file.parent / target).exists(), f"{file.name} links to {target}"


def test_every_make_target_of_the_readme_exists():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"`?\bmake ([a-z][a-z-]+)", README)):
        assert re.search(rf"^{target}:", makefile, re.M), target


def test_every_name_in_the_tree_of_the_architecture_exists():
    tree = ARCHITECTURE.split("```")[1]
    folder = ROOT
    for line in tree.splitlines():
        names, indented = line.split("   ")[0] if not line.startswith(" ") else line.strip(), line.startswith(" ")
        for name in re.findall(r"[\w/-]+(?:\.\w+|/)", names.split("  ")[0]):
            if not indented and name.endswith("/"):
                folder = ROOT / name
            place = (folder if indented else ROOT) / name
            assert place.exists() or (folder / name).exists(), name
