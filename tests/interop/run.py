"""Runs the vendors' SDKs against servers and prints a table of what came of it.

Every script runs with good credentials, where every call must come out right, and with a wrong secret, where the SDK must
report refused credentials for every call. Credentials are new each time. The exit status is 0 when all rows are right, 1
when some are not, and 2 when the suite could not run.
"""

import argparse
import json
import secrets
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from environments import CHECKOUT, HERE, Unavailable, pins, python
from servers import NotServing, Running

# Seconds that a server may take to start, and a script to end.
START_PATIENCE = 60.0
SCRIPT_PATIENCE = 120.0


@dataclass(frozen=True)
class Client:
    """A script in an environment, and the API that it calls."""

    script: str
    environment: str
    scheme: str
    document: str
    package: str
    # Whether its credentials are an access key; else a token.
    signs: bool = True


CLIENTS = (
    Client("huawei_ims.py", "sdk", "huawei", "huaweicloud-ims", "huaweicloudsdkims"),
    Client("jdcloud_vm.py", "sdk", "jdcloud", "jdcloud-vm", "jdcloud_sdk"),
    Client("jdcloud_vm.py", "jdcloud2", "jdcloud", "jdcloud-vm", "jdcloud_sdk"),
    Client("volcengine_ecs.py", "sdk", "volcengine", "volcengine-ecs", "volcenginesdk-ecs"),
    Client("otc_ims.py", "otc", "otc", "otc-ims", "openstacksdk", signs=False),
)
# By scheme, the document of its API.
DOCUMENTS = {client.scheme: client.document for client in CLIENTS}
# The project's own clients: by the form of the signature, the scheme of the verifier.
OUR_FORMS = {
    "huawei": "huawei",
    "otc-access": "otc",
    "otc-credential": "otc",
    "jdcloud2": "jdcloud",
    "jdcloud3": "jdcloud",
    "volcengine": "volcengine",
}


@dataclass(frozen=True)
class Key:
    """Credentials that one server takes."""

    access: str
    secret: str
    security_token: str
    auth_token: str

    @staticmethod
    def fresh() -> "Key":
        """Credentials that nothing knows by heart, with the characters that secrets of the vendors have."""
        return Key(
            "INTEROP" + secrets.token_hex(10).upper(),
            secrets.token_hex(12) + "/+==",
            "token/" + secrets.token_hex(8) + "+=",
            "auth-" + secrets.token_hex(16),
        )


@dataclass(frozen=True)
class Row:
    """What came of one run of a script."""

    client: str
    against: str
    trial: str
    calls: int
    failed: int
    verified: str
    flaw: str | None


def simulator(keys: dict[str, Key]) -> Running:
    """The project's own servers, all in one process."""
    package = ["--quiet", "--package", "simulator"]
    # Before, because it takes as long as it takes.
    if subprocess.run(["cargo", "build", *package], cwd=CHECKOUT, check=False).returncode != 0:
        raise NotServing("the simulator does not build")
    command = ["cargo", "run", *package, "--", "--listen", "127.0.0.1:0"]
    for scheme, key in keys.items():
        # The names of the options are those of the documents, without the service.
        command += [f"--{DOCUMENTS[scheme].partition('-')[0]}-key", f"{key.access}:{key.secret}"]
    command += ["--otc-token", keys["otc"].auth_token]
    return Running(command, CHECKOUT, DOCUMENTS.values(), START_PATIENCE)


def verifier(scheme: str, key: Key, log: Path, temporary: bool) -> Running:
    """The independent verifier of one vendor; with ``temporary`` the access key is good only with its security token."""
    command = [sys.executable, str(HERE / "verify.py"), "--scheme", scheme, "--log", str(log)]
    command += ["--access-key", key.access, "--secret-key", key.secret, "--token", key.auth_token]
    if temporary:
        command += ["--security-token", key.security_token]
    return Running(command, CHECKOUT, [DOCUMENTS[scheme]], START_PATIENCE)


