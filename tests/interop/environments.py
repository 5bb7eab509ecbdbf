"""Virtual environments with the vendors' SDKs, made once and made anew when their requirements change."""

import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
REQUIREMENTS = HERE / "requirements"
CHECKOUT = HERE.parent.parent


class Unavailable(Exception):
    """Why an environment cannot be had."""


def python(name: str, folder: Path) -> Path:
    """The interpreter of the environment that ``requirements/<name>.txt`` describes, made below ``folder`` if need be."""
    wanted = (REQUIREMENTS / f"{name}.txt").read_text(encoding="utf-8")
    environment = folder / name
    interpreter = environment / "bin" / "python"
    installed = environment / "installed.txt"
    if interpreter.exists() and installed.exists() and installed.read_text(encoding="utf-8") == wanted:
        return interpreter
    shutil.rmtree(environment, ignore_errors=True)
    print(f"installing {name}: {', '.join(pins(wanted))}", file=sys.stderr)
    _run([sys.executable, "-m", "venv", str(environment)], f"cannot make a virtual environment in {environment}")
    pip = [str(interpreter), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    _run(
        [*pip, "--retries", "2", "--timeout", "30", *pins(wanted)],
        f"pip cannot install {', '.join(pins(wanted))}. It needs a package index: PyPI, or the one that pip is configured "
        "for (PIP_INDEX_URL, PIP_PROXY)",
    )
    installed.write_text(wanted, encoding="utf-8")
    return interpreter


def pins(requirements: str) -> list[str]:
    """The packages that a requirements file names, with their versions."""
    lines = (line.strip() for line in requirements.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def _run(command: list[str], sorry: str) -> None:
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode != 0:
        last = "\n".join("    " + line for line in done.stdout.strip().splitlines()[-6:])
        raise Unavailable(f"{sorry}:\n{last}")
