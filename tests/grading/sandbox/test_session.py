"""A session runs honest notebooks as Jupyter would, and no dishonest one costs more than itself."""

import textwrap
import time

import numpy as np
import pytest

from autograder.grading.sandbox.limits import Limits
from autograder.grading.sandbox.selftest import SandboxFault
from autograder.grading.sandbox.session import Session
from autograder.runner.values import Failure, Unknown

QUICK = Limits(cell_seconds=0.5, call_seconds=0.5, grace_seconds=0.3)
GOOD = "def double(x): return 2 * x"


def code(source):
    return textwrap.dedent(source).strip()


@pytest.fixture(scope="module")
def honest():
    with Session() as session:
        yield session


@pytest.fixture
def quick():
    with Session(QUICK) as session:
        assert session.run_cell(GOOD).limit is None
        yield session


def still_works(session):
    """Whatever happened, earlier definitions are there."""
    return session.call("double", (21,)).value == 42


class TestCells:
    def test_prints_results_and_displays_are_kept_in_order(self, honest):
        run = honest.run_cell("import sys\nprint('a')\nprint('b', file=sys.stderr)\ndisplay('c')\nprint('d')\n1 + 1")
        assert [output.output_type for output in run.outputs] == [
            *("stream", "stream", "display_data", "stream", "execute_result")
        ]
        assert [output.text for output in run.outputs if "text" in output] == ["a\n", "b\n", "d\n"]
        assert run.outputs[-1].data == {"text/plain": "2"}

    def test_a_semicolon_hides_the_result_as_in_jupyter(self, honest):
        assert honest.run_cell("1 + 1;").outputs == []

    def test_a_plot_becomes_a_picture(self, honest):
        run = honest.run_cell("%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.plot([1, 2]);")
        assert [set(output.data) for output in run.outputs] == [{"text/plain", "image/png"}]

    def test_nothing_of_the_warming_up_is_left(self):
        with Session() as session:
            run = session.run_cell(
                "import matplotlib.pyplot as p\n[n for n in dir() if 'plt' in n], p.get_fignums(), In"
            )
            assert run.outputs[0].data["text/plain"] == "([], [], [''])"

    @pytest.mark.parametrize(
        ("source", "name"),
        [
            ("1 / 0", "ZeroDivisionError"),
            ("x = (", "SyntaxError"),
            ("import sys; sys.exit(3)", "SystemExit"),
            ("exit()", "SystemExit"),
            ("input('your name? ')", "RuntimeError"),
            ("raise KeyboardInterrupt", "KeyboardInterrupt"),
            ("class E(Exception):\n    def __str__(self): raise E\nraise E", "E"),
            ("import numpy; numpy.zeros(10**12)", "MemoryError"),
            ("def f(): f()\nf()", "RecursionError"),
        ],
    )
    def test_an_error_is_an_output_and_the_notebook_goes_on(self, honest, source, name):
        run = honest.run_cell(source)
        assert run.limit is None
        assert [output.ename for output in run.outputs if output.output_type == "error"][:1] == [name]
        assert honest.run_cell("1").outputs

    def test_a_warning_is_shown_and_a_magic_works(self, honest):
        assert "careful" in honest.run_cell("import warnings; warnings.warn('careful')").outputs[0].text
        assert "Wall time" in honest.run_cell("%time sum(range(10))").outputs[0].text

    def test_a_command_runs_and_finds_nobody_to_answer_it(self, honest):
        assert "hi" in honest.run_cell("!echo hi").outputs[0].text
        assert honest.run_cell("!head -c 1 < /dev/null").limit is None

    def test_the_released_check_decides_nothing(self, honest):
        run = honest.run_cell("from autograder import check\ncheck(print, 'chapter/exercise')")
        assert run.outputs[0].text == "chapter/exercise: checked when graded\n"


