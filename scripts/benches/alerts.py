"""The row about alerts: reports beside outputs that do not answer."""

import base64
import contextlib
import os
import socket

import latency
from receiver import secret
from setting import row
from stage import configuration

OUTPUTS = 4
CONNECTIONS_MAX = 64


def alerts(bench, plates):
    """p99 of a report that calls for an alert while four outputs hang, against a daemon without alerts."""
    count = latency.Sender.REPORTS // bench.rounds - latency.WARM_UP
    folder = f"{bench.folder}/alerts"
    os.makedirs(folder)
    with contextlib.ExitStack() as stack:
        # The system takes their connections, and nobody ever reads.
        hung = [stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=CONNECTIONS_MAX)) for _ in range(OUTPUTS)]
        outputs = {f"hung{number}": hanging(folder, number, listener.getsockname()[1]) for number, listener in enumerate(hung)}
        # The registry is filled under the standard time offset.
        ours, reference = (started(bench, plates, configuration(f"{folder}/{name}.yaml", found, registry={"issuer": "US-MN"}), stack)
                           for name, found in (("with", outputs), ("without", {})))
        pairs = [latency.in_turn(ours, reference, count) for _ in range(bench.rounds)]
        for listener in hung:
            listener.settimeout(0)
            # Raises if no alert was ever tried.
            listener.accept()[0].close()
    figures = [[latency.percentile(taken, 0.99) * 1e3 for taken in side] for side in zip(*pairs)]
    return [row(f"report: p99 beside {OUTPUTS} hung outputs, no alerts", "ms", *figures, 1.1)]


def hanging(folder, number, port):
    key = secret(folder, str(number), "whsec_" + base64.b64encode(bytes(32)).decode())
    return {"kind": "webhook", "url": f"http://127.0.0.1:{port}/", "secret_file": key}


def started(bench, plates, configured, stack):
    registry = bench.fresh(plates, arguments=["--config", configured])
    stack.callback(registry.erase)
    registry.daemon.start()
    return latency.Sender(registry.daemon.port, registry.admin)
