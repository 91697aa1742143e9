package web

import (
	"net/http"
	"strconv"
	"strings"

	"seedbank/store"
)

type testsPage struct {
	Tests       []store.Test
	Page, Pages int
}

func (s *server) tests(w http.ResponseWriter, r *http.Request) error {
	size, err := size(r)
	if err != nil {
		return err
	}
	page, err := number(r, "page", 1, 1, 1000)
	if err != nil {
		return err
	}
	tests, err := s.store.LatestTests(r.Context(), size, (page-1)*size)
	if err != nil {
		return err
	}
	total, err := s.store.CountTests(r.Context())
	if err != nil {
		return err
	}
	return show(w, "tests", testsPage{tests, page, (total + size - 1) / size})
}

// passes says whether enough of the seeds germinated.
func (s *server) passes(r *http.Request, test store.Test) (bool, error) {
	text, err := s.store.Setting(r.Context(), "passes_percent")
	if err != nil {
		return false, err
	}
	limit, err := strconv.Atoi(text)
	return test.Percent() >= limit, err
}

// outcome shows which of the latest tests passed.
func (s *server) outcome(w http.ResponseWriter, r *http.Request) error {
	size, err := size(r)
	if err != nil {
		return err
	}
	tests, err := s.store.LatestTestsWithTechnicians(r.Context(), size)
	if err != nil {
		return err
	}
	for i := range tests {
		if tests[i].Passed, err = s.passes(r, tests[i]); err != nil {
			return err
		}
	}
	return show(w, "tests", testsPage{Tests: tests})
}

// latestTests shows the latest tests with their protocols, of which there are few.
func (s *server) latestTests(w http.ResponseWriter, r *http.Request) error {
	size, err := size(r)
	if err != nil {
		return err
	}
	protocols, err := s.store.Protocols(r.Context())
	if err != nil {
		return err
	}
	text, err := s.store.Setting(r.Context(), "passes_percent")
	if err != nil {
		return err
	}
	limit, err := strconv.Atoi(text)
	if err != nil {
		return err
	}
	tests, err := s.store.LatestTestsWithTechnicians(r.Context(), size)
	if err != nil {
		return err
	}
	for i := range tests {
		tests[i].Protocol, tests[i].Passed = protocols[tests[i].ProtocolID].Code, tests[i].Percent() >= limit
	}
	return show(w, "tests", testsPage{Tests: tests})
}

func (s *server) addTests(w http.ResponseWriter, r *http.Request) error {
	tests, err := rows[store.NewTest](r)
	if err != nil {
		return err
	}
	if err := s.store.AddTests(r.Context(), tests); err != nil {
		return err
	}
	return sendJSON(w, map[string]int{"saved": len(tests)})
}

func (s *server) addTestsBatch(w http.ResponseWriter, r *http.Request) error {
	tests, err := rows[store.NewTest](r)
	if err != nil {
		return err
	}
	if err := s.store.AddTestsAtOnce(r.Context(), tests); err != nil {
		return err
	}
	return sendJSON(w, map[string]int{"saved": len(tests)})
}

// technician shows what somebody did last: /technicians/3/tests and /technicians/3/movements.
func (s *server) technician(w http.ResponseWriter, r *http.Request) error {
	size, err := size(r)
	if err != nil {
		return err
	}
	number, what, _ := strings.Cut(rest(r, "/technicians/"), "/")
	id, err := strconv.Atoi(number)
	if err != nil {
		return badRequest("a technician has a number")
	}
	switch what {
	case "tests":
		tests, err := s.store.TestsBy(r.Context(), id, size)
		if err != nil {
			return err
		}
		return show(w, "tests", testsPage{Tests: tests})
	case "movements":
		movements, err := s.store.MovementsBy(r.Context(), id, size)
		if err != nil {
			return err
		}
		return show(w, "movements", movementsPage{Movements: movements})
	}
	http.NotFound(w, r)
	return nil
}
