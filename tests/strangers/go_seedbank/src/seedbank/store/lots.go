package store

import (
	"context"
	"database/sql"
	"strings"
	"time"
)

const (
	lotColumns = "lot.id, lot.barcode, lot.accession_id, lot.vault_id, lot.kind, lot.seeds, lot.grams, lot.stored_on, lot.test_due_on"
	lotQuery   = "SELECT " + lotColumns + " FROM lot"
	shelfQuery = "SELECT " + lotColumns + ", accession.number, taxon.common_name, vault.name FROM (SELECT * FROM lot ORDER BY barcode LIMIT ?) AS lot " +
		"JOIN accession ON accession.id = lot.accession_id JOIN taxon ON taxon.id = accession.taxon_id JOIN vault ON vault.id = lot.vault_id"
)

func scanLot(row scanner, l *Lot) error {
	return row.Scan(&l.ID, &l.Barcode, &l.AccessionID, &l.VaultID, &l.Kind, &l.Seeds, &l.Grams, &l.StoredOn, &l.TestDueOn)
}

func scanShelf(row scanner, l *Lot) error {
	return row.Scan(&l.ID, &l.Barcode, &l.AccessionID, &l.VaultID, &l.Kind, &l.Seeds, &l.Grams, &l.StoredOn, &l.TestDueOn, &l.Number, &l.Taxon, &l.Vault)
}

func scanMovement(row scanner, m *Movement) error {
	return row.Scan(&m.ID, &m.Barcode, &m.ToVault, &m.Technician, &m.MovedAt, &m.Reason)
}

func (s *Store) Lots(ctx context.Context, limit, after int) ([]Lot, error) {
	return list(ctx, s, scanLot, lotQuery+" WHERE lot.id > ? ORDER BY lot.id LIMIT ?", after, limit)
}

// LotsWithTotal returns a page of all lots, and the number of all.
func (s *Store) LotsWithTotal(ctx context.Context, limit, offset int) (lots []Lot, total int, err error) {
	scan := func(row scanner, l *Lot) error {
		return row.Scan(&l.ID, &l.Barcode, &l.Kind, &l.Seeds, &total)
	}
	lots, err = list(ctx, s, scan, "SELECT id, barcode, kind, seeds, COUNT(*) OVER () FROM lot ORDER BY barcode LIMIT ? OFFSET ?", limit, offset)
	return lots, total, err
}

func (s *Store) ShelfList(ctx context.Context, limit int) ([]Lot, error) {
	return list(ctx, s, scanShelf, shelfQuery+" ORDER BY lot.barcode", limit)
}

func (s *Store) LotsOf(ctx context.Context, accession int) ([]Lot, error) {
	return list(ctx, s, scanLot, lotQuery+" WHERE lot.accession_id = ? ORDER BY lot.id", accession)
}

func (s *Store) LotsOfAll(ctx context.Context, accessions []int) (map[int][]Lot, error) {
	found := map[int][]Lot{}
	if len(accessions) == 0 {
		return found, nil
	}
	lots, err := list(ctx, s, scanLot, lotQuery+" WHERE lot.accession_id IN ("+placeholders(len(accessions))+") ORDER BY lot.id", anys(accessions)...)
	for _, lot := range lots {
		found[lot.AccessionID] = append(found[lot.AccessionID], lot)
	}
	return found, err
}

// LargestLotsOf returns the largest lots of any of the accessions.
func (s *Store) LargestLotsOf(ctx context.Context, accessions []int, limit int) ([]Lot, error) {
	if len(accessions) == 0 {
		return []Lot{}, nil
	}
	return list(ctx, s, scanLot, lotQuery+" WHERE lot.accession_id IN ("+placeholders(len(accessions))+") ORDER BY lot.seeds DESC, lot.id LIMIT ?",
		append(anys(accessions), limit)...)
}

// LotByCode finds a lot by the number that the scanner reads.
func (s *Store) LotByCode(ctx context.Context, code int64) (Lot, error) {
	return one(ctx, s, scanLot, lotQuery+" WHERE lot.barcode = ?", code)
}

func (s *Store) LotByBarcode(ctx context.Context, barcode string) (Lot, error) {
	return one(ctx, s, scanLot, lotQuery+" WHERE lot.barcode = ?", barcode)
}

