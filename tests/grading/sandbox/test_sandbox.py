"""Code in the sandbox sees nothing, reaches nobody and leaves nothing behind."""

import contextlib
import os
import socket
import subprocess
import sys
import time
import uuid
from pathlib import Path

import pytest

from autograder.grading.sandbox import bubblewrap, seccomp
from autograder.grading.sandbox.forkserver import SandboxFault
from autograder.grading.sandbox.importable import importable
from autograder.grading.sandbox.limits import Limits
from autograder.grading.sandbox.sandbox import Sandbox, idle_fork_servers
from autograder.grading.sandbox.selftest import layers, missing_layers
from autograder.grading.sandbox.session import Session


@pytest.fixture(scope="module")
def session():
    with Session() as session:
        yield session


def look(session, expression, *args):
    """The value of `expression` inside; `args` are the arguments in it."""
    run = session.run_cell(f"import os, sys, socket\ndef look(*args): return {expression}")
    assert run.outputs == []
    answer = session.call("look", args)
    assert answer.failure is None
    assert answer.limit is None
    return answer.value


def running(marker, wanted=0):
    """The processes of this machine that have `marker` among their arguments, once there are `wanted` of them."""
    patience = time.monotonic() + 120  # a judge of its own loads NumPy first, and the machine may be busy
    while True:
        found = []
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            with contextlib.suppress(OSError):
                if marker.encode() in path.read_bytes():
                    found.append(path.parent)
        if len(found) >= wanted or time.monotonic() > patience:
            return found
        time.sleep(0.01)


class TestFiles:
    def test_files_of_the_machine_are_not_there(self, session, tmp_path):
        secret = tmp_path / "secret"
        secret.write_text("secret")
        secret.chmod(0o644)
        for path in (secret, Path(__file__), Path(pytest.__file__), Path("/etc/passwd"), Path("/var"), Path("/sys")):
            assert path.exists()
            assert not look(session, "os.path.exists(args[0])", str(path))

    def test_only_a_few_folders_are_there(self, session):
        seen = set(look(session, "os.listdir('/')"))
        assert seen <= {"bin", "dev", "etc", "lib", "lib32", "lib64", "proc", "runner", "tmp", "usr"}
        assert set(look(session, "os.listdir('/etc')")) <= {"ld.so.cache", "alternatives"}
        assert look(session, "[name for name in os.listdir('/usr') if not name.startswith('lib')]") == ["bin"]

    def test_only_temporary_folders_can_be_written(self, session):
        session.run_cell(
            "import os\ndef writable(folder):\n"
            "    try: return os.close(os.open(f'{folder}/x', os.O_CREAT)) is None\n    except OSError: return False"
        )
        writable = "[folder for folder, _, _ in os.walk('/') if not folder.startswith('/proc') and writable(folder)]"
        folders = look(session, writable)
        assert "/tmp/work" in folders
        assert [folder for folder in folders if not folder.startswith(("/tmp", "/dev/shm"))] == []

    def test_all_else_is_read_only_to_whoever_owns_it(self, session):
        folders = ["/", "/usr/bin", "/dev", "/runner/site", "/runner/site/numpy"]
        assert look(session, "[bool(os.statvfs(f).f_flag & os.ST_RDONLY) for f in args[0]]", folders) == [True] * 5

    @pytest.mark.parametrize("folder", ["/tmp", "/dev/shm"])
    def test_what_can_be_written_is_bounded(self, folder):
        with Session(Limits(tmp_bytes=1 << 20)) as session:
            run = session.run_cell(f"for n in range(99): open(f'{folder}/{{n}}', 'wb').write(bytes(10**5))")
            assert "No space left" in run.outputs[0].evalue

    def test_one_file_is_bounded(self):
        with Session(Limits(file_bytes=1 << 20)) as session:
            run = session.run_cell("file = open('large', 'wb', buffering=0)\nwhile True: file.write(bytes(10**5))")
            assert "File too large" in run.outputs[0].evalue

    def test_nothing_stays_behind(self):
        name = f"left-{uuid.uuid4()}"
        with Session() as session:
            session.run_cell(f"for d in ('/tmp', '/dev/shm', '.'): open(f'{{d}}/{name}', 'w').close()")
            assert look(session, "os.path.exists(args[0])", f"/tmp/{name}")
        with Session() as session:
            assert not look(session, "os.path.exists(args[0])", f"/tmp/{name}")
        assert not any(Path(d, name).exists() for d in ("/tmp", "/dev/shm", "."))

    def test_the_assignments_files_lie_beside_the_notebook(self, tmp_path):
        (tmp_path / "data").mkdir()
        (tmp_path / "data" / "x.txt").write_text("data")
        (tmp_path / "answers.ipynb").write_text("{}")
        (tmp_path / ".hidden").write_text("hidden")
        (tmp_path / "link").symlink_to("/etc/hostname")
        with Session(files=tmp_path) as session:
            assert look(session, "os.listdir('.')") == ["data"]
            assert look(session, "open('data/x.txt').read()") == "data"
            assert session.run_cell("open('data/x.txt', 'w')").outputs[0].ename in ("OSError", "PermissionError")
            assert session.run_cell("open('mine.txt', 'w').close()").outputs == []


