"""The hub of a test: the ready configuration, with users who need no account on this machine, or with accounts and what their kernels find by
themselves (CLASS_ACCOUNTS). Ports, token and folders are the environment's."""

import os

load_subconfig(os.environ["CLASS_CONFIG"])  # noqa: F821
c = get_config()  # noqa: F821

c.JupyterHub.bind_url = "http://127.0.0.1:" + os.environ["CLASS_PORT"]
c.JupyterHub.hub_bind_url = "http://127.0.0.1:" + os.environ["CLASS_HUB_PORT"]
c.JupyterHub.db_url = "sqlite://"
c.JupyterHub.cookie_secret = os.urandom(32)
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:" + os.environ["CLASS_PROXY_PORT"]
c.ConfigurableHTTPProxy.command = [os.environ["CLASS_NODE"], os.environ["CLASS_PROXY"]]
c.ConfigurableHTTPProxy.pid_file = os.path.join(os.environ["CLASS_DIR"], "proxy.pid")

c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allowed_users = {f"student{i}" for i in range(1, 9)}
if os.environ.get("CLASS_ACCOUNTS"):
    c.JupyterHub.spawner_class = "localprocess"
else:
    c.JupyterHub.spawner_class = "simple"
    c.SimpleLocalProcessSpawner.home_dir_template = os.path.join(os.environ["CLASS_DIR"], "home", "{username}")
    c.Spawner.environment.update(JUPYTER_PATH=os.environ["CLASS_KERNELS"])
    if os.geteuid() == 0:
        c.Spawner.args.append("--allow-root")

c.JupyterHub.services = [{"name": "class", "api_token": os.environ["CLASS_TOKEN"]}]
c.JupyterHub.load_roles = [
    {"name": "class", "services": ["class"], "scopes": ["admin:users", "admin:servers", "access:servers"]}
]
