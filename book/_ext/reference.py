"""Sphinx extension: functions are described by their docstrings. Signatures and words only; no body is shown."""

import families

SETTINGS = {
    "add_module_names": False,
    "autodoc_preserve_defaults": True,  # the default as it is written
    "autodoc_typehints": "none",  # the docstrings say more: shapes
    "default_role": "code",  # of the docstrings' single backticks
    "napoleon_google_docstring": False,
    "napoleon_use_param": False,  # types are sentences here, and no links
    "napoleon_use_rtype": False,
    "toc_object_entries_show_parents": "hide",
}
# What stands where a type or an exception is named links nowhere, and need not.
UNLINKED = ("py:(class|exc|obj)", ".*")


def choose_settings(app, config):
    for name, value in SETTINGS.items():
        setattr(config, name, value)
    config.nitpick_ignore_regex = [*config.nitpick_ignore_regex, UNLINKED]


def setup(app):
    app.setup_extension("sphinx.ext.autodoc")
    app.setup_extension("sphinx.ext.napoleon")
    app.connect("config-inited", choose_settings)
    app.connect("autodoc-process-docstring", families.complete, priority=100)  # before napoleon reads the sections
    return {"parallel_read_safe": True, "parallel_write_safe": True}
