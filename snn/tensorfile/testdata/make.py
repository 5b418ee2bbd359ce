"""Makes the files of this folder with NumPy: arrays that Go must read."""
import os
import numpy as np
from numpy.lib import format as npy

here = os.path.dirname(os.path.abspath(__file__))
a = np.arange(6).reshape(2, 3)


def write(name, array, version=None):
    with open(os.path.join(here, name + ".npy"), "wb") as f:
        npy.write_array(f, array, version=version, allow_pickle=False)


write("float32", a.astype("<f4"))
write("float64-fortran", np.asfortranarray(a.astype("<f8")))
write("int16-bigendian", a.astype(">i2"))
write("complex64-bigendian", (a + 1j).astype(">c8"))
write("bool", a > 2)
write("float16-version2", a.astype("<f2"), (2, 0))
write("uint8-version3", a.astype("u1"), (3, 0))
write("int64-scalar", np.array(7, "<i8"))
write("float32-empty", np.zeros((0, 3), "<f4"))
write("int32-vector", np.arange(3, dtype="<i4"))
write("uint16", a.astype("<u2"))
write("uint16-large", np.array([0, 1, 2**15, 2**16 - 1], "<u2"))
write("uint32-bigendian", np.array([[0, 2**31], [7, 2**32 - 1]], ">u4"))
write("uint32-fortran", np.asfortranarray(a.astype("<u4")))
write("uint64", np.array([0, 2**63 - 1], "<u8"))
write("uint64-too-large", np.array([2**63], "<u8"))
write("records", np.zeros(2, [("x", "<f4"), ("y", "<i4")]))
write("events", np.zeros(2, [("t", "<u8"), ("xy", "<u2", (2,)), ("more", [("p", "?")])]))
write("text", np.array(["a", "bc"]))
write("bytes", np.array([b"a", b"bc"]))
write("times", np.array(["2026-11-26"], "datetime64[D]"))
write("longdouble", np.ones(2, np.longdouble))
with open(os.path.join(here, "two.npy"), "wb") as f:
    np.save(f, a)
    np.save(f, a)
np.savez(os.path.join(here, "plain.npz"), a=a.astype("<f4"), b=np.array(True))
np.savez_compressed(os.path.join(here, "compressed.npz"), a=a.astype("<f4"), b=np.array(True))
np.savez(os.path.join(here, "labelled.npz"), spikes=a.astype("<f4"), names=np.array(["left", "right"]))
# As scipy.sparse.save_npz writes the matrix [[0, 1], [2, 0]].
np.savez_compressed(os.path.join(here, "scipy.npz"), indices=np.array([1, 0], "<i4"), indptr=np.array([0, 1, 2], "<i4"),
                    format=np.array(b"csr"), shape=np.array([2, 2]), data=np.array([1, 2], "<i4"))
