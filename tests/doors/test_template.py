"""Whatever Copier does comes out as a project or as words."""

import subprocess
from pathlib import Path

import pytest

from promote import template
from promote.errors import TemplateError, UsageError
from promote.template import Rendering, Template

QUESTIONS = """\
_subdirectory: template
_envops: {undefined: jinja2.StrictUndefined}
project_name: {type: str, default: none}
ci: {type: str, choices: [github, gitlab], default: github}
size: {type: int, default: 1, validator: "{% if size > 3 %}at most 3{% endif %}"}
package_name: {type: str, default: example, ask: false}
shout: {type: str, when: false, default: "{{ project_name | upper }}"}
"""
FACTS = Rendering(facts={"package_name": "churn"})


def make(
    folder: Path, *, questions: str = QUESTIONS, readme: str = "{{ shout }} {{ ci }} {{ package_name }}\n"
) -> Path:
    """Write a small template."""
    (folder / "template").mkdir(parents=True)
    (folder / "copier.yml").write_text(questions)
    (folder / "template" / "README.md.jinja").write_text(readme)
    answers = folder / "template" / "{{ _copier_conf.answers_file }}.jinja"
    answers.write_text("# By Copier.\n{{ _copier_answers | to_nice_yaml -}}\n")
    return folder


def render(source: Path, rendering: Rendering) -> tuple[Path, tuple[str, ...]]:
    """Render into an empty folder beside the template."""
    project = source.parent / "project"
    project.mkdir()
    return project, template.render(Template(location=str(source)), project, rendering)


def test_facts_beat_answers_and_answers_beat_suggestions(tmp_path: Path) -> None:
    """The rest are the template's own defaults."""
    rendering = Rendering(facts=FACTS.facts, given={"ci": "gitlab"}, suggestions={"project_name": "Churn", "ci": "no"})
    project, _ = render(make(tmp_path / "t"), rendering)

    assert (project / "README.md").read_text() == "CHURN gitlab churn\n"


def test_an_answer_that_nobody_asks_for_names_the_questions(tmp_path: Path) -> None:
    """The computed ones are no questions."""
    with pytest.raises(UsageError) as caught:
        template.check_given({"cloud": "x"}, template.questions(make(tmp_path / "t")))

    assert caught.value.what == "`cloud` cannot be answered"
    assert caught.value.hint == "the questions are `project_name`, `ci`, `size`"


def test_what_the_notebook_says_cannot_be_answered(tmp_path: Path) -> None:
    """And the message says who decides."""
    with pytest.raises(UsageError) as caught:
        template.check_given({"package_name": "x"}, template.questions(make(tmp_path / "t")))

    assert caught.value.why == "the notebook decides it"


@pytest.mark.parametrize(("key", "value"), [("ci", "jenkins"), ("size", "9"), ("size", "large")])
def test_a_bad_answer_is_a_usage_error(key: str, value: str, tmp_path: Path) -> None:
    """No choice, no valid value, no value of the type."""
    with pytest.raises(UsageError) as caught:
        render(make(tmp_path / "t"), Rendering(facts=FACTS.facts, given={key: value}))

    assert caught.value.what == f"`{key}` cannot be `{value}`"


@pytest.mark.parametrize(
    ("questions", "readme", "words"),
    [
        ("a: [1\n", "x", ""),
        (QUESTIONS, "{{ nothing }}", "'nothing' is undefined"),
        (QUESTIONS, "{% if %}", "Expected an expression"),
        ("_subdirectory: template\nci: {type: str, default: x}\n", "x", "would be lost"),
        (QUESTIONS + "needed: {type: str}\n", "x", "needed"),
        (QUESTIONS + "_min_copier_version: '99.0'\n", "x", "99.0"),
    ],
    ids=["broken YAML", "undefined variable", "broken Jinja", "a fact without question", "required", "newer Copier"],
)
def test_a_bad_template_is_said_in_words(questions: str, readme: str, words: str, tmp_path: Path) -> None:
    """It is the template's fault, not the command line's."""
    source = make(tmp_path / "t", questions=questions, readme=readme)
    with pytest.raises(TemplateError) as caught:
        render(source, FACTS)

    assert words in caught.value.why


SEVERAL = {"parts": {"multiselect": True, "choices": {"Metrics": "metrics", "Keys": "keys"}}}


@pytest.mark.parametrize("value", ["metrics,keys", "[metrics, keys]", ["metrics", "keys"]])
def test_several_choices_are_a_list(value: object) -> None:
    """However they are spelled."""
    assert template.accepted({"parts": value}, SEVERAL) == {"parts": ["metrics", "keys"]}


def test_no_choice_of_several_is_a_choice() -> None:
    """As is an empty list."""
    assert template.accepted({"parts": ""}, SEVERAL) == template.accepted({"parts": []}, SEVERAL) == {"parts": []}


