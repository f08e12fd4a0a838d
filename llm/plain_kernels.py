"""Has llama.cpp's processor backend compute a single token as it computes one among several.

Fused attention shares a single token's cells out among threads, and adds the parts up in another order than it does
for several tokens (ggml-cpu/ops.cpp, use_split_kv_path).  A check of drafts would then not be what decoding one by one
says, and an answer would depend on the number of threads.  The backend's reference mode, which llama.cpp's own tests
compare with, leaves that out, and takes as long: there are more heads than threads.  The same mode has no tiles for
long batches, so that it is for short ones alone.
"""

from __future__ import annotations

import ctypes

from llm.bindings import Library, scheduler_of

_SET_REFERENCE = b"ggml_backend_cpu_set_use_ref"

_PROCESSOR = 0
"""GGML_BACKEND_DEVICE_TYPE_CPU (ggml-backend.h)."""

_Pointer = ctypes.c_void_p


class PlainKernels:
    """Of one context on the processor.

    Args:
        library: The loaded bindings.
        context: The context.

    Attributes:
        available: Whether `use` can do anything; this llama.cpp may be older, or hide what is needed.
    """

    def __init__(self, library: Library, context: int) -> None:
        self._backends: list[int] = []
        self._set = None
        self._on = False
        native = library.llama._lib
        scheduler = scheduler_of(library, context)
        try:
            count = ctypes.CFUNCTYPE(ctypes.c_int, _Pointer)(("ggml_backend_sched_get_n_backends", native))
            get = ctypes.CFUNCTYPE(_Pointer, _Pointer, ctypes.c_int)(("ggml_backend_sched_get_backend", native))
            device_of = ctypes.CFUNCTYPE(_Pointer, _Pointer)(("ggml_backend_get_device", native))
            kind_of = ctypes.CFUNCTYPE(ctypes.c_int, _Pointer)(("ggml_backend_dev_type", native))
            registry_of = ctypes.CFUNCTYPE(_Pointer, _Pointer)(("ggml_backend_dev_backend_reg", native))
            look_up = ctypes.CFUNCTYPE(_Pointer, _Pointer, ctypes.c_char_p)(
                ("ggml_backend_reg_get_proc_address", native)
            )
        except AttributeError:
            return
        for index in range(count(scheduler) if scheduler else 0):
            backend = get(scheduler, index)
            device = device_of(backend)
            setter = look_up(registry_of(device), _SET_REFERENCE) if kind_of(device) == _PROCESSOR else None
            if setter:
                self._set = ctypes.CFUNCTYPE(None, _Pointer, ctypes.c_bool)(setter)
                self._backends.append(int(backend))

    @property
    def available(self) -> bool:
        return bool(self._backends)

    def use(self, wanted: bool) -> None:
        """Compute so from the next decode on, or as llama.cpp does by itself."""
        if wanted != self._on and self._set is not None:
            for backend in self._backends:
                self._set(backend, wanted)
            self._on = wanted
