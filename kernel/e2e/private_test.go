package e2e

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestLabIsPrivate starts JupyterLab by the words of `make lab`, and nothing but a place for its files besides: whoever lacks the
// token, or sits at another machine, gets nothing.
func TestLabIsPrivate(t *testing.T) {
	t.Parallel()
	h := home(t)
	recipe := exec.Command("make", "--no-print-directory", "-n", "lab", "GOSNN_HOME="+h.Dir)
	recipe.Dir, recipe.Env = h.Root, append(os.Environ(), "MAKEFLAGS=", "MAKELEVEL=")
	out, err := recipe.CombinedOutput()
	if err != nil {
		t.Fatalf("make -n lab: %v\n%s", err, out)
	}
	words := regexp.MustCompile(`(?m)gosnn-kernel" run jupyter (lab .*)$`).FindSubmatch(out)
	if words == nil {
		t.Fatalf("make lab starts no JupyterLab:\n%s", out)
	}
	dir := t.TempDir()
	cmd := h.Command("jupyter", append(strings.Fields(string(words[1])), "--no-browser", "--ServerApp.port=0")...)
	cmd.Dir = h.Root
	cmd.Env = append(cmd.Env, "JUPYTER_CONFIG_DIR="+filepath.Join(dir, "config"), "JUPYTER_DATA_DIR="+filepath.Join(dir, "data"),
		"JUPYTER_RUNTIME_DIR="+filepath.Join(dir, "run"), "JUPYTER_TOKEN=", "JUPYTER_CONFIG_PATH=")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Signal(syscall.SIGTERM); cmd.Wait() }) // it ends its kernels

	var server struct {
		Token, Hostname, Base_URL string
		Port                      int
	}
	for end := time.Now().Add(time.Minute); server.Port == 0; time.Sleep(200 * time.Millisecond) {
		files, _ := filepath.Glob(filepath.Join(dir, "run", "jpserver-*.json"))
		if len(files) == 1 {
			if text, err := os.ReadFile(files[0]); err == nil {
				_ = json.Unmarshal(text, &server) // it may be half written: then again
			}
		}
		if time.Now().After(end) {
			t.Fatal("JupyterLab has not started")
		}
	}
	if len(server.Token) < 32 {
		t.Errorf("the token is %q, want a long one", server.Token)
	}
	address := fmt.Sprintf("http://127.0.0.1:%d/api/kernels", server.Port)
	for _, c := range []struct {
		token string
		want  int
	}{{server.Token, http.StatusOK}, {"", http.StatusForbidden}, {"none", http.StatusForbidden}} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
		if err != nil {
			t.Fatal(err)
		}
		if c.token != "" {
			request.Header.Set("Authorization", "token "+c.token)
		}
		answer, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if answer.StatusCode != c.want {
			t.Errorf("with the token %.4q...: %s, want %d", c.token, answer.Status, c.want)
		}
	}
	wantPrivateSockets(t, address, server.Token, filepath.Join(dir, "run"))
	wantNoQuestions(t, fmt.Sprintf("http://127.0.0.1:%d/", server.Port), server.Token)
	others, err := net.InterfaceAddrs()
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range others {
		ip, ok := a.(*net.IPNet)
		if !ok || ip.IP.IsLoopback() || ip.IP.IsLinkLocalUnicast() {
			continue
		}
		if c, err := net.DialTimeout("tcp", net.JoinHostPort(ip.IP.String(), fmt.Sprint(server.Port)), time.Second); err == nil {
			c.Close()
			t.Errorf("JupyterLab listens on %s, too", ip.IP)
		}
	}
}

// wantNoQuestions looks at the settings by which JupyterLab asks about news, and at the language servers that it looks for.
func wantNoQuestions(t *testing.T, address, token string) {
	t.Helper()
	for path, says := range map[string]string{
		"lab/api/settings/@jupyterlab/apputils-extension:notification": `"title": "Ask (None)"}], "default": "false"`,
		"lsp/status": `"specs": {}`,
	} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Authorization", "token "+token)
		answer, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if err != nil || !strings.Contains(string(text), says) {
			t.Errorf("%s: %v, want %s in\n%s", path, err, says, text)
		}
	}
}