def test_an_unknown_choice_of_several_is_refused() -> None:
    """Copier would drop it and say nothing."""
    with pytest.raises(UsageError) as caught:
        template.accepted({"parts": "metrics,kyes"}, SEVERAL)

    assert caught.value.hint == "the choices are `metrics`, `keys`"


@pytest.mark.parametrize("key", ["_tasks: [touch ran]", "_jinja_extensions: [jinja2_time.TimeExtension]"])
def test_a_template_that_runs_code_is_refused(key: str, tmp_path: Path) -> None:
    """Nothing was run."""
    with pytest.raises(TemplateError, match="wants to run code"):
        render(make(tmp_path / "t", questions=QUESTIONS + key + "\n"), FACTS)

    assert not list(tmp_path.rglob("ran"))


def test_a_template_that_is_not_there_is_said_in_words(tmp_path: Path) -> None:
    """Whether a folder or a repository."""
    for location in (str(tmp_path / "no"), f"git+file://{tmp_path}/no.git"):
        (tmp_path / "project").mkdir(exist_ok=True)
        with pytest.raises(TemplateError, match="cannot be rendered"):
            template.render(Template(location=location), tmp_path / "project", FACTS)


def test_a_repository_is_rendered_at_the_ref(tmp_path: Path) -> None:
    """And recorded as it was given, so that an update finds it."""
    source = make(tmp_path / "t")
    for command in (
        ["init", "--quiet"],
        ["add", "-A"],
        ["commit", "--quiet", "-m", "1"],
        ["tag", "-a", "v1.0.0", "-m", "1"],
    ):
        subprocess.run(["git", *command], cwd=source, check=True)
    (source / "template" / "later.txt").touch()
    subprocess.run(["git", "add", "-A"], cwd=source, check=True)
    subprocess.run(["git", "commit", "--quiet", "-m", "2"], cwd=source, check=True)
    project = tmp_path / "project"
    project.mkdir()
    template.render(template.parse_source(f"{source}@v1.0.0"), project, FACTS)

    assert not (project / "later.txt").exists()
    assert "_commit: v1.0.0" in (project / ".copier-answers.yml").read_text()


@pytest.mark.parametrize(
    ("text", "location", "ref"),
    [
        ("gh:acme/template", "gh:acme/template", None),
        ("gh:acme/template@v1.2.0", "gh:acme/template", "v1.2.0"),
        ("git@github.com:acme/template.git", "git@github.com:acme/template.git", None),
        ("git@github.com:acme/template.git@main", "git@github.com:acme/template.git", "main"),
        ("https://me@host/t.git", "https://me@host/t.git", None),
    ],
)
def test_a_source_may_name_a_ref(text: str, location: str, ref: str | None) -> None:
    """An `@` elsewhere belongs to the source."""
    assert template.parse_source(text) == Template(location=location, ref=ref)


def test_a_folder_is_recorded_absolutely(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The project that records it lies elsewhere."""
    make(tmp_path / "t")
    monkeypatch.chdir(tmp_path)

    assert template.parse_source("t").location == str(tmp_path / "t")


def test_the_public_home_takes_the_place_of_a_folder() -> None:
    """Everything else stays as Copier wrote it."""
    answers = "# By Copier.\n_src_path: /tmp/x\nci: github\n"

    assert template.at_home(answers, "1.2.0", "") == (
        "# By Copier.\n_commit: v1.2.0\n_src_path: https://github.com/promote-notebook/promote\nci: github\n"
    )
    assert template.at_home("ci: github\n", "1.2.0", "") == "ci: github\n"


def test_the_template_of_this_version_is_found() -> None:
    """In the wheel or in the checkout."""
    assert set(template.bundled_entries()) == {"copier.yml", "template"}


def test_a_path_has_one_owner() -> None:
    """A template that renders a derived file would take it away in an update."""
    template.check_free(("README.md",), ("src/predict.py",))
    with pytest.raises(TemplateError, match=r"`src/predict\.py`"):
        template.check_free(("README.md", "src/predict.py"), ("src/predict.py",))


def test_answers_are_read_from_a_file(tmp_path: Path) -> None:
    """Copier's own keys are no answers."""
    (tmp_path / "a.yml").write_text("_commit: v1\nci: gitlab\n")
    assert template.read_answers(tmp_path / "a.yml") == {"ci": "gitlab"}

    for text in ("- a\n", "a: [\n"):
        (tmp_path / "bad.yml").write_text(text)
        with pytest.raises(UsageError):
            template.read_answers(tmp_path / "bad.yml")
    with pytest.raises(UsageError, match="cannot be read"):
        template.read_answers(tmp_path / "missing.yml")
