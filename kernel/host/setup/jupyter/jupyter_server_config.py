"""Jupyter's server as set-up configures it, for `make lab` and for the servers of a hub's users.

A kernel's sockets are files in a folder that its user alone can enter. The alternative, TCP ports of this machine, every user of the
machine can connect to: the port of outputs asks nobody for a key.
"""

import os
import tempfile

from jupyter_core.paths import jupyter_runtime_dir

c = get_config()  # noqa: F821, Jupyter defines it

c.KernelManager.transport = "ipc"
# A socket's name has at most 107 bytes, 103 on macOS. Where the usual folder's name is too long, there is one in its place until the
# server ends.
if len(os.fsencode(jupyter_runtime_dir())) + len("/kernel-01234567-89ab-cdef-0123-456789abcdef-ipc-99") > 103:
    import atexit
    import shutil

    os.environ["JUPYTER_RUNTIME_DIR"] = tempfile.mkdtemp(prefix="jupyter-")
    atexit.register(shutil.rmtree, os.environ["JUPYTER_RUNTIME_DIR"], ignore_errors=True)

# gopls is started by the kernel; JupyterLab needs no other language server, and would list all that it has not found.
c.LanguageServerManager.autodetect = False

load_subconfig("jupyter_nbconvert_config.py")  # noqa: F821, as get_config; JupyterLab has its server export notebooks
