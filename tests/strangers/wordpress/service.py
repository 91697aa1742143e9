"""WordPress as Debian packages it, with PHP's own web server, on MariaDB. Its files are copied below the folder, because the
packaged wp-config.php reads its settings from /etc only. seed.php makes the posts and comments through WordPress's own functions."""

import pathlib
import shutil

from console import Failure
from running import Running, run

HERE = pathlib.Path(__file__).parent
PACKAGED = pathlib.Path("/usr/share/wordpress")
# OPcache would keep what an earlier run compiled.
PHP = ("php", "-d", "memory_limit=512M", "-d", "opcache.enable=0")


def site(folder, database):
    return folder / database.name


def environment(database):
    return {"DATABASE_HOST": f"127.0.0.1:{database.port}", "DATABASE_NAME": database.name, "DATABASE_USER": database.user,
            "DATABASE_PASSWORD": database.password}


def seed(folder, database, dataset):
    if not PACKAGED.exists():
        raise Failure("WordPress is not installed", "`tools/deps.sh wordpress` installs it without Apache")
    shutil.rmtree(site(folder, database), ignore_errors=True)
    shutil.copytree(PACKAGED, site(folder, database))
    shutil.copy(HERE / "wp-config.php", site(folder, database))
    run([*PHP, HERE / "seed.php", site(folder, database), dataset.removeprefix("x")], environment(database), HERE,
        folder / f"seed-{database.name}.log")


def start(folder, port, database):
    root = site(folder, database)
    return Running([*PHP, "-S", f"127.0.0.1:{port}", "-t", root, HERE / "router.php"], port, environment(database), root,
                   folder / f"{database.name}.log")
