"""Certificates and tokens for a run of tests: made once, for all servers on this machine.

The environment of the tests gets what clients need, so that every program that a test starts signs in as ACTOR.
"""

import atexit
import os
import pathlib
import shutil
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(os.environ.get("CASEJOURNAL", ROOT / "build/release/casejournal")).resolve()
ACTOR = "wren.example/u-104/Grace Bell"
AUDIENCE = "casejournal"
# With the roles of one office, everything may be read and recorded.
ROLES = ("supervisor", "court", "auditor", "operator", "pipeline")


def run(*words):
    return subprocess.run([str(PROGRAM), *(str(word) for word in words)], check=True, capture_output=True, text=True)


class Credentials:
    """A folder with certificates and keys."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="casejournal-sign-in-"))
        self.folder.chmod(0o755)  # tests read the authority as another user
        atexit.register(shutil.rmtree, self.folder, ignore_errors=True)
        run("certs", "dev", "--out", self.folder)
        self.token(ACTOR, self.folder / "token")

    def token(self, who, file, expires_in="8h"):
        """Sign a token for ISSUER/SUBJECT/NAME."""
        issuer, subject, name = who.split("/", 2)
        run("token", "dev", "--keys", self.folder, "--issuer", issuer, "--audience", AUDIENCE, "--subject", subject,
            "--name", name, "--expires-in", expires_in, "-o", file)
        return file

    @property
    def server_flags(self):
        return {"--tls-cert": self.folder / "server.pem", "--tls-key": self.folder / "server-key.pem",
                "--token-keys": self.folder / "token-keys.json", "--token-issuer": ACTOR.split("/", maxsplit=1)[0],
                "--token-audience": AUDIENCE}

    @property
    def proxy_files(self):
        """Certificate and key of a proxy at localhost, and the authority of the server's certificate."""
        return self.folder / "server.pem", self.folder / "server-key.pem", self.folder / "ca.pem"

    @property
    def client_env(self):
        return {"CASEJOURNAL_CA": str(self.folder / "ca.pem"), "CASEJOURNAL_TOKEN_FILE": str(self.folder / "token")}


CREDENTIALS = Credentials() if PROGRAM.exists() else None
if CREDENTIALS is not None:
    os.environ |= CREDENTIALS.client_env
