"""The started emulator that the tests talk with, and the tools to talk."""

import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from pathlib import Path

import botocore.session
import docker
from botocore.config import Config

LAUNCHER = Path(__file__).parent.parent / "launch.py"
PORT = int(os.environ.get("EMULATOR_TEST_PORT", "4679"))
URL = f"http://localhost:{PORT}"
REGION = "eu-central-1"
# The emulator labels its containers with this name and the port.
INSTANCE = f"emulator-tests:{PORT}"
START_SECONDS = 30


class LocalAws:
    """One emulator process, listening on PORT."""

    def __init__(self):
        self.log = tempfile.NamedTemporaryFile(prefix="emulator-tests-", suffix=".log")
        environment = {
            **os.environ,
            "BIND_HOST": "127.0.0.1",
            "GATEWAY_PORT": str(PORT),
            "MINISTACK_HOSTNAME": INSTANCE.split(":")[0],
            "MINISTACK_REGION": REGION,
            "IOT_MTLS_ENABLED": "false",
            "SFTP_ENABLED": "false",
        }
        command = [sys.executable, str(LAUNCHER)]
        self.process = subprocess.Popen(command, env=environment, stdout=self.log, stderr=subprocess.STDOUT)
        wait_until(self.is_ready, START_SECONDS, "the emulator")

    def is_ready(self):
        if self.process.poll() is not None:
            raise AssertionError(f"the emulator ended at once: {Path(self.log.name).read_text()[-1000:]}")
        try:
            return urllib.request.urlopen(f"{URL}/_ministack/ready", timeout=2).status == 200
        except OSError:
            return False

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=30)
        self.log.close()


def client(service):
    """A botocore client for the emulator."""
    return botocore.session.get_session().create_client(
        service,
        region_name=REGION,
        endpoint_url=URL,
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(s3={"addressing_style": "path"}, retries={"max_attempts": 1}),
    )


def query(service, action, **parameters):
    """The body that the query protocol answers; newer SDKs speak another one to some services."""
    scope = f"Credential=test/20200101/{REGION}/{service}/aws4_request"
    headers = {"Authorization": f"AWS4-HMAC-SHA256 {scope}, SignedHeaders=host, Signature=0"}
    form = urllib.parse.urlencode({"Action": action, **parameters}).encode()
    return urllib.request.urlopen(urllib.request.Request(URL, form, headers), timeout=10).read().decode()


def wait_until(condition, seconds, what):
    """The first true answer of the condition."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        answer = condition()
        if answer:
            return answer
        time.sleep(0.1)
    raise AssertionError(f"{what}: not within {seconds} s")


def docker_engine():
    """The Docker Engine, or None where none answers."""
    try:
        engine = docker.from_env()
        engine.ping()
        return engine
    except docker.errors.DockerException:
        return None
