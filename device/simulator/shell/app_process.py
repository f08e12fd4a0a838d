"""`app_process`: starts uiautomator2's server, as the client does with u2.jar on the class path."""

from __future__ import annotations

import os
import threading

from device.simulator.shell.command import BytesInput, BytesOutput, Call, Interrupted, command
from device.simulator.uia2 import Uia2Server

MAIN_CLASS = "com.wetest.uia2.Main"
DEFAULT_PORT = "9008"
MOST_PORT = 65535


@command("app_process", "app_process32", "app_process64")
def app_process(call: Call) -> int:
    """Run a Java class; the one that is known serves HTTP until the client hangs up."""
    class_path = call.environment.get("CLASSPATH") or call.shell.variable("CLASSPATH") or ""
    names = [argument for argument in call.args if "." in argument and not argument.startswith("-")]
    name = names[0] if names else ""
    if name != MAIN_CLASS or not class_path or not os.path.isfile(call.shell.host_path(class_path)):
        call.error(f"Error: unable to find class '{name}' in '{class_path}'")
        call.error("Aborted")
        return 134
    port = call.args[call.args.index("-p") + 1] if "-p" in call.args[:-1] else DEFAULT_PORT
    if not (port.isascii() and port.isdigit() and 0 < int(port) <= MOST_PORT):
        call.error(f"Invalid port: {port}")
        return 1
    system, socket_name = call.system, f"tcp:{port}"

    def run_command(script: str, seconds: float) -> tuple[bytes, bytes, int]:
        output, errors, shell = BytesOutput(), BytesOutput(), call.shell.child()
        shell.cancelled = threading.Event()
        limit = threading.Timer(seconds, shell.cancelled.set)
        limit.start()
        try:
            code = shell.run(script, stdin=BytesInput(), stdout=output, stderr=errors)
        except Interrupted:
            code = -1
        finally:
            limit.cancel()
        return output.value, errors.value, code

    server = Uia2Server(call.phone, run_command, stop=call.shell.cancelled.set)
    with system.lock:
        taken = socket_name in system.ports
        if not taken:
            system.ports[socket_name] = server.serve
    if taken:
        call.print(
            "java.lang.IllegalStateException: UiAutomationService "
            "android.accessibilityservice.IAccessibilityServiceClient$Stub$Proxy@5d3c1e already registered!"
        )
        return 1
    process = system.start_job(f"app_process {' '.join(call.args)}", call.shell.cancelled)
    try:
        call.print("[server] INFO: [UiAutomator2Server] Starting Server")
        call.print("[server] INFO: tmpdir is /data/local/tmp/u2")
        call.print(f"[server] INFO: http server listening on *:{port}")
        system.log("UiAutomator2Server", f"listening on {port}", pid=process.pid)
        system.uia2_started(call.shell.cancelled)
        try:
            call.wait(None)
        finally:
            system.uia2_ended(call.shell.cancelled)
        return 0
    finally:
        with system.lock:
            system.ports.pop(socket_name, None)
        system.end_process(process.name)
