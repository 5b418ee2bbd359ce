"""Environment of the users' servers, and so of their kernels. jupyterhub_config.py loads it, and so can The Littlest JupyterHub."""

c = get_config()  # noqa: F821, JupyterHub defines it

c.Spawner.environment = {
    # libtorch, snn and the Go compiler start a thread for each core that they see. A user's part of the machine is two.
    "OMP_NUM_THREADS": "2",
    "GOMAXPROCS": "2",
    # These threads wait for work asleep, not awake: two users who train at a time on two cores would each take nine times as long as alone.
    "GOMP_SPINCOUNT": "3000",
    # gopls, which completes names, then takes 0.2 GB of a user's memory in place of 0.4 GB.
    "GOMEMLIMIT": "300MiB",
    # What a user's notebooks keep between cells, on disk.
    "GOSNN_KEEP_LIMIT": "500MB",
}
# Kernels' sockets are files, which other users of the machine cannot open, and not ports, which they can. For long names of users see
# kernel/host/setup/jupyter/jupyter_server_config.py, which the home's own JupyterLab has.
c.Spawner.args = ["--KernelManager.transport=ipc"]
