package tensorfile

import (
	"fmt"
	"strings"
)

// others are the beginnings of files that people have beside .npy files, what these are and what to do.
var others = []struct{ start, what string }{
	{"PK", "a zip archive: tensorfile.ReadNpz reads one of NumPy's"},
	{"\x89HDF", `HDF5; in Python: numpy.save("x.npy", h5py.File(path)["name"][:])`},
	{"MATLAB", `MATLAB's; in Python: numpy.save("x.npy", scipy.io.loadmat(path)["name"])`},
	{"\x80", "Python's pickle, which is not read, as it can run code; in Python: numpy.save"},
	{"PAR1", "Parquet; in Python: numpy.save(\"x.npy\", pandas.read_parquet(path).to_numpy())"},
	{"\x1f\x8b", "gzip: unpack it first"},
	{"<", "a web page, or XML: a download may have failed"},
}

// notNpy returns the error for a file that does not begin as a .npy file does.
func notNpy(start []byte) error {
	for _, o := range others {
		if strings.HasPrefix(string(start), o.start) {
			return fmt.Errorf("%w: not a .npy file, but %s", ErrFormat, o.what)
		}
	}
	return damaged("not a .npy file")
}
