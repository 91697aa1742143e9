"""Checks of the database, with the application's own user and password wherever that is enough."""

import os
import re
import subprocess
import time

import datasets
import migrations
import seeding
from console import Failure
from finding import NOTE, OK, UNKNOWN, WRONG, Finding, judge
from installation import ROOT

GRANT = re.compile(r"GRANT (.+?) ON (\S+) TO ")
MINIMUM = {"MariaDB": (10, 6), "MySQL": (8, 0)}  # SKIP LOCKED
WANTED_POOL = 2**30  # all three datasets
MAX_CLOCK_DIFFERENCE_S = 2
FULL_SIZE_MESSAGE = "pages then measure the disk rather than queries"


def rows(installation, sql):
    """Rows of a query by the application's user, as lists of strings."""
    settings = installation.config["database"]
    where = [f"--socket={settings['socket']}"] if settings.get("socket") else ["--protocol=tcp", f"--host={settings['host']}", f"--port={settings['port']}"]
    command = ["mariadb", "--no-defaults", *where, f"--user={settings['user']}", "--default-character-set=utf8mb4", "--batch", "--raw", "--skip-column-names", "-e", sql]
    # Others can't see the environment of root's processes, but they see arguments.
    environment = {**os.environ, "MYSQL_PWD": installation.password_file.read_text().strip()}
    result = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, env=environment)
    if result.returncode != 0:
        raise Failure(result.stderr.strip(), "is MariaDB running (`systemctl status mariadb`)? `sudo caseload setup` creates user and databases")
    return [line.split("\t") for line in result.stdout.splitlines()]


def server(installation):
    if not os.access(installation.password_file, os.R_OK):
        yield Finding(UNKNOWN, f"{installation.password_file} is missing or can be read only by root", "sudo caseload check; if it is missing, sudo caseload setup")
        return
    (version, sql_mode, connections, pool, now), = rows(
        installation, "SELECT VERSION(), @@sql_mode, @@max_connections, @@innodb_buffer_pool_size, UNIX_TIMESTAMP(NOW(6))")
    difference_s = abs(float(now) - time.time())
    kind = "MariaDB" if "MariaDB" in version else "MySQL"
    numbers = tuple(int(number) for number in re.match(r"(\d+)\.(\d+)", version).groups())
    yield judge(numbers >= MINIMUM[kind], f"{kind} {version}", f"{kind} {version} is too old", f"at least {kind} {'.'.join(map(str, MINIMUM[kind]))}")
    yield judge("STRICT_" in sql_mode, "sql_mode is strict", f"sql_mode '{sql_mode}' is not strict, so values are stored truncated", "remove sql_mode from /etc/mysql/, or add STRICT_TRANS_TABLES")
    config = installation.config
    needed = len(installation.datasets) * (config["server"]["threads"] + config["worker"]["threads"] + 2)
    yield judge(int(connections) > needed, f"max_connections {connections}, and at most {needed} are used",
                f"max_connections is {connections}, but server.threads and worker.threads use up to {needed}", "raise max_connections or lower server.threads")
    yield judge(int(pool) >= WANTED_POOL, f"innodb_buffer_pool_size {int(pool) // 2**20} MiB", f"innodb_buffer_pool_size is {int(pool) // 2**20} MiB; {FULL_SIZE_MESSAGE}",
                "innodb_buffer_pool_size = 1G in /etc/mysql/mariadb.conf.d/60-caseload.cnf", NOTE)
    if difference_s > MAX_CLOCK_DIFFERENCE_S:
        yield Finding(WRONG, f"the database's clock differs by {difference_s:.0f} s from this host's", "synchronise both clocks")


def data(installation):
    if not os.access(installation.password_file, os.R_OK):
        yield Finding(UNKNOWN, "not readable without the password")
        return
    schema = (ROOT / "sql" / "schema.sql").read_text()
    collations = dict(rows(installation, "SELECT schema_name, default_collation_name FROM information_schema.schemata"))
    for dataset in installation.datasets:
        name = seeding.database(dataset)
        if name not in collations:
            yield Finding(WRONG, f"the database {name} is missing, or the user may not read it", "sudo caseload setup")
        elif f"COLLATE {collations[name]} " not in schema:
            yield Finding(WRONG, f"{name} has the collation {collations[name]}, from an earlier version", f"sudo caseload seed --afresh --datasets {dataset}")
        elif not rows(installation, f"SELECT 1 FROM {name}.dataset"):
            yield Finding(WRONG if dataset == installation.datasets[0] else NOTE, f"{name} is empty", f"sudo caseload seed --datasets {dataset}")
        else:
            yield Finding(OK, f"{name} has its data")
    yield from origin(installation)


def origin(installation):
    if os.geteuid() != 0:
        yield Finding(UNKNOWN, "only root can see which version the data is from, and which migrations were applied", "sudo caseload check")
        return
    datasets.connect(installation)
    waiting = migrations.pending(installation)
    yield judge(not waiting, "all migrations were applied", f"migrations were not applied: {', '.join(' '.join(each) for each in waiting)}", "sudo caseload setup")
    older = [name for name, came_from in seeding.seeded_from(installation).items() if came_from != seeding.sql_hash()]
    if older:
        yield Finding(NOTE, f"{', '.join(older)} has the data of another version, so its counts may differ from those in lessons", "sudo caseload seed")


def privileges(installation):
    if not os.access(installation.password_file, os.R_OK):
        yield Finding(UNKNOWN, "not readable without the password")
        return
    needed = dict(grants((ROOT / "deploy" / "grants.sql").read_text().splitlines()))
    if installation.config["app"].get("test_mode"):
        needed = {scope: granted | {"INDEX"} for scope, granted in needed.items()}
    if installation.config["database"].get("replica"):
        needed["*.*"] = {"SLAVE MONITOR"}  # deploy/grants-replica.sql, in the words of SHOW GRANTS
    had = dict(grants(row[0] for row in rows(installation, "SHOW GRANTS FOR CURRENT_USER()")))
    missing = [f"{', '.join(sorted(granted - had.get(scope, set())))} on {scope}" for scope, granted in needed.items() if granted - had.get(scope, set())]
    beyond = [f"{', '.join(sorted(granted - needed.get(scope, {'USAGE'})))} on {scope}" for scope, granted in had.items() if granted - needed.get(scope, {"USAGE"})]
    yield judge(not missing, "the user has the privileges that it needs", f"the user lacks {'; '.join(missing)}", "sudo caseload setup")
    yield judge(not beyond, "the user has no other privileges", f"the user has privileges that it does not need: {'; '.join(beyond)}", "REVOKE what it does not need (deploy/grants.sql has all that it needs)")


def grants(lines):
    """(scope, set of privileges) of lines such as GRANT SELECT, INSERT ON `caseload\\_x1`.* TO ..."""
    for line in lines:
        found = GRANT.match(line)
        if found:
            yield found.group(2), {privilege.strip() for privilege in found.group(1).split(",")}
