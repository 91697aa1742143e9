package web

import (
	"net/http"
	"sort"

	"seedbank/store"
)

func viabilityJSON(sums []store.Viability) []map[string]any {
	found := make([]map[string]any, len(sums))
	for i, sum := range sums {
		found[i] = map[string]any{"name": sum.Name, "tests": sum.Tests, "percent": float64(1000*sum.Germinated/sum.Sown) / 10}
	}
	return found
}

func (s *server) viability(w http.ResponseWriter, r *http.Request) error {
	sums, err := s.store.ViabilityByProtocol(r.Context())
	if err != nil {
		return err
	}
	sort.Slice(sums, func(i, j int) bool { return sums[i].Name < sums[j].Name })
	return sendJSON(w, viabilityJSON(sums))
}

func (s *server) laboratories(w http.ResponseWriter, r *http.Request) error {
	report, err := s.reports.get("laboratories", func() (any, error) { return s.store.ViabilityByLab(r.Context()) })
	if err != nil {
		return err
	}
	return sendJSON(w, viabilityJSON(report.([]store.Viability)))
}

func (s *server) months(w http.ResponseWriter, r *http.Request) error {
	year, err := number(r, "year", 2024, 1900, 2200)
	if err != nil {
		return err
	}
	sums, err := s.store.Months(r.Context(), year)
	if err != nil {
		return err
	}
	return sendJSON(w, viabilityJSON(sums))
}

type homePage struct {
	ByStatus, ByVault []store.Count
	Tests             int
}

func (s *server) home(w http.ResponseWriter, r *http.Request) (err error) {
	if r.URL.Path != "/" {
		http.NotFound(w, r)
		return nil
	}
	var page homePage
	if page.ByStatus, err = s.store.AccessionsByStatus(r.Context()); err != nil {
		return err
	}
	if page.ByVault, err = s.store.SeedsByVault(r.Context()); err != nil {
		return err
	}
	if page.Tests, err = s.store.CountTests(r.Context()); err != nil {
		return err
	}
	return show(w, "home", page)
}

type dashboardPage struct {
	Arrivals  []store.Accession
	Open      []store.Request
	OpenCount int
	Movements []store.Movement
	Tests     []store.Test
	Curator   string
}

// dashboard is the page that the staff keep open. Its blocks are loaded at once.
func (s *server) dashboard(w http.ResponseWriter, r *http.Request) error {
	size, err := size(r)
	if err != nil {
		return err
	}
	var page dashboardPage
	ctx := r.Context()
	err = parallel(
		func() (err error) { page.Arrivals, err = s.store.RecentAccessions(ctx, size); return err },
		func() (err error) { page.Open, err = s.store.RequestsInState(ctx, "open", size); return err },
		func() (err error) { page.OpenCount, err = s.store.CountInState(ctx, "open", countedTo); return err },
		func() (err error) { page.Movements, err = s.store.Movements(ctx, size, 0); return err },
		func() (err error) { page.Tests, err = s.store.LatestTestsWithTechnicians(ctx, size); return err },
		func() (err error) { page.Curator, err = s.store.Setting(ctx, "curator"); return err },
	)
	if err != nil {
		return err
	}
	return show(w, "dashboard", page)
}
