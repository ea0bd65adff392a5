# Magic Window. `make` builds the book and the assignments and grades a sample class; `make test` runs all tests.
# Both set up what they need. Extra words for pip: make PIP_FLAGS="..."

PYTHON ?= python3
PIP_FLAGS ?=
BIN := .venv/bin
COURSE := _build/course
DOWNLOADS := _build/downloads/notebooks
WHEEL_ON_SITE := _build/downloads/wheel
ASSIGNMENTS := $(notdir $(wildcard exercises/[0-9][0-9]-*))
LINUX := $(filter Linux,$(shell uname))

export PATH := $(CURDIR)/$(BIN):$(PATH)
export PYTHON
# Our modules are compiled once, and not by each of the hundreds of processes that tests and grading start.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: all book pdf epub class course downloads wheel release lite lite-test test test-all lint gettext bench bench-grading bench-operations bench-ladder bench-speed bench-pages mutants styles suites attacks soak other-libraries class-of-60 bench-course findings serve clean

all: book class
	@echo
	@echo "The book:      _build/html/index.html   (make serve shows it)"
	@echo "The notebooks: $(DOWNLOADS)"
ifdef LINUX
	@echo "The feedback:  $(COURSE)/feedback/STUDENT/ASSIGNMENT/*.html"
endif

# The environment: made once, and again when a requirement changes.
.venv/ready: requirements.txt constraints.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed, and $(PYTHON) is older: make PYTHON=python3.12"; exit 1; }
	@setup/system-packages venv
	$(PYTHON) -m venv .venv
	@# A pip of Python's own may be years old, and then takes half as long again. Where there is no newer one, it will do.
	-$(BIN)/python -m pip install --quiet --disable-pip-version-check $(PIP_FLAGS) --upgrade --constraint constraints.txt pip
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile $(PIP_FLAGS) -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@# Only what the sandbox has is compiled now, for there nothing can be written. The rest is when it is first imported.
	@$(BIN)/python -m compileall -qq -j 0 autograder/runner $$($(BIN)/python -c \
		'from autograder.grading.sandbox.bubblewrap import packages; print(*packages().values())') || true
	@touch $@