def our_program() -> Path:
    """The program that calls with the project's own clients, built."""
    command = ["cargo", "build", "--quiet", "--package", "consumers", "--bin", "verify_target", "--message-format", "json"]
    built = subprocess.run(command, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True, check=False)
    for line in built.stdout.splitlines():
        executable = json.loads(line).get("executable")
        if built.returncode == 0 and executable and Path(executable).stem == "verify_target":
            return Path(executable)
    raise Unavailable("the project's own clients do not build")


def script(client: Client, interpreters: dict[str, Path], url: str, options: list[str]) -> list[str]:
    """The command that runs a script."""
    return [str(interpreters[client.environment]), str(HERE / client.script), url, *options]


def trial_options(signs: bool, key: Key, trial: str) -> list[str]:
    """The options with which a script runs a trial."""
    wrong = trial == "wrong secret"
    if signs:
        options = ["--ak", key.access, "--sk", "wrong" + key.secret if wrong else key.secret]
    else:
        options = ["--token", "wrong" + key.auth_token if wrong else key.auth_token]
    if trial == "temporary key":
        options += ["--security-token", key.security_token]
    return options + (["--expect-unauthorized"] if wrong else [])


def attempt(command: list[str]) -> tuple[int, int, str | None]:
    """Runs a script: how many calls it made, how many were not ok, and what else is wrong."""
    # The SDKs read settings from home directories and write some there.
    with tempfile.TemporaryDirectory() as home:
        environment = {"HOME": home, "PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1", "LC_ALL": "C.UTF-8"}
        try:
            done = subprocess.run(
                command, env=environment, capture_output=True, text=True, timeout=SCRIPT_PATIENCE, check=False
            )
        except subprocess.TimeoutExpired:
            return 0, 0, f"has not ended after {SCRIPT_PATIENCE:.0f} s"
    try:
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        calls, failed = lines[:-1], lines[-1]["failed"]
        not_ok = sum(not call["ok"] for call in calls)
    except (ValueError, IndexError, KeyError, TypeError):
        return 0, 0, "has not kept to its output: " + (done.stderr.strip() or done.stdout.strip())[-800:]
    if failed:
        details = [json.dumps(call, ensure_ascii=False) for call in calls if not call["ok"]]
        return len(calls), failed, "\n".join([done.stderr.strip(), *details])
    if not calls or failed != not_ok or done.returncode != 0:
        return len(calls), failed, f"made {len(calls)} calls, {not_ok} not ok, and ended with status {done.returncode}"
    return len(calls), failed, None


def judge_log(log: Path, trial: str) -> tuple[str, str | None]:
    """What the verifier saw in a trial: a summary, and what is wrong with it."""
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()] if log.exists() else []
    good = sum(line["ok"] for line in lines)
    expected = 0 if trial == "wrong secret" else len(lines)
    summary = f"{good}/{len(lines)}"
    by_rule_of_sdk = sum(line["ok"] and not line["documented"] for line in lines)
    if by_rule_of_sdk:
        summary += f" ({by_rule_of_sdk} by the SDK's own rule)"
    if not lines or good != expected:
        return summary, "\n".join(json.dumps(line, ensure_ascii=False) for line in lines) or "no request came"
    return summary, None


def label(client: Client) -> str:
    """Script and release of the SDK."""
    requirements = (HERE / "requirements" / f"{client.environment}.txt").read_text(encoding="utf-8")
    pin = next(pin for pin in pins(requirements) if pin.startswith(client.package + "=="))
    return f"{client.script.removesuffix('.py')} {pin.replace('==', ' ')}"


def against_simulator(interpreters: dict[str, Path], keys: dict[str, Key]) -> list[Row]:
    """All scripts against the simulator."""
    rows: list[Row] = []
    with simulator(keys) as server:
        for client in CLIENTS:
            for trial in ("good", "wrong secret"):
                options = trial_options(client.signs, keys[client.scheme], trial)
                url = server.urls[client.document]
                calls, failed, flaw = attempt(script(client, interpreters, url, options))
                rows.append(Row(label(client), "simulator", trial, calls, failed, "", flaw))
    return rows


