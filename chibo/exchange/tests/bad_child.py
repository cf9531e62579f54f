"""A reading process that misbehaves as its file's name says; it stands in for the real one in tests."""

import json
import os
import signal
import sys
import time

from chibo.exchange.reading import child, frames


def main() -> None:
    job = json.loads(sys.stdin.buffer.readline())
    out = sys.stdout.buffer
    if job["name"] == "garbage":
        out.write(b"\0garbage" * 4000)
    elif job["name"] == "damaged":
        body = bytearray(frames.pack(("look", {"scan": {}})))
        body[-1] ^= 0xFF
        out.write(body)
    elif job["name"] == "half":
        out.write(frames.pack(("look", {"scan": {}}))[:-3])
    elif job["name"] == "endless":
        out.write(frames._HEAD.pack(frames.MARK, 0xFFFFFFFF, 0))
    elif job["name"] == "nothing":
        pass
    elif job["name"] == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    elif job["name"] == "aborted":
        sys.stderr.write("thread panicked\n" * 100_000)
        os.abort()
    elif job["name"] == "hanging":
        time.sleep(60)
    elif job["name"] == "busy":
        child._limit(1)
        while True:
            pass
    elif job["name"] == "greedy":
        child._limit(30)
        held = []
        try:
            while True:
                held.append(bytearray(64 * 1024 * 1024))
        except MemoryError as error:
            held.clear()
            out.write(frames.pack(child._refusal(error)))
    elif job["name"] == "writing":
        child._limit(30)
        try:
            with open(job["path"], "w") as file:
                file.write("x" * 100_000)
        except OSError:
            out.write(frames.pack(("refused", ("Không ghi được. Đúng vậy.", None, "cannot_write", []))))
    out.flush()


if __name__ == "__main__":
    main()
