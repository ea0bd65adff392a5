"""Ctrl-C and SIGTERM end the command in one line, wherever they come; a second one ends it at once and silently."""

import signal
import subprocess
import sys
import textwrap

import pytest

STOPPED = "Stopped.\n"


def ended(program, **options):
    """Run a program as a process of its own: its exit status, and all that it says."""
    command = [sys.executable, "-c", textwrap.dedent(program)]
    piped = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    done = subprocess.run(command, text=True, timeout=300, check=False, **piped, **options)
    return done.returncode, done.stdout


BEGIN = """
import signal, sys, time
from autograder import stopping
signal.signal(signal.SIGINT, signal.default_int_handler)
"""


@pytest.mark.parametrize("module", ["typer", "autograder.errors", "autograder.cli.teaching.grade"])
def test_ctrl_c_while_the_command_is_loaded_is_one_line(module):
    program = """
    class Pressed:
        def find_spec(name, *about):
            if name == {module!r}:
                sys.meta_path.remove(Pressed)
                signal.raise_signal(signal.SIGINT)

    sys.meta_path.insert(0, Pressed)
    from autograder.__main__ import main
    sys.argv = ["autograder", "--version"]
    main()
    """
    assert ended(BEGIN + textwrap.dedent(program).format(module=module)) == (130, STOPPED)


def test_the_command_begins_without_what_takes_long_to_load():
    program = "import sys, autograder.__main__\nprint({'numpy', 'typer', 'gettext'} & sys.modules.keys())"
    assert ended(program) == (0, "set()\n")


LISTENING = (
    BEGIN
    + """
with stopping.whole_command(), stopping.listening():
"""
)


@pytest.mark.parametrize(("name", "status"), [("SIGINT", 130), ("SIGTERM", 143)])
def test_the_first_signal_unwinds_and_the_second_ends_it_at_once(name, status):
    once = f"""
    try:
        signal.raise_signal(signal.{name})
    finally:
        print("in order", flush=True)
"""
    assert ended(LISTENING + once) == (status, f"in order\n{STOPPED}")
    twice = once.replace("print", f"signal.raise_signal(signal.{name})\n        print")
    assert ended(LISTENING + twice) == (status, "")


def test_a_signal_that_something_swallows_ends_it_all_the_same():
    swallowed = """
    try:
        signal.raise_signal(signal.SIGINT)
    except KeyboardInterrupt:
        pass
"""
    assert ended(LISTENING + swallowed + "    stopping.stop_if_told()") == (130, STOPPED)
    impatient = LISTENING + "    stopping.PATIENCE_SECONDS = 0.1" + swallowed
    assert ended(impatient + "    time.sleep(600)") == (130, STOPPED)


def test_a_thread_that_never_ends_holds_up_nobody_who_stops_the_command():
    program = """
    import atexit, threading
    atexit.register(print, "tidied up")
    threading.Thread(target=time.sleep, args=(600,)).start()
    signal.raise_signal(signal.SIGINT)
"""
    assert ended(LISTENING + program) == (130, f"{STOPPED}tidied up\n")


def test_ctrl_c_that_is_ignored_stays_ignored():
    program = """
    signal.raise_signal(signal.SIGINT)
    print("goes on")
"""
    assert ended(LISTENING.replace("default_int_handler", "SIG_IGN") + program) == (0, "goes on\n")


def test_ctrl_c_after_the_end_shows_no_traceback():
    program = """
import atexit
with stopping.whole_command():
    atexit.register(signal.raise_signal, signal.SIGINT)
"""
    assert ended(BEGIN + program) == (130, "")


def test_a_command_leaves_the_signals_of_the_process_that_it_runs_in_as_they_were():
    from autograder.stopping import listening

    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    with listening():
        pass
    assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == before
