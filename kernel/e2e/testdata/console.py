"""Uses `jupyter console` with the installed kernel as a person at a terminal does: several lines, Tab, Ctrl-C, an error, Ctrl-D."""

import os
import re
import sys
import time

import pexpect

PATIENCE = 120  # seconds for what a machine under load may take its time for

os.environ.update(TERM="xterm", PROMPT_TOOLKIT_NO_CPR="1")
console = pexpect.spawn(
    sys.executable,
    ["-m", "jupyter_console", "--kernel=gosnn", f"--ZMQTerminalInteractiveShell.kernel_is_complete_timeout={PATIENCE}"],
    dimensions=(40, 100),
    encoding="utf-8",
)
raw, read = "", 0  # what the terminal was sent, and how much of that, without colors and movements, has been seen


def plain():
    return re.sub(r"\x1b(?:\[[0-9;?]*[A-Za-z]?)?", "", raw)


def see(words):
    """Waits until the terminal shows words, below what has been seen."""
    global raw, read
    end = time.monotonic() + PATIENCE
    while (at := plain().find(words, read)) < 0:
        try:
            raw += console.read_nonblocking(4096, timeout=max(0, end - time.monotonic()))
        except (pexpect.TIMEOUT, pexpect.EOF) as e:
            raise SystemExit(f"the terminal does not show {words!r} ({type(e).__name__}):\n{plain()[-4000:]}")
    read = at + len(words)


number = 0


def enter(*lines):
    """Types lines at the prompt, each when the terminal shows the one before."""
    global number
    number += 1
    see(f"In [{number}]: ")
    for i, line in enumerate(lines):
        if i > 0:
            see("...: ")
        console.send(line)
        see(line.split()[-1])
        console.send("\r")


try:
    # A line with an open brace gets lines below it, until the brace is closed.
    enter("func double(x int) int {", "return 2 * x", "}")
    enter("fmt.Println(double(21))")
    see("\n42")
    enter("2 * double(4)")
    see("Out[3]: 16")

    number += 1
    see(f"In [{number}]: ")
    console.send("2 * doub\t")
    see("double")
    console.send("(5)\r")
    see("Out[4]: 20")

    enter('fmt.Println("be" + "gun"); time.Sleep(time.Hour)')
    see("begun")
    console.sendintr()
    see("Interrupted")

    enter("panic(70 + 7)")
    see("panic: 77")
    enter('fmt.Println("still", "here")')
    see("still here")

    see("In [8]: ")
    console.sendeof()
    see("Do you really want to exit")
    console.send("y\r")
    console.expect(pexpect.EOF, timeout=PATIENCE)
finally:
    console.close(force=True)
