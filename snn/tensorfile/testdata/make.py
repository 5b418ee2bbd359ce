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
write("uint16-refused", a.astype("<u2"))
write("record-refused", np.zeros(2, [("x", "<f4"), ("y", "<i4")]))
write("text-refused", np.array(["a", "bc"]))
np.savez(os.path.join(here, "plain.npz"), a=a.astype("<f4"), b=np.array(True))
np.savez_compressed(os.path.join(here, "compressed.npz"), a=a.astype("<f4"), b=np.array(True))
