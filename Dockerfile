# The whole course in a container, made by the same `make` from the same requirements.txt: the notebooks, the
# instructor's tools with their sandbox, and JupyterLab.
#   docker build -t magic-window .         (PyTorch without GPUs: --build-arg PIP_FLAGS="...", see the README)
#   docker run --rm -p 8888:8888 -v magic-window-work:/home/learner/work magic-window
# Grading makes a sandbox inside of Docker's, which forbids that unless told otherwise:
#   --security-opt seccomp=unconfined --security-opt apparmor=unconfined --security-opt systempaths=unconfined
# `autograder doctor` says whether it holds.
FROM python:3.12-slim-bookworm

# bubblewrap and libseccomp2 are the sandbox
RUN apt-get update \
    && apt-get install -y --no-install-recommends bubblewrap libseccomp2 make git \
    && rm -rf /var/lib/apt/lists/*

RUN useradd --create-home --uid 1000 learner \
    && mkdir -p /srv/course /home/learner/work \
    && chown learner:learner /srv/course /home/learner/work
USER learner
ENV PATH=/srv/course/.venv/bin:$PATH \
    PIP_NO_CACHE_DIR=1

ARG PIP_FLAGS=""
COPY --chown=learner:learner . /srv/course
RUN make -C /srv/course downloads PIP_FLAGS="$PIP_FLAGS" \
    && { python -m compileall -qq -j 0 /srv/course/.venv/lib || true; }  # nothing that is compiled later is kept

# the learner's workspace; an instructor makes a course beside it: autograder init my-course
WORKDIR /home/learner/work
EXPOSE 8888
CMD ["sh", "-c", "autograder start . --no-browser && exec jupyter lab --ip=0.0.0.0 --port=8888 --no-browser"]
