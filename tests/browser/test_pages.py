"""Every page as its reader gets it: on a phone and on a desk, with nothing from elsewhere."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import follow, sign_in
from visits.demo.make import PASSWORD

pytestmark = pytest.mark.browser
PAGES = {
    "directeur": ["/", "/deze-maand", "/notities", "/inzichten/", "/beloften/",
                  "/gesprekskaarten/"],
    "assistent": ["/", "/loting/", "/loting/uitzonderingen/", "/hoe-wij-loten/",
                  "/huurders/", "/huurders/nieuw", "/huurders/inlezen/", "/antwoorden/",
                  "/agenda-directeur/", "/agenda/", "/agenda/post"],
    "bestuur": ["/", "/wat-we-deden", "/waar-we-waren", "/rapporten/", "/hoe-wij-loten/",
                "/hoe-wij-loten/controle"],
    "medewerker": ["/"],
    "beheer": ["/", "/instellingen/", "/instellingen/regels", "/instellingen/privacy",
               "/instellingen/jaren", "/accounts/", "/accounts/nieuw", "/logboek/"],
}  # fmt: skip
DEEPER = {
    "directeur": [r"/bezoeken/\d+/kaart", r"/bezoeken/\d+/notitie"],
    "assistent": [r"/bezoeken/\d+"],
    "bestuur": [r"/wat-we-hoorden/[A-Z]+\?jaar=\d+"],
}
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
HEAVIEST, HOME = 150_000, 60_000


@pytest.mark.parametrize("who", PAGES)
def test_a_page_fits_is_reachable_and_asks_nobody_else(page: Page, demo: str, who: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    sign_in(page, demo, f"{who}@demo.example", PASSWORD)
    home = page.content()
    found = [re.findall(rf'href="({pattern})"', home) for pattern in DEEPER.get(who, [])]
    paths = PAGES[who] + [links[0] for links in found if links]

    for path in paths:
        check_page(page, demo, path)

    assert not [url for url in asked if not url.startswith(demo)]


def test_the_papers_and_forms_of_one_visit_fit_and_are_reachable(page: Page, demo: str) -> None:
    sign_in(page, demo, "assistent@demo.example", PASSWORD)
    visits = sorted(set(re.findall(r"/bezoeken/(\d+)\"", page.content())))
    pages = [f"/bezoeken/{number}" for number in visits]
    found = [page.goto(demo + path) and page.content() for path in pages]
    links = re.findall(r'href="(/bezoeken/\d+/(?:afspraak|gezelschap|brieven/\w+))"', str(found))
    page.goto(f"{demo}/huurders/")
    tenant = re.findall(r'href="(/huurders/\d+)"', page.content())[0]

    for path in sorted({re.sub(r"\d+", "N", link): link for link in links}.values()):
        check_page(page, demo, path)
    check_page(page, demo, f"{tenant}/weghalen")
    page.check("[name=sure]")
    follow(page, "main button.stop")
    page.wait_for_url("**/huurders/weggehaald/*")
    check_page(page, demo, page.url.removeprefix(demo))

    assert {link.split("/")[3] for link in links} == {"afspraak", "gezelschap", "brieven"}


def check_page(page: Page, demo: str, path: str) -> None:
    """Look whether a page fits a phone and a desk, and whether everybody can use it."""
    for size in (PHONE, DESK):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.goto(demo + path)

        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= size["width"], f"{path} is {wide} wide"
    faults = Axe().run(page).response["violations"]
    assert not faults, (path, [(fault["id"], fault["nodes"][0]["html"]) for fault in faults])


def test_the_first_visit_of_a_page_is_light(page: Page, demo: str) -> None:
    weights: list[int] = []
    sign_in(page, demo, "directeur@demo.example", PASSWORD)
    page.on("response", lambda response: weights.append(len(response.body())))

    page.goto(f"{demo}/")

    assert sum(weights) <= HOME
