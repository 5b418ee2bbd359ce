package e2e

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	mathrand "math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// hub is a JupyterHub on this machine, with its proxy. Its users have the installed kernel, with a build cache that they share.
type hub struct {
	address, token string
	ports          []string      // of the proxy, the hub and the proxy's interface
	dir            string        // has each user's home folder, in home
	stop           func()        // ends it, with its users' servers
	cpu            time.Duration // that it and its users' programs have taken, known when it has ended
}

// startHub starts a hub with the ready configuration, whose users may read the build cache but not write to it.
func startHub(t testing.TB, cache string) *hub {
	t.Helper()
	h := home(t)
	hb := &hub{dir: t.TempDir(), token: rand.Text(), ports: freePorts(t, 3)}
	hb.address = "http://127.0.0.1:" + hb.ports[0]
	config, err := filepath.Abs("testdata/hub_config.py")
	if err != nil {
		t.Fatal(err)
	}
	log := filepath.Join(hb.dir, "hub.log")
	out, err := os.Create(log)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	cmd := h.Command(h.Python(), "-m", "jupyterhub", "-f", config)
	cmd.Dir, cmd.Stdout, cmd.Stderr = hb.dir, out, out
	cmd.Env = append(cmd.Env, "CLASS_CONFIG="+filepath.Join(h.Root, "kernel", "host", "hub", "jupyterhub_config.py"), "CLASS_DIR="+hb.dir, "CLASS_TOKEN="+hb.token,
		"CLASS_PORT="+hb.ports[0], "CLASS_HUB_PORT="+hb.ports[1], "CLASS_PROXY_PORT="+hb.ports[2],
		"CLASS_NODE="+h.Node(), "CLASS_PROXY="+h.Proxy(), "CLASS_KERNELS="+sharingKernel(t, hb.dir, cache))
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { defer close(ended); cmd.Wait() }()
	hb.stop = sync.OnceFunc(func() {
		cmd.Process.Signal(os.Interrupt) // the hub then ends its users' servers, and its proxy
		select {
		case <-ended:
		case <-time.After(time.Minute):
			cmd.Process.Kill()
			t.Error("JupyterHub did not end within a minute")
			<-ended
		}
		hb.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
		if left := processesOf(filepath.Join(hb.dir, "home")); len(left) > 0 {
			t.Errorf("JupyterHub has ended, but %d processes of its users have not", len(left))
			for _, p := range left {
				if pid, err := strconv.Atoi(filepath.Base(p.dir)); err == nil {
					syscall.Kill(pid, syscall.SIGKILL)
				}
			}
		}
	})
	t.Cleanup(func() {
		hb.stop()
		if t.Failed() {
			t.Logf("the end of JupyterHub's log:\n%s", tail(log, 40))
		}
	})
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(200 * time.Millisecond) {
		if answer, err := http.Get(hb.address + "/hub/api/"); err == nil {
			answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return hb
			}
		}
		select {
		case <-ended:
			t.Fatal("JupyterHub ended at once")
		default:
		}
		if time.Now().After(deadline) {
			t.Fatal("JupyterHub does not answer")
		}
	}
}

// sharingKernel writes the installed kernelspec, with another build cache, and returns the folder for JUPYTER_PATH.
func sharingKernel(t testing.TB, dir, cache string) string {
	t.Helper()
	h := home(t)
	text, err := os.ReadFile(filepath.Join(h.Venv(), "share/jupyter/kernels/gosnn/kernel.json"))
	if err != nil {
		t.Fatal(err)
	}
	var spec map[string]any
	if err := json.Unmarshal(text, &spec); err != nil {
		t.Fatal(err)
	}
	env := spec["env"].(map[string]any)
	env["GOCACHE"] = cache
	if os.Geteuid() == 0 {
		// Root may write anywhere, so the kernel does not see by itself that this cache is not the user's.
		env["GOCACHEPROG"] = "'" + filepath.Join(h.Bin(), "gosnn-kernel") + "' cache"
	}
	if text, err = json.Marshal(spec); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "jupyter", "kernels", "gosnn", "kernel.json")
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, text, 0o644); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, "jupyter")
}

// class has users at the hub, all at once, run the notebook in file. It calls each for every cell that has ended.
func (hb *hub) class(t testing.TB, file string, users []string, each func(user string, number int, took time.Duration)) {
	t.Helper()
	cmd := exec.Command(home(t).Python(), append([]string{"testdata/class.py", hb.address, file}, users...)...)
	cmd.Env, cmd.Stderr = append(os.Environ(), "CLASS_TOKEN="+hb.token), os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	end := time.AfterFunc(20*time.Minute, func() { cmd.Process.Kill() })
	defer end.Stop()
	for lines := json.NewDecoder(out); ; {
		var c struct {
			User    string
			Cell    int
			Seconds float64
		}
		if lines.Decode(&c) != nil {
			break
		}
		each(c.User, c.Cell, time.Duration(c.Seconds*float64(time.Second)))
	}
	if err := cmd.Wait(); err != nil {
		t.Fatalf("the class: %v", err)
	}
}

// wantLoopback wants nobody to answer on another address of this machine. On Linux it has all that begin with 127.
func (hb *hub) wantLoopback(t testing.TB) {
	t.Helper()
	for _, port := range hb.ports {
		if c, err := net.Dial("tcp", "127.0.0.1:"+port); err != nil {
			t.Error(err)
		} else {
			c.Close()
		}
		if c, err := net.Dial("tcp", "127.0.0.2:"+port); err == nil {
			c.Close()
			t.Errorf("port %s answers on other addresses than 127.0.0.1", port)
		}
	}
}

// freePorts are ports of this machine where nobody listens, each another one. None is one that a system gives out, perhaps to another
// test's kernel before the hub takes it.
func freePorts(t testing.TB, n int) (ports []string) {
	t.Helper()
	for end := time.Now().Add(time.Minute); len(ports) < n; {
		port := strconv.Itoa(10_000 + mathrand.IntN(20_000))
		l, err := net.Listen("tcp", "127.0.0.1:"+port)
		if err == nil {
			defer l.Close()
			ports = append(ports, port)
		} else if time.Now().After(end) {
			t.Fatal(err)
		}
	}
	return ports
}

// tail is the last lines of a file.
func tail(file string, n int) string {
	text, err := os.ReadFile(file)
	if err != nil {
		return fmt.Sprint(err)
	}
	lines := strings.Split(string(text), "\n")
	return strings.Join(lines[max(0, len(lines)-n):], "\n")
}
