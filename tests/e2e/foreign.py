"""The clients in another language, and buf: tests/foreign/grpc_js_client, run by node.

The first test that needs a package installs it from the lock file. Without node or npm these tests are skipped;
tests/run makes sure that both are present.
"""

import fcntl
import json
import os
import pathlib
import platform
import shutil
import subprocess
import unittest

import journal

CLIENT = journal.ROOT / "tests/foreign/grpc_js_client"
GRPCIO_CLIENT = journal.ROOT / "tests/foreign/grpcio_client/append.py"
APPENDERS = ("grpc-js", "connect-node", "grpcio")
PACKAGES = CLIENT / "node_modules"
CACHE = journal.ROOT / "build/npm-cache"
BUF_ARCHITECTURES = {"x86_64": "x64", "aarch64": "aarch64"}


def install():
    """Run npm ci, unless the packages of the lock file are already installed."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        raise unittest.SkipTest("node and npm are not installed")
    CACHE.mkdir(parents=True, exist_ok=True)
    with open(CACHE / "lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        installed = PACKAGES / ".installed-from"
        wanted = (CLIENT / "package-lock.json").read_text(encoding="utf-8")
        if installed.exists() and installed.read_text(encoding="utf-8") == wanted:
            return
        done = subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", f"--cache={CACHE}"],
                              cwd=CLIENT, capture_output=True, encoding="utf-8", timeout=300, check=False)
        if done.returncode != 0:
            raise AssertionError(f"npm ci failed:\n{done.stdout}{done.stderr}")
        installed.write_text(wanted, encoding="utf-8")


def node(script, *words, stdin=None, timeout=journal.PATIENCE_S):
    """Run a script of the client to its end."""
    return journal.run(["node", CLIENT / script, *words], stdin=stdin, timeout=timeout)


def start_node(script, *words, **streams):
    return subprocess.Popen(["node", str(CLIENT / script), *map(str, words)], cwd=CLIENT, **streams)


def call(address, method, request):
    """One call with raw bytes. Returns {code, status, message, details, response}."""
    ran = node("call.js", address, method, stdin=request)
    if ran.exit != 0:
        raise AssertionError(ran.err)
    return json.loads(ran.out)


def descriptors(folder):
    """The contract as one file, for clients that load it at run time."""
    path = pathlib.Path(folder) / "contract.binpb"
    protos = sorted(str(path.relative_to(journal.ROOT / "proto")) for path in (journal.ROOT / "proto").rglob("*_service.proto"))
    ran = journal.run(["protoc", f"-I{journal.ROOT}/proto", "--include_imports", f"--descriptor_set_out={path}", *protos])
    if ran.exit != 0:
        raise AssertionError(ran.err)
    return path


def appended_by(client, address, request, contract):
    """One append by a client of three libraries, with its default settings: "grpc-js", "connect-node", or "grpcio".
    `contract`: from descriptors(). Returns its answer, or {code, status, message, details}."""
    command = {"grpc-js": ["node", CLIENT / "append.js", address],
               "connect-node": ["node", CLIENT / "connect_append.js", address, contract],
               "grpcio": ["/usr/bin/python3", GRPCIO_CLIENT, address, contract]}[client]
    ran = journal.run(command, stdin=json.dumps(request))
    if ran.exit != 0:
        raise AssertionError(ran.err)
    return json.loads(ran.out)


def buf(*words, stdin=None):
    """Run buf, which is a single program that does not need node."""
    architecture = BUF_ARCHITECTURES.get(platform.machine())
    program = pathlib.Path(PACKAGES, f"@bufbuild/buf-linux-{architecture}/bin/buf")
    if not program.exists():
        raise unittest.SkipTest(f"there is no buf for {platform.machine()}")
    env = {**os.environ, "BUF_CACHE_DIR": str(CACHE / "buf")}
    return journal.run([program, *words], stdin=stdin, env=env)
