package live

import (
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"gosnn/plots/echarts"
)

//go:generate go test -run ^TestScripts$ -regen

// scripts are the files beside this one as they are in a page: without comments and long names.
//
//go:embed min/*.js
var scripts embed.FS

// parts are the scripts of a kind of figure besides loader.js.
var parts = map[string][]string{
	"chart":  {"chart.js"},
	"player": {"clock.js", "player.js"},
	"counts": {"chart.js", "clock.js", "counts.js"},
	"sweep":  {"chart.js", "clock.js", "sweep.js"},
}

// Script is the JavaScript of a figure: loader.js and the files of its kind. Pages of several versions can meet in
// one notebook, so that the scripts keep what they share under their own hash.
func Script(kind string) string {
	body := source("loader.js")
	for _, name := range parts[kind] {
		body += source(name)
	}
	hash := sha256.Sum256([]byte(body))
	pinned, _ := json.Marshal(map[string]string{"file": echarts.File, "cdn": echarts.CDN, "integrity": echarts.Integrity})
	return fmt.Sprintf("(()=>{\"use strict\";\nconst gosnn=(window.gosnn??={})[%q]??={},pinned=%s;\n%sgosnn.start(document.currentScript);\n})();",
		hex.EncodeToString(hash[:4]), pinned, body)
}

// source returns a script as it is in a page.
func source(name string) string {
	text, err := scripts.ReadFile("min/" + name)
	if err != nil {
		panic("plots: no script " + name) // a kind without its file: a mistake in this module
	}
	return string(text)
}

// DataURI is a file as an address that holds all of it.
func DataURI(kind string, content []byte) string {
	return "data:" + kind + ";base64," + base64.StdEncoding.EncodeToString(content)
}
