package buildcache

import (
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

const (
	// keepFor is how long an entry lives after its last use. Each run of a cell leaves an entry that nobody asks for again.
	keepFor = 24 * time.Hour
	// trimEvery is the time between two looks through the folder, and how exactly last uses are known.
	trimEvery = time.Hour
)

// used notes that a file is still of use.
func used(file string) {
	now := time.Now()
	if info, err := os.Stat(file); err == nil && now.Sub(info.ModTime()) > trimEvery {
		os.Chtimes(file, now, now) // if that fails, it is made again one day
	}
}

// trim removes what the user has not used for a day, at most once an hour.
func (l Layers) trim() error {
	if _, err := os.Stat(l.Own); err != nil {
		return nil // nothing has been put
	}
	last := filepath.Join(l.Own, "trimmed")
	if info, err := os.Stat(last); err == nil && time.Since(info.ModTime()).Abs() < trimEvery {
		return nil
	}
	if err := writeFile(last, nil); err != nil {
		return err
	}
	return filepath.WalkDir(l.Own, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		info, err := d.Info()
		if err == nil && time.Since(info.ModTime()) > keepFor+trimEvery {
			err = os.Remove(path) // #nosec G122 -- the folder is the user's own: nobody else can put a link there
		}
		if os.IsNotExist(err) {
			return nil // another kernel of this user trims, too
		}
		return err
	})
}
