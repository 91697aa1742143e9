"""The life of an installation: installed without a running database, set up, used, upgraded, removed, installed again, purged."""

import json
import os
import subprocess

import lint
import sizes
from case_pages import CALLS_AT_ONCE, LOOPED_QUERY, folder_of, path_of
from console import Failure, Step
from services import NAME, PORT, Services, get

ROWS = "SELECT COUNT(*) FROM caseload_x1.book"


class Life:
    def __init__(self, folder):
        self.folder = folder
        self.services = Services(folder)
        self.deb = next(file.name for file in (folder / "packages").glob("caseload_*.deb"))
        self.sizes = sizes.Sizes(self)
        self.detector = next(file.name for file in (folder / "packages").glob("caseload-detector_*.deb"))

    def run(self, *command, status=0, text=""):
        """Runs a command in the tree and returns what it prints. Another exit status than this fails the check."""
        result = subprocess.run(["chroot", str(self.folder), *command], input=text, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                env={"PATH": os.environ["PATH"], "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8", "HOME": "/root"})
        if result.returncode != status:
            raise Failure(f"`{' '.join(command)}` ended with status {result.returncode} and not {status}:\n{result.stdout}")
        return result.stdout

    def sql(self, query):
        return self.run("mariadb", "--batch", "--skip-column-names", "-e", query).strip()

    def preseed(self, *lines):
        self.run("debconf-set-selections", text="".join(f"caseload caseload/{line}\n" for line in lines))

    def path(self, name):
        return self.folder / name.lstrip("/")

    def install(self, name, status=0):
        return self.run("dpkg", "-i", f"/packages/{name}", status=status)

    def package_status(self):
        return self.run("dpkg-query", "-W", "-f=${db:Status-Status} ${Version}", "caseload")


def expect(is_so, what):
    if not is_so:
        raise Failure(what)


def install_without_a_database(life):
    life.preseed(f"server-name string {NAME}", f"port string {PORT}")
    with life.sizes.time("install the package, with its dependencies there"):
        printed = life.install(life.deb)
    expect("caseload setup" in printed, f"the installation does not name the next command:\n{printed}")
    secret = life.path("/etc/caseload/password").stat()
    expect(secret.st_mode & 0o777 == 0o640 and secret.st_uid == 0, f"/etc/caseload/password has the mode {secret.st_mode:o}")
    report = life.run("caseload", "check", status=1)
    expect("systemctl status mariadb" in report, f"`caseload check` does not name the missing database:\n{report}")


def check_units(life):
    print(f"  {lint.units(life)}")


def set_up(life):
    # On a busy machine a cache that takes a while is not dead.
    life.run("sed", "-i", "s/^# timeout_ms = 50$/timeout_ms = 10000/", "/etc/caseload/caseload.toml")
    life.services.start_database()
    life.services.start_others()
    printed = life.run("caseload", "setup", "--name", NAME, "--port", str(PORT))
    expect("caseload seed" in printed, f"`caseload setup` does not name the next command:\n{printed}")
    expect(life.run("caseload", "setup").count("is kept") == 1, "a second setup changes the password")
    with life.sizes.time("seed x1"):
        life.run("caseload", "seed", "--datasets", "x1")
    life.services.reload_nginx()
    with life.sizes.time("start the application"):
        life.services.start_application()


def catalogue():
    return json.loads(get("/catalogue.json")[2])


def address_of(pace):
    return path_of(catalogue(), LOOPED_QUERY, pace) + "?n=10"


def open_pages(life):
    status, headers, slow = get(address_of("slow"))
    expect(status == 200 and "Evidence" in headers, f"a case page: status {status}")
    expect(get(address_of("fast"))[2] == slow, "the variants send different responses")
    for page, text in (("/", b"Caseload"), ("/docs/", b"Caseload"), ("/static/app.css", b"{"), ("/catalogue.json", b'"slug"'), ("/readyz", b'"ok"')):
        status, _, body = get(page)
        expect(status == 200 and text in body, f"{page}: status {status}")
    expect(get("/", name="other.test")[0] != 200 or b"Caseload" not in get("/", name="other.test")[2], "other names get Caseload too")
    expect(get("/test/")[0] == 404, "the package contains test mode")
    expect(b"in stock" in get(path_of(catalogue(), CALLS_AT_ONCE))[2], "a page does not reach the partner services")


