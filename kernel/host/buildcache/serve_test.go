package buildcache

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A conversation as the go command has it: what it puts, it gets.
func ExampleLayers_Serve() {
	own, err := os.MkdirTemp("", "example-")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(own)
	conversation := `{"ID":1,"Command":"get","ActionID":"q80="}
{"ID":2,"Command":"put","ActionID":"q80=","OutputID":"ze8=","BodySize":5}
"c3Bpa2U="
{"ID":3,"Command":"get","ActionID":"q80="}
{"ID":4,"Command":"close"}`
	var answers bytes.Buffer
	if err := (Layers{Shared: "/nonesuch", Own: own}).Serve(strings.NewReader(conversation), &answers); err != nil {
		panic(err)
	}
	fmt.Print(strings.ReplaceAll(answers.String(), own, "OWN"))
	// Output:
	// {"ID":0,"KnownCommands":["get","close","put"]}
	// {"ID":1,"Miss":true}
	// {"ID":2,"DiskPath":"OWN/cd/cdef-d"}
	// {"ID":3,"OutputID":"ze8=","Size":5,"DiskPath":"OWN/cd/cdef-d"}
	// {"ID":4}
}

func ExampleUserLayers() {
	os.Setenv("XDG_CACHE_HOME", "/home/ada/.cache") // on Linux; elsewhere the folder has another name
	l := UserLayers("/opt/gosnn/go/build")
	fmt.Println(l.Shared, filepath.Base(filepath.Dir(l.Own)), filepath.Base(l.Own))
	// Output:
	// /opt/gosnn/go/build gosnn build
}

// talk is one conversation, as answers by ID.
func talk(t *testing.T, l Layers, requests ...string) map[int64]response {
	t.Helper()
	var out bytes.Buffer
	if err := l.Serve(strings.NewReader(strings.Join(requests, "\n")), &out); err != nil {
		t.Fatal(err)
	}
	answers := map[int64]response{}
	for d := json.NewDecoder(&out); d.More(); {
		var r response
		if err := d.Decode(&r); err != nil {
			t.Fatal(err)
		}
		answers[r.ID] = r
	}
	return answers
}

func put(id int, action, body string) string {
	return fmt.Sprintf("{\"ID\":%d,\"Command\":\"put\",\"ActionID\":%q,\"OutputID\":\"AAE=\",\"BodySize\":%d}\n%q", id, action, len(body),
		base64.StdEncoding.EncodeToString([]byte(body)))
}

func TestServeErrors(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	nowhere := Layers{Own: filepath.Join(file, "own")}
	answers := talk(t, nowhere, put(1, "q80=", "spike"), put(2, "", "spike"), `{"ID":3,"Command":"fly"}`, `{"ID":4,"Command":"get"}`, `{"ID":5,"Command":"close"}`)
	for id, says := range map[int64]string{1: "not a directory", 2: "not an entry", 3: `unknown command "fly"`, 4: "", 5: ""} {
		if r, ok := answers[id]; !ok || !strings.Contains(r.Err, says) || says == "" && r.Err != "" {
			t.Errorf("answer %d is %+v, want the error %q", id, r, says)
		}
	}
	if !answers[4].Miss {
		t.Error("an action without a name was found")
	}
	for _, conversation := range []string{"{", "[]", put(1, "q80=", "spike")[:80], `{"ID":1,"Command":"put","BodySize":3} "AAA="`} {
		if err := nowhere.Serve(strings.NewReader(conversation), new(bytes.Buffer)); err == nil {
			t.Errorf("no error for %q", conversation)
		}
	}
}

// TestNoOwn has a user without a cache folder: the go command is not offered to put.
func TestNoOwn(t *testing.T) {
	answers := talk(t, Layers{Shared: t.TempDir()}, `{"ID":1,"Command":"get","ActionID":"q80="}`, `{"ID":2,"Command":"close"}`)
	if known := answers[0].KnownCommands; len(known) != 2 || !answers[1].Miss || answers[2].Err != "" {
		t.Errorf("%+v", answers)
	}
}

// TestOwnOfAnother has a folder that others can write to, with an entry in it: it is not read, and the go command is not offered to put.
func TestOwnOfAnother(t *testing.T) {
	for name, prepare := range map[string]func(dir string) error{
		"for all to write": func(dir string) error { return os.Chmod(dir, 0o777) },
		"a group's":        func(dir string) error { return os.Chmod(dir, 0o770) },
		"another user's":   func(dir string) error { return os.Chown(dir, 54321, 54321) },
		"a link": func(dir string) error {
			return errors.Join(os.Rename(dir, dir+".there"), os.Symlink(dir+".there", dir))
		},
	} {
		if name == "another user's" && os.Geteuid() != 0 {
			continue // only root can give a folder away
		}
		l := Layers{Own: filepath.Join(t.TempDir(), "own")}
		get := `{"ID":2,"Command":"get","ActionID":"q80="}`
		if answers := talk(t, l, put(1, "q80=", "spike"), get); answers[2].Miss {
			t.Fatal("what was put is not there")
		}
		if err := prepare(l.Own); err != nil {
			t.Fatal(err)
		}
		answers := talk(t, l, put(1, "q80=", "spike"), get)
		if len(answers[0].KnownCommands) != 2 || answers[1].Err == "" || !answers[2].Miss {
			t.Errorf("%s: %+v", name, answers)
		}
	}
}