def against_verifier(interpreters: dict[str, Path], keys: dict[str, Key]) -> list[Row]:
    """All scripts against the verifier, which shows that scripts and verifier agree without the project's code."""
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        for client in CLIENTS:
            for trial in ("good", "temporary key", "wrong secret") if client.signs else ("good", "wrong secret"):
                key = keys[client.scheme]
                log = Path(folder) / f"{len(rows)}.jsonl"
                with verifier(client.scheme, key, log, trial == "temporary key") as server:
                    options = trial_options(client.signs, key, trial)
                    url = server.urls[client.document]
                    calls, failed, flaw = attempt(script(client, interpreters, url, options))
                verified, wrong = judge_log(log, trial)
                rows.append(Row(label(client), "verifier", trial, calls, failed, verified, flaw or wrong))
    return rows


def ours_against_verifier(program: Path, keys: dict[str, Key]) -> list[Row]:
    """The project's own clients against the verifier, which must find every signature good by the vendor's description."""
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        for form, scheme in OUR_FORMS.items():
            for trial in ("good", "temporary key", "wrong secret"):
                log = Path(folder) / f"{len(rows)}.jsonl"
                with verifier(scheme, keys[scheme], log, trial == "temporary key") as server:
                    url = server.urls[DOCUMENTS[scheme]]
                    calls, failed, flaw = attempt([str(program), form, url, *trial_options(True, keys[scheme], trial)])
                verified, wrong = judge_log(log, trial)
                if wrong is None and "SDK" in verified:
                    wrong = "a signature is good only by the rule of an SDK"
                rows.append(Row(f"our client {form}", "verifier", trial, calls, failed, verified, flaw or wrong))
    return rows


def table(rows: list[Row]) -> str:
    """The rows for the eye."""
    cells = [("client", "against", "credentials", "calls", "failed", "verified", "")]
    for row in rows:
        outcome = "ok" if row.flaw is None else "WRONG"
        cells.append((row.client, row.against, row.trial, str(row.calls), str(row.failed), row.verified, outcome))
    widths = [max(len(line[column]) for line in cells) for column in range(len(cells[0]))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip() for line in cells)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--against", choices=("simulator", "verifier", "both"), default="both", help="which servers, both unless given"
    )
    parser.add_argument("--ours", action="store_true", help="the project's own clients alone, against the verifier")
    parser.add_argument(
        "--environments",
        type=Path,
        default=CHECKOUT / "target" / "interop",
        help="folder of the virtual environments, target/interop unless given",
    )
    asked = parser.parse_args()
    keys = {scheme: Key.fresh() for scheme in DOCUMENTS}
    rows: list[Row] = []
    try:
        if asked.against != "simulator" or asked.ours:
            rows += ours_against_verifier(our_program(), keys)
        if asked.ours:
            finish(rows)
        names = dict.fromkeys(client.environment for client in CLIENTS)
        interpreters = {name: python(name, asked.environments) for name in names}
        if asked.against != "simulator":
            rows += against_verifier(interpreters, keys)
        if asked.against != "verifier":
            rows += against_simulator(interpreters, keys)
    except (Unavailable, NotServing, OSError) as error:
        if rows:
            print(table(rows))
        print(f"cannot run: {error}", file=sys.stderr)
        sys.exit(2)
    finish(rows)


def finish(rows: list[Row]) -> NoReturn:
    """Prints what came of all runs, and ends the suite."""
    for row in rows:
        if row.flaw is not None:
            print(f"--- {row.client}, {row.against}, {row.trial}\n{row.flaw}\n", file=sys.stderr)
    print(table(rows))
    sys.exit(0 if all(row.flaw is None for row in rows) else 1)


if __name__ == "__main__":
    main()
