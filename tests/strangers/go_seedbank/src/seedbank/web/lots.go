package web

import (
	"encoding/csv"
	"math/rand"
	"net/http"
	"strconv"
	"strings"

	"seedbank/store"
)

func lotJSON(lot store.Lot) map[string]any {
	return map[string]any{"barcode": lot.Barcode, "kind": lot.Kind, "seeds": lot.Seeds, "grams": lot.Grams}
}

func lotsJSON(lots []store.Lot) []map[string]any {
	found := make([]map[string]any, len(lots))
	for i, lot := range lots {
		found[i] = lotJSON(lot)
	}
	return found
}

type lotsPage struct {
	Lots        []store.Lot
	Page, Total int
}

func (s *server) lots(w http.ResponseWriter, r *http.Request) error {
	size, err := size(r)
	if err != nil {
		return err
	}
	page, err := number(r, "page", 1, 1, 100_000)
	if err != nil {
		return err
	}
	lots, total, err := s.store.LotsWithTotal(r.Context(), size, (page-1)*size)
	if err != nil {
		return err
	}
	return show(w, "lots", lotsPage{lots, page, total})
}

// labels are printed and glued to the bags.
func (s *server) labels(w http.ResponseWriter, r *http.Request) error {
	size, err := size(r)
	if err != nil {
		return err
	}
	after, err := number(r, "after", 0, 0, 100_000_000)
	if err != nil {
		return err
	}
	lots, err := s.store.Lots(r.Context(), size, after)
	if err != nil {
		return err
	}
	for i := range lots {
		lot := &lots[i]
		accession, err := s.store.Accession(r.Context(), lot.AccessionID)
		if err != nil {
			return err
		}
		taxon, err := s.store.Taxon(r.Context(), accession.TaxonID)
		if err != nil {
			return err
		}
		if lot.Donor, err = s.store.InstituteName(r.Context(), accession.InstituteID); err != nil {
			return err
		}
		lot.Number, lot.Taxon = accession.Number, taxon.Name()
	}
	return show(w, "labels", lots)
}

func (s *server) shelves(w http.ResponseWriter, r *http.Request) error {
	size, err := size(r)
	if err != nil {
		return err
	}
	lots, err := s.store.ShelfList(r.Context(), size)
	if err != nil {
		return err
	}
	return show(w, "labels", lots)
}

func (s *server) stored(w http.ResponseWriter, r *http.Request) error {
	day, err := day(r, "day")
	if err != nil {
		return err
	}
	lots, err := s.store.StoredOn(r.Context(), day)
	if err != nil {
		return err
	}
	return show(w, "lots", lotsPage{Lots: lots})
}

type duePage struct {
	Vault store.Vault
	Lots  []store.Lot
}

// due shows the next lots to be tested in each vault.
func (s *server) due(w http.ResponseWriter, r *http.Request) error {
	day, err := day(r, "day")
	if err != nil {
		return err
	}
	size, err := size(r)
	if err != nil {
		return err
	}
	vaults, err := s.store.Vaults(r.Context())
	if err != nil {
		return err
	}
	var page []duePage
	for _, vault := range vaults {
		lots, err := s.store.DueIn(r.Context(), vault.ID, day, size)
		if err != nil {
			return err
		}
		page = append(page, duePage{vault, lots})
	}
	return show(w, "due", page)
}

// scan is called by the hand-held scanners, which read a number.
func (s *server) scan(w http.ResponseWriter, r *http.Request) error {
	code, err := strconv.ParseInt(rest(r, "/api/scan/"), 10, 64)
	if err != nil {
		return badRequest("a barcode is a number")
	}
	lot, err := s.store.LotByCode(r.Context(), code)
	if err != nil {
		return err
	}
	return sendJSON(w, lotJSON(lot))
}

func (s *server) lot(w http.ResponseWriter, r *http.Request) error {
	lot, err := s.store.LotByBarcode(r.Context(), rest(r, "/api/lots/"))
	if err != nil {
		return err
	}
	return sendJSON(w, lotJSON(lot))
}

const lotsInStocktake = 8

func (s *server) stocktake(w http.ResponseWriter, r *http.Request) error {
	lots, err := s.store.SampleOfLots(r.Context(), lotsInStocktake)
	if err != nil {
		return err
	}
	return sendJSON(w, lotsJSON(lots))
}

// quickStocktake picks numbers instead of rows. No lot is ever deleted.
func (s *server) quickStocktake(w http.ResponseWriter, r *http.Request) error {
	last, err := s.store.LastLotID(r.Context())
	if err != nil {
		return err
	}
	chosen := map[int]bool{}
	for len(chosen) < lotsInStocktake {
		chosen[1+rand.Intn(last)] = true
	}
	var ids []int
	for id := range chosen {
		ids = append(ids, id)
	}
	lots, err := s.store.LotsWithIDs(r.Context(), ids)
	if err != nil {
		return err
	}
	return sendJSON(w, lotsJSON(lots))
}

func (s *server) weights(w http.ResponseWriter, r *http.Request) error {
	weights, err := rows[store.Weight](r)
	if err != nil {
		return err
	}
	if err := s.store.SaveWeights(r.Context(), weights); err != nil {
		return err
	}
	return sendJSON(w, map[string]int{"saved": len(weights)})
}

func (s *server) weightsBatch(w http.ResponseWriter, r *http.Request) error {
	weights, err := rows[store.Weight](r)
	if err != nil {
		return err
	}
	if err := s.store.SaveAllWeights(r.Context(), weights); err != nil {
		return err
	}
	return sendJSON(w, map[string]int{"saved": len(weights)})
}

func (s *server) exportLots(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	out := csv.NewWriter(w)
	if err := s.store.EachLot(r.Context(), func(lot store.Lot) error {
		return out.Write([]string{lot.Barcode, lot.Kind, strconv.Itoa(lot.Seeds), lot.StoredOn.Format("2006-01-02")})
	}); err != nil {
		return err
	}
	out.Flush()
	return out.Error()
}

type movementsPage struct {
	Movements []store.Movement
	Page      int
}

func (s *server) movements(w http.ResponseWriter, r *http.Request) error {
	page, err := number(r, "page", 1, 1, 100_000)
	if err != nil {
		return err
	}
	movements, err := s.store.Movements(r.Context(), defaultSize, (page-1)*defaultSize)
	if err != nil {
		return err
	}
	return show(w, "movements", movementsPage{movements, page})
}

// sensor shows the climate of some days: /sensors/3?from=2024-02-01&days=5.
func (s *server) sensor(w http.ResponseWriter, r *http.Request) error {
	id, err := strconv.Atoi(strings.TrimSuffix(rest(r, "/sensors/"), "/"))
	if err != nil {
		return badRequest("a sensor has a number")
	}
	from, err := day(r, "from")
	if err != nil {
		return err
	}
	days, err := number(r, "days", 7, 1, 90)
	if err != nil {
		return err
	}
	readings, err := s.store.Readings(r.Context(), id, from, days)
	if err != nil {
		return err
	}
	return show(w, "readings", readings)
}
