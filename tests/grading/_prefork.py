"""Runs commands, as several users too. nbgrader is imported once, for that takes seconds; a command is a fork of it.

Reads a line of JSON for each command: the number of the user, or none, the environment, the folder, the words, and what
is given to it to read. Answers with a line: the status and all that was said.
"""

import json
import os
import sys
import tempfile

from nbgrader.apps.nbgraderapp import main as nbgrader

from autograder.cli import main as autograder

COMMANDS = {"nbgrader": nbgrader, "autograder": autograder}


def become(number, environment, folder, words):
    if number is not None:
        os.setgroups([])
        os.setresgid(number, number, number)
        os.setresuid(number, number, number)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    if words[0] not in COMMANDS:
        os.execvp(words[0], words)
    sys.argv = words
    COMMANDS[words[0]]()


def run(order, given):
    with tempfile.TemporaryFile() as reads, tempfile.TemporaryFile() as said:
        reads.write(given.encode())
        reads.seek(0)
        child = os.fork()
        if not child:
            status = 1
            os.dup2(reads.fileno(), 0)
            os.dup2(said.fileno(), 1)
            os.dup2(said.fileno(), 2)
            try:
                become(**order)
                status = 0
            except SystemExit as end:
                status = end.code if isinstance(end.code, int) else int(end.code is not None)
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(status)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        said.seek(0)
        return {"status": status, "said": said.read().decode(errors="replace")}


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(run(**json.loads(line))), flush=True)
