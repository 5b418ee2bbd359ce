package hot

import (
	"debug/elf"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
)

// jumpToCell writes, in the place of the host's main function, a jump to where the variable cell points. So the runtime calls the
// cell's main function as if it were the host's: there is no call in between that a stack trace would show.
func (m *maker) jumpToCell() error {
	f, err := elf.Open(m.path("host"))
	if err != nil {
		return err
	}
	defer f.Close()
	symbols, err := f.Symbols()
	if err != nil {
		return err
	}
	var start, cell elf.Symbol
	for _, s := range symbols {
		switch s.Name {
		case "main.main":
			start = s
		case "main.cell":
			cell = s
		}
	}
	text := f.Section(".text")
	const size = 6 // of a jump by way of memory, whose address is relative to the next instruction
	if start.Size < size || cell.Value == 0 || text == nil || start.Value < text.Addr || start.Value+size > text.Addr+text.Size {
		return errors.New("no main.main or main.cell in the host")
	}
	distance := int64(cell.Value) - int64(start.Value) - size
	if distance != int64(int32(distance)) {
		return fmt.Errorf("main.cell is too far: %#x", distance)
	}
	out, err := os.OpenFile(m.path("host"), os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	jump := binary.LittleEndian.AppendUint32([]byte{0xff, 0x25}, uint32(distance))
	_, err = out.WriteAt(jump, int64(text.Offset+start.Value-text.Addr))
	return errors.Join(err, out.Close())
}
