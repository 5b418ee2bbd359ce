package nn

import (
	"testing"

	"gosnn/snn/internal/optiondoc"
)

func TestOptionDocs(t *testing.T) { optiondoc.Check(t, ".") }