class TestCalls:
    def test_values_cross_unharmed(self, honest):
        honest.run_cell("def give(x): return x")
        for value in (None, True, 3, 2.5, "text", [1, (2, 3)], np.arange(6.0).reshape(2, 3).T, np.float32([[1]])):
            np.testing.assert_equal(honest.call("give", (value,)).value, value)
        state = {"conv1.weight": np.ones((2, 3))}
        honest.run_cell("def weight(state): return state['conv1.weight']")
        np.testing.assert_array_equal(honest.call("weight", (state,)).value, np.ones((2, 3)))

    def test_strange_answers_are_only_named(self, honest):
        honest.run_cell(
            "import numpy as np\ndef strange(): return [object(), np.array([None]), {1: 2}, np.matrix([[1]])]"
        )
        assert honest.call("strange", ()).value == [
            *(Unknown("object"), Unknown("array of object"), Unknown("dict"), Unknown("matrix"))
        ]

    def test_a_failure_says_which_line_of_the_notebook_it_came_from(self, honest):
        honest.run_cell(
            "import numpy as np\ndef outer(x):\n    return inner(x)\ndef inner(x):\n    return x.reshape(7)"
        )
        failure = honest.call("outer", (np.ones(3),)).failure
        assert (failure.type, failure.line_number, failure.line) == ("ValueError", 5, "return x.reshape(7)")

    def test_a_missing_function_is_a_name_error(self, honest):
        assert honest.call("nowhere", ()).failure == Failure("NameError", "name 'nowhere' is not defined")

    @pytest.mark.parametrize("raised", ["SystemExit(0)", "KeyboardInterrupt()", "MemoryError()", "GeneratorExit()"])
    def test_whatever_is_raised_is_a_failure(self, honest, raised):
        honest.run_cell(f"def raising(): raise {raised}")
        assert honest.call("raising", ()).failure.type == raised.partition("(")[0]

    def test_prints_are_kept_apart_and_bounded(self, honest):
        honest.run_cell(
            "import sys\ndef noisy():\n    print('x' * 10**7)\n    print('y', file=sys.stderr)\n    return 1"
        )
        answer = honest.call("noisy", ())
        assert answer.value == 1
        assert answer.printed.startswith("xxx")
        assert len(answer.printed) <= 2000

    @pytest.mark.parametrize("change", ["x[0] = 9", "x.shape = (3, 1)", "x[:] = np.nan"])
    def test_changed_inputs_are_told(self, honest, change):
        honest.run_cell(f"import numpy as np\ndef change(x):\n    {change}\ndef keep(x): return x + 1")
        assert honest.call("change", (np.ones(3),)).changed_inputs
        assert not honest.call("keep", (np.ones(3),)).changed_inputs


HOSTILE = {
    "loops": ("while True: pass", "took longer than 0.5 seconds"),
    "loops and swallows": (
        "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
        "took longer than 0.5 seconds",
    ),
    "blocks the signal": (
        "import signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])\nwhile True: pass",
        "took longer than 0.5 seconds",
    ),
    "replaces the handler": (
        "import signal\nsignal.signal(signal.SIGALRM, lambda *_: None)\nwhile True: pass",
        "took longer than 0.5 seconds",
    ),
    "sleeps in another program": ("import os; os.system('sleep 60')", "took longer than 0.5 seconds"),
    "exits at once": ("import os; os._exit(0)", "ended the Python process"),
    "kills itself": ("import os; os.kill(os.getpid(), 9)", "ended the Python process"),
    "crashes": ("import ctypes; ctypes.string_at(0)", "ended the Python process"),
    "closes everything": ("import os; os.closerange(0, 1000)", "ended the Python process"),
    "garbage everywhere": (
        "import os\nfor fd in range(256):\n    try: os.write(fd, b'garbage' * 99)\n    except OSError: pass",
        "sent something that is not an answer",
    ),
    "a forged frame": (
        "from runner.inside import wire\nfor n in range(100): wire.send(102, {'id': 99, 'outputs': [], 'value': 1})",
        "sent something that is not an answer",
    ),
    "a forged frame that announces a terabyte": (
        "import os; header = b'[{\"text\":0},[1099511627776]]'\nos.write(102, len(header).to_bytes(4, 'big') + header)",
        "sent something that is not an answer",
    ),
    "a forged frame that never ends": (
        "import os, time\nwhile True:\n    os.write(102, b'\\0'); time.sleep(0.1)\n",
        None,  # stopped one way or the other
    ),
}


