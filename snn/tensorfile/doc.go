// Package tensorfile writes and reads tensors in files that Python's libraries share: NumPy's .npy and .npz, and
// safetensors. A Python notebook opens the same spikes:
//
//	tensorfile.WriteNpy("spikes.npy", spikeData)      // numpy.load("spikes.npy")
//	tensorfile.WriteSafetensors("net.safetensors",    // safetensors.torch.load_file("net.safetensors")
//		map[string]*ts.Tensor{"spikes": spikeData, "targets": targets}, nil)
//
// None of these formats runs code when it is read; Python's pickle, which does, is not supported, also not inside of .npy. A
// file is checked before memory is taken for it: what it says of itself must fit its size.
//
// | | .npy, .npz | safetensors |
// |-|-|-|
// | bool, uint8, int8, int16, int32, int64, float16, float32, float64 | yes | yes |
// | bfloat16 | no | yes |
// | complex64, complex128 | yes | no |
//
// uint16, uint32 and uint64, which libtorch 2.1 does not have, are read as int32 and int64. Strings, records and objects are refused by an
// error that says what to do; beside them in one archive other arrays can be read by their names. Tensors must be dense and on the CPU. Functions borrow the tensors that they write, and return tensors that the caller owns, contiguous and on the CPU.
//
// Own code because the libraries for it do not fit: gotch reads .npy, but takes float16 for float32, refuses bool and
// a scalar's shape, and writes none; github.com/sbinet/npyio writes arrays of at most two dimensions, and panics on damaged
// headers.
package tensorfile
