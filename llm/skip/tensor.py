"""``ggml_tensor`` as ctypes reads it, held against tensors that ggml itself makes before anything relies on it.

Source of the layout: ggml/include/ggml.h, struct ggml_tensor.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import Any

FLAG_COMPUTE = 16
"""GGML_TENSOR_FLAG_COMPUTE: a node without it is passed over by every backend (ggml.h, enum ggml_tensor_flag)."""

_F32 = 0
_MOST_OPERATIONS = 64
"""Operation numbers that are looked through; the ones wanted stand far before."""

SOURCES = 10


class Tensor(ctypes.Structure):
    """A graph node."""

    _fields_ = [
        ("type", ctypes.c_int),
        ("buffer", ctypes.c_void_p),
        ("ne", ctypes.c_int64 * 4),
        ("nb", ctypes.c_size_t * 4),
        ("op", ctypes.c_int),
        ("op_params", ctypes.c_int32 * 16),
        ("flags", ctypes.c_int32),
        ("src", ctypes.c_size_t * SOURCES),
        ("view_src", ctypes.c_size_t),
        ("view_offs", ctypes.c_size_t),
        ("data", ctypes.c_void_p),
        ("name", ctypes.c_char * 64),
        ("extra", ctypes.c_void_p),
        ("padding", ctypes.c_char * 8),
    ]


class _InitParams(ctypes.Structure):
    _fields_ = [("mem_size", ctypes.c_size_t), ("mem_buffer", ctypes.c_void_p), ("no_alloc", ctypes.c_bool)]


class LayoutError(Exception):
    """This build of ggml lays its tensors out in another way, or hides what is needed to find out."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Operations:
    """Numbers of the operations that skipping has to know (ggml.h, enum ggml_op)."""

    add: int
    dup: int
    set_rows: int


def check_layout(ggml: Any) -> Operations:
    """Let ggml make a small graph and compare what it wrote with what `Tensor` reads.

    Args:
        ggml: A library whose symbols include ggml's, such as ctypes' handle of libllama.

    Raises:
        LayoutError: They differ.
    """
    try:
        operations = _operations(ggml)
        _compare(ggml, operations)
    except (AttributeError, OSError) as error:
        raise LayoutError(f"ggml's functions cannot be called ({error})") from error
    return operations


def _function(ggml: Any, name: str, result: Any, *arguments: Any) -> Any:
    # A prototype of its own: the attributes of a shared handle may carry another caller's argument types.
    return ctypes.CFUNCTYPE(result, *arguments)((name, ggml))


def _operations(ggml: Any) -> Operations:
    name_of = _function(ggml, "ggml_op_name", ctypes.c_char_p, ctypes.c_int)
    numbers: dict[bytes, int] = {}
    for number in range(_MOST_OPERATIONS):
        numbers.setdefault(name_of(number), number)
    try:
        return Operations(add=numbers[b"ADD"], dup=numbers[b"DUP"], set_rows=numbers[b"SET_ROWS"])
    except KeyError as error:
        raise LayoutError(f"ggml knows no operation {error}") from error


def _compare(ggml: Any, operations: Operations) -> None:
    pointer, size = ctypes.c_void_p, ctypes.c_int64
    init = _function(ggml, "ggml_init", pointer, _InitParams)
    new_tensor = _function(ggml, "ggml_new_tensor_2d", pointer, pointer, ctypes.c_int, size, size)
    set_name = _function(ggml, "ggml_set_name", pointer, pointer, ctypes.c_char_p)
    add = _function(ggml, "ggml_add", pointer, pointer, pointer, pointer)
    view = _function(ggml, "ggml_view_1d", pointer, pointer, pointer, size, ctypes.c_size_t)
    new_graph = _function(ggml, "ggml_new_graph", pointer, pointer)
    expand = _function(ggml, "ggml_build_forward_expand", None, pointer, pointer)
    data_of = _function(ggml, "ggml_get_data", pointer, pointer)
    free = _function(ggml, "ggml_free", None, pointer)
    context = init(_InitParams(1 << 20, None, False))
    if not context:
        raise LayoutError("ggml has no memory for a tensor")
    try:
        one, other = new_tensor(context, _F32, 5, 3), new_tensor(context, _F32, 5, 3)
        total = set_name(add(context, one, other), b"handroid-probe-7")
        part = view(context, total, 4, 8)
        before = Tensor.from_address(total).flags
        expand(new_graph(context), part)
        found, seen = Tensor.from_address(total), Tensor.from_address(part)
        agree = {
            "type": found.type == _F32,
            "ne": tuple(found.ne) == (5, 3, 1, 1),
            "nb": tuple(found.nb) == (4, 20, 60, 60),
            "op": found.op == operations.add,
            "flags": before & FLAG_COMPUTE == 0 and found.flags & FLAG_COMPUTE != 0,
            "src": tuple(found.src) == (one, other) + (0,) * (SOURCES - 2),
            "view_src": seen.view_src == total and seen.view_offs == 8 and seen.src[0] == total,
            "data": found.data is not None and found.data == data_of(total),
            "name": found.name == b"handroid-probe-7",
        }
    finally:
        free(context)
    wrong = [field for field, right in agree.items() if not right]
    if wrong:
        raise LayoutError(f"ggml_tensor has another layout than expected ({', '.join(wrong)})")
