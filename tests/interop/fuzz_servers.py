"""Lets Schemathesis make requests from the documents, good ones and bad ones, and judge what the generated servers answer.

The servers are the simulator's, held to all limits of the documents; every request is signed. The exit status is 0 when no
check failed, 1 when one did, and 2 when the suite could not run.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from environments import CHECKOUT, HERE, Unavailable, python
from run import DOCUMENTS, START_PATIENCE, Key
from servers import NotServing, Running

# What each check of Schemathesis that is left out would say, and what stands in for it.
LEFT_OUT = {
    # Wants success for all that the schemas allow. Servers know more: whether an image exists, how many copies are under
    # way. `reaches_the_handler` of the hooks asks that no such request is refused by the generated code.
    "positive_data_acceptance",
    # Leaves a wrong signature beside a right token and takes the answer for one to the signature; a document that lists
    # both lets either in. Signatures and tokens that are wrong are refused by the vendors' SDKs' trials in `run.py`.
    "ignored_auth",
    # `violations_are_refused` of the hooks stands in for it.
    "negative_data_rejection",
}


def strict_simulator(keys: dict[str, Key]) -> Running:
    """The simulator with these keys, and with copies that are done at once, held to the documents."""
    package = ["--quiet", "--package", "simulator"]
    if subprocess.run(["cargo", "build", *package], cwd=CHECKOUT, check=False).returncode != 0:
        raise NotServing("the simulator does not build")
    command = ["cargo", "run", *package, "--", "--listen", "127.0.0.1:0", "--strict", "--job-seconds", "0"]
    for scheme, key in keys.items():
        command += [f"--{DOCUMENTS[scheme].partition('-')[0]}-key", f"{key.access}:{key.secret}"]
    return Running(command, CHECKOUT, DOCUMENTS.values(), START_PATIENCE)


def trial(interpreter: Path, scheme: str, key: Key, url: str, examples: int, seed: int) -> bool:
    """Whether one server passes; what Schemathesis found is printed."""
    environment = os.environ | {
        "PYTHONPATH": str(HERE),
        "PYTHONDONTWRITEBYTECODE": "1",
        "SCHEMATHESIS_HOOKS": "schemathesis_hooks",
        "INTEROP_VENDOR": scheme,
        "INTEROP_ACCESS_KEY": key.access,
        "INTEROP_SECRET_KEY": key.secret,
    }
    command = [str(interpreter.parent / "schemathesis"), "run", str(CHECKOUT / "specs" / f"{DOCUMENTS[scheme]}.yaml")]
    command += ["--url", url, "--checks", "all", "--exclude-checks", ",".join(sorted(LEFT_OUT))]
    command += ["--max-examples", str(examples), "--seed", str(seed), "--continue-on-failure", "--warnings", "off"]
    # Schemathesis keeps what it found below the working folder.
    folder = CHECKOUT / "target" / "interop" / "schemathesis-runs"
    folder.mkdir(parents=True, exist_ok=True)
    return subprocess.run(command, cwd=folder, env=environment, check=False).returncode == 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--examples", type=int, default=100, help="requests for each operation and phase, at most; 100")
    parser.add_argument("--seed", type=int, default=1, help="chooses the requests; 1")
    parser.add_argument(
        "--environments",
        type=Path,
        default=CHECKOUT / "target" / "interop",
        help="folder of the virtual environments, target/interop unless given",
    )
    asked = parser.parse_args()
    keys = {scheme: Key.fresh() for scheme in DOCUMENTS}
    passed: dict[str, bool] = {}
    try:
        interpreter = python("schemathesis", asked.environments)
        with strict_simulator(keys) as server:
            for scheme, document in DOCUMENTS.items():
                passed[document] = trial(
                    interpreter, scheme, keys[scheme], server.urls[document], asked.examples, asked.seed
                )
    except (Unavailable, NotServing, OSError) as error:
        print(f"cannot run: {error}", file=sys.stderr)
        sys.exit(2)
    for document, good in passed.items():
        print(f"{document}  {'ok' if good else 'WRONG'}")
    sys.exit(0 if all(passed.values()) else 1)


if __name__ == "__main__":
    main()
