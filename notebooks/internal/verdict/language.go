package verdict

import (
	"cmp"
	"encoding/json"
	"os"
	"path/filepath"
	"sync"
)

// language is that of the notebook whose cell runs, by the metadata of its file: "ko", or "en" also if nobody says which notebook it is.
var language = sync.OnceValue(func() string {
	// GOSNN_NOTEBOOK is the user's word, JPY_SESSION_NAME that of Jupyter's server.
	file := cmp.Or(os.Getenv("GOSNN_NOTEBOOK"), os.Getenv("JPY_SESSION_NAME"))
	if !filepath.IsAbs(file) {
		file = filepath.Join(os.Getenv("PWD"), file) // of the server that started the kernel
	}
	return languageOf(file)
})

func languageOf(file string) string {
	var notebook struct {
		Metadata struct {
			Gosnn struct {
				Language string `json:"language"`
			} `json:"gosnn"`
		} `json:"metadata"`
	}
	text, err := os.ReadFile(file)
	if err != nil || json.Unmarshal(text, &notebook) != nil {
		return "en"
	}
	return cmp.Or(notebook.Metadata.Gosnn.Language, "en")
}

// translate returns a message in the notebook's language: what is not translated stays English.
func translate(format string) string {
	if language() == "ko" {
		return cmp.Or(korean[format], format)
	}
	return format
}
