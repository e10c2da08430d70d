"""The page for people, in a real browser: by keyboard alone, with and without JavaScript, and judged by axe.

`PROMOTE_PICTURES=docs/pictures pytest tests/template/test_page.py -k picture` takes the picture of the guide anew.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from promote.environment.processes import background
from promote.verify.client import Client, free_port
from tests.template import rendering
from tests.template.conftest import PINNED
from tests.template.environments import Environments, run

CHROMIUM = shutil.which("chromium")
PATIENCE = 60.0
"""Seconds within which the service must be ready."""

DESK = {"width": 1280, "height": 900}
PHONE = {"width": 320, "height": 640}

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("predict-promoted-3.11")]


@pytest.fixture(scope="module")
def service(template: Path, environments: Environments, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """The service of the example with the page, trained and running."""
    row = {**PINNED["default"], "page": "yes"}
    project = rendering.render("page", row, template, tmp_path_factory.mktemp("page") / "project")
    package, port = str(project.answers["package_name"]), free_port()
    with environments.ready(project) as variables:
        run(["uv", "run", "--quiet", "python", "-m", f"{package}.train"], project.folder, variables)
        command = [f"{variables['UV_PROJECT_ENVIRONMENT']}/bin/python", "-m", f"{package}.service"]
        variables |= {f"{package.upper()}_PORT": str(port)}
        with background(command, folder=project.folder, environment=variables) as process:
            client = Client(url=f"http://127.0.0.1:{port}")
            assert client.wait_until_ready("/readyz", lambda: not process.ended(), PATIENCE).ok, process.said()
            yield client


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        yield browser
        browser.close()


@pytest.fixture
def opened(browser: Browser, service: Client) -> Iterator[Callable[..., Page]]:
    """What opens the page in a window of its own."""
    contexts = []

    def opening(**options: Any) -> Page:  # noqa: ANN401 - Playwright's own options
        contexts.append(browser.new_context(**{"viewport": DESK, **options}))
        page = contexts[-1].new_page()
        page.goto(service.url)
        return page

    yield opening
    for context in contexts:
        context.close()


scripting = pytest.mark.parametrize("scripting", [True, False], ids=["JavaScript", "no JavaScript"])


@scripting
def test_a_record_is_filled_in_and_answered_by_keyboard(
    opened: Callable[..., Page], service: Client, *, scripting: bool
) -> None:
    """Every field is reached in its order, the answer has the focus, and it is that of `/predict`."""
    page = opened(java_script_enabled=scripting)
    typed = {"tenure": "60", "Contract": "Two year"}
    controls = page.locator("input, select").all()
    record: dict[str, Any] = {}
    for control in controls:
        page.keyboard.press("Tab")
        expect(control).to_be_focused()
        name, kind = control.get_attribute("name") or "", control.get_attribute("type")
        if name in typed:
            if kind:
                page.keyboard.press("Control+A")
            page.keyboard.type(typed[name])
        text = control.input_value()
        record[name] = float(text) if name == "MonthlyCharges" else int(text) if kind == "number" else text
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Predict")).to_be_focused()
    page.keyboard.press("Enter")

    answer = page.get_by_role("region", name="Answer")
    document: Any = service.post("/predict", {"instances": [record]}).document
    expect(answer).to_be_focused()
    expect(answer.get_by_role("status")).to_have_text(str(document["predictions"][0]))
    expect(answer).to_contain_text(document["model"]["version"])
    assert typed.items() <= {name: str(value) for name, value in record.items()}.items()
    assert page.locator("[name=tenure]").input_value() == "60"


@scripting
def test_what_is_refused_is_found_and_mended_by_keyboard(opened: Callable[..., Page], *, scripting: bool) -> None:
    """The summary has the focus, its link leads to the field, and what was typed is still there."""
    page = opened(java_script_enabled=scripting)
    tenure = page.get_by_role("spinbutton", name="tenure")
    tenure.fill("-3")
    tenure.press("Enter")

    summary = page.get_by_role("region", name="There is no answer")
    expect(summary).to_be_focused()
    assert page.title().startswith("Not answered")
    page.keyboard.press("Tab")
    expect(summary.get_by_role("link", name="tenure")).to_be_focused()
    page.keyboard.press("Enter")
    expect(tenure).to_be_focused()
    expect(tenure).to_have_value("-3")
    expect(tenure).to_have_attribute("aria-invalid", "true")
    expect(tenure).to_have_accessible_description(
        "Input should be greater than or equal to 0 0 to 72 in the training data"
    )
    page.keyboard.press("Control+A")
    page.keyboard.type("3")
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Answer")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_everybody_can_use_it(opened: Callable[..., Page], scheme: str, viewport: dict[str, int]) -> None:
    """The form, the answer and the refusal: axe finds nothing, nothing has to be scrolled sideways."""
    page = opened(color_scheme=scheme, viewport=viewport)
    found: list[object] = []

    def judge() -> None:
        found.extend(Axe().run(page).response["violations"])
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            found.append("wider than its window")

    judge()
    page.get_by_role("button").click()
    judge()
    page.get_by_role("spinbutton", name="tenure").fill("")
    page.get_by_role("button").click()
    expect(page.get_by_role("region", name="There is no answer")).to_be_visible()
    judge()

    assert found == []


def test_where_the_focus_is_can_be_seen(opened: Callable[..., Page]) -> None:
    """Everything that the keyboard reaches has an outline then."""
    page = opened()
    for _ in page.locator("input, select, button, a").all():
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outline")
        assert "solid 3px" in outline, page.evaluate("document.activeElement.outerHTML")


def test_nothing_else_is_fetched(browser: Browser, service: Client) -> None:
    """The page is one file, and breaks none of its own rules."""
    fetched: list[str] = []
    said: list[str] = []
    page = browser.new_page()
    page.on("request", lambda request: fetched.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(service.url)
    page.get_by_role("button").click()
    expect(page.get_by_role("region", name="Answer")).to_be_visible()
    page.close()

    assert [url for url in fetched if not url.startswith("data:")] == [f"{service.url}/", f"{service.url}/?"]
    assert said == []


def test_picture(opened: Callable[..., Page], tmp_path: Path) -> None:
    """The page as the guide shows it: with an answer."""
    page = opened()
    page.get_by_role("button").click()
    picture = Path(os.environ.get("PROMOTE_PICTURES", tmp_path)) / "page.png"
    page.screenshot(path=picture, full_page=True)

    assert picture.stat().st_size > 10_000
