"""PHP-FPM from Debian with OPcache, PDO with persistent connections and emulated prepares, and the Memcached extension."""

import os
import pathlib

from part import Part, accepts_connections

HERE = pathlib.Path(__file__).resolve().parent
TITLE = "PHP-FPM (OPcache, PDO, Memcached)"
PACKAGES = ("php8.2-fpm", "php8.2-mysql", "php-memcached", "php8.2-opcache")
LAYOUT = ("layout.php", "<?= e($title) ?>", "<?= $content ?>")
# nginx keeps connections to PHP open, which a child then serves alone. There are more children than connections of both sorts: 16 of
# clients, and 16 idle ones of each of nginx's two workers.
CHILDREN = 48
CONFIGURATION = """[global]
error_log = {log}
daemonize = no
[www]
{user}
listen = {socket}
listen.backlog = 1024
pm = static
pm.max_children = {children}
clear_env = yes
php_admin_value[opcache.enable] = 1
php_admin_value[opcache.validate_timestamps] = 0
php_admin_value[opcache.memory_consumption] = 128
php_admin_value[opcache.jit] = tracing
php_admin_value[opcache.jit_buffer_size] = 64M
php_admin_value[realpath_cache_size] = 4096K
php_admin_value[output_buffering] = 65536
php_admin_value[expose_php] = 0
php_admin_value[display_errors] = 0
"""


def socket(bench):
    return bench.stack.socket("php")


def prepare(bench):
    user = "user = root\ngroup = root" if os.getuid() == 0 else ""
    (bench.stack.var / "php-fpm.conf").write_text(CONFIGURATION.format(
        log=bench.stack.plain / "log" / "php-fpm.log", user=user, socket=socket(bench), children=CHILDREN))


def part(bench):
    command = ["php-fpm8.2", "--nodaemonize", "--fpm-config", bench.stack.var / "php-fpm.conf", *(["--allow-to-run-as-root"] if os.getuid() == 0 else [])]
    return Part(name="php", command=lambda stack: command, prepare=lambda stack: prepare(bench), ready=lambda stack: accepts_connections(socket(bench)))


def location(bench):
    return f"""
        location / {{
            include /etc/nginx/fastcgi_params;
            fastcgi_param SCRIPT_FILENAME "{HERE}/index.php";
            fastcgi_param BENCH_DATABASE {bench.database};
            fastcgi_param BENCH_CACHE {bench.cache};
            fastcgi_param BENCH_LAYOUT "{bench.layout}";
            fastcgi_buffer_size 16k;
            fastcgi_buffers 16 16k;
            fastcgi_keep_conn on;
            fastcgi_pass php;
        }}"""


def upstream(bench):
    return f"    upstream php {{ server unix:{socket(bench)}; keepalive 16; }}\n"
