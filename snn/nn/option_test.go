package nn

import (
	"testing"

	"gosnn/snn/optiondoc"
)

func TestOptionDocs(t *testing.T) { optiondoc.Check(t, ".") }
