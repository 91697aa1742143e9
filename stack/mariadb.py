"""The private MariaDB, with its data in var/mysql. It is reached over a Unix socket, and on loopback over TCP by pages that show
what a connection costs."""

import os
import pwd
import shutil
import subprocess

from console import Failure
from layout import ROOT
from part import Part, responds

TEMPLATE = ROOT / "stack" / "mariadb.cnf.in"
# For the detector, which then judges from the database alone. A connection logs only if this was set before it was opened.
QUERY_LOG = "SET GLOBAL log_output = 'TABLE', long_query_time = 0, log_slow_filter = '', slow_query_log = ON"


def admin():
    """The administrator of the server: the user of this process, authenticated by the socket. `su` leaves another name in the
    environment."""
    return pwd.getpwuid(os.geteuid()).pw_name


def datadir(stack):
    return stack.var / "mysql"


def buffer_pool_megabytes():
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    return max(128, min(1024, memory // 4))


def flush_at_commit(stack):
    return 1 if stack.durable else 0


def configuration(stack):
    values = {
        "DATADIR": stack.plain / "mysql",
        "SOCKET": stack.socket("mariadb"),
        "TCP_HOST": stack.database_address[0],
        "TCP_PORT": stack.database_address[1],
        "RUN": stack.plain / "run",
        "TMPDIR": stack.plain / "tmp",
        # mariadbd refuses to run as root without this.
        "USER_LINE": "user = root" if os.getuid() == 0 else "",
        "FLUSH_AT_COMMIT": flush_at_commit(stack),
        "REPLICATION": stack.replication,
        "BUFFER_POOL": f"{buffer_pool_megabytes()}M",
    }
    text = TEMPLATE.read_text()
    for name, value in values.items():
        text = text.replace(f"@{name}@", str(value))
    return text


def prepare(stack):
    (stack.var / "tmp").mkdir(exist_ok=True)
    (stack.var / "mariadb.cnf").write_text(configuration(stack))
    if not datadir(stack).exists():
        initialise(stack)


def initialise(stack):
    """Uses another folder and renames it at the end, so that an incomplete attempt is not mistaken for a database."""
    half_made = stack.var / "mysql.half-made"
    shutil.rmtree(half_made, ignore_errors=True)
    log = stack.log / "mariadb-install.log"
    command = ["mariadb-install-db", f"--defaults-file={stack.plain / 'mariadb.cnf'}", f"--datadir={stack.plain / half_made.name}",
               "--auth-root-authentication-method=socket", f"--auth-root-socket-user={admin()}", "--skip-test-db",
               "--force"]  # works without name resolution
    with open(log, "wb") as output:
        status = subprocess.run(command, stdout=output, stderr=output, stdin=subprocess.DEVNULL, cwd=ROOT).returncode
    if status != 0:
        raise Failure(f"mariadb-install-db exited with status {status}", "fix the problem in the log, then run `make run`", log)
    half_made.rename(datadir(stack))


def client(stack, *options):
    return ["mariadb", "--no-defaults", f"--socket={stack.socket('mariadb')}", f"--user={admin()}",
            "--default-character-set=utf8mb4", "--batch", "--skip-column-names", *options]


def query(stack, sql):
    """The rows that a query returns, each a list of strings."""
    result = subprocess.run(client(stack, "-e", sql), capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if result.returncode != 0:
        raise Failure(f"mariadb: {result.stderr.strip()}", f"`{stack.logs}` shows the server's log")
    return [line.split("\t") for line in result.stdout.splitlines()]


def fix(log_text, stack):
    if "No space left" in log_text or "disk is full" in log_text.lower():
        return "free some disk space; the data needs about 3 GB"
    if "Permission denied" in log_text or "Errcode: 13" in log_text:
        return f"{datadir(stack)} belongs to another user: `sudo chown -R $(id -un) {stack.var}`"
    if "Unable to lock" in log_text or "Can't lock aria control file" in log_text:
        return f"another mariadbd uses {datadir(stack)}; stop it (`make stop`), then run `make run`"
    if "Bind on TCP/IP port" in log_text:
        host, port = stack.database_address
        return f"another program listens on {host}:{port} or on port {port} of all addresses; stop it, then run `make run`"
    if "corrupt" in log_text.lower() or "unsupported redo log" in log_text.lower():
        return f"the data is unreadable; recreate it: `make stop`, `rm -r {datadir(stack)}`, `make run`"
    return f"read the log; if in doubt, recreate the data: `make stop`, `rm -r {datadir(stack)}`, `make run`"


PART = Part(
    name="mariadb",
    command=lambda stack: ["mariadbd", f"--defaults-file={stack.plain / 'mariadb.cnf'}"],
    prepare=prepare,
    ready=lambda stack: responds(stack.socket("mariadb")),  # it speaks first
    fix=fix,
    fingerprint=configuration,
    start_within_s=120.0,  # it may have to recover after a kill -9
    patience_s=60.0,
)
