"""Works that die at a named step of their own, as a power cut would end them there.

One process imports the program once and forks for each order; each child changes one
step of its work into its death.
"""

import signal
import subprocess
import sys


DRIVER = """
import importlib, os, signal, sys

def die(*_arguments, **_options):
    os.kill(os.getpid(), signal.SIGKILL)

def after(work):
    def doing(*arguments, **options):
        work(*arguments, **options)
        die()
    return doing

def named(path):
    place, _colon, names = path.partition(":")
    *owners, name = names.split(".")
    owner = importlib.import_module(place)
    for one in owners:
        owner = getattr(owner, one)
    return owner, name

def patch(step):
    when, path = step.split(" ")
    owner, name = named(path)
    setattr(owner, name, die if when == "at" else after(getattr(owner, name)))

owner, name = named(sys.argv[1])
work = getattr(owner, name)
for line in sys.stdin.read().splitlines():
    step, *words = line.split("|")
    child = os.fork()
    if child == 0:
        try:
            patch(step)
            work(*words)
        finally:
            os._exit(9)
    _pid, status = os.waitpid(child, 0)
    print(os.WTERMSIG(status) if os.WIFSIGNALED(status) else "survived", flush=True)
"""


def die_at(work, orders):
    """Do works in processes that are killed with -9, and see that each was.

    Args:
        work: "module:function", called with the words of an order, which are texts.
        orders: for each process a step, "at module:name" to die in its stead or
            "after module:name" to die once it is done, and the words.
    """
    done = subprocess.run(
        [sys.executable, "-c", DRIVER, work],
        input="\n".join("|".join(map(str, order)) for order in orders),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == [str(int(signal.SIGKILL))] * len(orders), done.stderr
