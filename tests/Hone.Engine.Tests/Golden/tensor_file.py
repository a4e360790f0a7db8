"""safetensors, written and read by hand: 8 bytes little-endian length, a JSON header, the values. numpy has no bf16: its bits are uint16."""
import json
import os

import numpy

TYPES = {"F64": numpy.float64, "F32": numpy.float32, "I32": numpy.int32, "U8": numpy.uint8, "BF16": numpy.uint16}
NAMES = {numpy.dtype(kind): name for name, kind in TYPES.items()}


def write(path, tensors, metadata):
    header, offset = {"__metadata__": metadata}, 0
    for name, value in tensors.items():
        header[name] = {"dtype": NAMES[value.dtype], "shape": list(value.shape), "data_offsets": [offset, offset + value.nbytes]}
        offset += value.nbytes
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(len(text).to_bytes(8, "little") + text)
        for value in tensors.values():
            file.write(numpy.ascontiguousarray(value).tobytes())


def read(path):
    with open(path, "rb") as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
        values = file.read()
    metadata = header.pop("__metadata__", {})
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        tensors[name] = numpy.frombuffer(values[begin:end], TYPES[entry["dtype"]]).reshape(entry["shape"])
    return tensors, metadata