def check(life):
    """Nothing is wrong. systemd and the time service are not there, which must be said."""
    report = life.run("caseload", "check", status=3)
    expect("WRONG" not in report and "unknown" in report, report)
    life.run("caseload", "status")
    expect(json.loads(life.run("caseload", "catalogue"))["cases"], "the catalogue is empty")
    life.run("caseload", "version")
    find_what_is_wrong(life)


def find_what_is_wrong(life):
    """Each of these is broken, must be found, and is repaired as the report says."""
    for name, breaks, repairs in (
            ("mode 644", ["chmod", "644", "/etc/caseload/password"], ["chmod", "640", "/etc/caseload/password"]),
            ("privileges that it does not need", ["mariadb", "-e", "GRANT CREATE ON *.* TO caseload@localhost"], ["mariadb", "-e", "REVOKE CREATE ON *.* FROM caseload@localhost"]),
            ("the user lacks DELETE", ["mariadb", "-e", r"REVOKE DELETE ON `caseload\_x4`.* FROM caseload@localhost"], ["caseload", "setup"]),
            ("is not enabled", ["rm", "/etc/nginx/sites-enabled/caseload"], ["caseload", "setup"]),
            ("nginx refuses", ["sh", "-c", "echo nonsense >/etc/nginx/conf.d/nonsense.conf"], ["rm", "/etc/nginx/conf.d/nonsense.conf"]),
            ("server.threads", ["sed", "-i", "s/^# threads = 16/threads = 9999/", "/etc/caseload/caseload.toml"], ["sed", "-i", "s/^threads = 9999/# threads = 16/", "/etc/caseload/caseload.toml"])):
        life.run(*breaks)
        report = life.run("caseload", "check", status=1)
        expect(name in report, f"`caseload check` does not report: {name}\n{report}")
        life.run(*repairs)
        expect("WRONG" not in life.run("caseload", "check", status=3), f"still wrong after {' '.join(repairs)}")


def public(life):
    """The profile for a demonstration that is open to everyone. `caseload check` finds each protection that is missing."""
    profile = ["sed", "-i", 's/^# profile = "standard"/profile = "public"/', "/etc/caseload/caseload.toml"]
    life.run(*profile)
    expect("still runs with the profile standard" in life.run("caseload", "check", status=1), "`caseload check` does not see that a restart is due")
    life.run("caseload", "setup")
    life.services.reload_nginx()
    restart(life)
    report = life.run("caseload", "check", status=3)
    expect("WRONG" not in report and "runs with the profile public" in report and "does not contain test mode" in report, report)
    old_order = "INSERT INTO caseload_x1.report_request (publisher_id, asked_at) VALUES (1, NOW(6) - INTERVAL 2 HOUR)"
    for name, breaks, repairs in (
            ("does not limit the rate", ["rm", "/etc/caseload/public.conf"], ["caseload", "setup"]),
            ("app.probes", ["sed", "-i", "s/^# probes = false/probes = true/", "/etc/caseload/caseload.toml"], ["sed", "-i", "s/^probes = true/# probes = false/", "/etc/caseload/caseload.toml"]),
            ("app.max_slow_running", ["sed", "-i", "s/^# max_slow_running = 0/max_slow_running = 9/", "/etc/caseload/caseload.toml"], ["sed", "-i", "s/^max_slow_running = 9/# max_slow_running = 0/", "/etc/caseload/caseload.toml"]),
            ("/metrics responds 200", ["sed", "-i", "s/^        deny all;/        allow all;/", "/etc/nginx/sites-available/caseload"], ["sed", "-i", "s/^        allow all;/        deny all;/", "/etc/nginx/sites-available/caseload"])):
        life.run(*breaks)
        life.services.reload_nginx()
        life.services.wait("nginx", lambda: get("/readyz")[0] == 200)
        report = life.run("caseload", "check", status=1)
        expect(name in report, f"`caseload check` does not report: {name}\n{report}")
        life.run(*repairs)
        life.services.reload_nginx()
        life.services.wait("nginx", lambda: get("/readyz")[0] == 200)
    life.services.stop("caseload-worker")
    life.sql(old_order)
    expect("report_request" in life.run("caseload", "check", status=1), "`caseload check` does not report a row that is too old")
    life.services.start_unit("caseload-worker")
    life.services.wait("caseload-worker", lambda: life.sql("SELECT COUNT(*) FROM caseload_x1.report_request") == "0")
    expect("WRONG" not in life.run("caseload", "check", status=3), "still wrong after the repairs")
    statuses = [get("/healthz")[0] for _ in range(200)]
    expect(429 in statuses, "200 requests of one client in a row were not limited")
    life.run("sed", "-i", 's/^profile = "public"/# profile = "standard"/', "/etc/caseload/caseload.toml")
    life.run("caseload", "setup")
    expect(not life.path("/etc/caseload/public.conf").is_symlink(), "the limits of the profile are still linked")
    life.services.reload_nginx()
    restart(life)


