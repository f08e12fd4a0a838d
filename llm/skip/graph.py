"""Reads the halves of layers out of a compute graph, node by node as llama.cpp is about to compute them.

A layer is two residual steps (llama.cpp, src/models/glm4.cpp, and most other decoders alike)::

    ffn_inp-i = ADD(.., l_out-(i-1))      the attention half ends here
    l_out-i   = ADD(.., ffn_inp-i)        the feed-forward half ends here

To leave a half out, its ADD becomes a DUP of its own second operand, and those nodes of the half that depend on this
operand are not computed, but for what writes keys and values into the cache.  Both operands of an ADD are alive at the
same time, so the copy never overlaps itself.  Nodes that don't depend on the operand, such as a mask that all layers
share, are left alone.  Names tell only the two residual steps: whatever stands between them, rotations of a quantised
cache included, is told apart by what it depends on.

Where layers lie on several devices, llama.cpp cuts the graph where they meet, and what comes from elsewhere is read
from a copy: a tensor without an operation, called ``DEVICE#NAME OF THE ORIGINAL#NUMBER`` (ggml-backend.cpp,
ggml_backend_sched_split_graph).  Copies stand for their originals here.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass

from llm.skip.half import Half, Part
from llm.skip.tensor import FLAG_COMPUTE, SOURCES, Operations, Tensor

_OP = Tensor.op.offset
_FLAGS = Tensor.flags.offset
_SOURCES = Tensor.src.offset
_VIEWED = Tensor.view_src.offset
_Sources = ctypes.c_size_t * SOURCES

_ENDS = {Part.ATTENTION: b"ffn_inp-%d", Part.FEED_FORWARD: b"l_out-%d"}


class GraphError(Exception):
    """The graph is not made of residual steps as it should be."""


@dataclass(slots=True)
class Node:
    """A node as it was met.

    Attributes:
        address: Of its tensor.
        op: Its operation.
        sources: Addresses of what it is computed from.
        origins: The same, originals in the place of copies.
    """

    address: int
    op: int
    sources: tuple[int, ...]
    origins: tuple[int, ...]


class GraphHalf:
    """A part of a graph that is in memory, and the switch that leaves it out.

    Args:
        stopped: Addresses of the nodes that need not be computed without it.
        residual: The ADD that ends a half of a layer; None for the tail, which nothing comes after.
        operations: Numbers of operations.
    """

    def __init__(self, stopped: list[int], residual: Node | None, operations: Operations) -> None:
        self.stopped = stopped
        flags = [ctypes.c_int32.from_address(address + _FLAGS) for address in stopped]
        self._flags = [(one, one.value, one.value & ~FLAG_COMPUTE) for one in flags]
        self._operations, self._residual = operations, residual
        if residual is not None:
            self._op = ctypes.c_int32.from_address(residual.address + _OP)
            self._added = ctypes.c_size_t.from_address(residual.address + _SOURCES)
            self._kept = ctypes.c_size_t.from_address(residual.address + _SOURCES + ctypes.sizeof(ctypes.c_size_t))

    def leave_out(self) -> None:
        """Have it passed over from the next computation on."""
        for flags, _, without in self._flags:
            flags.value = without
        if self._residual is not None:
            self._op.value, self._added.value, self._kept.value = self._operations.dup, self._residual.sources[1], 0

    def put_back(self) -> None:
        """Have it computed again."""
        for flags, computed, _ in self._flags:
            flags.value = computed
        if self._residual is not None:
            self._op.value = self._operations.add
            self._added.value, self._kept.value = self._residual.sources[:2]


class GraphReader:
    """Takes the nodes of one graph in order.

    Args:
        operations: Numbers of operations.
        layers: Layers of the model; the last one's halves are found but cannot be left out.

    Attributes:
        addresses: Of the nodes so far.
    """

    def __init__(self, operations: Operations, layers: int) -> None:
        self._operations, self._layers = operations, layers
        self._next = Half(0, Part.ATTENTION)
        self._name = _ENDS[Part.ATTENTION] % 0
        self._nodes: list[Node] = []
        self._last_nodes: list[Node] = []
        self._last_residual = self._before_last = 0
        self._stopped: set[int] = set()
        self._met: set[int] = set()
        self._outside: dict[int, tuple[int, ...]] = {}
        self._named: dict[bytes, list[int]] = {}
        self._names_read = 0
        self.addresses: list[int] = []

    def take(self, address: int) -> tuple[Half, GraphHalf] | None:
        """Take the next node; gives the half that it ends, where it ends one that can be left out.

        Raises:
            GraphError: The residual steps don't follow each other as they should.
        """
        node = self._read(address)
        self.addresses.append(address)
        self._met.add(address)
        if not self._stopped.isdisjoint(node.origins):
            raise GraphError(f"a node in half {self._next} needs what lies within a half before it")
        self._nodes.append(node)
        if node.op != self._operations.add or self._next.layer == self._layers:
            return None
        if Tensor.from_address(address).name != self._name:
            return None
        return self._end(node)

    def tail(self) -> GraphHalf:
        """What of the last layer and behind it serves nothing but to choose a token: all but its keys and values.

        To be asked for once all nodes were taken and none is `missing`.
        """
        nodes = [*self._last_nodes, *self._nodes]
        return GraphHalf(_stoppable(nodes, {self._before_last}, self._operations.set_rows), None, self._operations)

    @property
    def missing(self) -> str:
        """The name of the residual step that comes next; empty once every layer was there."""
        return self._name.decode() if self._next.layer < self._layers else ""

    def _read(self, address: int) -> Node:
        op = ctypes.c_int.from_address(address + _OP).value
        sources = tuple(_Sources.from_address(address + _SOURCES))
        viewed = ctypes.c_size_t.from_address(address + _VIEWED).value
        # A view reads what it shows, whether or not it names it as a source.
        sources = (*sources, viewed) if viewed else sources
        origins = sources
        for source in sources:
            if source and source not in self._met:
                originals = self._originals(source)
                if originals:
                    origins = (*origins, *originals)
        return Node(address=address, op=op, sources=sources, origins=origins)

    def _originals(self, address: int) -> tuple[int, ...]:
        """The nodes that a tensor is a copy of: none for a weight, an input or a cache, copied or not.

        Names are all that tells of it. Where several nodes have one, any of them may be meant, and all are taken: then
        more is held to be needed for the cache than is, or to depend on what is left out, which `take` would notice.
        """
        known = self._outside.get(address)
        if known is None:
            parts = Tensor.from_address(address).name.split(b"#")
            for node in self.addresses[self._names_read :] if len(parts) > 2 else ():
                self._named.setdefault(Tensor.from_address(node).name, []).append(node)
                self._names_read += 1
            known = tuple(self._named.get(b"#".join(parts[1:-1]), ())) if len(parts) > 2 else ()
            self._outside[address] = known
        return known

    def _end(self, residual: Node) -> tuple[Half, GraphHalf] | None:
        half, nodes = self._next, self._nodes
        self._nodes = []
        last_before, self._last_residual = self._last_residual, residual.address
        nth = half.layer * 2 + half.part + 1
        self._next = Half(nth // 2, Part(nth % 2))
        self._name = _ENDS[self._next.part] % self._next.layer
        if half.layer == self._layers - 1:
            self._before_last = self._before_last or last_before
            self._last_nodes += nodes
            return None
        kept = residual.sources[1]
        if not kept or residual.sources[2]:
            raise GraphError(f"half {half} does not end in a sum of two")
        origins = {kept, *self._outside.get(kept, ())}
        if last_before and last_before not in origins:
            raise GraphError(f"half {half} is not added to what came out of the half before")
        stopped = _stoppable(nodes[:-1], origins, self._operations.set_rows)
        # The residual itself reads what is stopped: it is the one node that may.
        self._stopped.update(stopped)
        return half, GraphHalf(stopped, residual, self._operations)


def _stoppable(nodes: list[Node], operand: set[int], set_rows: int) -> list[int]:
    """Addresses of the nodes that depend on `operand`, one tensor and its copies, and that no cache is written from."""
    needed: set[int] = set()
    for node in reversed(nodes):
        if node.op == set_rows or node.address in needed:
            needed.add(node.address)
            needed.update(node.origins)
    dependent = set(operand)
    stopped = []
    for node in nodes:
        if not dependent.isdisjoint(node.origins) and node.address not in operand:
            dependent.add(node.address)
            if node.address not in needed and _is_computed(node.address):
                stopped.append(node.address)
    return stopped


def _is_computed(address: int) -> bool:
    return bool(ctypes.c_int32.from_address(address + _FLAGS).value & FLAG_COMPUTE)
