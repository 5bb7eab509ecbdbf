"""Starts servers, learns their base URLs from the lines that they print, and stops them."""

import os
import queue
import signal
import subprocess
import threading
import time
from collections.abc import Iterable
from pathlib import Path


class NotServing(Exception):
    """Why a server does not serve."""


class Running:
    """A process that prints ``<name> http://127.0.0.1:<port>`` for each API that it serves, and serves until stopped."""

    def __init__(self, command: list[str], folder: Path, names: Iterable[str], patience: float) -> None:
        self.urls: dict[str, str] = {}
        # A session of its own, so that what the process starts is stopped with it.
        self._process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, start_new_session=True
        )
        self._lines: queue.Queue[str | None] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()
        try:
            self._learn(set(names), command, time.monotonic() + patience)
        except BaseException:
            self.stop()
            raise

    def __enter__(self) -> "Running":
        return self

    def __exit__(self, *_) -> None:
        self.stop()

    def stop(self) -> None:
        """Ends the process and all that it started."""
        for ending in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self._process.pid, ending)
            except ProcessLookupError:
                break
            try:
                self._process.wait(timeout=5)
                # The leader is gone; whether its children are is what the next round sees to.
            except subprocess.TimeoutExpired:
                continue
        self._process.wait()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(line)
        self._lines.put(None)

    def _learn(self, missing: set[str], command: list[str], end: float) -> None:
        heard: list[str] = []
        while missing:
            known = f"`{' '.join(command[:5])} …`", ", ".join(sorted(missing)), "".join(heard[-20:]) or "nothing"
            try:
                line = self._lines.get(timeout=max(0.0, end - time.monotonic()))
            except queue.Empty:
                raise NotServing("{} has not said where it serves {}. It said:\n{}".format(*known)) from None
            if line is None:
                status = self._process.wait()
                text = "{} ended with status {status} before it served {}. It said:\n{}"
                raise NotServing(text.format(*known, status=status))
            heard.append(line)
            name, _, url = line.strip().partition(" ")
            if name in missing and url.startswith("http://"):
                self.urls[name] = url.strip()
                missing.discard(name)