class TestImports:
    def test_what_is_listed_can_be_imported(self, session):
        assert session.run_cell("import numpy, matplotlib.pyplot, IPython, PIL, sqlite3, ssl, ctypes").outputs == []

    def test_what_is_not_listed_is_nowhere(self, session):
        unlisted = ("torch", "scipy", "solutions", "nbgrader")
        for name in unlisted:
            assert session.run_cell(f"import {name}").outputs[0].ename == "ModuleNotFoundError"
        find = "[d for d, _, files in os.walk('/') if os.path.basename(d) in args and '__init__.py' in files]"
        assert look(session, find, *unlisted) == []

    def test_the_only_autograder_is_the_stand_in(self, session):
        files = set(look(session, "os.listdir(os.path.dirname(__import__('autograder').__file__))"))
        assert files <= {"__init__.py", "__pycache__"}
        assert session.run_cell("from autograder import judge").outputs[0].ename == "ImportError"

    def test_no_package_of_the_list_brings_torch(self):
        assert "numpy" in importable()
        assert not {"torch", "scipy", "solutions", "autograder", "nbgrader"} & importable().keys()


class TestIsolation:
    def test_no_network(self, session):
        with socket.create_server(("127.0.0.1", 0)) as server:
            port = server.getsockname()[1]
            socket.create_connection(("127.0.0.1", port)).close()  # it is there, for us
            run = session.run_cell(f"import socket; socket.create_connection(('127.0.0.1', {port}), 2)")
            assert run.outputs[0].ename == "PermissionError"
        assert session.run_cell("socket.create_connection(('192.0.2.1', 80), 2)").outputs[0].ename == "PermissionError"

    def test_no_socket_of_the_machine(self, session):
        name = f"\0{uuid.uuid4()}"
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(name)
            server.listen()
            with socket.socket(socket.AF_UNIX) as client:
                client.connect(name)
            run = session.run_cell(f"import socket; socket.socket(socket.AF_UNIX).connect({name!r})")
            assert run.outputs[0].ename == "PermissionError"

    def test_no_variable_of_the_machine(self, monkeypatch):
        monkeypatch.setenv("A_SECRET", "the secret value")
        with Session() as session:
            session.run_cell(
                "from pathlib import Path\ndef read(p):\n    try: return p.read_text()\n    except OSError: return ''"
            )
            seen = look(session, "str(os.environ) + ''.join(map(read, Path('/proc').glob('*/environ')))")
        assert "MPLBACKEND" in seen
        assert "secret" not in seen.lower()

    def test_no_process_of_the_machine(self, session):
        assert look(session, "os.listdir('/proc')") == []
        assert look(session, "[os.getpid(), os.getppid()]") == [2, 1]
        assert session.run_cell(f"import os; os.kill({os.getpid()}, 0)").outputs[0].ename == "ProcessLookupError"

    def test_no_rights_seen_from_outside_and_inside(self):
        seconds = f"9{uuid.uuid4().int % 10**9}"
        with Session() as session:
            session.run_cell(f"import subprocess; subprocess.Popen(['sleep', '{seconds}'])")
            (process,) = running(seconds, wanted=1)
            status = dict(line.split(":", 1) for line in (process / "status").read_text().splitlines())
            assert "0" not in status["Uid"].split() + status["Gid"].split()
            assert [int(status[f"Cap{kind}"], 16) for kind in ("Inh", "Prm", "Eff", "Bnd", "Amb")] == [0] * 5
            assert status["NoNewPrivs"].strip() == "1"
            assert look(session, "[os.getuid(), os.geteuid(), os.getgid()]") == [1000] * 3
            assert session.run_cell("import os; os.setuid(0)").outputs[0].ename in ("PermissionError", "OSError")

    @pytest.mark.parametrize("namespace", ["user", "pid", "net", "ipc", "uts", "mnt"])
    def test_every_namespace_is_its_own(self, namespace):
        """Neither ours, nor the fork server's, nor that of another submission."""
        seconds = f"9{uuid.uuid4().int % 10**9}"
        with Session() as one, Session() as other:
            for session in (one, other):
                session.run_cell(f"import subprocess; subprocess.Popen(['sleep', '{seconds}'])")
            links = []
            for process in [*running(seconds, wanted=2), *running("runner.inside.start", wanted=2)]:
                with contextlib.suppress(FileNotFoundError):  # the fork server of another test, which has just ended
                    links.append(os.readlink(process / "ns" / namespace))
        links.append(os.readlink(f"/proc/self/ns/{namespace}"))
        assert len(links) >= 5
        assert len({*links[:2], links[-1]}) == 3
        assert links.count(links[0]) < len(links) - 2

    def test_only_the_channel_is_open(self, session):
        """What bwrap, the fork server and the judge's side hold open is not inherited."""
        session.run_cell(
            "import os\ndef is_open(fd):\n    try: os.fstat(fd)\n    except OSError: return False\n    return True"
        )
        assert look(session, "[fd for fd in range(1024) if is_open(fd)]") == [0, 1, 2, 101, 102]

    def test_what_one_submission_changes_the_next_does_not_see(self):
        with Session() as session:
            session.run_cell(
                "import builtins, numpy, os, random, sys\nbuiltins.left = numpy.left = sys.left = 1\n"
                "os.environ['LEFT'] = '1'\nnumpy.add = random.random = None"
            )
        with Session() as session:
            session.run_cell("import builtins, numpy, os, random, sys")
            assert look(session, "any(hasattr(place, 'left') for place in (builtins, numpy, sys))") is False
            assert look(session, "'LEFT' in os.environ or numpy.add is None or random.random is None") is False

    def test_random_numbers_are_the_same_in_a_replay_and_differ_between_students(self):
        drawn = "[numpy.random.rand(), __import__('random').random(), hash('x')]"
        seen = []
        for randomness in (1, 1, 2):
            with Session(randomness=randomness) as session:
                session.run_cell("import numpy")
                seen.append(look(session, drawn))
        assert seen[0] == seen[1]
        assert seen[0][:2] != seen[2][:2]

    def test_hard_limits_cannot_be_raised(self, session):
        run = session.run_cell("import resource\nresource.setrlimit(resource.RLIMIT_AS, (-1, -1))")
        assert run.outputs[0].ename == "ValueError"
        assert look(session, "__import__('resource').getrlimit(args[0])", 9)[1] == Limits().memory_bytes

    def test_a_bomb_in_one_sandbox_leaves_processes_to_another(self):
        with Session() as bomb, Session() as other:
            bomb.run_cell("import subprocess\nwhile True: subprocess.Popen(['sleep', '60'])")
            assert other.run_cell("import subprocess\nsubprocess.run(['true'], check=True);").outputs == []


