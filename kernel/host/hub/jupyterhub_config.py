"""JupyterHub for a class on one machine, with the kernel "Go (SNN)" of a home that all users share.

Add how users log in (JupyterHub.authenticator_class), who may (Authenticator.allowed_users, or allowed_groups: JupyterHub 5 lets
nobody in without), and how their servers are started (JupyterHub.spawner_class) in a file that loads this one, by load_subconfig. Where the numbers come from: docs/classroom.md. There is no secret in here.
"""

import os
from pathlib import Path

c = get_config()  # noqa: F821, JupyterHub defines it

home = Path(os.environ.get("GOSNN_HOME", "/opt/gosnn"))

# The proxy, the hub and its API answer on this machine only. In front of the first, put a web server that speaks TLS.
c.JupyterHub.bind_url = "http://127.0.0.1:8000"
c.JupyterHub.hub_bind_url = "http://127.0.0.1:8081"
# A class logs in within a minute: let ten servers start at a time, and the others wait.
c.JupyterHub.concurrent_spawn_limit = 10

c.Spawner.cmd = [str(home / "venv" / "bin" / "jupyterhub-singleuser")]
c.Spawner.ip = "127.0.0.1"
c.Spawner.default_url = "/lab"
load_subconfig(str(Path(__file__).parent / "environment.py"))  # noqa: F821
# A user who takes more loses the cell, and nobody else is harmed. SimpleLocalProcessSpawner and LocalProcessSpawner cannot
# hold to this; systemd, Docker and Kubernetes do.
c.Spawner.mem_limit = "2G"
c.Spawner.cpu_limit = 2
# The same for what a user can take besides, where systemd starts servers: processes, a /tmp of their own in memory, and a file's size.
# For all that is in a home folder, use the file system's quotas.
c.SystemdSpawner.unit_extra_properties = {
    "TasksMax": "512",
    "TemporaryFileSystem": "/tmp:size=1G,mode=1777,nosuid,nodev",
    "LimitFSIZE": "2G",
    "NoNewPrivileges": "yes",
}
c.Spawner.start_timeout = 120
c.Spawner.http_timeout = 120  # all servers start at the same time, on cores that they share
c.Spawner.args += [
    # A notebook left open for half an hour loses its kernel (kept values stay), a server without a kernel ends after an hour.
    "--MappingKernelManager.cull_idle_timeout=1800",
    "--ServerApp.shutdown_no_activity_timeout=3600",
]
