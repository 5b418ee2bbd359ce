// Package echarts pins the Apache ECharts library that figures are drawn with. Set-up checks the copy that it installs
// against it, and a page that has no copy at hand asks a CDN for this one and no other.
package echarts

const (
	// Version is the release of the echarts npm package.
	Version = "5.5.1"

	// SHA256 is the hash of the package's dist/echarts.min.js, in hexadecimal.
	SHA256 = "e84270bd0cd5bdf60fefc26d00c2a391cb2e81f4d26a7a9ee16185a54773a3cf"

	// Integrity is the hash of the same file as a script tag's integrity attribute wants it.
	Integrity = "sha384-Mx5lkUEQPM1pOJCwFtUICyX45KNojXbkWdYhkKUKsbv391mavbfoAmONbzkgYPzR"

	// CDN is where a page finds the same file when the kernel's own copy is out of reach.
	CDN = "https://cdn.jsdelivr.net/npm/echarts@" + Version + "/dist/echarts.min.js"
)
