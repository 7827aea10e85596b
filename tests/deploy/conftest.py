"""Two processes of the site on one PostgreSQL, behind Debian's nginx with the file that is shipped."""

from __future__ import annotations

import os
import re
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from quizapp import create_app
from quizapp.cli.load import load_folder
from quizapp.settings import Settings
from quizapp.web.extensions import db

ROOT = Path(__file__).parent.parent.parent
SHIPPED = ROOT / "deploy/nginx.conf"
NGINX = shutil.which("nginx") or "/usr/sbin/nginx"
SECRET = "the same on all machines of this site"
TOKEN = "token-of-the-one-who-looks-at-figures"
#: What a site that has a main file puts around it; the paths are those that Debian's nginx is built with.
AROUND = """
daemon off; worker_processes 1; pid {folder}/pid; error_log stderr crit; {user}
events {{ worker_connections 256; }}
http {{
  include /etc/nginx/mime.types;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  include {folder}/quizapp.conf;
}}
"""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def certify(folder: Path) -> None:
    """A key and a certificate for 127.0.0.1, as `privkey.pem` and `fullchain.pem`."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "quiz")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "fullchain.pem").write_bytes(made.public_bytes(Encoding.PEM))
    (folder / "privkey.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


def adapted(folder: Path, http: int, https: int, upstreams: list[int]) -> str:
    """The shipped file, with other ports and paths and nothing else."""
    text = re.sub(r"^ *listen \[::\].*\n", "", SHIPPED.read_text(), flags=re.MULTILINE)
    changes = {
        "listen 80;": f"listen 127.0.0.1:{http};",
        "listen 443 ": f"listen 127.0.0.1:{https} ",
        "/etc/ssl/quizapp/": f"{folder}/",
        "/var/cache/quizapp-static": f"{folder}/static",
        "/var/log/nginx/quizapp.log": f"{folder}/error.log",
    }
    for before, after in changes.items():
        assert before in text, before
        text = text.replace(before, after)
    (line,) = re.findall(r"^ *server 127\.0\.0\.1:8000 .*\n", text, flags=re.MULTILINE)
    return text.replace(line, "".join(line.replace(":8000", f":{port}") for port in upstreams))


@dataclass
class Proxy:
    folder: Path
    http: int
    https: int

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self.https}"

    def visitor(self) -> requests.Session:
        session = requests.Session()
        # Else the environment of the machine may name other certificates.
        session.trust_env = False
        session.verify = str(self.folder / "fullchain.pem")
        return session

    def connection(self) -> ssl.SSLSocket:
        context = ssl.create_default_context(cafile=str(self.folder / "fullchain.pem"))
        return context.wrap_socket(
            socket.create_connection(("127.0.0.1", self.https), timeout=20), server_hostname="127.0.0.1"
        )


@contextmanager
def proxy_before(upstreams: list[int]) -> Iterator[Proxy]:
    # Short and open, for nginx's own user goes through it.
    folder = Path(tempfile.mkdtemp(prefix="quizapp-nginx-"))
    folder.chmod(0o755)
    proxy = Proxy(folder, free_port(), free_port())
    certify(folder)
    (folder / "quizapp.conf").write_text(adapted(folder, proxy.http, proxy.https, upstreams))
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder, user=user))
    words = [NGINX, "-c", str(folder / "nginx.conf"), "-p", str(folder), "-e", "stderr"]
    with (folder / "stderr").open("wb") as log, subprocess.Popen(words, stderr=log) as running:
        try:
            _wait(proxy, running)
            yield proxy
        finally:
            running.terminate()
            running.wait(timeout=20)
            shutil.rmtree(folder)


def _wait(proxy: Proxy, running: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        assert running.poll() is None, (proxy.folder / "stderr").read_text()
        try:
            proxy.connection().close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError((proxy.folder / "stderr").read_text())


@contextmanager
def environment_of(database: str) -> Iterator[None]:
    """The settings that each machine is started with."""
    told = {
        "DATABASE_URL": database, "SECRET_KEY": SECRET, "HTTPS": "1", "PROXIES": "1", "TRUSTED_HOSTS": "127.0.0.1",
        "METRICS_TOKEN": TOKEN, "LOG": "json",
    }  # fmt: skip
    with pytest.MonkeyPatch.context() as environment:
        for name, value in told.items():
            environment.setenv(f"QUIZAPP_{name}", value)
        yield


@dataclass
class Cluster:
    """The site: a proxy, the processes behind it, and where they keep everything."""

    proxy: Proxy
    servers: list[Any]
    database: str

    def start(self, number: int) -> None:
        """Again, after it was killed."""
        with environment_of(self.database):
            self.servers[number].start()

    def counted(self, name: str, *labels: str) -> list[float]:
        """What each server has counted under the name, with all of these labels."""
        return [_sum(requests.get(f"{server.url}/metrics", headers=_TOKEN, timeout=20).text, name, labels)
                for server in self.servers]  # fmt: skip


_TOKEN = {"Authorization": f"Bearer {TOKEN}"}


def _sum(page: str, name: str, labels: tuple[str, ...]) -> float:
    lines = (line.rpartition(" ") for line in page.splitlines() if re.match(rf"{name}[{{ ]", line))
    return sum(float(value) for label, _, value in lines if all(f'"{each}"' in label for each in labels))


@pytest.fixture(scope="package")
def cluster(
    tmp_path_factory: pytest.TempPathFactory,
    new_postgresql_url: Callable[[], str],
    serving: Callable[[Path], AbstractContextManager[Any]],
) -> Iterator[Cluster]:
    url = new_postgresql_url()
    app = create_app(Settings(tmp_path_factory.mktemp("loading"), url, secret_key=SECRET))
    with app.app_context():
        load_folder(ROOT / "tests/library")
        db.session.remove()
        db.engine.dispose()
    folders = [tmp_path_factory.mktemp(f"machine-{number}") for number in (1, 2)]
    with ExitStack() as running:
        with environment_of(url):
            servers = [running.enter_context(serving(folder)) for folder in folders]
        yield Cluster(running.enter_context(proxy_before([server.port for server in servers])), servers, url)


@pytest.fixture
def proxied(cluster: Cluster) -> Proxy:
    return cluster.proxy
