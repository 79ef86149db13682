"""Commands, each in a process of its own, without reading the program for each.

One process reads the program and forks for every command, which has its own
descriptors, variables and end, as one that a shell had started.
"""

import atexit
import json
import os
import socket
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cache


SERVER = """
import json, os, socket, sys
from commands.main import run
import commands.approvals, commands.doctor, commands.keys  # most of what is read

place = socket.socket(fileno=int(sys.argv[1]))
while True:
    message, fds, _flags, _from = socket.recv_fds(place, 1 << 16, 16)
    if not message:
        sys.exit()
    child = os.fork()
    if child == 0:
        break
    for fd in fds:
        os.close(fd)
    _pid, status = os.waitpid(child, 0)
    place.send(str(os.waitstatus_to_exitcode(status)).encode())

place.close()
order = json.loads(message)
for fd, standard in zip(fds, (0, 1, 2)):
    os.dup2(fd, standard)
os.environ.clear()
os.environ.update(order["environ"])
sys.argv = ["parcours", *(word.format(*fds[3:]) for word in order["words"])]
run()
"""


@dataclass(frozen=True)
class Told:
    """What a command said, and how it ended."""

    returncode: int
    stdout: str
    stderr: str


@cache
def _server():
    ours, theirs = socket.socketpair()
    process = subprocess.Popen(
        [sys.executable, "-c", SERVER, str(theirs.fileno())],
        pass_fds=[theirs.fileno()],
        stdin=subprocess.DEVNULL,
    )
    theirs.close()
    atexit.register(_end, process, ours)
    return ours


def _end(process, ours):
    ours.close()  # it reads nothing more, and ends
    process.wait(timeout=20)


def run_forked(words, *, fds=(), environ=None):
    """Run `parcours` with words; {0}, {1}… in them stand for the descriptors given.

    Args:
        words: the command line, without the program.
        fds: descriptors that the command inherits.
        environ: all its variables, None = those of this process.
    """
    order = {"words": list(words), "environ": dict(environ or os.environ)}
    with (
        open(os.devnull, "rb") as nothing,
        tempfile.TemporaryFile("w+") as out,
        tempfile.TemporaryFile("w+") as err,
    ):
        standard = [nothing.fileno(), out.fileno(), err.fileno()]
        socket.send_fds(_server(), [json.dumps(order).encode()], [*standard, *fds])
        code = int(_server().recv(16))
        out.seek(0)
        err.seek(0)
        return Told(code, out.read(), err.read())