OTHER_SITE = "server {\n    listen 80;\n    server_name www.test;\n    include snippets/caseload.conf;\n    location / { return 200 'the other site'; }\n}\n"


def below_another_site(life):
    life.run("caseload", "setup", "--name", "http://www.test/perf")
    life.path("/etc/nginx/sites-enabled/other").write_text(OTHER_SITE)
    life.run("nginx", "-t", "-q")
    life.services.reload_nginx()
    life.services.stop_application()
    life.services.start_application(name="www.test", path="/perf/readyz")
    expect(get("/", name="www.test")[2] == b"the other site", "the other site does not work any more")
    address = "/perf/" + folder_of(json.loads(life.run("caseload", "catalogue")), LOOPED_QUERY)
    status, _, page = get(address, name="www.test")
    expect(status == 200 and b'href="/perf/' in page and b'href="/cases/' not in page, f"{address}: status {status}, or its links lead out of /perf/")
    expect(get("/perf/static/app.css", name="www.test")[0] == 200 and get("/perf/docs/", name="www.test")[0] == 200, "files below /perf/ are missing")
    expect("WRONG" not in life.run("caseload", "check", status=3), "something is wrong below another site")
    life.path("/etc/nginx/sites-enabled/other").unlink()
    life.run("caseload", "setup", "--name", NAME, "--port", str(PORT))
    life.services.reload_nginx()
    restart(life)


def measure_sizes(life):
    """After pages were opened. The guide has the figures, with their date."""
    life.sizes.measure()
    life.sizes.print_and_write()


def detector(life):
    life.install(life.detector)
    printed = life.run("caseload-detector", f"http://127.0.0.1:{PORT}{address_of('slow').partition('?')[0]}", "--header", f"Host: {NAME}", "--knob", "n=10,40", "--evidence", "header", status=2)
    expect("N+1" in printed, f"the detector finds nothing:\n{printed}")
    life.run("dpkg", "--purge", "caseload-detector")


def failed_upgrade(life):
    """The old version keeps running, with its data and configuration."""
    life.password = life.path("/etc/caseload/password").read_text()
    for name, text in (("/etc/caseload/caseload.toml", "# a line of the administrator\n"), ("/etc/caseload/listen.conf", "# another\n")):
        with open(life.path(name), "a") as file:
            file.write(text)
    life.rows = life.sql(ROWS)
    before = get("/version")[2]
    printed = life.install("broken.deb", status=1)
    expect("9999-deb-check.sql failed" in printed, f"the failed migration is not named:\n{printed}")
    expect(life.package_status().startswith("half-configured"), f"the package is {life.package_status()}")
    expect(life.services.is_running("caseload") and get("/version")[2] == before, "the old version does not run any more")
    expect(get(address_of("slow"))[0] == 200, "the old version's pages fail")
    expect("did not finish" in life.run("caseload", "check", status=1), "`caseload check` does not report the unfinished upgrade")


