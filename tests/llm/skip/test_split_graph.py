"""Halves are told apart in a graph that llama.cpp has cut where two devices meet."""

from __future__ import annotations

import ctypes

import pytest

from llm.skip.graph import GraphError, GraphHalf, GraphReader
from llm.skip.half import Half
from llm.skip.tensor import FLAG_COMPUTE, Operations, Tensor
from tests.llm.skip.models import halves

NONE, ADD, DUP, SET_ROWS, OTHER = range(5)
OPERATIONS = Operations(add=ADD, dup=DUP, set_rows=SET_ROWS)


class Graph:
    """Tensors as llama.cpp would lay them out, all alive as long as this is."""

    def __init__(self) -> None:
        self.made: dict[str, Tensor] = {}
        self.nodes: list[Tensor] = []

    def add(self, name: str, op: int, *sources: str) -> None:
        tensor = Tensor(op=op, flags=FLAG_COMPUTE if op else 0, name=name.encode())
        for place, source in enumerate(sources):
            tensor.src[place] = self.address(source)
        self.made[name] = tensor
        if op:
            self.nodes.append(tensor)

    def address(self, name: str) -> int:
        if name not in self.made:
            self.add(name, NONE)
        return ctypes.addressof(self.made[name])

    def layer(self, number: int, *, attention: str = "", after: str = "", before: str) -> None:
        """Add a layer whose parts may each lie on another device than what they read.

        Args:
            number: Its number.
            attention: Device that the cache and attention are on, "" for the one of the projections.
            after: Device that reads what attention gives, "" for that of attention.
            before: What comes in.
        """

        def via(device: str, name: str) -> str:
            return f"{device}#{name}#0" if device else name

        n = number
        self.add(f"norm-{n}", OTHER, before)
        self.add(f"Qcur-{n}", OTHER, f"norm-{n}", f"q-{n}")
        self.add(f"Kcur-{n}", OTHER, f"norm-{n}", f"k-{n}")
        self.add(f"stored-{n}", SET_ROWS, via(attention, f"Kcur-{n}"), f"cache-{n}")
        self.add(f"kqv-{n}", OTHER, via(attention, f"Qcur-{n}"), f"cache-{n}", "mask")
        self.add(f"out-{n}", OTHER, via(after, f"kqv-{n}"))
        self.add(f"ffn_inp-{n}", ADD, f"out-{n}", before)
        self.add(f"up-{n}", OTHER, f"ffn_inp-{n}")
        self.add(f"l_out-{n}", ADD, f"up-{n}", f"ffn_inp-{n}")

    def read(self, layers: int) -> tuple[dict[Half, GraphHalf], GraphReader]:
        reader = GraphReader(OPERATIONS, layers)
        found = [reader.take(ctypes.addressof(node)) for node in self.nodes]
        assert not reader.missing
        return dict(one for one in found if one is not None), reader

    def names(self, addresses: list[int]) -> set[str]:
        return {Tensor.from_address(address).name.decode() for address in addresses}


def three_layers(**middle: str) -> Graph:
    graph = Graph()
    graph.add("embedding", OTHER, "tokens")
    graph.layer(0, before="embedding")
    graph.layer(1, before="GPU0#l_out-0#0", **middle)
    graph.layer(2, before="l_out-1")
    return graph


@pytest.mark.parametrize(
    "middle", [{}, {"attention": "CPU"}, {"after": "GPU0"}, {"attention": "CPU", "after": "GPU0"}], ids=str
)
def test_keys_are_written_and_the_rest_stopped_wherever_devices_meet(middle: dict[str, str]) -> None:
    graph = three_layers(**middle)
    found, reader = graph.read(3)
    assert found.keys() == halves("0a", "0f", "1a", "1f")
    assert graph.names(found[Half.parse("1a")].stopped) == {"Qcur-1", "kqv-1", "out-1"}
    assert graph.names(found[Half.parse("1f")].stopped) == {"up-1"}
    assert {"out-2", "l_out-2", "Qcur-2"} <= graph.names(reader.tail().stopped)
    assert not {"Kcur-2", "stored-2", "l_out-1"} & graph.names(reader.tail().stopped)


def test_what_goes_on_without_a_half_is_the_copy_on_its_own_device() -> None:
    graph = three_layers()
    found, _ = graph.read(3)
    residual = graph.made["ffn_inp-1"]
    before = tuple(residual.src)
    found[Half.parse("1a")].leave_out()
    assert (residual.op, residual.src[0], residual.src[1]) == (DUP, graph.address("GPU0#l_out-0#0"), 0)
    found[Half.parse("1a")].put_back()
    assert (residual.op, tuple(residual.src)) == (ADD, before)


def test_copy_of_something_else_is_not_taken_for_what_came_before() -> None:
    graph = Graph()
    graph.add("embedding", OTHER, "tokens")
    graph.layer(0, before="embedding")
    graph.layer(1, before="GPU0#ffn_inp-0#0")
    graph.layer(2, before="l_out-1")
    with pytest.raises(GraphError, match="not added to what came out of the half before"):
        graph.read(3)
