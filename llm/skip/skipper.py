"""Leaves halves of layers out of what an unmodified llama.cpp computes, through the callback that it asks about nodes.

llama.cpp keeps its graph from one decode to the next where it can, and what was changed in it stays changed.  So the
graph is read when it is new, while llama.cpp asks about each of its nodes before computing any; later decodes need the
callback only where it has to tell a new graph.  Where llama.cpp's scheduler can be reached, the callback is taken out
once the graph is known: llama.cpp puts it back whenever it builds another one (src/llama-context.cpp, process_ubatch).
A graph that was read before is known again at its first node, and llama.cpp asks a function of its own about the rest.
Elsewhere every graph is treated as new.
"""

from __future__ import annotations

import ctypes
import logging

from llm.bindings import Library, scheduler_of
from llm.skip.graph import GraphError, GraphHalf, GraphReader
from llm.skip.half import FULL_DEPTH, Half, Mask
from llm.skip.known_graph import KnownGraph
from llm.skip.tensor import LayoutError, check_layout

_LOG = logging.getLogger(__name__)

_Callback = ctypes.CFUNCTYPE(ctypes.c_bool, ctypes.c_size_t)
"""ggml_backend_sched_eval_callback without its last two arguments, which every calling convention of C lets a callee
ignore: `ask` is true at every call of a callback that never asks to see a result."""

_INDIFFERENT = "ggml_is_empty"
"""Takes a node and is false for all that are computed: a callback that no longer wants to see any, without Python."""

_MOST_KNOWN = 12
"""Graphs that are known at once: text and pictures, with logits and without, of few makes each."""


class Skipper:
    """The depth at which one context computes.

    Args:
        library: The loaded bindings.
        layers: Layers of the model.
        on_gpu: Whether another device than the processor computes some of them.

    Attributes:
        callback: For ``llama_context_params.cb_eval``.
        problem: Why nothing can be left out; empty where it can.
        graphs_read: Graphs that had to be read.
    """

    def __init__(self, library: Library, layers: int, *, on_gpu: bool = False) -> None:
        self._library = library
        self._layers = layers
        self._on_gpu = on_gpu
        self._wanted: Mask = FULL_DEPTH
        self._applied: Mask = FULL_DEPTH
        self._halves: dict[Half, GraphHalf] = {}
        self._tail: GraphHalf | None = None
        self._tail_left_out = False
        self._known: list[KnownGraph] = []
        self._reader: GraphReader | None = None
        self._scheduler = 0
        self._asked = self._warned = False
        self.problem = ""
        self.graphs_read = 0
        self._native = _Callback(self._on_node)
        self.callback = ctypes.cast(self._native, library.llama.ggml_backend_sched_eval_callback)
        try:
            self._operations = check_layout(library.llama._lib)
        except LayoutError as error:
            self.problem = str(error)

    def attach(self, context: int) -> None:
        """Take note of the context that `callback` was given to, before its first decode."""
        native = self._library.llama._lib
        try:
            prototype = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)
            self._set_callback = prototype(("ggml_backend_sched_set_eval_callback", native))
            self._indifferent = ctypes.cast(getattr(native, _INDIFFERENT), ctypes.c_void_p).value
        except (AttributeError, OSError):
            return
        self._scheduler = scheduler_of(self._library, context)

    def want(self, mask: Mask) -> None:
        """Compute without these halves from the next decode on.

        Raises:
            ValueError: One of them belongs to the last layer, or to none.
        """
        if any(not 0 <= half.layer < self._layers - 1 for half in mask):
            raise ValueError(f"only layers 0 to {self._layers - 2} of {self._layers} can be left out")
        self._wanted = FULL_DEPTH if self.problem else mask

    @property
    def can_stop_early(self) -> bool:
        """Whether `before_decode` can leave out what only serves to choose a token."""
        return bool(self._scheduler) and not self.problem

    def before_decode(self, *, choosing: bool = True) -> None:
        """To be called right before ``llama_decode``.

        Args:
            choosing: Whether the logits that it asks for are going to be read; where not, they may stay what they were.
        """
        if self._scheduler:
            self._change_to(self._wanted)
            self._leave_out_tail(wanted=not choosing)
        else:
            # Whether the graph will be a new one shows only when it is computed.
            self._change_to(FULL_DEPTH)
            self._halves = {}

    def after_decode(self, *, completed: bool) -> None:
        """To be called right after ``llama_decode``."""
        if not self._asked:
            return
        self._asked = False
        reader, self._reader = self._reader, None
        if reader is not None and reader.missing:
            self._put_all_back()
            if completed:
                self.problem = f"the graph has no node {reader.missing}"
        if self.problem:
            self._wanted = FULL_DEPTH
            if not self._warned:
                self._warned = True
                _LOG.warning("no layer can be skipped with this llama.cpp, all are computed: %s", self.problem)
        elif reader is not None and self._scheduler and completed:
            self._remember(reader)
        if self._scheduler and (self._halves or self.problem):
            # Asked about nothing, llama.cpp hands a graph over by a number, and CUDA, RPC and others take one with a
            # number that they know for what it was before it was changed (ggml-cuda.cu,
            # ggml_cuda_graph_update_required). Asked by a callback, it hands over a part of one, without a number.
            self._set_callback(self._scheduler, self._indifferent if self._on_gpu else None, None)

    def _on_node(self, address: int) -> bool:
        self._asked = True
        if self.problem:
            return False
        if self._reader is None:
            # llama.cpp asks about a graph that it has just built, in the place of the one before.
            self._halves, self._applied, self._tail, self._tail_left_out = {}, FULL_DEPTH, None, False
            if self._scheduler and self._recognise(address):
                return False
            self._applied = self._wanted
            self._reader = GraphReader(self._operations, self._layers)
            self.graphs_read += 1
        try:
            found = self._reader.take(address)
        except GraphError as error:
            # Kept for `after_decode`: an exception in here would be printed and swallowed by ctypes.
            self._put_all_back()
            self.problem, self._reader = str(error), None
            return False
        if found is not None:
            half, switch = found
            self._halves[half] = switch
            if half in self._applied:
                switch.leave_out()
        return False

    def _recognise(self, first: int) -> bool:
        """Take up a known graph that begins at this node, and have Python asked about no other node of it."""
        for graph in self._known:
            if graph.first == first and graph.is_there():
                self._halves, self._tail = graph.halves, graph.tail
                self._change_to(self._wanted)
                self._set_callback(self._scheduler, self._indifferent, None)
                return True
        return False

    def _remember(self, reader: GraphReader) -> None:
        applied = self._applied
        self._change_to(FULL_DEPTH)
        self._tail = reader.tail()
        try:
            self._known.append(KnownGraph(reader.addresses, self._halves, self._tail))
        except ValueError as error:
            _LOG.debug("graphs are read anew each time: %s", error)
        del self._known[:-_MOST_KNOWN]
        self._change_to(applied)

    def _change_to(self, mask: Mask) -> None:
        """Change the graph in memory, where one is known."""
        if self._halves and mask != self._applied:
            for half in self._applied - mask:
                self._halves[half].put_back()
            for half in mask - self._applied:
                self._halves[half].leave_out()
            self._applied = mask

    def _leave_out_tail(self, *, wanted: bool) -> None:
        if self._tail is not None and wanted != self._tail_left_out:
            if wanted:
                self._tail.leave_out()
            else:
                self._tail.put_back()
            self._tail_left_out = wanted

    def _put_all_back(self) -> None:
        for half in self._applied & self._halves.keys():
            self._halves[half].put_back()
        self._halves, self._applied, self._tail = {}, FULL_DEPTH, None
