"""Open a page and note whatever goes wrong on the way."""

from contextlib import contextmanager
from dataclasses import dataclass, field

# The mathematics set and the fonts there: both come after the page has loaded.
SET = "async () => { await window.MathJax?.startup?.promise; await document.fonts.ready; }"


@dataclass
class Visit:
    page: object
    errors: list = field(default_factory=list)
    outside: list = field(default_factory=list)
    failed: list = field(default_factory=list)


@contextmanager
def visiting(browser, address, name, theme="light", **options):
    """The page `name` in a fresh browser context, loaded, with its maths set.

    What is asked of another server than that of `address` is noted, and the browser refuses it. What a page's own
    policy forbids is not asked: the browser tells of it all the same.
    """
    context = browser.new_context(color_scheme=theme, **options)
    visit = Visit(context.new_page())
    own = (address, "data:", "blob:")

    def forget_what_was_forbidden(request):
        if request.failure == "csp" and request.url in visit.outside:
            visit.outside.remove(request.url)

    visit.page.on("request", lambda request: request.url.startswith(own) or visit.outside.append(request.url))
    visit.page.on("requestfailed", forget_what_was_forbidden)
    visit.page.on("console", lambda message: message.type in {"error", "warning"} and visit.errors.append(message.text))
    visit.page.on("pageerror", lambda error: visit.errors.append(str(error)))
    visit.page.on("response", lambda answer: answer.status >= 400 and visit.failed.append(answer.url))
    try:
        visit.page.goto(address + name)
        visit.page.evaluate(SET)
        yield visit
    finally:
        context.close()
