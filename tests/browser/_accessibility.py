"""What axe-core has to say about a page: nothing, as it should be."""

from axe_core_python.sync_playwright import Axe

# Only what is wrong is asked for: to list all that is right takes axe ten times as long. The inside of a drawing is
# left out: `role="img"` makes it one picture with one label, and that stays in.
OPTIONS = {"resultTypes": ["violations"]}
WITHOUT = [["svg[role=img] > *"]]


def complaints(page, inside="html"):
    """(rule, place, what to do) of every violation within `inside`, a CSS selector."""
    context = {"include": [[inside]], "exclude": WITHOUT}
    return [
        (violation["id"], " ".join(map(str, node["target"])), node["failureSummary"])
        for violation in Axe().run(page, context, OPTIONS)["violations"]
        for node in violation["nodes"]
    ]
