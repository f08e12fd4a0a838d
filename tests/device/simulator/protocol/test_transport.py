"""Packets, handshake and flow control of the transport."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from device.simulator.adbd import HEADER, Command, Packet, ProtocolError, read_packet
from device.simulator.phone import SimulatedPhone
from device.simulator.server import SimulatedPhoneServer
from tests.device.simulator.protocol.host import Host

U32 = st.integers(0, 2**32 - 1)
PACKETS = st.builds(
    lambda command, arg0, arg1, payload: Packet(command=command, arg0=arg0, arg1=arg1, payload=payload),
    st.sampled_from(Command),
    U32,
    U32,
    st.binary(max_size=300),
)


@pytest.fixture(scope="module")
def server() -> Iterator[SimulatedPhoneServer]:
    with SimulatedPhone() as phone, SimulatedPhoneServer(phone) as server:
        yield server


@given(st.lists(PACKETS, max_size=5))
def test_packets_come_back_as_they_were_sent(packets: list[Packet]) -> None:
    source = io.BytesIO(b"".join(packet.encode() for packet in packets))
    assert [read_packet(source) for _ in packets] == packets
    assert read_packet(source) is None


@given(st.binary(min_size=1, max_size=200))
def test_other_bytes_are_told_apart(data: bytes) -> None:
    try:
        packet = read_packet(io.BytesIO(data))
    except ProtocolError:
        return
    assert packet is not None
    assert data.startswith(
        HEADER.pack(
            packet.command, packet.arg0, packet.arg1, len(packet.payload), *HEADER.unpack(data[: HEADER.size])[4:]
        )
    )


@given(PACKETS, st.integers(1, 50))
def test_a_cut_packet_is_an_error(packet: Packet, cut: int) -> None:
    data = packet.encode()
    cut = min(cut, len(data) - 1)
    with pytest.raises(ProtocolError):
        read_packet(io.BytesIO(data[:-cut]))


@given(st.binary(min_size=24, max_size=200))
@settings(max_examples=25, deadline=None)
def test_garbage_ends_the_connection_and_nothing_else(server: SimulatedPhoneServer, data: bytes) -> None:
    with Host(server.port) as host:
        host.send_raw(b"\xff" * 24 + data)
        assert host.is_hung_up()
    with Host(server.port) as host:
        assert b"".join(host.ask("shell:echo still here")) == b"still here\n"


def test_the_banner_names_the_phone_and_its_features(server: SimulatedPhoneServer) -> None:
    with Host(server.port) as host:
        assert host.banner.command is Command.CNXN
        assert host.banner.payload == (
            b"device::ro.product.name=oriole;ro.product.model=Pixel 6;ro.product.device=oriole;"
            b"features=shell_v2,cmd,stat_v2,ls_v2,fixed_push_mkdir,apex"
        )


def test_an_unknown_service_is_refused(server: SimulatedPhoneServer) -> None:
    with Host(server.port) as host:
        assert host.open("jdwp") is None
        assert host.open("tcp:9008") is None
        assert host.open("localabstract:scrcpy") is None


@pytest.mark.parametrize("limit", [1, 7, 4096])
def test_no_packet_is_larger_than_the_host_takes(server: SimulatedPhoneServer, limit: int) -> None:
    with Host(server.port, max_payload=limit) as host:
        payloads = host.ask("shell:echo 0123456789")
    assert b"".join(payloads) == b"0123456789\n"
    assert max(map(len, payloads)) <= limit


def test_a_write_waits_for_the_acknowledgement_of_the_one_before(server: SimulatedPhoneServer) -> None:
    with Host(server.port, max_payload=4) as host:
        ids = host.open("shell:echo 01234567")
        assert ids is not None
        assert host.receive().payload == b"0123"
        other = host.open("shell:true")  # the phone answers, so it would have sent what it could
        assert other is not None
        assert host.receive().command is Command.CLSE
        host.send(Command.OKAY, *ids)
        assert host.receive().payload == b"4567"


def test_the_stream_closes_after_the_last_acknowledgement(server: SimulatedPhoneServer) -> None:
    with Host(server.port) as host:
        ids = host.open("shell:echo out")
        assert ids is not None
        assert host.receive().command is Command.WRTE
        host.send(Command.OKAY, *ids)
        closing = host.receive()
        assert (closing.command, closing.arg0, closing.arg1) == (Command.CLSE, ids[1], ids[0])


def test_closing_a_stream_ends_what_runs_in_it(server: SimulatedPhoneServer) -> None:
    with Host(server.port) as host:
        host.ask("shell:echo dex > /data/local/tmp/u2.jar")
        ids = host.open("shell:CLASSPATH=/data/local/tmp/u2.jar app_process / com.wetest.uia2.Main -p 9100")
        assert ids is not None
        assert b"Starting Server" in host.receive().payload
        assert host.open("tcp:9100") is not None
        host.send(Command.CLSE, *ids)
        end = time.monotonic() + 10
        while host.open("tcp:9100") is not None:
            assert time.monotonic() < end, "the server still listens after its client has gone"


def test_much_input_is_taken_without_a_reader_and_no_more_than_fits(server: SimulatedPhoneServer) -> None:
    with Host(server.port) as host:
        ids = host.open("shell:sleep 600")
        assert ids is not None
        host.send(Command.WRTE, *ids, b"x" * 1000)
        assert host.receive().command is Command.OKAY
        host.send(Command.WRTE, *ids, b"x" * (1024 * 1024))
        other = host.open("shell:true")
        assert other is not None, "the big write must stay unacknowledged while nobody reads"
