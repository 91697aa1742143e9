"""The command as a user runs it: on a real service, with its output and exit codes."""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import unittest
from pathlib import Path
from unittest import mock
from xml.etree import ElementTree

import support

support.prepare_path()

from own_service import PASSWORD, Handler, Shop

from caseload_detector.__main__ import main
from caseload_detector.command import look

SECRETS = ("bob@example.org", "secret of", "s3cr3t-token", PASSWORD, "eyJhbGciOi")


class Run:
    """What a run printed, and its exit code."""

    def __init__(self, *arguments: str, **environment: str) -> None:
        out, errors = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(errors), mock.patch.dict(os.environ, environment):
            self.code = main(list(arguments))
        self.out, self.errors = out.getvalue(), errors.getvalue()


class InFolder(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def file(self, name: str) -> str:
        return str(self.folder / name)

    def json(self, name: str) -> dict:  # type: ignore[type-arg]
        return json.loads((self.folder / name).read_text(encoding="utf-8"))


class Looking(InFolder):
    def test_a_problem_comes_with_its_query_growth_place_fix_and_link(self) -> None:
        with Shop() as shop:
            run = Run(f"{shop.url}/orders", "--knob", "per_page=10,40", "--stack", "django", "--docs", "https://site.example/")
        self.assertEqual(run.code, 2)
        for line in (
            "N+1 queries (n-plus-one): one query runs", "select name from author where id = ? and note <> ?", "runs once per item: per_page 10 → 10, 40 → 40",
            "called from shop/views.py:42", "fix: (Django) Add .select_related", "more: https://site.example/cases/n-plus-one/", "1 problem on 1 of 1 page",
            "--baseline accepted.json",
        ):
            self.assertIn(line, run.out)
        self.assertRegex(run.out, r"clean for \d+ problems; \d+ need")

    def test_without_a_knob_it_says_what_is_out_of_reach_and_judges_the_rest(self) -> None:
        with Shop(fixed=True) as shop:
            run = Run(f"{shop.url}/orders")
        self.assertEqual(run.code, 3)
        self.assertRegex(run.out, r"clean for \d+ problems; \d+ need a size to vary")
        self.assertIn("give --knob", run.out)
        self.assertRegex(run.out.splitlines()[-1], r"^To accept in CI what was not judged: --accept-not-judged .*n-plus-one")

    def test_the_option_that_the_last_line_proposes_lets_the_next_run_pass(self) -> None:
        with Shop(fixed=True) as shop:
            proposed = Run(f"{shop.url}/orders", "--knob", "per_page=10,40").out.splitlines()[-1].partition(": ")[2].split()
            self.assertEqual(Run(f"{shop.url}/orders", "--knob", "per_page=10,40", *proposed).code, 0)
            self.assertEqual(Run(f"{shop.url}/orders", "--accept-not-judged", "all").code, 0)
        with Shop() as shop:
            self.assertEqual(Run(f"{shop.url}/orders", "--knob", "per_page=10,40", *proposed).code, 2)

    def test_nothing_seen_and_a_page_that_fails_are_never_accepted(self) -> None:
        with Shop() as shop:
            run = Run(f"{shop.url}/api/books", "--accept-not-judged", "all")
            self.assertEqual(run.code, 3)
            self.assertIn("No query of this service was seen", run.out)
            for path, reason in (("/nowhere", "status 404"), ("/private", "login"), ("/away", "another host"), ("/busy-for-long", "3600 seconds")):
                run = Run(shop.url + path, f"{shop.url}/about", "--accept-not-judged", "all")
                self.assertEqual(run.code, 3, path)
                self.assertIn("not judged:", run.out)
                self.assertIn(reason, run.out)

    def test_a_crawl_shows_what_it_chose_and_why(self) -> None:
        with Shop() as shop:
            run = Run(shop.url, "--crawl", "30", "--knob", "other=10,40")
        self.assertEqual(run.code, 2)
        for line in ("GET /orders  [per_page=10,40,160, other=10,40]", "knob per_page=10,40,160: a form offers 10, 40, 160", "stands for 6 addresses of this shape", "GET /list/{n}  [n=10,40,160, other=10,40]",
                     "'logout' may change something: /logout"):
            self.assertIn(line, run.out)

    def test_a_part_of_the_path_is_a_knob(self) -> None:
        with Shop() as shop:
            Run(shop.url, "--knob", "/list/{many}=5,20")
            self.assertLessEqual({"/list/5", "/list/20"}, set(shop.paths()))
            self.assertNotIn("/", shop.paths())

    def test_sizes_that_the_service_caps_are_left_out(self) -> None:
        with Shop() as shop:
            run = Run(f"{shop.url}/orders", "--knob", "per_page=10,40,160,640")
        self.assertIn("per_page: the service shows no more than at 100, so 640 is left out; 160 counts as that", " ".join(run.out.split()))
        self.assertIn("10 → 10, 40 → 40, 100 → 100", run.out)

    def test_a_size_that_shows_a_login_or_an_error_with_status_200_is_never_clean(self) -> None:
        orders = Handler.orders
        for body, said in (("<form><input name=user><input type=password name=p></form>", "40 (a login form), 160 (a login form)"), ("<p>Something went wrong</p>", "40 (no entries and fewer queries than at the smallest size)"), ("<ul><li>Sorry</ul>", "fewer queries than at the smallest size")):

            def fails(handler: Handler, query: dict[str, str]) -> None:
                if int(query.get("per_page", "20")) >= 40:
                    handler.page(body, [("select * from session where id = ?", 1)])
                else:
                    orders(handler, query)

            with Shop() as shop, mock.patch.object(Handler, "orders", fails):
                run = Run(f"{shop.url}/orders", "--knob", "per_page=10,40,160", "--json", self.file("a.json"))
            self.assertEqual(run.code, 3)
            self.assertIn("per_page: the service refuses 40", " ".join(run.out.split()))
            self.assertIn(said, " ".join(run.out.split()))
            self.assertIn("n-plus-one", self.json("a.json")["pages"][0]["not_judged"])

    def test_a_size_at_which_the_service_breaks_ends_the_ladder_and_not_the_page(self) -> None:
        with Shop() as shop:
            shop.breaks_at = 80
            run = Run(f"{shop.url}/orders", "--knob", "per_page=10,40,80,90")
        self.assertEqual(run.code, 2)
        said = " ".join(run.out.split())
        self.assertIn("per_page=80: no response", said)
        self.assertIn("so larger sizes were not requested", said)
        self.assertIn("10 → 10, 40 → 40", said)
        self.assertNotIn("per_page=90", str(shop.requests))

    def test_hosts_with_other_data_are_a_ladder(self) -> None:
        with Shop(stored=10) as small, Shop(stored=40) as large:
            run = Run(f"{small.url}/orders", "--dataset", f"x1={small.url},x4={large.url}", "--json", self.file("seen.json"))
            self.assertIn("/orders", large.paths())
        self.assertEqual(run.code, 2)
        page = self.json("seen.json")["pages"][0]
        self.assertEqual(page["knobs"], {"dataset": ["x1", "x4"]})
        self.assertEqual(page["problems"][0]["queries"][0]["growth"], [[1, 10], [4, 20]])

    def test_a_command_that_grows_the_data_makes_a_ladder_with_permission_only(self) -> None:
        with Shop(stored=5) as shop:
            command = f"{sys.executable} -c \"import os, urllib.request as u; u.urlopen('{shop.url}/grow?to=' + os.environ['CASELOAD_GROW'], data=b'')\""
            run = Run(f"{shop.url}/orders", "--grow", command)
            self.assertEqual((run.code, shop.requests), (1, []))
            run = Run(f"{shop.url}/orders", "--grow", command, "--allow-writes", "--json", self.file("seen.json"))
        self.assertEqual(run.code, 2)
        self.assertEqual(self.json("seen.json")["pages"][0]["problems"][0]["queries"][0]["growth"], [[1, 5], [4, 20], [16, 20]])

    def test_a_page_that_writes_is_sent_its_body_with_permission_only(self) -> None:
        body = self.folder / "body.json"
        body.write_text('{"rows": 3}\n', encoding="utf-8")
        with Shop() as shop:
            arguments = (shop.url, "--post", f"/import={body}", "--knob", "/import?n=10,40")
            run = Run(*arguments)
            self.assertEqual((run.code, shop.requests), (1, []))
            self.assertIn("/import is requested with POST", run.errors)
            run = Run(*arguments, "--allow-writes")
            sent = [(headers["Content-Type"], body) for method, _, headers, body in shop.requests if method == "POST"]
        self.assertEqual(set(sent), {("application/json", '{"rows": 3}')})
        self.assertEqual(run.code, 2)
        self.assertIn("bulk-create", run.out)

    def test_after_a_login_pages_behind_it_are_judged(self) -> None:
        with Shop() as shop:
            run = Run(f"{shop.url}/private", "--login", "/accounts/login/", "--login-user", "ann", CASELOAD_LOGIN_PASSWORD=PASSWORD)
        self.assertIn("logged in at /accounts/login/ as ann", run.out)
        self.assertRegex(run.out, r"GET /private\n  clean for")
        with Shop() as shop:
            run = Run(f"{shop.url}/private", "--login", "/accounts/login/", "--login-user", "ann", CASELOAD_LOGIN_PASSWORD="wrong")
        self.assertEqual((run.code, run.out), (1, ""))
        self.assertIn("login form is shown again", run.errors)

    def test_credentials_are_sent_with_each_request(self) -> None:
        with Shop() as shop:
            Run(f"{shop.url}/about", "--basic-user", "ann", "--cookie", "a=b", "--header", "X-Team: $TEAM", CASELOAD_BASIC_PASSWORD="pw", TEAM="blue")
            seen = {(headers["Authorization"], headers["Cookie"], headers["X-Team"], headers["User-Agent"].partition("/")[0]) for _, _, headers, _ in shop.requests}
            self.assertEqual(seen, {("Basic YW5uOnB3", "a=b", "blue", "caseload-detector")})
            shop.requests.clear()
            Run(f"{shop.url}/about", "--bearer", "$TOKEN", TOKEN="s3cr3t-token")
            self.assertEqual({headers["Authorization"] for _, _, headers, _ in shop.requests}, {"Bearer s3cr3t-token"})

    def test_a_service_with_its_own_certificate(self) -> None:
        file = self.file("service.pem")
        made = subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=shop", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2",
                               "-keyout", self.file("key.pem"), "-out", self.file("cert.pem")], capture_output=True, check=False)
        self.assertEqual(made.returncode, 0, made.stderr)
        Path(file).write_bytes(Path(self.file("key.pem")).read_bytes() + Path(self.file("cert.pem")).read_bytes())
        with Shop(certificate=file) as shop:
            run = Run(f"{shop.url}/about")
            self.assertEqual((run.code, shop.requests), (1, []))
            self.assertIn("certificate is not trusted", run.errors)
            for trusted in (("--ca", self.file("cert.pem")), ("--insecure",)):
                self.assertEqual(Run(f"{shop.url}/about", *trusted).code, 3)

    def test_a_command_that_fails_ends_the_ladder(self) -> None:
        with Shop() as shop:
            run = Run(f"{shop.url}/orders", "--grow", "exit 7", "--allow-writes")
        self.assertIn("the command failed with exit code 7 at 4 times the data", run.out)
        self.assertIn("datasets of different sizes", run.out)

    def test_the_budget_ends_a_page_and_says_so(self) -> None:
        with Shop() as shop:
            run = Run(f"{shop.url}/orders", "--knob", "per_page=10,40,160", "--max-requests", "12")
            self.assertLessEqual(len(shop.requests), 12 + 3)  # one before probing, and two for the self-test
        self.assertIn("probing ended early: the budget of 12 requests for a page is spent (--max-requests)", run.out)

    def test_mistakes_are_named_and_nothing_is_requested(self) -> None:
        with Shop() as shop:
            for arguments, said in (
                ((), "address of the service is missing"), ((shop.url, "--knob", "n=10"), "1 size; expected 2 to 8"), ((shop.url, "--knob", "n=a,b"), "whole numbers above 0"),
                ((shop.url, "--knob", "10,40"), "expected NAME=10,40,160"), ((shop.url, "http://other.invalid/"), "is another service"), ((shop.url, "--login", "/x"), "belong together"),
                ((shop.url, "--accept-not-judged", "n+1"), "n+1 is not a label"), ((shop.url, "--json", "/nowhere/x.json"), "--json /nowhere/x.json"),
                ((shop.url, "--baseline", "/nowhere.json"), "can't read /nowhere.json"), ((shop.url, "--json", "-", "--sarif", "-"), "standard output"),
                ((shop.url, "--dataset", "big=http://a"), "ends in a number"),
                ((shop.url, "--dataset", "x1=http://a,x4=http://a"), "two sizes have the same address"), ((shop.url, "--dataset", "x0=http://a,x4=http://b"), "a number above 0"),
                ((shop.url, "--knob", "/list?n=10&m=10,40"), "n=10&m is not the name of one parameter"), ((shop.url, "--knob", "n=\u0663,\u0664"), "whole numbers above 0"),
                ((shop.url, "--evidence-path", "x"), "a path starts with /"), ((shop.url, "--json", "/"), "--json / is a folder"), ((shop.url, "--keep", "/"), "--keep / is a folder"), ((" ",), "not a valid HTTP address"), ((shop.url, "--bearer", "s3cr3t-token"), "name the environment variable"),
                ((shop.url, "--basic-user", "ann"), "CASELOAD_BASIC_PASSWORD"), ((shop.url, "--crawl", "0"), "out of range"), ((shop.url, "--crawl", "x"), "not a whole number"),
                ((shop.url.replace("//", "//ann:s3cr3t-token@"),), "must not contain a user"), ((shop.url, "--evidence", "nonsense://x"), "nonsense"),
            ):
                with self.subTest(said), mock.patch("sys.stdin", io.StringIO()):
                    run = Run(*arguments)
                    self.assertEqual((run.code, run.out), (1, ""))
                    self.assertIn(said, run.errors)
                    self.assertNotIn("s3cr3t", run.errors)
            self.assertEqual(shop.requests, [])

    def test_without_a_password_it_says_where_one_comes_from(self) -> None:
        terminal = mock.Mock(isatty=lambda: True)
        for stdin, said in ((None, "there is no terminal"), (terminal, "no password was given")):
            with mock.patch("sys.stdin", stdin), mock.patch("getpass.getpass", side_effect=EOFError):
                run = Run("http://127.0.0.1:1", "--basic-user", "ann")
            self.assertEqual((run.code, run.out), (1, ""))
            self.assertIn(said, run.errors)
            self.assertIn("CASELOAD_BASIC_PASSWORD", run.errors)

    def test_a_secret_that_no_header_can_carry_is_not_shown(self) -> None:
        with Shop() as shop:
            for value in ("s3cr3t-\ntoken", "s3cr3t-\u20ac"):
                run = Run(f"{shop.url}/orders", "--bearer", "$TOKEN", TOKEN=value)
                self.assertEqual((run.code, run.out), (1, ""))
                self.assertRegex(run.errors, "--bearer: the value has a ")
                self.assertNotIn("s3cr3t", run.errors)
            self.assertEqual(shop.requests, [])

    def test_a_file_of_pages_that_is_damaged_is_named(self) -> None:
        for text, said in (("{", "is not JSON"), ("[" * 100_000, "nested too deeply"), ("[]", "expected {"), ('{"pages": [5]}', "expected an object with address"), ('{"visitors": [{"headers": {"X": "s3cr3t\\n"}}]}', "the header X of a visitor: the value has a line break")):
            (self.folder / "pages.json").write_text(text, encoding="utf-8")
            run = Run("http://127.0.0.1:1", "--pages", self.file("pages.json"))
            self.assertEqual((run.code, run.out), (1, ""))
            self.assertIn(f"--pages {self.file('pages.json')}", run.errors)
            self.assertIn(said, run.errors)
            self.assertNotIn("s3cr3t", run.errors)

    def test_a_trivial_page_that_fails_is_named_and_the_page_is_judged_without_it(self) -> None:
        for floor, said in (("/nowhere", "/nowhere can't be used: status 404"), ("/hangs-up", "/hangs-up can't be used: http")):
            with Shop() as shop:
                run = Run(f"{shop.url}/orders", "--knob", "per_page=10,40", "--floor", floor)
            self.assertEqual(run.code, 2)
            self.assertIn(f"the trivial page {said}", " ".join(run.out.split()))

    def test_letters_outside_ascii_in_an_address_are_escaped(self) -> None:
        with Shop() as shop:
            run = Run(f"{shop.url}/orders?q=\u00fc x", "--knob", "per_page=10,40", "--json", self.file("a.json"))
            self.assertEqual(run.code, 2)
            self.assertEqual(shop.requests[0][1], "/orders?q=%C3%BC%20x")

    def test_a_signal_leaves_no_verdict_and_says_so(self) -> None:
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
            self.addCleanup(signal.signal, number, signal.signal(number, signal.SIG_DFL))  # nohup ignores SIGHUP

            def interrupted(*_: object) -> None:
                signal.raise_signal(number)
                threading.Event().wait(60)  # the handler may run a little later

            with Shop() as shop, mock.patch.object(look.Prober, "look_at", interrupted):
                run = Run(f"{shop.url}/orders", "--json", self.file("a.json"))
            self.assertEqual((run.code, run.out), (1, ""))
            self.assertIn(f"interrupted by {number.name}; there is no verdict", run.errors)
            self.assertFalse(Path(self.file("a.json")).exists())

    def test_a_page_that_is_no_response_is_not_judged_and_the_others_are(self) -> None:
        with Shop() as shop:
            run = Run(f"{shop.url}/hangs-up", f"{shop.url}/orders", f"{shop.url}/hangs-up?again", "--knob", "per_page=10,40")
        self.assertEqual(run.code, 2)
        self.assertRegex(run.out, r"GET /hangs-up\n *not judged: .*/hangs-up: ")

    def test_a_service_that_is_not_there_could_not_be_run(self) -> None:
        run = Run(f"http://127.0.0.1:{support.free_port()}/x?token=s3cr3t-token")
        self.assertEqual((run.code, run.out), (1, ""))
        self.assertNotIn("s3cr3t", run.errors)