class TestEnd:
    def test_every_process_ends_with_the_session(self):
        seconds = f"9{uuid.uuid4().int % 10**9}"
        with Session() as session:
            spawn = "subprocess.Popen(['sleep', '{}'], start_new_session=True)"
            session.run_cell(f"import subprocess\nfor _ in range(20): {spawn.format(seconds)}")
            assert len(running(seconds, wanted=20)) == 20
        assert running(seconds) == []

    def test_a_killed_judge_takes_its_sandbox_along(self):
        seconds = f"9{uuid.uuid4().int % 10**9}"
        judge = f"""
from autograder.grading.sandbox.session import Session
Session().run_cell("import subprocess; subprocess.Popen(['sleep', '{seconds}']).wait()")
"""
        process = subprocess.Popen([sys.executable, "-c", judge], cwd=Path(__file__).parents[3])
        assert len(running(f"sleep\0{seconds}", wanted=1)) == 1
        process.kill()
        process.wait()
        patience = time.monotonic() + 60
        while running(seconds) and time.monotonic() < patience:
            time.sleep(0.01)
        assert running(seconds) == []

    def test_no_descriptor_and_no_zombie_stays(self):
        def open_descriptors():
            return sorted(os.listdir("/proc/self/fd"))

        with Session() as session:
            session.run_cell("1")
        before = open_descriptors()
        with Session(Limits(cell_seconds=0.2, grace_seconds=0.2)) as session:
            session.run_cell("1")
            session.run_cell("import os; os._exit(0)")
            session.run_cell("import signal\nsignal.signal(signal.SIGALRM, signal.SIG_IGN)\nwhile True: pass")
        assert open_descriptors() == before
        stats = [path.read_text().rpartition(") ")[2].split() for path in Path("/proc").glob("[0-9]*/stat")]
        assert [state for state, parent, *_ in stats if parent == str(os.getpid()) and state == "Z"] == []

    def test_stopping_twice_is_harmless(self):
        sandbox = Sandbox(Limits())
        sandbox.stop()
        sandbox.stop()


