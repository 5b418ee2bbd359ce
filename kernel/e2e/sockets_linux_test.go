package e2e

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// wantPrivateSockets has Jupyter's server start a kernel, and tries to connect to the kernel as another user of the machine does. run is
// the server's folder for connection files.
func wantPrivateSockets(t *testing.T, address, token, run string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address, strings.NewReader(`{"name": "gosnn"}`))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "token "+token)
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var kernel struct{ ID string }
	if err := json.NewDecoder(answer.Body).Decode(&kernel); err != nil || kernel.ID == "" {
		t.Fatalf("no kernel: %s, %v", answer.Status, err)
	}
	var c struct {
		Transport, IP string
		Shell         int `json:"shell_port"`
		IOPub         int `json:"iopub_port"`
		Stdin         int `json:"stdin_port"`
		Control       int `json:"control_port"`
		Heartbeat     int `json:"hb_port"`
	}
	text, err := os.ReadFile(filepath.Join(run, "kernel-"+kernel.ID+".json"))
	if err == nil {
		err = json.Unmarshal(text, &c)
	}
	if err != nil {
		t.Fatal(err)
	}
	if c.Transport != "ipc" || filepath.Dir(c.IP) != run {
		t.Fatalf("the kernel's sockets are %s:%s, want files in %s", c.Transport, c.IP, run)
	}
	if info, err := os.Stat(run); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the folder of sockets: %v, %v", info.Mode(), err)
	}
	for _, port := range []int{c.Shell, c.IOPub, c.Stdin, c.Control, c.Heartbeat} {
		file := fmt.Sprintf("%s-%d", c.IP, port)
		for end := time.Now().Add(time.Minute); connectAs(os.Geteuid(), file) != nil; time.Sleep(50 * time.Millisecond) {
			if time.Now().After(end) {
				t.Fatalf("nobody listens at %s", file)
			}
		}
		if os.Geteuid() != 0 {
			continue // only root can be another user
		}
		if err := connectAs(54321, file); !errors.Is(err, syscall.EACCES) {
			t.Errorf("another user connects to %s: %v", file, err)
		}
	}
}

// connectAs connects to a socket with the rights that a user has for files.
func connectAs(uid int, file string) error {
	done := make(chan error)
	go func() {
		runtime.LockOSThread() // and never unlocked: the thread ends with its goroutine
		socket, err := syscall.Socket(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
		if err == nil {
			defer syscall.Close(socket)
			if uid != os.Geteuid() {
				err = syscall.Setfsuid(uid)
			}
		}
		if err == nil {
			err = syscall.Connect(socket, &syscall.SockaddrUnix{Name: file})
		}
		done <- err
	}()
	return <-done
}
