package grad

import (
	"fmt"
	"os"
	"runtime"
	"syscall"
	"testing"
	"time"
)

// TestMain runs on the main goroutine, which is to stay on the main thread, though its processor is taken by other goroutines while it waits in the system, as in C.
func TestMain(m *testing.M) {
	stop := make(chan struct{})
	for range 4 * runtime.GOMAXPROCS(0) {
		go func() {
			for {
				select {
				case <-stop:
					return
				default:
					runtime.Gosched()
				}
			}
		}()
	}
	for range 20 {
		_ = syscall.Nanosleep(&syscall.Timespec{Nsec: int64(5 * time.Millisecond)}, nil)
		if thread := syscall.Gettid(); thread != os.Getpid() {
			fmt.Println("the main goroutine has gone to another thread")
			os.Exit(1)
		}
	}
	close(stop)
	os.Exit(m.Run())
}