def upgrade(life):
    life.install("newer.deb")
    expect(life.package_status().startswith("installed "), f"the package is {life.package_status()}")
    columns = life.sql("SELECT GROUP_CONCAT(table_schema ORDER BY 1) FROM information_schema.columns WHERE column_name = 'deb_check'")
    expect(columns == "caseload_x1,caseload_x16,caseload_x4", f"migrated: {columns}")
    expect(life.sql(ROWS) == life.rows != "0", "the upgrade changed the data")
    expect(life.path("/etc/caseload/password").read_text() == life.password, "the upgrade changed the password")
    expect("# a line of the administrator" in life.path("/etc/caseload/caseload.toml").read_text(), "the upgrade changed the configuration")
    expect("# another" in life.path("/etc/caseload/listen.conf").read_text(), "the upgrade changed listen.conf")
    restart(life)
    expect(get(address_of("slow"))[0] == 200, "the new version's pages fail")


def restart(life):
    """As systemd would."""
    life.services.stop_application()
    life.services.start_application()


def remove(life):
    life.services.stop_application()
    life.run("dpkg", "--remove", "caseload")
    expect(not life.path("/etc/nginx/sites-enabled/caseload").is_symlink(), "the site is still enabled")
    life.run("nginx", "-t", "-q")
    expect(life.sql(ROWS) == life.rows, "removing changed the data")
    expect(life.path("/etc/caseload/password").exists(), "removing dropped the password")
    leftovers = life.run("find", "/usr", "/lib/systemd", "-name", "*caseload*", "-not", "-path", "/usr/lib/python3/*").split()
    expect(not leftovers, f"left after removing: {', '.join(leftovers)}")


def install_again(life):
    """With the database running. The data is still there and is not seeded again."""
    life.install("newer.deb")
    expect(life.sql(ROWS) == life.rows, "the installation changed the data")
    life.services.start_application()
    expect(get(address_of("slow"))[0] == 200, "pages fail")


def purge_and_keep_the_data(life):
    life.services.stop_application()
    printed = life.run("dpkg", "--purge", "caseload")
    expect("DROP DATABASE" in printed, f"purging does not say how to drop what it keeps:\n{printed}")
    expect(life.sql(ROWS) == life.rows, "purging dropped data without being asked to")
    expect_no_files(life)


def purge_and_drop_the_data(life):
    life.preseed(f"server-name string {NAME}", f"port string {PORT}")
    life.install("newer.deb")
    life.preseed("drop-data boolean true")
    life.run("dpkg", "--purge", "caseload")
    expect(life.sql("SHOW DATABASES LIKE 'caseload%'") == "", "databases are left")
    expect(life.sql("SELECT COUNT(*) FROM mysql.user WHERE user = 'caseload'") == "0", "the database user is left")
    expect_no_files(life)


def expect_no_files(life):
    left = life.run("find", "/etc", "/var", "/usr", "/lib/systemd", "-name", "*caseload*", "-not", "-path", "/var/lib/mysql/*", "-not", "-path", "/var/log/nginx/*").split()
    expect(not left, f"left after purging: {', '.join(left)}")


STEPS = {"install": install_without_a_database, "units": check_units, "set up": set_up, "pages": open_pages, "check": check, "sizes": measure_sizes, "public": public, "below": below_another_site, "detector": detector,
         "bad upgrade": failed_upgrade, "upgrade": upgrade, "remove": remove, "reinstall": install_again, "purge, keep": purge_and_keep_the_data,
         "purge, drop": purge_and_drop_the_data}


def run(folder):
    life = Life(folder)
    try:
        for name, step in STEPS.items():
            with Step(name):
                step(life)
    finally:
        life.services.stop_all()
    print(f"deb-check: {len(STEPS)} passed, 0 failed")
