// Package echarts names the one copy of Apache ECharts that the figures of package plots are made for: its version and
// its hashes. It depends on nothing, so that the kernel's installer can check the copy that it installs.
package echarts

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
