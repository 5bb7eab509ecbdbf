"""Runs the targets with libFuzzer, one after the other, and prints a table of how often each was run.

The exit status is 0 when no law was broken, 1 when one was, and 2 when a target could not be built.
"""

import argparse
import re
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parent.parent
# Folders whose files are inputs of a target, too.
MORE = {"documents": ("tests/fixtures/probes", "tests/fixtures/documents")}
# Bytes of an input, and seconds that one may take.
LONGEST = {"documents": 8192, "diff": 8192, "overlay": 8192}
PATIENCE = 30


def targets() -> list[str]:
    return sorted(path.stem for path in (HERE / "targets").glob("*.rs"))


def fuzz(command: str, *arguments: str) -> list[str]:
    return ["cargo", "+nightly", "fuzz", command, "--fuzz-dir", str(HERE), "-s", "none", *arguments]


def run(target: str, seconds: int) -> tuple[int, float, bool]:
    """Executions, seconds, and whether all went well."""
    corpus = HERE / "corpus" / target
    corpus.mkdir(parents=True, exist_ok=True)
    known = [HERE / kind / target for kind in ("seeds", "regressions")]
    known += [CHECKOUT / folder for folder in MORE.get(target, ())]
    folders = [str(folder) for folder in [corpus, *known] if folder.is_dir()]
    options = [
        f"-max_total_time={seconds}",
        f"-max_len={LONGEST.get(target, 4096)}",
        f"-timeout={PATIENCE}",
        "-rss_limit_mb=4096",
        "-print_final_stats=1",
    ]
    began = time.monotonic()
    ended = subprocess.run(
        fuzz("run", target, *folders, "--", *options), cwd=CHECKOUT, stderr=subprocess.PIPE, text=True, errors="replace"
    )
    took = time.monotonic() - began
    count = re.search(r"stat::number_of_executed_units:\s*(\d+)", ended.stderr)
    if ended.returncode != 0:
        print(ended.stderr[-6000:], file=sys.stderr)
    return int(count[1]) if count else 0, took, ended.returncode == 0


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--seconds", type=int, default=60, help="time of each target; 60 unless said")
    arguments.add_argument("targets", nargs="*", help="all unless said")
    given = arguments.parse_args()
    unknown = set(given.targets) - set(targets())
    if unknown:
        arguments.error(f"there is no target {', '.join(sorted(unknown))}")
    if subprocess.run(fuzz("build"), cwd=CHECKOUT).returncode != 0:
        return 2
    print("| target | executions | per second | |")
    print("|---|--:|--:|---|", flush=True)
    total, whole = 0, True
    for target in given.targets or targets():
        count, took, well = run(target, given.seconds)
        total += count
        whole &= well
        print(f"| {target} | {count} | {count / took:.0f} | {'' if well else 'FAILED'} |", flush=True)
    print(f"| all | {total} | | {'' if whole else 'FAILED'} |")
    return 0 if whole else 1


if __name__ == "__main__":
    sys.exit(main())
