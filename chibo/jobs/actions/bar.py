"""A progress bar on a console."""

import sys
import time
from typing import TextIO

from chibo.kernel.numbers import show_int


class Bar:
    """A progress bar on a console; on anything else a line for every tenth."""

    WIDTH = 30

    def __init__(self, out: TextIO = sys.stderr) -> None:
        self.out, self.live, self.last, self.tenth = out, out.isatty(), 0.0, -1

    def draw(self, done: int, total: int, message: str = "") -> None:
        """Show how far it is; at most ten times a second."""
        share = min(done / total, 1) if total else 0
        if self.live:
            if share < 1 and time.monotonic() - self.last < 0.1:
                return
            self.last = time.monotonic()
            full = round(share * self.WIDTH)
            bar = "█" * full + "░" * (self.WIDTH - full)
            self.out.write(f"\r{bar} {share:4.0%}  {show_int(done)}/{show_int(total)}  {message[:50]:<50}")
        elif int(share * 10) != self.tenth:
            self.tenth = int(share * 10)
            self.out.write(f"{share:4.0%}  {show_int(done)}/{show_int(total)}  {message}\n")
        self.out.flush()

    def close(self) -> None:
        """End the line."""
        if self.live:
            self.out.write("\n")
            self.out.flush()