class TestFaults:
    @pytest.fixture
    def without_bwrap(self, monkeypatch):
        monkeypatch.setenv("PATH", "/nowhere")
        bubblewrap._version.cache_clear()
        yield
        bubblewrap._version.cache_clear()

    def test_without_bwrap_grading_says_what_to_install(self, without_bwrap):
        assert missing_layers() == ["bwrap is not installed: sudo apt-get install bubblewrap"]
        with Session() as session, pytest.raises(SandboxFault, match="apt-get install bubblewrap"):
            session.run_cell("1")

    def test_a_runner_that_does_not_start_is_our_fault_and_tells_why(self, monkeypatch):
        monkeypatch.setattr(bubblewrap, "python", lambda: "/runner/no-python")
        with Session() as session, pytest.raises(SandboxFault, match="no-python"):
            session.call("f", ())

    def test_a_runner_that_says_nothing_is_our_fault(self, monkeypatch):
        monkeypatch.setattr("autograder.grading.sandbox.forkserver._BOOTSTRAP", "import time; time.sleep(60)")
        start = time.monotonic()
        with pytest.raises(SandboxFault, match="time is up"):
            Sandbox(Limits(start_seconds=0.5))
        assert time.monotonic() - start < 30

    def test_every_layer_holds_here(self):
        assert [layer.name for layer in layers() if not layer.holds] == []
        assert len(layers()) > 8

    @pytest.fixture(autouse=True)
    def fresh(self):
        """Fork servers that were started as they are when all is well would hide a fault."""
        idle_fork_servers.close()
        yield
        idle_fork_servers.close()

    def test_a_layer_that_does_not_hold_is_found(self, monkeypatch):
        monkeypatch.setattr(seccomp, "_DENIED", ["ptrace", "mount", "unshare"])
        seccomp.program.cache_clear()
        try:
            assert [found.name for found in layers() if not found.holds] == ["filtered system calls"]
            assert len(missing_layers()) == 1
        finally:
            seccomp.program.cache_clear()

    def test_another_layer_that_does_not_hold_is_found(self, monkeypatch):
        monkeypatch.setattr(Limits, "processes", 10**6)
        monkeypatch.setattr(seccomp, "_NEW_NAMESPACES", 0)
        monkeypatch.setattr(seccomp, "_DENIED", ["ptrace", "mount", "socket"])
        seccomp.program.cache_clear()
        try:
            assert "no further namespaces" in [found.name for found in layers() if not found.holds]
        finally:
            seccomp.program.cache_clear()


class TestUnsandboxed:
    def test_it_runs_cells_and_calls_and_cleans_up(self, tmp_path, monkeypatch):
        monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
        files = tmp_path / "files"
        files.mkdir()
        (files / "data.txt").write_text("data")
        with Session(files=files, sandboxed=False) as session:
            assert session.run_cell("def f(): return open('data.txt').read()").outputs == []
            assert session.call("f", ()).value == "data"
            assert session.run_cell("import torch").outputs[0].ename == "ModuleNotFoundError"
            assert session.run_cell("import matplotlib.pyplot as plt; plt.plot([1, 2]);").outputs
            assert session.run_cell("import os; os._exit(0)").limit == "ended the Python process"
            assert session.call("f", ()).value == "data"
        idle_fork_servers.close()
        assert os.listdir(tmp_path) == ["files"]
