// Package echarts names the one copy of Apache ECharts that the figures of package plots are made for, by its version and
// its hashes, and reads it. It needs the standard library alone, so that the kernel's installer checks its copy by it, too.
package echarts

import (
	"crypto/sha256"
	"fmt"
	"os"
)

const (
	// Version of the npm package echarts. It is 5.5.1, not a later one, because set-up gets the file by pip (a wheel
	// carries it, byte for byte the npm package's): a machine without npm must be able to, too.
	Version = "5.5.1"

	// File is the file in question: in the package it is dist/echarts.min.js, in the kernelspec's folder it has this name,
	// and Jupyter serves it from there as <base>/kernelspecs/<kernel>/echarts.min.js.
	File = "echarts.min.js"

	// SHA256 of the file, in hexadecimal.
	SHA256 = "e84270bd0cd5bdf60fefc26d00c2a391cb2e81f4d26a7a9ee16185a54773a3cf"

	// Integrity of the file, as a browser checks it before it runs the script.
	Integrity = "sha384-Mx5lkUEQPM1pOJCwFtUICyX45KNojXbkWdYhkKUKsbv391mavbfoAmONbzkgYPzR"

	// CDN serves the same bytes to pages that are not read through a Jupyter server.
	CDN = "https://cdn.jsdelivr.net/npm/echarts@" + Version + "/dist/" + File
)

// Read returns the content of a file that is that copy. For any other file it returns an error.
func Read(file string) ([]byte, error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	if got := fmt.Sprintf("%x", sha256.Sum256(content)); got != SHA256 {
		return nil, fmt.Errorf("%s is not ECharts %s: its SHA-256 is %s, want %s", file, Version, got, SHA256)
	}
	return content, nil
}
