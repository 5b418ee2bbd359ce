"""Drives one Jupyter kernel, by JSON lines.

    driver.py KERNEL [VARIABLE=VALUE ...]
    driver.py ADDRESS NOTEBOOK

starts the kernel in the working directory, with these variables in place of what its kernelspec says, or opens the notebook with the
kernel "gosnn" in the Jupyter server at the address, as JupyterLab does; the server's connection files are in JUPYTER_RUNTIME_DIR.
Each line of standard input is a request, and each line of standard output an answer:

    {"execute": CODE}    {"output": MESSAGE} for what the cell writes, as it comes, then {"reply": CONTENT, "seconds": S};
                         with "answer": TEXT, that is the answer to each question of the cell's, given at once
    {"complete": CODE}   {"matches": NAMES} for the end of the code, when no cell runs
    {"interrupt": true}  none: the reply of the cell that runs comes sooner
    {"restart": true}    {"ready": true}, when the kernel has been restarted; the cell that ran gets no reply
    {"wait": true}       {"ready": true}, when the kernel, which was killed, has been restarted by the server
    {"rename": NOTEBOOK} {"ready": true}: the server has moved the notebook

The first answer is {"ready": true}; of a kernel of its own, with "pid", its process. TRANSPORT=ipc has that kernel use no
ports. At the end of standard input the kernel is shut down.
"""

import json
import os
import queue
import sys
import threading
import time
import urllib.parse
import urllib.request

from jupyter_client import BlockingKernelClient
from jupyter_client.manager import KernelManager

OUTPUTS = {"stream", "display_data", "update_display_data", "execute_result", "error"}


def answer(**content):
    print(json.dumps(content), flush=True)


class Cell(threading.Thread):
    """A cell that runs. It may be left alone when its kernel has died."""

    def __init__(self, client, code, text):
        super().__init__(daemon=True)
        self.client, self.code, self.text, self.left = client, code, text, threading.Event()

    def run(self):
        start = time.monotonic()
        request = self.client.execute(self.code, allow_stdin=self.text is not None)
        typing = threading.Thread(target=self.type, args=[request], daemon=True)
        if self.text is not None:
            typing.start()
        for message in self.messages(self.client.get_iopub_msg, request):
            kind, content = message["msg_type"], message["content"]
            if kind in OUTPUTS:
                answer(output=dict(content, type=kind))
            elif kind == "status" and content["execution_state"] == "idle":
                break
        for message in self.messages(self.client.get_shell_msg, request):
            answer(reply=message["content"], seconds=time.monotonic() - start)
            break
        self.left.set()
        if self.text is not None:
            typing.join()

    def type(self, request):
        for message in self.messages(self.client.get_stdin_msg, request):
            self.client.input(self.text)

    def messages(self, get, request):
        while not self.left.is_set():
            try:
                message = get(timeout=0.2)
            except queue.Empty:
                continue
            if message["parent_header"].get("msg_id") == request:
                yield message

    def leave(self):
        self.left.set()
        self.join()


class Direct:
    """A kernel of this program's own."""

    def __init__(self, kernel, *variables):
        self.manager = KernelManager(kernel_name=kernel, transport=os.environ.get("TRANSPORT", "tcp"))
        # A kernelspec's variables win over those of the process, so that is where to set them.
        self.manager.kernel_spec.env.update(v.split("=", 1) for v in variables)
        self.manager.start_kernel()
        self.client = self.manager.client()

    def pid(self):
        return self.manager.provisioner.process.pid

    def interrupt(self):
        self.manager.interrupt_kernel()

    def restart(self):
        self.manager.restart_kernel()

    def shutdown(self):
        self.manager.shutdown_kernel()


class Served:
    """A notebook's kernel in a Jupyter server."""

    def __init__(self, address, notebook):
        parts = urllib.parse.urlsplit(address)
        self.base = f"{parts.scheme}://{parts.netloc}/api/"
        self.token = urllib.parse.parse_qs(parts.query)["token"][0]
        session = {"path": notebook, "name": notebook, "type": "notebook", "kernel": {"name": "gosnn"}}
        self.session = self.call("POST", "sessions", session)
        self.kernel = self.session["kernel"]["id"]
        self.client = BlockingKernelClient()
        self.client.load_connection_file(os.path.join(os.environ["JUPYTER_RUNTIME_DIR"], f"kernel-{self.kernel}.json"))

    def call(self, method, path, content=None):
        headers = {"Authorization": "token " + self.token, "Content-Type": "application/json"}
        data = None if content is None else json.dumps(content).encode()
        request = urllib.request.Request(self.base + urllib.parse.quote(path), data, headers, method=method)
        with urllib.request.urlopen(request, timeout=60) as reply:
            text = reply.read()
        return json.loads(text) if text else None

    def pid(self):
        return 0

    def interrupt(self):
        self.call("POST", f"kernels/{self.kernel}/interrupt")

    def restart(self):
        self.call("POST", f"kernels/{self.kernel}/restart")

    def rename(self, notebook):
        self.call("PATCH", "contents/" + self.session["path"], {"path": notebook})
        self.session = self.call("PATCH", f"sessions/{self.session['id']}", {"path": notebook, "name": notebook, "type": "notebook"})

    def shutdown(self):
        self.call("DELETE", f"sessions/{self.session['id']}")


def ready(client, pid):
    """Waits for the kernel: also for one that is dead and about to be restarted, which jupyter_client would not."""
    end = time.monotonic() + 60
    while True:
        try:
            client.wait_for_ready(timeout=60)
            break
        except RuntimeError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)
    answer(ready=True, pid=pid())


def complete(client, code):
    """Returns the names for the end of the code, when the kernel has said that it is idle."""
    request = client.complete(code)
    while True:
        message = client.get_iopub_msg(timeout=60)
        if message["parent_header"].get("msg_id") == request and message["content"].get("execution_state") == "idle":
            break
    while True:
        message = client.get_shell_msg(timeout=60)
        if message["parent_header"].get("msg_id") == request:
            return message["content"]["matches"]


def main(first, *rest):
    kernel = (Served if first.startswith("http://") else Direct)(first, *rest)
    client, cell = kernel.client, None
    try:
        client.start_channels()
        ready(client, kernel.pid)
        for line in sys.stdin:
            request = json.loads(line)
            if "execute" in request:
                cell = Cell(client, request["execute"], request.get("answer"))
                cell.start()
            elif "complete" in request:
                if cell:
                    cell.join()
                answer(matches=complete(client, request["complete"]))
            elif "interrupt" in request:
                kernel.interrupt()
            elif "rename" in request:
                kernel.rename(request["rename"])
                answer(ready=True)
            else:
                if "restart" in request:
                    kernel.restart()
                if cell:
                    cell.leave()
                ready(client, kernel.pid)
    finally:
        if cell:
            cell.leave()
        client.stop_channels()
        kernel.shutdown()


main(*sys.argv[1:])