class Results(InFolder):
    def test_no_output_has_a_literal_an_e_mail_address_or_a_token(self) -> None:
        formats = ("json", "sarif", "junit", "markdown", "keep")
        with Shop() as shop:
            target = f"{shop.url}/orders?token=s3cr3t-token&q=eyJhbGciOi.abc.def&mail=bob%40example.org&page=2"
            run = Run(target, "--knob", "per_page=10,40", "--bearer", "$TOKEN", *[part for name in formats for part in (f"--{name}", self.file(name))], TOKEN="s3cr3t-token")
            self.assertTrue(any("s3cr3t-token" in sent for _, sent, _, _ in shop.requests))
        self.assertEqual(run.code, 2)
        texts = {name: (self.folder / name).read_text(encoding="utf-8") for name in formats} | {"text": run.out, "progress": run.errors}
        for name, text in texts.items():
            for secret in (*SECRETS, "bob%40", "example.org"):
                self.assertNotIn(secret, text, name)
        self.assertIn("token=…", run.out)
        self.assertEqual(stat.S_IMODE((self.folder / "keep").stat().st_mode), 0o600)

    def test_literals_are_shown_on_request(self) -> None:
        with Shop() as shop:
            self.assertIn("secret of bob@example.org", Run(f"{shop.url}/orders", "--knob", "per_page=10,40", "--show-literals").out)

    def test_kept_evidence_is_judged_alike(self) -> None:
        with Shop() as shop:
            one = Run(f"{shop.url}/orders", f"{shop.url}/nowhere", "--knob", "per_page=10,40,160", "--keep", self.file("keep"), "--json", self.file("one.json"))
        other = Run("judge", self.file("keep"), "--json", self.file("other.json"))
        self.assertEqual((one.code, self.json("one.json")), (other.code, self.json("other.json")))

    def test_results_for_other_tools_are_well_formed(self) -> None:
        with Shop() as shop:
            run = Run(f"{shop.url}/orders", f"{shop.url}/private", "--knob", "per_page=10,40", "--sarif", self.file("a.sarif"), "--junit", self.file("a.xml"), "--markdown", "-")
        sarif = self.json("a.sarif")["runs"][0]
        result = sarif["results"][0]
        self.assertEqual((result["ruleId"], sarif["tool"]["driver"]["rules"][result["ruleIndex"]]["id"]), ("n-plus-one", "n-plus-one"))
        self.assertEqual(result["locations"][0]["physicalLocation"], {"artifactLocation": {"uri": "shop/views.py"}, "region": {"startLine": 42}})
        self.assertTrue(result["partialFingerprints"])
        self.assertIn("redirects to a login", json.dumps(sarif["invocations"]))
        suites = ElementTree.parse(self.file("a.xml")).getroot()
        self.assertEqual([(suite.get("name"), suite.get("failures")) for suite in suites], [("GET /orders", "1"), ("GET /private", "0")])
        self.assertEqual(suites[1].get("tests"), suites[1].get("skipped"))
        self.assertIn("```SQL\nselect name from author where id = ? and note <> ?\n```", run.out)
        self.assertIn("GET /orders", run.errors)  # the text is on standard error then

    def test_a_file_that_can_not_be_written_loses_nothing_else_and_is_never_a_pass(self) -> None:
        (self.folder / "a.json.part").mkdir()  # in the way
        with Shop() as shop:
            arguments = (f"{shop.url}/orders", "--knob", "per_page=10,40")
            run = Run(*arguments, "--json", self.file("a.json"), "--sarif", self.file("a.sarif"))
            self.assertEqual(run.code, 1)
            self.assertIn("n-plus-one", run.out)
            self.assertIn(f"--json {self.file('a.json')} could not be written: Is a directory", run.errors)
            self.assertEqual(self.json("a.sarif")["version"], "2.1.0")
            with mock.patch.object(look.Kept, "write", side_effect=OSError(28, "No space left on device")):
                run = Run(*arguments, "--keep", self.file("keep"))
            self.assertEqual(run.code, 1)
            self.assertIn("n-plus-one", run.out)
            self.assertIn(f"--keep {self.file('keep')} could not be written: No space left on device", run.errors)

    def test_a_reader_that_ends_early_is_no_error_message(self) -> None:
        folder = Path(look.__file__).resolve().parents[2]
        with subprocess.Popen([sys.executable, "-B", "-m", "caseload_detector", "rules"], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            assert process.stdout is not None and process.stderr is not None
            process.stdout.close()
            self.assertEqual(process.stderr.read(), b"")
        self.assertEqual(process.returncode, 1)

    def test_a_result_may_go_to_a_pipe_which_stays_one(self) -> None:
        os.mkfifo(self.file("pipe"), 0o644)
        for option in ("--json", "--keep"):
            read: list[str] = []
            reader = threading.Thread(target=lambda: read.append(Path(self.file("pipe")).read_text(encoding="utf-8")), daemon=True)
            reader.start()
            with Shop() as shop:
                Run(f"{shop.url}/orders", "--knob", "per_page=10,40", option, self.file("pipe"))
            mode = (self.folder / "pipe").stat().st_mode
            self.assertTrue(stat.S_ISFIFO(mode), option)
            self.assertEqual(stat.S_IMODE(mode), 0o644)
            reader.join(60)
            self.assertIn("format", json.loads(read[0]))

    def test_a_link_to_a_result_stays_a_link(self) -> None:
        (self.folder / "link.json").symlink_to(self.folder / "real.json")
        with Shop() as shop:
            Run(f"{shop.url}/orders", "--knob", "per_page=10,40", "--json", self.file("link.json"))
        self.assertTrue((self.folder / "link.json").is_symlink())
        self.assertTrue(self.json("real.json")["pages"])

    def test_what_has_no_effect_is_not_proposed(self) -> None:
        (self.folder / "queries.jsonl").write_text("", encoding="utf-8")  # nothing is written to it
        with Shop() as shop, mock.patch("caseload_detector.sources.jsonl.WAIT_SECONDS", 0.01):
            run = Run(f"{shop.url}/about", "--evidence", self.file("queries.jsonl"))
        self.assertEqual(run.code, 3)
        self.assertIn("has 0 lines", run.out)
        self.assertNotIn("--accept-not-judged", run.out)

    def test_kept_evidence_that_was_damaged_is_named(self) -> None:
        with Shop() as shop:
            Run(f"{shop.url}/orders", "--knob", "per_page=10,40", "--keep", self.file("keep"))
        kept = self.json("keep")
        for damage in ({"dossiers": 5}, {"dossiers": [{}]}, {"refused": 5}, {"sources": None}):
            (self.folder / "keep").write_text(json.dumps({**kept, **damage}), encoding="utf-8")
            run = Run("judge", self.file("keep"))
            self.assertEqual((run.code, run.out), (1, ""), damage)
            self.assertIn(f"{self.file('keep')} can't be judged: it was changed", run.errors)

    def test_a_baseline_knows_its_problems_and_no_others(self) -> None:
        with Shop() as shop:
            arguments = (f"{shop.url}/orders", "--knob", "per_page=10,40")
            self.assertEqual(Run(*arguments, "--json", self.file("base.json")).code, 2)
            run = Run(*arguments, "--baseline", self.file("base.json"))
            self.assertEqual(run.code, 0)
            self.assertIn("1 problem, 1 of them known", run.out)
            self.assertEqual(Run(*arguments, f"{shop.url}/about", "--baseline", self.file("base.json")).code, 3)
            shop.second = True
            self.assertEqual(Run(*arguments, "--baseline", self.file("base.json")).code, 2)


class Comparing(InFolder):
    def results(self, **shops: dict) -> None:  # type: ignore[type-arg]
        for name, more in shops.items():
            with Shop(**more.get("shop", {})) as shop:
                shop.second = more.get("second", False)
                Run(*(shop.url + path for path in more.get("paths", ("/orders",))), *more.get("options", ("--knob", "per_page=10,40")), "--json", self.file(name))

    def test_new_gone_unchanged_and_no_longer_judged(self) -> None:
        self.results(slow={}, two={"second": True}, fixed={"shop": {"fixed": True}}, blind={"options": ()}, elsewhere={"paths": ("/about",)})
        for before, after, code, said in (
            ("slow", "slow", 0, "new: 0\nno longer judged: 0\ngone: 0\nunchanged: 1\n"), ("fixed", "slow", 2, "new: 1\n  GET /orders  n-plus-one: select name from author where id = ? and note <> ?\n"),
            ("slow", "fixed", 0, "gone: 1\n"), ("slow", "two", 2, "new: 1\n  GET /orders  select-related: select name from country where id = ?\nno longer judged: 0\ngone: 0\nunchanged: 1\n"), ("two", "slow", 0, "gone: 1\n"),
            ("slow", "blind", 3, "n-plus-one: select name from author where id = ? and note <> ? (not judged: without a size to vary"), ("slow", "elsewhere", 3, "(the page was not probed)"),
        ):
            with self.subTest(f"{before} {after}"):
                run = Run("compare", self.file(before), self.file(after))
                self.assertEqual(run.code, code, run.out)
                self.assertIn(said, run.out)

    def test_a_result_with_a_damaged_part_is_named(self) -> None:
        self.results(whole={})
        whole = self.json("whole")
        page, problem = whole["pages"][0], whole["pages"][0]["problems"][0]
        for damaged in (
            {**page, "clean": [{}]}, {**page, "not_judged": {"filesort": []}}, {**page, "problems": [{**problem, "queries": [5]}]}, {**page, "problems": [{**problem, "queries": 5}]},
            {**page, "problems": [{**problem, "labels": [5]}]}, {**page, "problems": [{**problem, "fingerprints": [{}]}]}, {**page, "problems": [{**problem, "summary": None}]}, {**page, "problems": [5]}, 5,
        ):
            (self.folder / "bad.json").write_text(json.dumps({**whole, "pages": [damaged]}), encoding="utf-8")
            for arguments in (("compare", self.file("whole"), self.file("bad.json")), ("http://127.0.0.1:1", "--baseline", self.file("bad.json"))):
                run = Run(*arguments)
                self.assertEqual((run.code, run.out), (1, ""), damaged)
                self.assertRegex(run.errors, "bad.json: .*this is not a result of --json")

    def test_files_that_are_no_results_are_named(self) -> None:
        for text, said in (("{", "is not JSON"), ("[]", "is not a result of --json"), ('{"format": 99, "pages": []}', "has format 99"), ('{"format": 1, "pages": [{}]}', "a page has no address")):
            (self.folder / "bad.json").write_text(text, encoding="utf-8")
            run = Run("compare", self.file("bad.json"), self.file("bad.json"))
            self.assertEqual((run.code, run.out), (1, ""))
            self.assertIn(said, run.errors)
            self.assertIn("bad.json", run.errors)


if __name__ == "__main__":
    unittest.main()
