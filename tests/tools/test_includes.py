"""Which includes `make lint` refuses."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tools"))

from includes import complaint, complaint_about_foreign  # noqa: E402


class Includes(unittest.TestCase):
    def test_includes_go_down_only(self):
        for file, included, allowed in (
            ("fcgi-app/cases/one/case.cpp", "shop/services.hpp", True),
            ("fcgi-app/cases/one/case.cpp", "app/responses.hpp", True),
            ("fcgi-app/cases/one/case.cpp", "cases/one/part.hpp", True),
            ("fcgi-app/cases/one/case.cpp", "cases/two/part.hpp", False),
            ("fcgi-app/cases/one/case.cpp", "lab/lab.hpp", False),
            ("fcgi-app/lab/lab.cpp", "cases/one/part.hpp", False),
            ("fcgi-app/app/app.cpp", "lab/lab.hpp", False),
            ("fcgi-app/shop/visitors.cpp", "app/app.hpp", False),
            ("fcgi-app/orm/load.cpp", "jobs/queue.hpp", False),
            ("fcgi-app/jobs/runner.cpp", "io/log/log.hpp", True),
            ("fcgi-app/core/case.cpp", "io/log/log.hpp", False),
            ("fcgi-app/main.cpp", "lab/lab.hpp", True),
            ("fcgi-app/partners/partner_services.cpp", "shop/partner_calls.hpp", True),
            ("fcgi-app/partners/partner_services.cpp", "app/responses.hpp", False),
            ("fcgi-app/shop/partner_calls.cpp", "partners/partner_services.hpp", False),
            ("site-gen/read/run.cpp", "core/value.hpp", True),
            ("site-gen/read/run.cpp", "io/json/json.hpp", True),
            ("site-gen/read/run.cpp", "io/database/database.hpp", False),
            ("site-gen/read/run.cpp", "app/app.hpp", False),
            ("site-gen/read/run.cpp", "draw/charts.hpp", False),
            ("site-gen/draw/charts.cpp", "read/run.hpp", True),
            ("site-gen/draw/charts.cpp", "pages/pages.hpp", False),
            ("site-gen/draw/charts.cpp", "write/links.hpp", False),
            ("site-gen/site.cpp", "pages/pages.hpp", True),
            ("site-gen/site.cpp", "runs.hpp", True),
            ("site-gen/pages/pages.hpp", "options.hpp", True),
            ("site-gen/pages/pages.hpp", "site.hpp", False),
            ("site-gen/read/run.cpp", "runs.hpp", False),
            ("fcgi-app/core/case.cpp", "tests/support/stack.hpp", False),
            ("fcgi-app/core/case.cpp", "../io/log/log.hpp", False),
        ):
            found = complaint(pathlib.PurePosixPath(file), pathlib.PurePosixPath(included))
            self.assertEqual(found is None, allowed, f"{file} {included}: {found}")

    def test_headers_of_foreign_libraries_are_for_io(self):
        for file, included, allowed in (
            ("fcgi-app/io/json/json.cpp", "nlohmann/json.hpp", True),
            ("fcgi-app/app/app.cpp", "nlohmann/json.hpp", False),
            ("fcgi-app/core/value.hpp", "zlib.h", False),
            ("fcgi-app/main.cpp", "fcgiapp.h", False),
            ("site-gen/read/run.cpp", "simdjson.h", False),
            ("fcgi-app/core/value.hpp", "string_view", True),
            ("fcgi-app/jobs/runner.cpp", "unistd.h", True),
            ("site-gen/write/output_folder.cpp", "sys/file.h", True),
        ):
            found = complaint_about_foreign(pathlib.PurePosixPath(file), included)
            self.assertEqual(found is None, allowed, f"{file} {included}: {found}")


if __name__ == "__main__":
    unittest.main()
