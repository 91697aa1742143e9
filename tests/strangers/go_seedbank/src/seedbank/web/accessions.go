package web

import (
	"bytes"
	"encoding/csv"
	"net/http"
	"strconv"

	"seedbank/store"
)

func (s *server) accessions(w http.ResponseWriter, r *http.Request) error {
	size, err := size(r)
	if err != nil {
		return err
	}
	accessions, err := s.store.Accessions(r.Context(), size)
	if err != nil {
		return err
	}
	return show(w, "accessions", accessions)
}

func (s *server) recentAccessions(w http.ResponseWriter, r *http.Request) error {
	size, err := size(r)
	if err != nil {
		return err
	}
	accessions, err := s.store.RecentAccessions(r.Context(), size)
	if err != nil {
		return err
	}
	return show(w, "accessions", accessions)
}

type accessionPage struct {
	Accession store.Accession
	Lots      []store.Lot
	Tests     []store.Test
	Dossiers  []store.Dossier
}

// accession shows one accession with everything that belongs to it.
func (s *server) accession(w http.ResponseWriter, r *http.Request) (err error) {
	var page accessionPage
	ctx := r.Context()
	if page.Accession, err = s.store.AccessionByNumber(ctx, rest(r, "/accessions/")); err != nil {
		return err
	}
	if page.Lots, err = s.store.LotsOf(ctx, page.Accession.ID); err != nil {
		return err
	}
	var lots []int
	for _, lot := range page.Lots {
		lots = append(lots, lot.ID)
	}
	if page.Tests, err = s.store.TestsOfLots(ctx, lots); err != nil {
		return err
	}
	if page.Dossiers, err = s.store.DossiersOf(ctx, page.Accession.ID); err != nil {
		return err
	}
	return show(w, "accession", page)
}

type twinsRow struct {
	Accession store.Accession
	Taxon     store.Taxon
	Twins     []string
}

// twins lists accessions with others of the same taxon that came from the same donor in the same year.
func (s *server) twins(w http.ResponseWriter, r *http.Request) error {
	size, err := size(r)
	if err != nil {
		return err
	}
	accessions, err := s.store.RecentAccessions(r.Context(), size)
	if err != nil {
		return err
	}
	var rows []twinsRow
	for _, accession := range accessions {
		row := twinsRow{Accession: accession}
		if row.Taxon, err = s.store.Taxon(r.Context(), accession.TaxonID); err != nil {
			return err
		}
		others, err := s.store.OthersOfTaxon(r.Context(), row.Taxon.ID, accession.ID)
		if err != nil {
			return err
		}
		for _, other := range others {
			if other.InstituteID == accession.InstituteID || other.ReceivedOn.Year() == accession.ReceivedOn.Year() {
				row.Twins = append(row.Twins, other.Number)
			}
		}
		rows = append(rows, row)
	}
	return show(w, "twins", rows)
}

func (s *server) accessionOfDonor(w http.ResponseWriter, r *http.Request) error {
	accession, err := s.store.AccessionByDonorNumber(r.Context(), rest(r, "/api/accessions/donor/"))
	if err != nil {
		return err
	}
	return sendJSON(w, map[string]any{"number": accession.Number, "donor_number": accession.DonorNumber, "status": accession.Status})
}

// complete is for the search field of the catalogue.
func (s *server) complete(w http.ResponseWriter, r *http.Request) error {
	size, err := size(r)
	if err != nil {
		return err
	}
	numbers, err := s.store.AccessionsStartingWith(r.Context(), r.FormValue("prefix"), size)
	if err != nil {
		return err
	}
	return sendJSON(w, numbers)
}

// quarantine shows the largest lots of the accessions in quarantine.
func (s *server) quarantine(w http.ResponseWriter, r *http.Request) error {
	ids, err := s.store.IDsWithStatus(r.Context(), "quarantine")
	if err != nil {
		return err
	}
	lots, err := s.store.LargestLotsOf(r.Context(), ids, 20)
	if err != nil {
		return err
	}
	return sendJSON(w, lotsJSON(lots))
}

func (s *server) collection(w http.ResponseWriter, r *http.Request) error {
	size, err := size(r)
	if err != nil {
		return err
	}
	page, err := number(r, "page", 1, 1, 1000)
	if err != nil {
		return err
	}
	id, err := strconv.Atoi(rest(r, "/collections/"))
	if err != nil {
		return badRequest("a collection has a number")
	}
	ids, err := s.store.CollectionPage(r.Context(), id, size, (page-1)*size)
	if err != nil {
		return err
	}
	accessions, err := s.store.AccessionsWithIDs(r.Context(), ids)
	if err != nil {
		return err
	}
	return show(w, "collection", accessions)
}

func (s *server) exportAccessions(w http.ResponseWriter, r *http.Request) error {
	accessions, err := s.store.AllAccessions(r.Context())
	if err != nil {
		return err
	}
	var text bytes.Buffer
	out := csv.NewWriter(&text)
	for _, accession := range accessions {
		if err := out.Write([]string{accession.Number, accession.DonorNumber, accession.Status, accession.ReceivedOn.Format("2006-01-02"), accession.Remarks}); err != nil {
			return err
		}
	}
	out.Flush()
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(text.Len()))
	_, err = w.Write(text.Bytes())
	return err
}

func (s *server) searchSites(w http.ResponseWriter, r *http.Request) error {
	word, err := word(r)
	if err != nil {
		return err
	}
	sites, err := s.store.SitesMentioning(r.Context(), word)
	if err != nil {
		return err
	}
	return show(w, "sites", sites)
}

func (s *server) findSites(w http.ResponseWriter, r *http.Request) error {
	word, err := word(r)
	if err != nil {
		return err
	}
	sites, err := s.store.SitesWithWord(r.Context(), word)
	if err != nil {
		return err
	}
	return show(w, "sites", sites)
}
