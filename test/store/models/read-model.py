"""Reads a model file with nothing but Python's own library, as FORMAT.md describes it, and prints all of it as JSON.

Usage: read-model.py FILE
"""

import csv
import hashlib
import io
import json
import struct
import sys
import zipfile

FORMATS = {"F32": "f", "F64": "d", "I32": "i", "I64": "q"}


def read_safetensors(data):
    (length,) = struct.unpack_from("<Q", data)
    header = json.loads(data[8 : 8 + length])
    metadata = header.pop("__metadata__")
    tensors = {}
    for name, tensor in header.items():
        start, end = (8 + length + offset for offset in tensor["data_offsets"])
        size = struct.calcsize("<" + FORMATS[tensor["dtype"]])
        values = struct.unpack(f"<{(end - start) // size}{FORMATS[tensor['dtype']]}", data[start:end])
        tensors[name] = {"dtype": tensor["dtype"], "shape": tensor["shape"], "values": values}
    return {"metadata": metadata, "tensors": tensors}


def read_model(path):
    with zipfile.ZipFile(path) as file:
        assert file.testzip() is None
        parts = {name: file.read(name) for name in file.namelist()}
    read = {name: read_safetensors(data) for name, data in parts.items() if name.endswith(".safetensors")}
    read["manifest.json"] = json.loads(parts["manifest.json"])
    read["history.csv"] = [
        {column: float(value) if value else None for column, value in row.items()}
        for row in csv.DictReader(io.StringIO(parts["history.csv"].decode("utf-8")))
    ]
    read["samples.jsonl"] = [json.loads(line) for line in parts["samples.jsonl"].decode("utf-8").splitlines()]
    text = parts["corpus.txt"]
    assert hashlib.sha256(text).hexdigest() == read["manifest.json"]["corpus"]["hash"]
    read["corpus.txt"] = text.decode("utf-8")
    return read


print(json.dumps(read_model(sys.argv[1])))
