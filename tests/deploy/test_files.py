"""The files of `deploy/` say what is there: paths, settings, limits and ports that other files have as well."""

from __future__ import annotations

import fnmatch
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from quizapp import settings

ROOT = Path(__file__).parent.parent.parent
DEPLOY = ROOT / "deploy"
KNOWN = set(re.findall(r"# (QUIZAPP_[A-Z_]+)", Path(settings.__file__).read_text()))


def instructions() -> list[tuple[str, list[str]]]:
    """The Dockerfile's, each as its name and its words; lines that go on are one."""
    text = re.sub(r"^#.*\n", "", (DEPLOY / "Dockerfile").read_text(), flags=re.MULTILINE).replace("\\\n", " ")
    return [(line.split()[0], shlex.split(line)[1:]) for line in text.splitlines() if line.strip()]


def test_every_instruction_is_one_of_dockers() -> None:
    known = {"FROM", "RUN", "COPY", "ENV", "USER", "WORKDIR", "VOLUME", "EXPOSE", "HEALTHCHECK", "CMD"}
    assert {name for name, _ in instructions()} == known


def test_every_path_that_is_copied_is_tracked_and_not_ignored() -> None:
    ignored = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line]
    for name, words in instructions():
        if name != "COPY" or words[0].startswith("--from"):
            continue
        for path in words[:-1]:
            tracked = subprocess.run(["git", "ls-files", path], cwd=ROOT, capture_output=True, text=True, check=True)
            assert tracked.stdout, path
            assert f"!{path}" in ignored, path


def test_nothing_but_that_gets_into_the_image() -> None:
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    copied = {path for name, words in instructions() if name == "COPY" for path in words[:-1]}
    assert lines[0] == "*"
    assert {line[1:] for line in lines if line.startswith("!")} == {path for path in copied if (ROOT / path).exists()}
    for private in ("instance/secret_key", "deploy/quizapp.env", ".git/config"):
        assert not any(fnmatch.fnmatch(private, line[1:]) for line in lines if line.startswith("!"))


def test_the_image_runs_as_nobody_special_and_says_how_it_is() -> None:
    found = instructions()
    last = max(number for number, (name, _) in enumerate(found) if name == "FROM")
    stage = dict(found[last + 1 :])
    assert stage["USER"] == ["quizapp"]
    assert "/healthz" in str(stage["HEALTHCHECK"])
    assert f":{stage['EXPOSE'][0]}/" in str(stage["HEALTHCHECK"])
    names = [word.split("=")[0] for name, words in found if name == "ENV" for word in words]
    assert {name for name in names if name.startswith("QUIZAPP_")} <= KNOWN


def test_the_images_packages_are_those_that_were_tested() -> None:
    def pinned(path: Path) -> dict[str, str]:
        return dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", path.read_text(), flags=re.MULTILINE))

    image, tested = pinned(DEPLOY / "requirements.lock"), pinned(ROOT / "requirements-test.lock")
    assert {name: tested[name] for name in image} == image
    assert {*pinned(ROOT / "requirements.lock"), "psycopg", "authlib", "webauthn"} <= set(image)
    assert "://" not in (DEPLOY / "requirements.lock").read_text()
    assert any("--require-hashes" in words for name, words in instructions() if name == "RUN")


@pytest.fixture(scope="module")
def compose() -> Any:
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text())


def test_each_service_is_looked_after_and_waits_for_what_it_needs(compose: Any) -> None:
    services = compose["services"]
    assert set(services) == {"app", "database", "proxy"}
    assert services["app"]["depends_on"] == {"database": {"condition": "service_healthy"}}
    assert services["proxy"]["depends_on"] == {"app": {"condition": "service_healthy"}}
    for service in services.values():
        assert service["restart"] == "unless-stopped"
        assert "no-new-privileges:true" in service["security_opt"]
    # What has no ports is reached by the others alone.
    assert [name for name, service in services.items() if "ports" in service] == ["proxy"]


def test_what_is_kept_and_what_is_mounted_is_there(compose: Any) -> None:
    named = {volume.split(":")[0] for each in compose["services"].values() for volume in each["volumes"]}
    files = {name for name in named if name.startswith("./")}
    assert {name for name in named if not name.startswith((".", "$"))} == set(compose["volumes"])
    assert all((DEPLOY / name).is_file() for name in files)
    build = compose["services"]["app"]["build"]
    assert (DEPLOY / build["context"]).resolve() == ROOT
    assert (ROOT / build["dockerfile"]).is_file()


def test_the_proxy_of_the_containers_is_the_same_file(compose: Any) -> None:
    script = compose["services"]["proxy"]["command"][-1]
    change = re.findall(r"s/(.+?)/(.+?)/", script)[0]
    text, changed = re.subn(change[0], change[1], (DEPLOY / "nginx.conf").read_text())
    assert changed == 1
    assert "server app:8000 " in text


def test_no_secret_is_shipped_and_every_setting_is_one() -> None:
    for line in (DEPLOY / "quizapp.env.example").read_text().splitlines():
        name, _, value = line.lstrip("#").partition("=")
        if re.fullmatch(r"[A-Z_]+", name):
            assert name in KNOWN | {"POSTGRES_PASSWORD", "PGPASSWORD"}
            assert not value or not re.search("KEY|TOKEN|PASSWORD", name)
    for path in DEPLOY.iterdir():
        assert set(re.findall(r"\bQUIZAPP_[A-Z_]+", path.read_text())) <= KNOWN | {"QUIZAPP_CERTIFICATES"}, path


def test_the_unit_is_one_that_systemd_takes(tmp_path: Path) -> None:
    text = (DEPLOY / "quizapp.service").read_text()
    assert "\nExecStart=/opt/quizapp/bin/quizapp serve " in text
    unit = tmp_path / "quizapp.service"
    # What stands at that path on a machine that runs it.
    unit.write_text(text.replace("/opt/quizapp/bin/quizapp", sys.executable))
    for setting in ("ProtectSystem=strict", "NoNewPrivileges=yes", "StateDirectory=quizapp", "UMask=0077"):
        assert f"\n{setting}\n" in text
    known = _words_of_systemd()
    for line in text.splitlines():
        if "=" in line and not line.startswith("#"):
            assert line.partition("=")[0] in known, line
    verify = shutil.which("systemd-analyze")
    if verify:
        done = subprocess.run([verify, "verify", str(unit)], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")


def _words_of_systemd() -> set[str]:
    return set(
        """
        Description Wants After StartLimitIntervalSec Type User Group EnvironmentFile Environment ExecStart
        WorkingDirectory Restart RestartSec KillMode TimeoutStopSec StateDirectory StateDirectoryMode UMask
        ProtectSystem ProtectHome PrivateTmp PrivateDevices PrivateUsers ProtectClock ProtectControlGroups
        ProtectHostname ProtectKernelLogs ProtectKernelModules ProtectKernelTunables ProtectProc NoNewPrivileges
        CapabilityBoundingSet AmbientCapabilities LockPersonality RemoveIPC RestrictAddressFamilies RestrictNamespaces
        RestrictRealtime RestrictSUIDSGID SystemCallArchitectures SystemCallFilter SystemCallErrorNumber WantedBy
        """.split()
    )


def test_the_procfile_names_a_command_that_there_is() -> None:
    name, _, words = (DEPLOY / "Procfile").read_text().strip().partition(": ")
    assert name == "web"
    done = subprocess.run(
        [sys.executable, "-m", *words.split()[:2], "--help"], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert all(word in done.stdout for word in words.split() if word.startswith("--"))