@pytest.mark.parametrize(("source", "limit"), HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("where", ["cell", "call"])
def test_hostile_code_costs_only_itself(quick, where, source, limit):
    start = time.monotonic()
    if where == "cell":
        stopped = quick.run_cell(source).limit
    else:
        quick.run_cell("def attack():\n" + textwrap.indent(source, "    "))
        stopped = quick.call("attack", ()).limit
    assert stopped is not None
    assert limit is None or stopped == limit
    assert time.monotonic() - start < 30  # and not for ever
    assert still_works(quick)


def test_a_forged_reply_to_this_very_request_is_no_more_than_an_answer(quick):
    """Whoever writes the right number in time has answered; the real reply is then out of step, and ends the runner."""
    quick.run_cell(
        code("""
        from runner.inside import wire
        def forge():
            for n in range(10):
                wire.send(102, {"id": n, "value": 7, "failure": None, "changed_inputs": False, "printed": ""})
        """)
    )
    assert quick.call("forge", ()).limit == "sent something that is not an answer"
    assert still_works(quick)


def test_a_gigabyte_of_print_is_cut_and_costs_only_its_time():
    with Session(Limits(output_chars=1000, memory_bytes=512 << 20)) as session:
        run = session.run_cell("for _ in range(1000): print('x' * 10**6)\ndone = True")
        assert run.limit is None
        assert sum(len(output.text) for output in run.outputs) < 1100
        assert "output cut after 1000 characters" in run.outputs[-1].text
        assert session.run_cell("done").outputs[0].data["text/plain"] == "True"


def test_all_the_memory_is_not_had_and_the_notebook_goes_on():
    with Session(Limits(memory_bytes=512 << 20)) as session:
        session.run_cell(GOOD)
        run = session.run_cell("import numpy as np\nhoard = []\nwhile True: hoard.append(np.ones(10**6))")
        assert "MemoryError" in str(run.outputs)
        session.run_cell("hoard = None")
        assert still_works(session)


def test_a_fork_bomb_is_bounded_and_ends_with_its_cell(quick):
    bomb = "import os\nwhile True:\n    try: os.fork()\n    except OSError: pass"
    assert quick.run_cell(bomb).limit == "took longer than 0.5 seconds"
    assert still_works(quick)


def test_a_forked_copy_of_the_runner_does_not_answer(quick):
    assert quick.run_cell("import os\npid = os.fork()").limit is None
    assert [still_works(quick) for _ in range(5)] == [True] * 5


def test_answers_larger_than_the_cap_are_not_carried():
    with Session(Limits(result_bytes=1 << 20)) as session:
        session.run_cell(GOOD)
        session.run_cell(
            code("""
            import numpy as np
            def large():
                return np.ones(1 << 18)
            def long():
                return ["x" * (1 << 9)] * (1 << 12)
            def deep(x=1):
                for _ in range(99):
                    x = [x]
                return x
            """)
        )
        for name in ("large", "long"):
            assert session.call(name, ()).limit == "gave more data than may be sent"
        assert still_works(session)


def test_an_interrupted_cell_keeps_what_it_showed_and_the_process(quick):
    run = quick.run_cell("print('so far')\nkept = 1\nwhile True: pass")
    assert (run.outputs[0].text, run.limit) == ("so far\n", "took longer than 0.5 seconds")
    assert quick.run_cell("kept").outputs[0].data["text/plain"] == "1"
    quick.run_cell("import os; os._exit(0)")
    assert quick.run_cell("kept").outputs[0].ename == "NameError"  # it was not run again


def test_after_a_kill_finished_cells_are_run_again_and_the_culprit_is_not(quick):
    quick.run_cell("x = 1")
    quick.run_cell("x += 1")
    quick.run_cell("x = 100\nimport os; os._exit(0)")
    assert quick.run_cell("x").outputs[0].data["text/plain"] == "2"


def test_restarts_are_counted():
    with Session(Limits(restarts=1)) as session:
        session.run_cell(GOOD)
        assert session.run_cell("import os; os._exit(0)").limit == "ended the Python process"
        assert still_works(session)
        assert session.run_cell("import os; os._exit(0)").limit == "ended the Python process"
        assert session.call("double", (1,)).limit == "came after the notebook had ended or jammed Python 2 times"
        assert session.run_cell("1").limit == "came after the notebook had ended or jammed Python 2 times"


def test_a_cell_that_ends_the_process_only_when_run_again_is_given_up():
    with Session(Limits(restarts=3)) as session:
        session.run_cell(GOOD)
        session.run_cell(
            "import time, os\nif time.time() > START: os._exit(0)".replace("START", str(time.time() + 0.5))
        )
        time.sleep(0.6)
        assert session.run_cell("os._exit(0)").limit == "ended the Python process"
        assert still_works(session)


def test_the_calls_of_one_exercise_share_their_time():
    with Session(Limits(exercise_seconds=2, call_seconds=1.6)) as session:
        session.run_cell(GOOD + "\nimport time\ndef slow(): time.sleep(60)")
        with session.exercise():
            assert session.call("slow", ()).limit == "took longer than 1.6 seconds"
            assert session.call("slow", ()).limit == "used up the rest of the exercise's 2 seconds"
            assert session.call("double", (1,)).limit == "came after the exercise's 2 seconds were used up"
        with session.exercise():
            assert still_works(session)


def test_a_loop_costs_less_each_time_and_the_cases_after_it_are_asked():
    with Session(Limits(call_seconds=2)) as session:
        session.run_cell(GOOD + "\ndef loop(n):\n    while n: pass\n    return n")
        with session.exercise():
            words = [session.call("loop", (n,)).limit for n in (1, 1, 1, 1, 0, 1)]
        assert words == [
            *("took longer than 2 seconds", "took longer than 0.6 seconds", "took longer than 0.1 seconds"),
            *("took longer than 0.1 seconds", None, "took longer than 2 seconds"),
        ]
        with session.exercise():
            assert session.call("loop", (1,)).limit == "took longer than 2 seconds"


def test_an_endless_loop_costs_a_worker_at_most_twenty_seconds_an_exercise():
    limits = Limits()
    with Session(limits) as session, session.exercise():
        times = []
        for late in range(14):
            session._exercise.late = late
            times.append(session._call_seconds())
        assert sum(times) <= 20


def test_the_whole_submission_has_its_time():
    with Session(Limits(submission_seconds=2)) as session:
        assert session.run_cell("while True: pass").limit == "used up the rest of the notebook's 2 seconds"
        assert session.run_cell("1").limit == "came after the notebook's 2 seconds were used up"
        assert session.call("double", (1,)).limit == "came after the notebook's 2 seconds were used up"


def test_arguments_that_cannot_be_sent_are_our_fault(honest):
    with pytest.raises(SandboxFault):
        honest.call("double", (object(),))


def test_a_round_trip_is_quick(honest):
    honest.run_cell(GOOD)
    x = np.ones((2, 3, 16, 16))
    seconds = []
    for _ in range(20):
        start = time.perf_counter()
        honest.call("double", (x,))
        seconds.append(time.perf_counter() - start)
    assert min(seconds) < 0.05  # 0.3 ms on a quiet machine, and one of 20 finds even a busy one at rest


def test_an_exercise_that_keeps_killing_python_leaves_the_others_their_chance():
    with Session(Limits()) as session:
        session.run_cell("import os\ndef deadly(x): os._exit(0)\ndef harmless(x): return x")
        with session.exercise():
            limits = [session.call("deadly", (1,)).limit for _ in range(6)]
        assert limits[:3] == ["ended the Python process"] * 3
        assert limits[3:] == ["was not asked again after it had ended or jammed Python 3 times"] * 3
        with session.exercise():
            assert session.call("harmless", (1,)).value == 1
