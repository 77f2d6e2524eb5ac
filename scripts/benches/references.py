"""The programs that Thaw is compared with, each with its best settings for the measurement."""

import contextlib
import os
import socket
import subprocess
import time

from ground import free_port
from setting import running


@contextlib.contextmanager
def nginx(folder, body):
    """Answers every request with the same bytes. Yields the port and the ID of the worker process."""
    port, home = free_port(), folder + "/nginx"
    os.makedirs(home, exist_ok=True)
    with open(home + "/nginx.conf", "w") as file:
        file.write(
            f"worker_processes 1; daemon off; pid {home}/pid; error_log {home}/error.log;\nevents {{ worker_connections 1024; }}\n"
            f"http {{ access_log off; keepalive_requests 1000; default_type application/json; client_body_temp_path {home}/b;\n"
            f"proxy_temp_path {home}/p; fastcgi_temp_path {home}/f; uwsgi_temp_path {home}/u; scgi_temp_path {home}/s;\n"
            f"server {{ listen 127.0.0.1:{port}; location / {{ return 200 '{body}'; }} }} }}\n")
    with running(["nginx", "-c", home + "/nginx.conf", "-p", home]) as process:
        time.sleep(0.5)
        worker = subprocess.run(["pgrep", "-P", str(process.pid)], capture_output=True, text=True).stdout.split()[0]
        yield port, int(worker)


@contextlib.contextmanager
def redis(folder, entries):
    """Holds the entries in memory and writes nothing to disk. Yields the port and the process ID."""
    port = free_port()
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder]
    with running(command) as process:
        time.sleep(0.5)
        load = b"".join(command_bytes(b"SET", key, value) for key, value in entries)
        subprocess.run(["redis-cli", "-p", str(port), "--pipe"], input=load, stdout=subprocess.DEVNULL, check=True)
        yield port, process.pid


@contextlib.contextmanager
def webdis(folder, redis_port):
    port = free_port()
    with open(folder + "/webdis.json", "w") as file:
        file.write(
            f'{{"redis_host": "127.0.0.1", "redis_port": {redis_port}, "http_host": "127.0.0.1", "http_port": {port}, "threads": 2,\n'
            f'"pool_size": 16, "daemonize": false, "websockets": false, "database": 0, "verbosity": 0, "logfile": "{folder}/webdis.log"}}\n')
    with running(["webdis", folder + "/webdis.json"]) as process:
        time.sleep(0.5)
        yield port, process.pid


def command_bytes(*words):
    return b"*%d\r\n" % len(words) + b"".join(b"$%d\r\n%s\r\n" % (len(word), word) for word in words)


def ask_redis(port, commands, count):
    """Sends commands on one connection, each after the answer to the last."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        for number in range(count):
            connection.sendall(commands[number % len(commands)])
            answer = connection.recv(1 << 20)
            # Read until the array's last text has arrived.
            wanted = int(answer[1:answer.index(b"\r\n")])
            while answer.count(b"\r\n") < 1 + 2 * wanted - answer.count(b"$-1\r\n"):
                answer += connection.recv(1 << 20)
