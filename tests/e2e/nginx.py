#!/usr/bin/python3
"""nginx in front of a journal, as its Debian 12 package has it (1.22), with deploy/nginx/casejournal.conf.

As a program, for tests/bench: serves until SIGTERM, and says where.

    tests/e2e/nginx.py JOURNAL_ADDRESS CERTIFICATE KEY AUTHORITY APPENDS_PER_SECOND
"""

import contextlib
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest

DEPLOYED = pathlib.Path(__file__).resolve().parents[2] / "deploy/nginx/casejournal.conf"
PATIENCE_S = 60
NAME = "localhost"  # in the certificates of tests
WORKERS = 2
LIMITS = {"rate": "1000r/s", "burst": 100, "rate_of_one": "1000r/s", "burst_of_one": 1000, "calls_from_one": 200}
# What lets it run next to others, and write to `folder` only.
AROUND = """
daemon off;
worker_processes {workers};
pid {folder}/nginx.pid;
error_log {folder}/error.log;
worker_rlimit_nofile 8192;
events {{ worker_connections 4096; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  include {folder}/site.conf;
}}
"""


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _listens(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def set_values(text, **values):
    """The site of deploy/nginx, with each marked value set."""
    lines = {
        "rate": (r"(zone=casejournal_appends:1m rate=)\d+r/s(;) +# <---", values["rate"]),
        "rate_of_one": (r"(zone=casejournal_appends_of_one:32m rate=)\d+r/s(;) +# <---", values["rate_of_one"]),
        "rate_from_one": (r"(zone=casejournal_appends_from_one:10m rate=)\d+r/s(;) +# <---", values["rate"]),
        "journal": (r"(  server )127\.0\.0\.1:7464( max_conns=300;) +# <--- .*", values["journal"]),
        "kept": (r"(  keepalive )50(;) +# <--- .*", 100 // WORKERS),
        "listen": (r"(  listen )443( ssl http2 so_keepalive=60s:10s:6;) +# <---", f"127.0.0.1:{values['port']}"),
        "name": (r"(  server_name )\S+(;) +# <---", NAME),
        "certificate": (r"(  ssl_certificate )\S+(;) +# <---", values["certificate"]),
        "key": (r"(  ssl_certificate_key )\S+(;) +# <---", values["key"]),
        "authority": (r"(  grpc_ssl_trusted_certificate )\S+(;) +# <---", values["authority"]),
        "journal_name": (r"(  grpc_ssl_name )\S+(;) +# <--- .*", NAME),
        "calls_from_one": (r"(  limit_conn casejournal_calls_from_one )\d+(;) +# <--- .*", values["calls_from_one"]),
        "burst": (r"(zone=casejournal_appends burst=)\d+( nodelay;) +# <--- .*", values["burst"]),
        "burst_of_one": (r"(zone=casejournal_appends_of_one burst=)\d+( nodelay;) +# <--- .*", values["burst_of_one"]),
        "burst_from_one": (r"(zone=casejournal_appends_from_one burst=)\d+( nodelay;) +# <--- .*", values["burst"]),
    }
    for name, (pattern, value) in lines.items():
        text, count = re.subn(pattern, rf"\g<1>{value}\g<2>", text)
        if count != 1:
            raise AssertionError(f"{DEPLOYED}: {count} lines for {name}")
    if "# <---" in text:
        raise AssertionError(f"{DEPLOYED}: a marked line is not known here")
    return text


@contextlib.contextmanager
def in_front_of(journal, certificate, key, authority, **limits):
    """The address of an nginx in front of the journal at that address."""
    program = shutil.which("nginx", path="/usr/sbin:/usr/bin")
    if program is None:
        raise unittest.SkipTest("nginx is not installed: deploy/install-packages --with-tests")
    with tempfile.TemporaryDirectory() as name:
        folder, port = pathlib.Path(name), _free_port()
        folder.chmod(0o755)  # its workers are of another user
        values = LIMITS | limits | {"journal": journal, "port": port, "certificate": certificate, "key": key, "authority": authority}
        site = set_values(DEPLOYED.read_text(encoding="utf-8"), **values)
        (folder / "site.conf").write_text(site, encoding="utf-8")
        (folder / "nginx.conf").write_text(AROUND.format(folder=folder, workers=WORKERS), encoding="utf-8")
        errors = folder / "error.log"
        with open(errors, "wb") as log, \
                subprocess.Popen([program, "-c", str(folder / "nginx.conf"), "-e", str(errors)], stderr=log) as server:
            try:
                end = time.monotonic() + PATIENCE_S
                while not _listens(port):
                    if server.poll() is not None or time.monotonic() > end:
                        raise AssertionError(errors.read_text(encoding="utf-8"))
                    time.sleep(0.05)
                yield f"127.0.0.1:{port}"
            finally:
                server.terminate()


def main():
    address, certificate, key, authority, rate = sys.argv[1:]
    with in_front_of(address, certificate, key, authority, rate=f"{rate}r/s", burst=max(1, int(rate) // 10),
                     calls_from_one=300) as proxy:
        print(f"nginx ready on {proxy}", flush=True)
        signal.sigwait([signal.SIGTERM])


if __name__ == "__main__":
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])
    main()