# What torch says of the visible cases: `check` answers with it at once, and without torch.
RECORDED := autograder/judging/recorded.npz
$(RECORDED): .venv/ready $(wildcard $(addprefix autograder/,bank/*.py bank/*/*.py judging/*.py judging/*/*.py) solutions/*.py)
	@autograder record

# Reports, hints and the command in other languages.
MESSAGES := $(patsubst %.po,%.mo,$(wildcard autograder/language/*/LC_MESSAGES/*.po))
%.mo: %.po .venv/ready
	@python setup/messages.py compile $<

# A course directory with the assignments released.
course: $(RECORDED) $(MESSAGES)
	@said=$$(autograder init $(COURSE)) || { echo "$$said"; exit 1; }; case "$$said" in *"left as it is"*) \
		echo "The exercises have changed under a graded sample class: make clean, then again"; exit 1; esac

# The released notebooks, where the book links to them.
downloads: course
	@rm -rf $(DOWNLOADS) && mkdir -p $(DOWNLOADS)
	@cp -Rp $(COURSE)/release/. $(DOWNLOADS)  # with its times, which go into the zips: else the book would be built again
	@cd $(DOWNLOADS) && for name in $(ASSIGNMENTS); do python -m zipfile -c $$name.zip $$name || exit 1; done

# What learners install: the check, torch's recorded answers and the released notebooks. These take torch to build. Where
# there is no .venv, the wheel is made without: of a release's files, in the folder RELEASE.
ifneq ($(filter wheel,$(MAKECMDGOALS)),)
RELEASE ?= $(if $(wildcard .venv/ready),,_build/release)
endif
ifneq ($(RELEASE),)
_build/wheel-env/ready: pyproject.toml constraints.txt
	@mkdir -p _build && $(PYTHON) -m venv _build/wheel-env
	@_build/wheel-env/bin/python -m pip install --quiet --disable-pip-version-check $(PIP_FLAGS) \
		--constraint constraints.txt build hatchling PyYAML Babel
	@touch $@

wheel: _build/wheel-env/ready
	@PATH="$(CURDIR)/_build/wheel-env/bin:$$PATH" setup/build-wheel $(RELEASE) _build/wheel
else
wheel: downloads
	@setup/build-wheel $(DOWNLOADS) _build/wheel
	@rm -rf $(WHEEL_ON_SITE) && mkdir -p $(WHEEL_ON_SITE) && cp _build/wheel/*.whl $(WHEEL_ON_SITE)
endif

# All that others need of a version, in one folder: the wheel, the site, the notebooks, recorded.npz, SHA256SUMS.
release: pdf epub
	@setup/build-release _build/release

# The book in one file, beside the site and linked from its first page: to print, and for e-readers. Both take Chromium.
pdf epub: book
	@setup/system-packages chromium
	@setup/build-paper $@ _build/html _build/html/magic-window.$@

# The notebooks with a Python that runs in the browser: a site of static files. What builds it has an environment of its own.
_build/lite-env/ready: lite/requirements.txt constraints.txt
	@mkdir -p _build && $(PYTHON) -m venv _build/lite-env
	_build/lite-env/bin/python -m pip install --quiet --disable-pip-version-check -r lite/requirements.txt
	@touch $@

lite: wheel _build/lite-env/ready
	_build/lite-env/bin/python lite/build.py $(DOWNLOADS) $$(ls _build/wheel/*.whl) _build/lite
	@echo "The site: _build/lite. Put it on any web server, and its address into _config.yml (course_launch: lite)."

# Opens that site in Chromium. It takes a minute or two, and downloads Pyodide once.
lite-test: lite
	@setup/system-packages chromium npm
	pytest lite

# What the judge makes of every known mistake: a table of the book.
_build/matrix.json: $(RECORDED)
	@echo "Judging all known mistakes, for the book"
	@autograder matrix --json $@ >/dev/null 2>&1 || { rm -f $@; echo "autograder matrix shows what is amiss"; exit 1; }

book: wheel _build/matrix.json
	@setup/build-book

class: course
ifdef LINUX
	@setup/system-packages bwrap seccomp
	@autograder sample $(COURSE)
	autograder grade $(word 1,$(ASSIGNMENTS)) --course $(COURSE)
else
	@echo "Grading needs the Linux sandbox (bubblewrap), and is left out here."
endif

lint: .venv/ready
	ruff check .
	ruff format --check .
	mypy
	codespell *.md autograder benchmarks book exercises setup solutions tests --skip '*/_build/*,*.ipynb,*.json,*.po'

# What translators are given: the sentences of the program, of the book's directives and of its pages. New sentences of the
# program go into its .po files. Sphinx wants a folder of its own for this, and finds there what the pages' cells gave.
POT := _build/gettext
gettext: book
	@python setup/messages.py collect $(POT)
	@python setup/messages.py update
	@mkdir -p $(POT)/build/_build $(POT)/pages && cp -R _build/.jupyter_cache _build/code-fingerprint $(POT)/build/_build
	jupyter-book build book --config _config.yml --path-output $(POT)/build --builder custom --custom-builder gettext -W -n --keep-going
	@cp $(POT)/build/_build/gettext/*.pot $(POT)/pages

# `make test` has the short form of what takes long: a share of some tests' parameters, another one each day. `make test-all`
# has all of it, and takes three times as long.
test: SHORT := --short
test test-all: .venv/ready
	@$(MAKE) --no-print-directory --jobs 2 book lint
	@setup/system-packages chromium node $(if $(LINUX),bwrap seccomp postgres)
	pytest -n auto --dist loadfile --no-loadscope-reorder $(SHORT)

# Slow and long things, each printing a table. bench-grading and bench-operations write benchmarks/*.json, which the book's page
# on performance shows. `python -m benchmarks.grading --submissions 12 --rounds 1 --many 0` is a short form, which writes nothing.
bench-grading: course
	@setup/system-packages bwrap seccomp
	python -m benchmarks.grading

# What takes how long in a class of 500 and of 5,000 when nothing has changed, and that it grows with the class and no faster.
bench-course: $(RECORDED)
	@setup/system-packages bwrap seccomp
	python -m benchmarks.course

# Whether speed is graded fairly: the same answers a hundred times, while every core has other work. Some twenty minutes.
bench-speed: .venv/ready
	python -m benchmarks.speed

bench-operations: .venv/ready
	python -m benchmarks.operations
	python -m benchmarks.operations --threads 2

# One layer from seven loops to torch, kernels of every size, and the roofline, for chapter 10: some minutes. It writes
# benchmarks/ladder.json, which the chapter shows.
bench-ladder: .venv/ready
	python -m benchmarks.ladder

# How heavy the book's pages are, as Lighthouse counts it: bytes by kind, requests and elements of each.
bench-pages: book
	@setup/system-packages chromium
	python -m benchmarks.pages

bench: bench-operations bench-grading

# How many small changes to the answers the judge catches (minutes; a tenth of them are tried in `make test`).
mutants: .venv/ready
	python -m benchmarks.mutants

# Whether honest answers in other styles keep every point on the hidden cases of a hundred seeds, and how long they take
# (minutes; two seeds are tried in `make test`).
styles: .venv/ready
	python -m benchmarks.styles

# What torch's own tests and ONNX's node tests make of the general operations: how many calls were tried, and agreed
# (minutes; a share of torch's is tried in `make test`).
suites: .venv/ready
	python -m suites

# What hostile submissions try in the sandbox, and what they gain: nothing.
attacks: .venv/ready
	@setup/system-packages bwrap
	python -m tests.attacks

# A class of fifty whose grading is killed twenty times, and a million frames from a hostile runner (minutes; `make test` has
# the short form of both).
soak: .venv/ready
	@setup/system-packages bwrap seccomp
	MW_KILLS=20 MW_STUDENTS=50 pytest tests/grading/test_interrupted_runs.py -k killed_again_and_again
	python -m benchmarks.fuzz

# What other libraries make of the same layer: asks each, in an environment of its own with pinned packages, and writes
# other_libraries/measured.json, which the book shows. It installs some gigabytes and takes minutes; no test depends on it. One
# alone: python -m other_libraries NAME
other-libraries: .venv/ready
	python -m other_libraries

# A class of sixty, from Moodle's download to the feedback that goes back: late, handed in again, renamed, in groups, of one
# name; graded, read, and graded anew after changed points and a moved deadline. After each step every door is compared: the
# table, the gradebook, formgrader, both exports, the files for Canvas and Moodle, the pages (`make test` has the short form).
class-of-60: .venv/ready
	@setup/system-packages bwrap seccomp
	MW_CLASS=60 pytest -s tests/grading/test_whole_class.py

# Where other libraries surprise on valid input: whether each still does what findings/README.md says. It installs them, each
# in a temporary folder, and takes some minutes; no test depends on it. One alone: findings/run-all NAME
findings:
	@findings/run-all

# The book as it was built, which takes no torch; it is built first where it is not there.
serve: $(if $(wildcard _build/html/index.html),,book)
	$(PYTHON) -m http.server --directory _build/html 8000

clean:
	rm -rf _build $(RECORDED) $(MESSAGES) .pytest_cache .mypy_cache .ruff_cache
