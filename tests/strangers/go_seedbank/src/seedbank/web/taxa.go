package web

import (
	"net/http"
	"strconv"
	"strings"

	"seedbank/store"
)

func (s *server) dossiers(w http.ResponseWriter, r *http.Request) error {
	size, err := size(r)
	if err != nil {
		return err
	}
	dossiers, err := s.store.Dossiers(r.Context(), size)
	if err != nil {
		return err
	}
	return show(w, "dossiers", dossiers)
}

func (s *server) dossierTitles(w http.ResponseWriter, r *http.Request) error {
	size, err := size(r)
	if err != nil {
		return err
	}
	dossiers, err := s.store.DossierTitles(r.Context(), size)
	if err != nil {
		return err
	}
	return show(w, "dossiers", dossiers)
}

func (s *server) dossier(w http.ResponseWriter, r *http.Request) error {
	id, err := strconv.Atoi(rest(r, "/dossiers/"))
	if err != nil {
		return badRequest("a dossier has a number")
	}
	dossier, err := s.store.Dossier(r.Context(), id)
	if err != nil {
		return err
	}
	return show(w, "dossier", dossier)
}

func (s *server) families(w http.ResponseWriter, r *http.Request) error {
	families, err := s.store.Families(r.Context())
	if err != nil {
		return err
	}
	found := make([]map[string]any, len(families))
	for i, family := range families {
		found[i] = map[string]any{"family": family.Name, "genera": family.Genera}
	}
	return sendJSON(w, found)
}

// taxaOf returns a page of the taxa, by the parameters size and after.
func (s *server) taxaOf(r *http.Request) ([]store.Taxon, error) {
	size, err := size(r)
	if err != nil {
		return nil, err
	}
	after, err := number(r, "after", 0, 0, 1_000_000)
	if err != nil {
		return nil, err
	}
	return s.store.Taxa(r.Context(), size, after)
}

func (s *server) holdings(w http.ResponseWriter, r *http.Request) error {
	taxa, err := s.taxaOf(r)
	if err != nil {
		return err
	}
	holdings, err := s.store.Holdings(r.Context(), taxa)
	if err != nil {
		return err
	}
	return show(w, "holdings", holdings)
}

type overviewRow struct {
	Taxon      store.Taxon
	Accessions int
}

func (s *server) overview(w http.ResponseWriter, r *http.Request) error {
	taxa, err := s.taxaOf(r)
	if err != nil {
		return err
	}
	numbers, err := s.store.AccessionsByTaxon(r.Context(), taxa)
	if err != nil {
		return err
	}
	var rows []overviewRow
	for _, taxon := range taxa {
		rows = append(rows, overviewRow{taxon, numbers[taxon.ID]})
	}
	return show(w, "overview", rows)
}

const countedTo = 1001

type taxonPage struct {
	Taxon      store.Taxon
	Accessions []store.Accession
	Number     int
	More       bool
}

// taxon shows the newest accessions of a taxon: /taxa/17/accessions.
func (s *server) taxon(w http.ResponseWriter, r *http.Request) error {
	id, err := strconv.Atoi(strings.TrimSuffix(rest(r, "/taxa/"), "/accessions"))
	if err != nil {
		return badRequest("a taxon has a number")
	}
	size, err := size(r)
	if err != nil {
		return err
	}
	var page taxonPage
	if page.Taxon, err = s.store.Taxon(r.Context(), id); err != nil {
		return err
	}
	if page.Accessions, err = s.store.AccessionsOfTaxon(r.Context(), id, size); err != nil {
		return err
	}
	if page.Number, err = s.store.CountOfTaxon(r.Context(), id, countedTo); err != nil {
		return err
	}
	page.More = page.Number == countedTo
	return show(w, "taxon", page)
}
