"""Serve the project on 127.0.0.1 (``PORT``, else 8000) and do its queued work, after bringing its database up to date.

An empty database gets the demo; a load that was interrupted is taken up again.
"""

import hashlib
import os
import secrets
import socket
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent


def say(text: str) -> None:
    """One line for the person at the terminal."""
    print(text, file=sys.stderr, flush=True)


def chosen_port() -> int:
    """The port of the environment, if a server can listen there; else the end of the run, with the way out."""
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 65536:
        sys.exit(f"PORT={text} không phải số cổng (từ 1 đến 65535). Ví dụ: PORT=8001 make run")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(text)))
        except OSError as error:
            sys.exit(f"Không mở được cổng {text} ({error.strerror}). Hãy chọn cổng khác: PORT=8001 make run")
    return int(text)


def make_secret_key(file: Path) -> None:
    """The key that signs sessions, made once and readable by its owner only."""
    if not file.exists():
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as new:
            new.write(secrets.token_urlsafe(50))


def collect_static(root: Path) -> None:
    """Collect the static files if any of them changed since the last time."""
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    seen = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            about = Path(storage.path(path)).stat()
            seen.update(f"{path} {about.st_size} {about.st_mtime_ns}\n".encode())
    note = root.with_name("static.made-from")
    if not note.exists() or note.read_text() != seen.hexdigest():
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        note.write_text(seen.hexdigest())


def load_demo(var: Path, accounts: Path) -> None:
    """Fill an empty database and open the accounts of its people, or go on where an earlier load stopped."""
    from django.core.management import call_command

    from chibo.org.models import Unit

    unfinished = var / "demo.unfinished"
    if Unit.objects.exists() and not unfinished.exists():
        return
    unfinished.touch()
    say("Đang nạp dữ liệu minh họa (một lần, khoảng hai phút)")
    call_command("demo")
    call_command("demo_accounts", file=str(accounts))
    unfinished.unlink()


def main() -> None:
    """Prepare, say where to look, and become the program that keeps server and worker running."""
    port = chosen_port()
    os.chdir(TOP)
    sys.path.insert(0, str(TOP))
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    from config import settings as own

    make_secret_key(own.SECRET_KEY_FILE)

    import django
    from django.core.management import call_command
    from django.db import connections

    django.setup()
    call_command("migrate", interactive=False, verbosity=0, skip_checks=False)
    call_command("createcachetable", verbosity=0)
    collect_static(own.STATIC_ROOT)
    accounts = own.VAR_DIR / "tai-khoan.txt"
    load_demo(own.VAR_DIR, accounts)
    if accounts.exists():
        say(f"Tên đăng nhập và mật khẩu: {accounts}")
    say(f"Chibo đang chạy tại http://127.0.0.1:{port} (dừng: Ctrl+C)")
    connections.close_all()
    # Both children are watched by a process that has nothing of Django in memory.
    os.execv(sys.executable, [sys.executable, str(TOP / "ground" / "serve.py"), str(port)])


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("Đã dừng. Lần sau, make run làm tiếp từ chỗ này.")
