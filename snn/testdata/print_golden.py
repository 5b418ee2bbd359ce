"""Makes print.json: what PyTorch prints for tensors, for TestSprint.

    pip install torch==2.1.2 "numpy<2" && python print_golden.py
"""
import json
import math

import torch

inf, nan = math.inf, math.nan
cases = []


def case(name, tensor):
    values = tensor.detach().flatten().tolist()
    cases.append({
        "name": name,
        "dtype": str(tensor.dtype).removeprefix("torch."),
        "shape": list(tensor.shape),
        "data": [str(float(v)) for v in values],  # strings: JSON has neither nan nor inf
        "text": str(tensor),
    })


case("scalar", torch.tensor(3.0))
case("scalar fraction", torch.tensor(0.12345))
case("scalar int", torch.tensor(7))
case("scalar bool", torch.tensor(True))
case("scalar uint8", torch.tensor(7, dtype=torch.uint8))
case("scalar nan", torch.tensor(nan))
case("one", torch.tensor([1.5]))
case("empty", torch.zeros(0))
case("empty 2-d", torch.zeros(0, 3))
case("empty 3-d int", torch.zeros(2, 0, 3, dtype=torch.int64))
case("empty bool", torch.zeros(0, dtype=torch.bool))
case("matrix of whole numbers", torch.tensor([[0.0, 1.0], [10.0, -1.0]]))
case("spikes with off", torch.tensor([0.0, 0, 0, 0, 1, -1, 1, -1, 0, 0, 0]))
case("fractions", torch.tensor([[0.0, 0.5], [1.0, -0.25]]))
case("zeros", torch.zeros(3, 2))
case("minus zero", torch.tensor([-0.0, 0.0, 1.0]))
case("small", torch.tensor([1e-5, 0.5]))
case("large ratio", torch.tensor([0.1, 2000.5, -3.0]))
case("large whole", torch.tensor([1.0, 2e9]))
case("whole ratio", torch.tensor([1.0, 5000.0]))
case("ratio of 1000", torch.tensor([1.0, 1000.0, 0.0]))
case("above 1e8", torch.tensor([2.5e8, 1.1e9]))
case("not finite", torch.tensor([nan, inf, -inf, 1.0]))
case("not finite, fractions", torch.tensor([nan, inf, -inf, 1.5, 100.25]))
case("not finite, scientific", torch.tensor([nan, -inf, 1e-7, 1.5]))
case("only not finite", torch.tensor([nan, inf, -inf]))
case("not finite and zero", torch.tensor([nan, 0.0]))
case("double", torch.tensor([1 / 3, 2.0], dtype=torch.float64))
case("double tiny", torch.tensor([1e-300, -1e300], dtype=torch.float64))
case("half", torch.tensor([0.1, 2.0], dtype=torch.float16))
case("bfloat16", torch.tensor([0.1, 2.0], dtype=torch.bfloat16))
case("int64", torch.tensor([[1, -20], [300, 4]]))
case("int64 extremes", torch.tensor([-(2**53), 0, 2**53]))
case("int32", torch.tensor([1, 2], dtype=torch.int32))
case("int16", torch.tensor([-300, 2], dtype=torch.int16))
case("int8", torch.tensor([-128, 127], dtype=torch.int8))
case("uint8", torch.tensor([0, 255], dtype=torch.uint8))
case("bool", torch.tensor([[True, False], [False, False]]))
case("long line", torch.arange(40) * 0.25)
case("long int line", torch.arange(100))
case("wide elements", torch.tensor([1e-9, 1.0]).repeat(5))
case("three dimensions", torch.arange(24.0).reshape(2, 3, 4))
case("five dimensions", torch.arange(32.0).reshape(2, 2, 2, 2, 2) / 8)
case("threshold", torch.arange(1000.0).reshape(10, 100) % 7)
case("summary", torch.arange(1001.0) / 4)
case("summary int", torch.arange(1001))
case("summary matrix", torch.arange(2000.0).reshape(40, 50) % 13)
case("summary, some dimensions whole", torch.arange(2400.0).reshape(2, 6, 200) % 3)
case("summary bool", (torch.arange(1200) % 2 == 0).reshape(30, 40))
case("summary four dimensions", (torch.arange(4096.0) % 5).reshape(8, 8, 8, 8))
case("summary hides the large", torch.cat([torch.ones(600), torch.tensor([1e9]), torch.ones(600)]))
case("note on a new line", torch.arange(10, dtype=torch.float64) * 0.125)
case("note breaks", torch.arange(18, dtype=torch.uint8))
case("note fits", torch.arange(8, dtype=torch.uint8))

with open("print.json", "w") as file:
    json.dump(cases, file, indent=0)
