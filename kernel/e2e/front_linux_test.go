package e2e

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"gosnn/kernel/host/front/wire"
	"gosnn/kernel/host/front/zmtp"
)

// member is one of a kernel's.
type member struct {
	pid  int
	name string // of its program
}

// below returns a process and all that it has started.
func below(pid int) (all []member) {
	line, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
	if err != nil {
		return nil
	}
	name, _, _ := bytes.Cut(line, []byte{0})
	all = []member{{pid, filepath.Base(string(name))}}
	children, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	for _, file := range children {
		list, _ := os.ReadFile(file)
		for _, word := range strings.Fields(string(list)) {
			if n, err := strconv.Atoi(word); err == nil {
				all = append(all, below(n)...)
			}
		}
	}
	return all
}

// running returns those of processes that still run.
func running(all []member) (left []member) {
	for _, p := range all {
		stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.pid))
		if err == nil && !strings.Contains(string(stat), ") Z ") {
			left = append(left, p)
		}
	}
	return left
}

// afterDeath waits until processes have ended, reports those that do not, and logs how long the slowest took. On a machine that has
// time for them that is less than 3 s.
func afterDeath(t *testing.T, all []member) {
	t.Helper()
	start := time.Now()
	last := all
	for {
		left := running(all)
		took := time.Since(start).Round(10 * time.Millisecond)
		switch {
		case len(left) == 0:
			t.Logf("the last to end, after %s: %v", took, last)
			return
		case took > 30*time.Second:
			t.Errorf("%v are still there", left)
			return
		}
		last = left
		time.Sleep(20 * time.Millisecond)
	}
}

// peak is the most memory in bytes that a process has had.
func peak(t *testing.T, pid int) int {
	t.Helper()
	f, err := os.Open(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan(); {
		if value, ok := strings.CutPrefix(s.Text(), "VmHWM:"); ok {
			n, _ := strconv.Atoi(strings.Fields(value)[0])
			return n << 10
		}
	}
	t.Fatal("no VmHWM")
	return 0
}

// TestFloods has cells show more than anybody can take. The kernel's memory stays small, an interrupt ends the cell, and the trace of
// a program that fails is shown.
func TestFloods(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, code string }{
		{"lines", "for i := 0; ; i++ {\n\tfmt.Println(i)\n}"},
		{"blocks", "block := strings.Repeat(\"x\", 32<<10) + \"\\n\"\nfor {\n\tfmt.Print(block)\n}"},
		{"stderr", "for i := 0; ; i++ {\n\tfmt.Fprintln(os.Stderr, i)\n}"},
		{"a command", "!yes"},
		{"displays", "import \"github.com/janpfeifer/gonb/gonbui\"\nfor i := 0; ; i++ {\n\tgonbui.DisplayHTML(fmt.Sprintf(\"<b>%d</b>\", i))\n}"},
		{"updates", "import \"github.com/janpfeifer/gonb/gonbui\"\nid := gonbui.UniqueId()\nfor i := 0; ; i++ {\n\tgonbui.UpdateHtml(id, fmt.Sprintf(\"<b>%d</b>\", i))\n}"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			k := start(t, t.TempDir())
			k.want("fmt.Println(1)", "1")
			k.begin(c.code)
			for a := k.next(cellLimit); a.Output == nil; a = k.next(cellLimit) {
			}
			time.Sleep(3 * time.Second) // of flood
			asked := time.Now()
			k.interrupt()
			r := k.end(cellLimit)
			t.Logf("ended %s after the interrupt", time.Since(asked).Round(time.Millisecond))
			if !r.failed() || !strings.Contains(r.text(), "Interrupted") {
				t.Errorf("status %q, %.1000s", r.status, r.text())
			}
			if n := len(r.text()); n > 2<<20 {
				t.Errorf("%d bytes are shown", n)
			}
			for _, p := range below(k.pid) {
				if p.name == "gosnn-kernel" || p.name == "gonb" {
					if n := peak(t, p.pid); n > 64<<20 {
						t.Errorf("%s took up to %d MB", p.name, n>>20)
					}
				}
			}
			k.want("fmt.Println(1)", "1")
		})
	}
	k := start(t, t.TempDir())
	r := k.run("for i := range 200_000 {\n\tfmt.Println(i)\n}\nfmt.Println(\"the last line\")\npanic(\"at last\")")
	for _, part := range []string{"0\n1\n2\n", "are not shown", "the last line", "panic: at last (line 5)"} {
		if !strings.Contains(r.text(), part) {
			text := r.text()
			t.Errorf("no %q in %q ... %q", part, text[:min(len(text), 200)], text[max(0, len(text)-1000):])
		}
	}
}

// kind is what a member is: a program's stub and the program itself have one name.
func (p member) kind() string {
	if !strings.HasPrefix(p.name, "gonb_") {
		return p.name
	}
	if link, _ := os.Readlink(fmt.Sprintf("/proc/%d/exe", p.pid)); filepath.Base(link) == "stub" {
		return "stub"
	}
	return "program"
}

