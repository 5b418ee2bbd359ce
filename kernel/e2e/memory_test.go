package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// memory is what the processes of a hub's users take at most, as the system divides shared pages among those who share them
// (PSS). It is known on Linux only.
type memory struct {
	all  int64            // bytes, of all users at one time
	most int64            // of one user at one time
	kind map[string]int64 // of one user's processes of that kind

	homes string
	end   chan struct{}
	done  sync.WaitGroup
}

// kinds of processes, by the start of their names; what else there is builds or is a cell.
var kinds = []struct{ name, kind string }{
	{"jupyterhub", "Jupyter server"}, {"python", "Jupyter server"}, {"gonb", "kernel"}, {"gopls", "gopls"},
	{"gonb_", "cell"}, {"go", "build"}, {"compile", "build"}, {"link", "build"}, {"cc1", "build"}, {"g++", "build"}, {"ld", "build"}, {"mold", "build"},
}

// watchMemory looks at the processes whose home folder is below homes, once a second or less often, until it is stopped. To look at some hundred
// processes takes the system a while: the class is to have the processors.
func watchMemory(t testing.TB, homes string) *memory {
	m := &memory{kind: map[string]int64{}, homes: homes, end: make(chan struct{})}
	m.done.Go(func() {
		for {
			began := time.Now()
			m.look()
			select {
			case <-m.end:
				return
			case <-time.After(max(time.Second, 50*time.Since(began))):
			}
		}
	})
	return m
}

func (m *memory) stop() {
	close(m.end)
	m.done.Wait()
}

// process is one of a hub's user's.
type process struct{ dir, user string } // dir is below /proc

// processesOf are those whose home folder is below homes.
func processesOf(homes string) (all []process) {
	dirs, _ := filepath.Glob("/proc/[0-9]*")
	for _, dir := range dirs {
		env, _ := os.ReadFile(filepath.Join(dir, "environ")) // of processes that are not this user's it cannot be read
		if _, rest, ours := strings.Cut("\x00"+string(env), "\x00HOME="+homes+"/"); ours {
			user, _, _ := strings.Cut(rest, "\x00")
			all = append(all, process{dir, user})
		}
	}
	return all
}

func (m *memory) look() {
	users, all := map[string]map[string]int64{}, int64(0)
	for _, p := range processesOf(m.homes) {
		name, _ := os.ReadFile(filepath.Join(p.dir, "comm"))
		if users[p.user] == nil {
			users[p.user] = map[string]int64{}
		}
		bytes := pss(p.dir)
		users[p.user][kindOf(string(name))] += bytes
		all += bytes
	}
	m.all = max(m.all, all)
	for _, kinds := range users {
		sum := int64(0)
		for kind, bytes := range kinds {
			sum += bytes
			m.kind[kind] = max(m.kind[kind], bytes)
		}
		m.most = max(m.most, sum)
	}
}

func kindOf(name string) string {
	kind, longest := "cell", 0
	for _, k := range kinds {
		if strings.HasPrefix(name, k.name) && len(k.name) > longest {
			kind, longest = k.kind, len(k.name)
		}
	}
	return kind
}

// pss is a process's proportional set size in bytes, 0 if it has just ended.
func pss(dir string) int64 {
	text, _ := os.ReadFile(filepath.Join(dir, "smaps_rollup"))
	for line := range strings.Lines(string(text)) {
		var kB int64
		if n, _ := fmt.Sscanf(line, "Pss: %d kB", &kB); n == 1 {
			return kB << 10
		}
	}
	return 0
}

// user is what one user takes, in words.
func (m *memory) user() string {
	var parts []string
	for _, kind := range []string{"Jupyter server", "kernel", "gopls", "build", "cell"} {
		parts = append(parts, fmt.Sprintf("%s %d MB", kind, m.kind[kind]>>20))
	}
	return fmt.Sprintf("%d MB (%s)", m.most>>20, strings.Join(parts, ", "))
}
