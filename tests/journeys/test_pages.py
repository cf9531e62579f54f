"""Every kind of page at both sizes: nothing wider than the screen, nothing axe finds, no English left."""

import pytest
from django.urls import NoReverseMatch, reverse

pytestmark = pytest.mark.browser
NAMED = ("person", "holding")


def at(name, *arguments, query=""):
    """The address of a page, made when the world is there: arguments are short references of units or plain words."""

    def address(world):
        made = [
            world.units[one].uid if one in world.units else getattr(world, one).uid if one in NAMED else one
            for one in arguments
        ]
        asked = query
        for ref, unit in world.units.items():
            asked = asked.replace("{" + ref + "}", str(unit.uid))
        try:
            return reverse(name, args=made) + asked
        except NoReverseMatch:
            pytest.skip(f"{name} is not built yet")

    return address


PAGES = {
    "home of the organization board": ("ban_to_chuc", at("site:home")),
    "home of a past day": ("thuong_truc", at("site:home", query="?don-vi={QN}&ngay=31/12/2023")),
    "home of a cell": ("bi_thu_chi_bo", at("site:home")),
    "home of a member": ("dang_vien", at("site:home")),
    "home of the press": ("bao_chi", at("site:home")),
    "home of the administrator": ("quan_tri", at("site:home")),
    "home of the mass board": ("ban_dan_van", at("site:home")),
    "search": ("ban_to_chuc", at("site:search", query="?q=thon")),
    "tree": ("ban_to_chuc", at("org:tree")),
    "tree of a past day": ("ban_to_chuc", at("org:tree", query="?ngay=31/12/2023&mo={H}")),
    "unit": ("ban_to_chuc", at("org:unit", "A")),
    "unit that ended": ("ban_to_chuc", at("org:unit", "QN", query="?ngay=31/12/2023")),
    "units below": ("ban_to_chuc", at("org:below", "H")),
    "reorganization to choose": ("ban_to_chuc", at("org:reorganize_choose", "A")),
    "splitting": ("ban_to_chuc", at("org:reorganize", "A1", "split")),
    "correction of a unit": ("ban_to_chuc", at("org:correct", "A", "1")),
    "projects": ("ban_to_chuc", at("org:projects", "H")),
    "member list": ("ban_to_chuc", at("members:list")),
    "member list filtered": ("ban_to_chuc", at("members:list", query="?don-vi={A}&gioi-tinh=nu")),
    "sheet of 33 columns": ("ban_to_chuc", at("members:sheet")),
    "member": ("ban_to_chuc", at("members:person", "person")),
    "member's events": ("ban_to_chuc", at("members:history", "person")),
    "member's attributes": ("ban_to_chuc", at("members:attributes", "person")),
    "own record": ("dang_vien", at("members:person", "person")),
    "ways in": ("ban_to_chuc", at("members:start")),
    "admission": ("ban_to_chuc", at("members:add", "ket-nap")),
    "striking off": ("ban_to_chuc", at("members:deed", "person", "xoa-ten")),
    "change of an attribute": ("ban_to_chuc", at("members:attribute_deed", "person", "thay-doi", "occupation")),
    "transfers": ("ban_to_chuc", at("members:transfers")),
    "posts": ("ban_to_chuc", at("posts:list")),
    "posts of a person": ("ban_to_chuc", at("posts:person", "person")),
    "one post": ("ban_to_chuc", at("posts:holding", "holding")),
    "taking a post": ("ban_to_chuc", at("posts:take", "person")),
    "correcting a post": ("ban_to_chuc", at("posts:correct", "holding")),
    "whom to record a post for": ("ban_to_chuc", at("posts:choose", query="?ten=nguyen")),
    "data-quality desk": ("ban_to_chuc", at("quality:desk", query="?don-vi={H}")),
    "desk of a cell": ("bi_thu_chi_bo", at("quality:desk")),
    "desk unit by unit": ("ban_to_chuc", at("quality:matrix", query="?don-vi={H}&nhom=song")),
    "list of a rule": ("ban_to_chuc", at("quality:rows", "thieu-cccd", query="?don-vi={H}")),
    "list of what may be right": ("ban_to_chuc", at("quality:rows", "chi-bo-it-dang-vien", query="?don-vi={H}")),
    "giving work": ("ban_to_chuc", at("quality:assign", "thieu-que-quan", query="?don-vi={H}")),
    "work given": ("ban_to_chuc", at("quality:assigned")),
    "work of mine": ("ban_to_chuc", at("quality:mine")),
    "records that may be one person's": ("ban_to_chuc", at("members:merge_find", "person")),
    "catalogue": ("thuong_truc", at("catalogue:index")),
    "figure": ("thuong_truc", at("catalogue:figure", "MEM-02", query="?don-vi={H}&loc=sex=nu")),
    "figure by unit": ("thuong_truc", at("catalogue:figure", "MEM-01", query="?don-vi={H}&chia=unit")),
    "list behind a figure": ("thuong_truc", at("catalogue:rows", "MEM-02", query="?don-vi={QN}&ngay=31/12/2023&loc=sex=nu")),
    "statistics": ("thuong_truc", at("catalogue:statistics", query="?don-vi={H}")),
    "balance": ("thuong_truc", at("catalogue:figure", "MEM-04", query="?don-vi={H}&tu=01/01/2015&den=31/12/2024")),
    "report": ("thuong_truc", at("reports:report", query="?don-vi={QN}&tu=12/10/2020&den=31/12/2023")),
    "rules": ("quan_tri", at("rulebook:list")),
    "a rule": ("quan_tri", at("rulebook:rule", "probation.months")),
    "a new version of a rule": ("quan_tri", at("rulebook:add", "probation.months")),
    "journal": ("quan_tri", at("journal:list")),
    "grants": ("quan_tri", at("access:list")),
    "giving a grant": ("quan_tri", at("access:give")),
    "roles": ("quan_tri", at("access:roles")),
    "decisions": ("ban_to_chuc", at("decisions:list")),
    "jobs": ("quan_tri", at("jobs:list")),
    "password": ("dang_vien", at("account_change_password")),
    "gallery": ("bao_chi", at("ui:gallery")),
    "refusal": ("bao_chi", at("members:list")),
}  # fmt: skip


@pytest.mark.parametrize("size", ["desktop", "phone"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_sound(enter, world, sound, request, name, size):
    role, address = PAGES[name]
    page = enter(role, size, address(world))
    if name == "refusal":
        forget_refusals(request)
    page.wait_for_load_state("networkidle")
    assert sound(page) == []


def forget_refusals(request):
    """The browser writes a refused page to its console; here one is meant."""
    request.getfixturevalue("complaints").clear()


@pytest.mark.parametrize("name", ["member list", "figure", "report", "balance", "home of the organization board"])
def test_on_paper_only_the_page_itself_is_printed(enter, world, name):
    role, address = PAGES[name]
    page = enter(role, "desktop", address(world))
    page.emulate_media(media="print")
    assert page.locator("nav.menu").is_hidden()
    assert page.locator("header.topbar").is_hidden()
    assert page.locator("main h1").is_visible()
    assert page.locator(".day-switch button").count() == 0 or page.locator(".day-switch button").first.is_hidden()
