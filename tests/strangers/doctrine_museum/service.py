"""A museum: Doctrine ORM 2.14 in PHP-FPM behind nginx, as Debian packages them, on MariaDB or PostgreSQL."""

import os
import pathlib
import pwd
import shutil

from running import Running, run

PROJECT = pathlib.Path(__file__).parent
# PHP-FPM leaves the process group, because it calls setsid(2), so the shell ends it.
START = ('/usr/sbin/php-fpm8.2 --nodaemonize --allow-to-run-as-root --fpm-config "$1/php-fpm.conf" & fpm=$!; '
         'trap "kill $fpm; wait $fpm" EXIT; trap exit TERM; '
         'while [ ! -S "$1/php.sock" ]; do kill -0 $fpm || exit 1; sleep 0.05; done; /usr/sbin/nginx -p "$1" -c "$1/nginx.conf" & wait $!')


def environment(folder, database):
    return {"DATABASE_URL": database.url, "CACHE_DIR": str(home(folder, database) / "cache")}


def home(folder, database):
    return folder / database.name


def seed(folder, database, dataset):
    env = environment(folder, database)
    run(["php", "-d", "memory_limit=512M", "bin/seed.php", dataset.removeprefix("x")], env, PROJECT, folder / f"seed-{database.name}.log")


def start(folder, port, database):
    run_in = home(folder, database)
    shutil.rmtree(run_in, ignore_errors=True)
    (run_in / "cache").mkdir(parents=True)
    for name in ("nginx.conf", "php-fpm.conf"):
        text = (PROJECT / "deploy" / name).read_text()
        for key, value in {"USER": pwd.getpwuid(os.getuid()).pw_name, "HOME": run_in, "PUBLIC": PROJECT / "public", "PORT": port}.items():
            text = text.replace(f"@{key}@", str(value))
        (run_in / name).write_text(text)
    return Running(["sh", "-c", START, "start", run_in], port, environment(folder, database), PROJECT, folder / f"{database.name}.log")
