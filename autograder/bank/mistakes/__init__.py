"""The mistakes, chapter by chapter: importing a chapter's file puts its mistakes into its exercises."""

import pkgutil

_files = (module.name for module in pkgutil.iter_modules(__path__))

# In the order in which they are imported: the conventions of other libraries say of some mistakes whose they are.
FILES = (*(name for name in _files if name != "conventions"), "conventions")
