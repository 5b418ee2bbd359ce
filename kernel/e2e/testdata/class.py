"""A class at a JupyterHub: all users at once log in, open the notebook and run its cells, as JupyterLab does.

    class.py HUB NOTEBOOK USERS

The hub's token is CLASS_TOKEN. Standard output has a JSON line for each cell that has ended:

    {"user": NAME, "cell": NUMBER, "seconds": S}

and each user's server then has the notebook with its outputs, as JupyterLab saves it.
"""

import asyncio
import json
import os
import sys
import time
import uuid

from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest
from tornado.websocket import websocket_connect

TOKEN = {"Authorization": "token " + os.environ["CLASS_TOKEN"]}
OUTPUTS = {
    "stream": ("name", "text"),
    "display_data": ("data", "metadata"),
    "execute_result": ("data", "metadata", "execution_count"),
    "error": ("ename", "evalue", "traceback"),
}
FILE = "notebook.ipynb"


async def ask(method, url, body=None):
    request = HTTPRequest(
        url, method, headers=TOKEN, body=None if body is None else json.dumps(body), allow_nonstandard_methods=True, request_timeout=120
    )
    answer = (await AsyncHTTPClient().fetch(request)).body
    return json.loads(answer) if answer else None


async def log_in(hub, user):
    """Starts the user's server."""
    try:
        await ask("POST", f"{hub}/hub/api/users/{user}")
    except HTTPClientError as e:
        if e.code != 409:  # the configuration names the user already
            raise
    await ask("POST", f"{hub}/hub/api/users/{user}/server")
    while server := (await ask("GET", f"{hub}/hub/api/users/{user}"))["servers"].get(""):
        if server["ready"]:
            return
        await asyncio.sleep(0.5)
    raise RuntimeError(f"the server of {user} has not started")


class Kernel:
    """A kernel of a user's, as JupyterLab talks to it."""

    def __init__(self, socket, session, address):
        self.socket, self.session, self.address = socket, session, address

    @classmethod
    async def start(cls, server):
        started = await ask(
            "POST", f"{server}/api/sessions", {"path": FILE, "name": FILE, "type": "notebook", "kernel": {"name": "gosnn"}}
        )
        session = uuid.uuid4().hex
        channels = f"{server}/api/kernels/{started['kernel']['id']}/channels?session_id={session}".replace("http", "ws", 1)
        return cls(await websocket_connect(HTTPRequest(channels, headers=TOKEN)), session, f"{server}/api/sessions/{started['id']}")

    async def shut_down(self):
        self.socket.close()
        await ask("DELETE", self.address)

    async def run(self, code):
        """Runs a cell, and returns what it shows, in the notebook's form."""
        content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False, "stop_on_error": False}
        header = {"msg_id": uuid.uuid4().hex, "msg_type": "execute_request", "session": self.session, "username": "", "version": "5.3"}
        request = {"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell", "buffers": []}
        await self.socket.write_message(json.dumps(request))
        outputs, replied, idle = [], False, False
        while not (replied and idle):
            text = await self.socket.read_message()
            if text is None:
                raise EOFError("the kernel's connection has ended")
            message = json.loads(text)
            kind, content = message["header"]["msg_type"], message["content"]
            if message["parent_header"].get("msg_id") != header["msg_id"]:
                continue
            replied |= kind == "execute_reply"
            idle |= kind == "status" and content["execution_state"] == "idle"
            if kind not in OUTPUTS:
                continue
            last = outputs[-1] if outputs else {}
            if kind == "stream" and last.get("name") == content["name"]:
                last["text"] += content["text"]
            else:
                outputs.append({"output_type": kind, **{field: content[field] for field in OUTPUTS[kind]}})
        return outputs


async def student(hub, notebook, user):
    await log_in(hub, user)
    server = f"{hub}/user/{user}"
    document = f"{server}/api/contents/{FILE}"
    await ask("PUT", document, {"type": "notebook", "format": "json", "content": notebook})
    mine = (await ask("GET", document))["content"]
    kernel = await Kernel.start(server)
    code = [cell for cell in mine["cells"] if cell["cell_type"] == "code"]
    for number, cell in enumerate(code, 1):
        start = time.monotonic()
        cell["outputs"] = await kernel.run(cell["source"])
        cell["execution_count"] = number
        print(json.dumps({"user": user, "cell": number, "seconds": time.monotonic() - start}), flush=True)
    await ask("PUT", document, {"type": "notebook", "format": "json", "content": mine})
    await kernel.shut_down()


async def main(hub, file, *users):
    AsyncHTTPClient.configure(None, max_clients=100)
    with open(file, encoding="utf-8") as f:
        notebook = json.load(f)
    await asyncio.gather(*(student(hub, notebook, user) for user in users))
    await asyncio.gather(*(ask("DELETE", f"{hub}/hub/api/users/{user}/server") for user in users))


asyncio.run(main(*sys.argv[1:]))
