"""The example deployments name settings that exist, agree with each other, and would be served with."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.channels.telegram.checking import check_settings
from bot.channels.telegram.transport import read_webhook_url
from bot.settings import Settings
from bot.telemetry import Health, Metrics
from bot.telemetry.serving import add_routes

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
FILES = sorted(DEPLOY.iterdir())
TOKEN = "123456:AAvalid-token-of-nobody-at-all_x"
_SETTING = re.compile(r"\b(?:JIEWEN|TELEGRAM)_[A-Z_]+\b")


def text_of(name: str) -> str:
    return (DEPLOY / name).read_text(encoding="utf-8")


def manifests() -> dict[str, dict[str, Any]]:
    return {one["kind"]: one for one in yaml.safe_load_all(text_of("kubernetes.yaml"))}


def container() -> dict[str, Any]:
    found: dict[str, Any] = manifests()["Deployment"]["spec"]["template"]["spec"]["containers"][0]
    return found


def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(text_of("compose.yaml"))
    return found


def instructions() -> Iterator[tuple[str, str]]:
    """The lines of the Dockerfile: what, and with what."""
    lines = re.sub(r"\\\n\s*", "", re.sub(r"^#.*\n", "", text_of("Dockerfile"), flags=re.M)).splitlines()
    for line in filter(None, lines):
        instruction, _, rest = line.partition(" ")
        yield instruction, rest


def dockerfile_environment() -> dict[str, str]:
    [line] = [rest for instruction, rest in instructions() if instruction == "ENV"]
    return dict(one.split("=", 1) for one in line.split())


def compose_environment() -> dict[str, str]:
    variables = {"DOMAIN": "bot.example.org", "POSTGRES_PASSWORD": "hush", "TELEGRAM_WEBHOOK_SECRET": "hush"}
    given: dict[str, str] = compose()["services"]["bot"]["environment"]
    return {
        name: re.sub(r"\$\{(\w+):\?\}", lambda found: variables[found[1]], value)
        for name, value in given.items()
    }


def systemd_environment() -> dict[str, str]:
    return dict(re.findall(r"^Environment=(\w+)=(.*)$", text_of("jiewen.service"), re.M))


def kubernetes_environment() -> dict[str, str]:
    found = manifests()
    return {**found["ConfigMap"]["data"], **found["Secret"]["stringData"]}


ENVIRONMENTS = {
    "Dockerfile": dockerfile_environment,
    "compose": compose_environment,
    "systemd": systemd_environment,
    "kubernetes": kubernetes_environment,
}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_setting_exists(file: Path) -> None:
    named = set(_SETTING.findall(file.read_text(encoding="utf-8")))
    assert named <= {name.upper() for name in Settings.model_fields}


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_the_settings_would_be_served_with(name: str) -> None:
    given = {key.lower(): value for key, value in ENVIRONMENTS[name]().items() if value}
    check_settings(Settings.model_validate({**given, "telegram_bot_token": TOKEN}))


def test_paths_and_ports_agree() -> None:
    from aiohttp import web

    application = web.Application()
    add_routes(application, Health(), Metrics())
    paths = {resource.canonical for resource in application.router.resources()}
    ports = {one["name"]: one["containerPort"] for one in container()["ports"]}
    probes = [container()[f"{kind}Probe"]["httpGet"] for kind in ("startup", "liveness", "readiness")]
    assert {probe["path"] for probe in probes} <= paths
    assert {probe["port"] for probe in probes} == {"health"}
    [check] = [rest for instruction, rest in instructions() if instruction == "HEALTHCHECK"]
    [exposed] = [rest.split() for instruction, rest in instructions() if instruction == "EXPOSE"]
    for environment in (dockerfile_environment(), compose_environment(), kubernetes_environment()):
        assert environment["JIEWEN_HEALTH_PORT"] == str(ports["health"]) == exposed[0]
        assert f"127.0.0.1:{environment['JIEWEN_HEALTH_PORT']}/healthz" in check
        assert environment.get("TELEGRAM_WEBHOOK_PORT", exposed[1]) == str(ports["webhook"]) == exposed[1]
    assert f"bot {ports['webhook']}" in text_of("Caddyfile")


def test_what_telegram_calls_is_what_is_let_through() -> None:
    [path] = manifests()["Ingress"]["spec"]["rules"][0]["http"]["paths"]
    for environment in (compose_environment(), kubernetes_environment()):
        url = read_webhook_url(
            Settings.model_validate({"telegram_webhook_url": environment["TELEGRAM_WEBHOOK_URL"]})
        )
        assert url.endswith(path["path"])
        assert f"handle {path['path']} {{" in text_of("Caddyfile")


def test_replicas_share_postgresql() -> None:
    assert manifests()["Deployment"]["spec"]["replicas"] > 1
    assert compose()["services"]["bot"]["deploy"]["replicas"] > 1
    for environment in (compose_environment(), kubernetes_environment()):
        assert environment["JIEWEN_DATABASE_URL"].startswith("postgresql://")


def test_no_secret_is_in_the_files() -> None:
    assert set(manifests()["Secret"]["stringData"].values()) == {
        "replace-me",
        "postgresql://jiewen:replace-me@postgres/jiewen?sslmode=require",
    }


def test_what_the_dockerfile_copies_is_there() -> None:
    for instruction, rest in instructions():
        if instruction == "COPY" and not rest.startswith("--from"):
            *sources, _ = rest.split()
            assert all((ROOT / source).exists() for source in sources), rest


def test_what_the_dockerfile_runs_is_a_command() -> None:
    from bot.__main__ import _parser

    [command] = [rest for instruction, rest in instructions() if instruction == "CMD"]
    _parser().parse_args(yaml.safe_load(command))


@pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="no systemd-analyze to check the unit with"
)
def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    # It looks whether the program is there
    unit = tmp_path / "jiewen.service"
    unit.write_text(
        text_of("jiewen.service").replace("/opt/jiewen/.venv/bin/python", sys.executable), "utf-8"
    )
    found = subprocess.run(
        ["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, check=False, timeout=60
    )
    assert (found.returncode, found.stderr) == (0, "")
