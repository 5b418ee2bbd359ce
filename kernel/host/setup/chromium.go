package setup

import (
	"context"
	"errors"
	"os"
	"os/exec"
)

// browsers are the names that a Chromium has on the PATH.
var browsers = []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"}

// Chromium returns the browser that tests drive: $GOSNN_CHROMIUM, or the first on the PATH.
func Chromium() (string, error) {
	if name := os.Getenv("GOSNN_CHROMIUM"); name != "" {
		return exec.LookPath(name)
	}
	for _, name := range browsers {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", errors.New("no Chromium is on the PATH")
}

// chromiumStep brings the browser that tests drive, where this user may install packages.
func (h Home) chromiumStep() step {
	return step{
		name: "chromium", title: "Chromium for the browser tests",
		done: func() bool { _, err := Chromium(); return err == nil },
		do: func(ctx context.Context, r *report) error {
			_, missing := Chromium()
			if missing == nil {
				return nil
			}
			if _, err := exec.LookPath("apt-get"); err != nil || os.Geteuid() != 0 {
				return &Failure{"Chromium", missing, "install it (apt install chromium, brew install --cask chromium, ...), or set GOSNN_CHROMIUM to a Chromium or Chrome"}
			}
			if err := r.exec(ctx, exec.Command("apt-get", "update"), nil); err != nil {
				return err
			}
			cmd := exec.Command("apt-get", "install", "-y", "--no-install-recommends", "chromium", "fonts-liberation") // words need a font
			cmd.Env = append(os.Environ(), "DEBIAN_FRONTEND=noninteractive")
			if err := r.exec(ctx, cmd, nil); err != nil {
				return err
			}
			_, err := Chromium()
			return err
		},
	}
}