// TestDeaths kills each of a kernel's processes, and what started it, in the middle of a cell. What belongs to it ends, and its files are gone when another
// kernel starts.
func TestDeaths(t *testing.T) {
	t.Parallel()
	const cell = "c := exec.Command(\"sleep\", \"1000\")\nfmt.Println(\"running\", c.Start())\nfor {\n}"
	for _, c := range []struct {
		victim string
		ends   []string // with it; nil stands for all
	}{
		{"jupyter", nil},
		{"gosnn-kernel", nil},
		{"gonb", nil},
		{"gopls", []string{"gopls"}},
		{"stub", []string{"stub", "program", "sleep"}},
		{"program", []string{"stub", "program"}}, // what a program has started may outlive it, as in a shell
	} {
		t.Run(c.victim, func(t *testing.T) {
			temp := t.TempDir()
			cmd := driverCommand(t, "gosnn", "TMPDIR="+temp)
			cmd.Dir = t.TempDir()
			k := drive(t, cmd)
			k.want("fmt.Println(1)", "1")
			k.begin(cell)
			k.waitFor("running <nil>")
			all := below(k.pid)
			victim := cmd.Process.Pid
			if k.killed = c.victim == "jupyter"; !k.killed {
				i := slices.IndexFunc(all, func(p member) bool { return p.kind() == c.victim })
				if i < 0 {
					t.Fatalf("no %s in %v", c.victim, all)
				}
				victim = all[i].pid
			}
			ends := slices.DeleteFunc(slices.Clone(all), func(p member) bool { return c.ends != nil && !slices.Contains(c.ends, p.kind()) })
			for _, p := range all {
				if p.name == "sleep" {
					defer syscall.Kill(p.pid, syscall.SIGKILL)
				}
			}
			if err := syscall.Kill(victim, syscall.SIGKILL); err != nil {
				t.Fatal(err)
			}
			afterDeath(t, ends)
			switch c.victim {
			case "jupyter", "gosnn-kernel", "gonb":
				again := start(t, t.TempDir(), "TMPDIR="+temp)
				again.want("fmt.Println(2)", "2")
				if dirs, _ := filepath.Glob(filepath.Join(temp, "gosnn-front-*")); len(dirs) != 1 {
					t.Errorf("folders %v", dirs)
				}
			case "gopls":
				k.interrupt()
				k.end(cellLimit)
				k.want("fmt.Println(2)", "2")
			default:
				if r := k.end(cellLimit); !r.failed() || !strings.Contains(r.text(), "signal: killed") {
					t.Errorf("status %q\n%s", r.status, r.text())
				}
				k.want("fmt.Println(2)", "2")
			}
		})
	}
}

// TestStrangers sends a kernel's ports what nobody with its key has signed: it has no effect.
func TestStrangers(t *testing.T) {
	t.Parallel()
	k := start(t, t.TempDir())
	k.want("fmt.Println(1)", "1")
	line, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", k.pid))
	if err != nil {
		t.Fatal(err)
	}
	words := bytes.Split(line, []byte{0})
	i := slices.IndexFunc(words, func(w []byte) bool { return bytes.HasSuffix(w, []byte(".json")) })
	if i < 0 {
		t.Fatalf("no connection file in %q", line)
	}
	text, err := os.ReadFile(string(words[i]))
	if err != nil {
		t.Fatal(err)
	}
	var c struct {
		IP      string `json:"ip"`
		Shell   int    `json:"shell_port"`
		Control int    `json:"control_port"`
		Stdin   int    `json:"stdin_port"`
	}
	if err := json.Unmarshal(text, &c); err != nil {
		t.Fatal(err)
	}
	shutdown := wire.New("shutdown_request", nil, map[string]bool{"restart": false})
	run := wire.New("execute_request", nil, map[string]string{"code": "os.Exit(1)"})
	for _, port := range []int{c.Shell, c.Control, c.Stdin} {
		address := net.JoinHostPort(c.IP, strconv.Itoa(port))
		silent, err := net.Dial("tcp", address) // says nothing, and keeps nobody waiting
		if err != nil {
			t.Fatal(err)
		}
		defer silent.Close()
		for _, frames := range [][][]byte{
			shutdown.Encode(nil), shutdown.Encode([]byte("a guess")), run.Encode(nil), {[]byte("hello")}, {{}}, {[]byte("<IDS|MSG>")},
			{[]byte("<IDS|MSG>"), nil, nil, nil, nil, nil},
		} {
			s, err := zmtp.Dealer("tcp", address, "stranger", cellLimit)
			if err != nil {
				t.Fatal(err)
			}
			s.Send(frames)
			s.Flush(time.Second)
			s.Close()
		}
		huge, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = huge.Write(append([]byte("\xff\x00\x00\x00\x00\x00\x00\x00\x01\x7f\x03\x00NULL"), make([]byte, 48)...))
		_, _ = huge.Write([]byte{2, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff})
		huge.Close()
	}
	k.want("fmt.Println(2)", "2")
	k.restart()
	k.want("fmt.Println(3)", "3")
}
