"""
Values in fewer bits.

Optimiser states in 8 bits: block-wise dynamic quantisation (Dettmers et al. 2022). Each block of 256 values is divided by its largest
magnitude, and each value becomes the nearest of 256 codes in rising order. The codes of [-1, 1] (mean) or [0, 1] (mean square) have a
decimal exponent of 0 to -6; the greater it is, the more fraction bits are left: 2^e (signed) or 2^(e+1) (unsigned) steps between 0.1
and 1, each coded by its middle. 0 and 1 complete the 256.

Experts of gpt-oss in MXFP4 (OCP Microscaling Formats 1.0): 32 values share a power of two, each has a sign, two bits of exponent and one of
fraction. The repositories hold codes in pairs, the first in the low half of a byte, and the exponent with 127 added.
"""
import numpy

E2M1 = numpy.array([0, 0.5, 1, 1.5, 2, 3, 4, 6])

BLOCK = 256


def book(signed):
    values = [0.0, 1.0]
    for bits in range(7):
        edges = numpy.linspace(0.1, 1, 2 ** (bits if signed else bits + 1) + 1)
        middles = 10.0 ** (bits - 6) * (edges[:-1] + edges[1:]) / 2
        values += [*middles, *(-middles if signed else [])]
    return numpy.sort(numpy.array(values)).astype(numpy.float32)


def quantise(values, codes):
    largest = numpy.array([abs(values[at:at + BLOCK]).max() for at in range(0, len(values), BLOCK)], numpy.float32)
    scaled = values / numpy.repeat(numpy.where(largest > 0, largest, 1), BLOCK)[:len(values)]
    nearest = abs(scaled[:, None].astype(numpy.float64) - codes[None, :].astype(numpy.float64)).argmin(1)
    return nearest.astype(numpy.uint8), largest


def golden():
    chance = numpy.random.RandomState(5)
    count = 3 * BLOCK + 41
    mean = (chance.standard_normal(count) * 10 ** chance.uniform(-6, -2, count)).astype(numpy.float32)
    square = (mean * mean * chance.uniform(0.5, 2, count)).astype(numpy.float32)
    mean[:BLOCK] = 0
    tensors = {"signed": book(True), "unsigned": book(False), "mean": mean, "square": square}
    for name, codes in (("mean", tensors["signed"]), ("square", tensors["unsigned"])):
        tensors[name + ".codes"], tensors[name + ".largest"] = quantise(tensors[name], codes)
    assert len(tensors["signed"]) == len(tensors["unsigned"]) == 256
    return tensors, {"made_by": "make_goldens.py", "block": str(BLOCK)}


def to_mxfp4(values):
    """[..., columns] to codes [..., columns / 32, 16] and exponents [..., columns / 32]."""
    blocks = values.reshape(*values.shape[:-1], -1, 32).astype(numpy.float64)
    exponents = numpy.floor(numpy.log2(abs(blocks).max(-1))) - 2
    scaled = blocks / 2.0 ** exponents[..., None]
    codes = abs(abs(scaled)[..., None] - E2M1).argmin(-1) + 8 * (scaled < 0)
    return (codes[..., 0::2] + 16 * codes[..., 1::2]).astype(numpy.uint8), (exponents + 127).astype(numpy.uint8)


def from_mxfp4(codes, exponents):
    values = numpy.stack([codes & 15, codes >> 4], -1).reshape(*codes.shape[:-1], 32)
    signed = numpy.where(values >= 8, -1.0, 1.0) * E2M1[values & 7]
    return (signed * 2.0 ** (exponents[..., None].astype(int) - 127)).reshape(*codes.shape[:-2], -1).astype(numpy.float32)


def to_bf16(values):
    """Bits, rounded to nearest even."""
    bits = values.astype(numpy.float32).view(numpy.uint32)
    return ((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16).astype(numpy.uint16)


def from_bf16(bits):
    return (bits.astype(numpy.uint32) << 16).view(numpy.float32)
