"""Open a page and note whatever goes wrong on the way."""

from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Visit:
    page: object
    errors: list = field(default_factory=list)
    outside: list = field(default_factory=list)
    failed: list = field(default_factory=list)


@contextmanager
def visiting(browser, address, name, theme="light", *, only=None, **options):
    """The page `name` in a fresh browser context, loaded, with its maths set.

    `only(html)` may make less of the page, for a test that looks at one part of it many times.
    """
    context = browser.new_context(color_scheme=theme, **options)
    visit = Visit(context.new_page())
    visit.page.on("console", lambda message: message.type in {"error", "warning"} and visit.errors.append(message.text))
    visit.page.on("pageerror", lambda error: visit.errors.append(str(error)))
    visit.page.on("response", lambda answer: answer.status >= 400 and visit.failed.append(answer.url))

    def inspect(route):
        if only and route.request.is_navigation_request():
            answer = route.fetch()
            route.fulfill(response=answer, body=only(answer.text()))
        elif route.request.url.startswith((address, "data:", "blob:")):
            route.continue_()
        else:
            visit.outside.append(route.request.url)
            route.abort()

    visit.page.route("**/*", inspect)
    try:
        visit.page.goto(address + name)
        if not only:
            visit.page.wait_for_load_state("networkidle")
            visit.page.evaluate("() => window.MathJax?.startup?.promise")
        yield visit
    finally:
        context.close()
