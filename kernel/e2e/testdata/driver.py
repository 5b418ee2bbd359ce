"""Drives one Jupyter kernel, by JSON lines.

    driver.py KERNEL [VARIABLE=VALUE ...]

starts the kernel in the working directory, with these variables in place of what its kernelspec says. Each line of
standard input is a request, and each line of standard output an answer:

    {"execute": CODE}    {"output": MESSAGE} for what the cell writes, as it comes, then {"reply": CONTENT, "seconds": S}
    {"interrupt": true}  none: the reply of the cell that runs comes sooner

The first answer is {"ready": true}. At the end of standard input the kernel is shut down.
"""

import json
import sys
import threading
import time

from jupyter_client.manager import KernelManager

OUTPUTS = {"stream", "display_data", "update_display_data", "execute_result", "error"}


def answer(**content):
    print(json.dumps(content), flush=True)


def execute(client, code):
    def show(message):
        if message["msg_type"] in OUTPUTS:
            answer(output=dict(message["content"], type=message["msg_type"]))

    start = time.monotonic()
    reply = client.execute_interactive(code, allow_stdin=False, output_hook=show)
    answer(reply=reply["content"], seconds=time.monotonic() - start)


def main(kernel, *variables):
    manager = KernelManager(kernel_name=kernel)
    # A kernelspec's variables win over those of the process, so that is where to set them.
    manager.kernel_spec.env.update(v.split("=", 1) for v in variables)
    manager.start_kernel()
    client = manager.client()
    try:
        client.start_channels()
        client.wait_for_ready(timeout=60)
        answer(ready=True)
        for line in sys.stdin:
            request = json.loads(line)
            if "execute" in request:
                threading.Thread(target=execute, args=(client, request["execute"]), daemon=True).start()
            else:
                manager.interrupt_kernel()
    finally:
        client.stop_channels()
        manager.shutdown_kernel()


main(*sys.argv[1:])
