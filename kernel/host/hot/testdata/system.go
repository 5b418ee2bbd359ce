// What a program wants of the system: processes, signals, sockets, timers, profiles.
package main

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"os/signal"
	"os/user"
	"runtime"
	"runtime/metrics"
	"runtime/pprof"
	"runtime/trace"
	"syscall"
	"testing"
	"time"

	_ "gosnn/snn"
)

func main() {
	out, err := exec.Command("sh", "-c", "read x; echo got $x; exit 3").CombinedOutput()
	fmt.Printf("%q %v\n", out, err)

	interrupts := make(chan os.Signal, 1)
	signal.Notify(interrupts, syscall.SIGUSR1)
	fmt.Println(syscall.Kill(os.Getpid(), syscall.SIGUSR1), <-interrupts)

	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "path ", r.URL.Path) }))
	defer server.Close()
	response, err := http.Get(server.URL + "/x")
	if err != nil {
		panic(err)
	}
	body, err := io.ReadAll(response.Body)
	fmt.Println(string(body), err)
	_, err = net.LookupHost("localhost")
	fmt.Println(err)
	u, err := user.Current()
	fmt.Println(u.Uid == fmt.Sprint(os.Getuid()), err)

	var cpu, traced bytes.Buffer
	fmt.Println(pprof.StartCPUProfile(&cpu), trace.Start(&traced))
	for end := time.Now().Add(50 * time.Millisecond); time.Now().Before(end); {
		runtime.GC()
	}
	pprof.StopCPUProfile()
	trace.Stop()
	fmt.Println(cpu.Len() > 0, traced.Len() > 0)
	var heap bytes.Buffer
	fmt.Println(pprof.Lookup("goroutine").WriteTo(&heap, 2), bytes.Contains(heap.Bytes(), []byte("main.main()")))
	sample := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}}
	metrics.Read(sample)
	fmt.Println(sample[0].Value.Uint64() > 0, testing.AllocsPerRun(10, func() { _ = make([]byte, 0) }))

	var times []string
	ticker := time.NewTicker(time.Millisecond)
	for range 3 {
		<-ticker.C
		times = append(times, "tick")
	}
	fmt.Println(times, time.Unix(0, 0).UTC())
	text, err := os.ReadFile("/proc/self/cmdline")
	fmt.Println(len(text) > 0, err)
	input, err := io.ReadAll(os.Stdin)
	fmt.Println(len(input), err)
	dir, err := os.Getwd()
	fmt.Println(dir != "", err, os.Args)
}