func (s *Store) StoredOn(ctx context.Context, day time.Time) ([]Lot, error) {
	return list(ctx, s, scanLot, lotQuery+" WHERE lot.stored_on >= ? AND lot.stored_on < ? ORDER BY lot.id", day, day.AddDate(0, 0, 1))
}

func (s *Store) DueIn(ctx context.Context, vault int, from time.Time, limit int) ([]Lot, error) {
	return list(ctx, s, scanLot, lotQuery+" WHERE lot.vault_id = ? AND lot.test_due_on >= ? ORDER BY lot.test_due_on, lot.id LIMIT ?", vault, from, limit)
}

func (s *Store) Vaults(ctx context.Context) ([]Vault, error) {
	return list(ctx, s, func(row scanner, v *Vault) error { return row.Scan(&v.ID, &v.Name, &v.Celsius) }, "SELECT id, name, celsius FROM vault ORDER BY id")
}

// SampleOfLots picks lots for the stocktake.
func (s *Store) SampleOfLots(ctx context.Context, number int) ([]Lot, error) {
	return list(ctx, s, scanLot, lotQuery+" ORDER BY "+s.dialect.random+" LIMIT ?", number)
}

func (s *Store) LastLotID(ctx context.Context) (int, error) {
	return one(ctx, s, value[int], "SELECT MAX(id) FROM lot")
}

func (s *Store) LotsWithIDs(ctx context.Context, ids []int) ([]Lot, error) {
	return list(ctx, s, scanLot, lotQuery+" WHERE lot.id IN ("+placeholders(len(ids))+") ORDER BY lot.id", anys(ids)...)
}

// EachLot calls `use` with each lot as it is read.
func (s *Store) EachLot(ctx context.Context, use func(Lot) error) error {
	rows, err := s.db.QueryContext(ctx, lotQuery+" ORDER BY lot.id")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var lot Lot
		if err := scanLot(rows, &lot); err != nil {
			return err
		}
		if err := use(lot); err != nil {
			return err
		}
	}
	return rows.Err()
}

const movementQuery = "SELECT movement.id, lot.barcode, vault.name, technician.name, movement.moved_at, movement.reason FROM movement " +
	"JOIN lot ON lot.id = movement.lot_id JOIN vault ON vault.id = movement.to_vault_id JOIN technician ON technician.id = movement.technician_id"

func (s *Store) Movements(ctx context.Context, limit, offset int) ([]Movement, error) {
	scan := func(row scanner, m *Movement) error { return row.Scan(&m.ID, &m.MovedAt, &m.Reason) }
	return list(ctx, s, scan, "SELECT id, moved_at, reason FROM movement ORDER BY id DESC LIMIT ? OFFSET ?", limit, offset)
}

func (s *Store) MovementsBy(ctx context.Context, technician, limit int) ([]Movement, error) {
	return list(ctx, s, scanMovement, movementQuery+" WHERE movement.technician_id = ? ORDER BY movement.moved_at DESC, movement.id DESC LIMIT ?", technician, limit)
}

// Weight is what a lot weighed at the stocktake.
type Weight struct {
	Barcode string `json:"barcode"`
	Grams   int    `json:"grams"`
}

func (s *Store) SaveWeights(ctx context.Context, weights []Weight) error {
	return s.inTransaction(ctx, func(tx *sql.Tx) error {
		update, err := tx.PrepareContext(ctx, s.rebind("UPDATE lot SET grams = ? WHERE barcode = ?"))
		if err != nil {
			return err
		}
		defer update.Close()
		for _, weight := range weights {
			if _, err := update.ExecContext(ctx, weight.Grams, weight.Barcode); err != nil {
				return err
			}
		}
		return nil
	})
}

// SaveAllWeights does the same with one query.
func (s *Store) SaveAllWeights(ctx context.Context, weights []Weight) error {
	if len(weights) == 0 {
		return nil
	}
	var cases strings.Builder
	var values, barcodes []any
	for _, weight := range weights {
		cases.WriteString(" WHEN ? THEN ?")
		values = append(values, weight.Barcode, weight.Grams)
		barcodes = append(barcodes, weight.Barcode)
	}
	query := "UPDATE lot SET grams = CASE barcode" + cases.String() + " ELSE grams END WHERE barcode IN (" + placeholders(len(barcodes)) + ")"
	_, err := s.db.ExecContext(ctx, s.rebind(query), append(values, barcodes...)...)
	return err
}
