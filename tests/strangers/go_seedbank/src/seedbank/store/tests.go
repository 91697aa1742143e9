package store

import (
	"context"
	"database/sql"
	"strings"
	"time"
)

const testColumns = "germination_test.id, germination_test.lot_id, germination_test.technician_id, germination_test.protocol_id, " +
	"germination_test.started_at, germination_test.sown, germination_test.germinated"

const testQuery = "SELECT " + testColumns + " FROM germination_test"

func scanTest(row scanner, t *Test) error {
	return row.Scan(&t.ID, &t.LotID, &t.TechnicianID, &t.ProtocolID, &t.StartedAt, &t.Sown, &t.Germinated)
}

func scanTestWithTechnician(row scanner, t *Test) error {
	return row.Scan(&t.ID, &t.LotID, &t.TechnicianID, &t.ProtocolID, &t.StartedAt, &t.Sown, &t.Germinated, &t.Technician)
}

func (s *Store) LatestTests(ctx context.Context, limit, offset int) ([]Test, error) {
	return list(ctx, s, scanTest, testQuery+" ORDER BY germination_test.id DESC LIMIT ? OFFSET ?", limit, offset)
}

func (s *Store) CountTests(ctx context.Context) (int, error) {
	return one(ctx, s, value[int], "SELECT COUNT(*) FROM germination_test")
}

func (s *Store) LatestTestsWithTechnicians(ctx context.Context, limit int) ([]Test, error) {
	return list(ctx, s, scanTestWithTechnician, "SELECT "+testColumns+", technician.name FROM (SELECT * FROM germination_test ORDER BY id DESC LIMIT ?) AS germination_test "+
		"JOIN technician ON technician.id = germination_test.technician_id ORDER BY germination_test.id DESC", limit)
}

func (s *Store) TestsBy(ctx context.Context, technician, limit int) ([]Test, error) {
	return list(ctx, s, scanTest, testQuery+" WHERE germination_test.technician_id = ? "+
		"ORDER BY germination_test.started_at DESC, germination_test.id DESC LIMIT ?", technician, limit)
}

func (s *Store) TestsOfLots(ctx context.Context, lots []int) ([]Test, error) {
	if len(lots) == 0 {
		return nil, nil
	}
	return list(ctx, s, scanTest, testQuery+" WHERE germination_test.lot_id IN ("+placeholders(len(lots))+") ORDER BY germination_test.id", anys(lots)...)
}

func (s *Store) Protocols(ctx context.Context) (map[int]Protocol, error) {
	protocols, err := list(ctx, s, func(row scanner, p *Protocol) error { return row.Scan(&p.ID, &p.Code, &p.Celsius, &p.Days) },
		"SELECT id, code, celsius, days FROM protocol")
	byID := make(map[int]Protocol, len(protocols))
	for _, protocol := range protocols {
		byID[protocol.ID] = protocol
	}
	return byID, err
}

type result struct{ protocol, sown, germinated int }

// ViabilityByProtocol sums up all tests.
func (s *Store) ViabilityByProtocol(ctx context.Context) ([]Viability, error) {
	protocols, err := s.Protocols(ctx)
	if err != nil {
		return nil, err
	}
	results, err := list(ctx, s, func(row scanner, r *result) error { return row.Scan(&r.protocol, &r.sown, &r.germinated) },
		"SELECT protocol_id, sown, germinated FROM germination_test")
	if err != nil {
		return nil, err
	}
	sums := map[int]*Viability{}
	for _, result := range results {
		sum, known := sums[result.protocol]
		if !known {
			sum = &Viability{Name: protocols[result.protocol].Code}
			sums[result.protocol] = sum
		}
		sum.Tests++
		sum.Sown += result.sown
		sum.Germinated += result.germinated
	}
	found := make([]Viability, 0, len(sums))
	for _, sum := range sums {
		found = append(found, *sum)
	}
	return found, nil
}

func scanViability(row scanner, v *Viability) error {
	return row.Scan(&v.Name, &v.Tests, &v.Sown, &v.Germinated)
}

// ViabilityByLab is grouped by the database.
func (s *Store) ViabilityByLab(ctx context.Context) ([]Viability, error) {
	return list(ctx, s, scanViability, "SELECT lab.name, COUNT(*), SUM(germination_test.sown), SUM(germination_test.germinated) FROM germination_test "+
		"JOIN technician ON technician.id = germination_test.technician_id JOIN lab ON lab.id = technician.lab_id GROUP BY lab.name ORDER BY lab.name")
}

// Months returns the sums that are made every night.
func (s *Store) Months(ctx context.Context, year int) ([]Viability, error) {
	begin := time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC)
	scan := func(row scanner, v *Viability) error {
		var month time.Time
		err := row.Scan(&month, &v.Tests, &v.Sown, &v.Germinated)
		v.Name = month.Format("2006-01")
		return err
	}
	return list(ctx, s, scan, "SELECT month_begin, tests, sown, germinated FROM month_summary WHERE month_begin >= ? AND month_begin < ? ORDER BY month_begin",
		begin, begin.AddDate(1, 0, 0))
}

// NewTest is a test as the laboratory reports it.
type NewTest struct {
	Lot        int    `json:"lot"`
	Technician int    `json:"technician"`
	Protocol   int    `json:"protocol"`
	StartedAt  string `json:"started_at"`
	Sown       int    `json:"sown"`
	Germinated int    `json:"germinated"`
}

func (t NewTest) values() []any {
	return []any{t.Lot, t.Technician, t.Protocol, t.StartedAt, t.Sown, t.Germinated}
}

const insertTest = "INSERT INTO germination_test (lot_id, technician_id, protocol_id, started_at, sown, germinated) VALUES "

func (s *Store) AddTests(ctx context.Context, tests []NewTest) error {
	return s.inTransaction(ctx, func(tx *sql.Tx) error {
		insert, err := tx.PrepareContext(ctx, s.rebind(insertTest+"(?, ?, ?, ?, ?, ?)"))
		if err != nil {
			return err
		}
		defer insert.Close()
		for _, test := range tests {
			if _, err := insert.ExecContext(ctx, test.values()...); err != nil {
				return err
			}
		}
		return nil
	})
}

const maxRowsAtOnce = 1000

// AddTestsAtOnce adds up to a thousand tests with each query.
func (s *Store) AddTestsAtOnce(ctx context.Context, tests []NewTest) error {
	return s.inTransaction(ctx, func(tx *sql.Tx) error {
		for len(tests) > 0 {
			number := len(tests)
			if number > maxRowsAtOnce {
				number = maxRowsAtOnce
			}
			var values []any
			for _, test := range tests[:number] {
				values = append(values, test.values()...)
			}
			rows := strings.TrimSuffix(strings.Repeat("(?, ?, ?, ?, ?, ?), ", number), ", ")
			if _, err := tx.ExecContext(ctx, s.rebind(insertTest+rows), values...); err != nil {
				return err
			}
			tests = tests[number:]
		}
		return nil
	})
}

func (s *Store) Readings(ctx context.Context, sensor int, from time.Time, days int) ([]Reading, error) {
	return list(ctx, s, func(row scanner, r *Reading) error { return row.Scan(&r.ReadAt, &r.Celsius, &r.Humidity) },
		"SELECT read_at, celsius, humidity FROM reading WHERE sensor_id = ? AND read_at >= ? AND read_at < ? ORDER BY read_at", sensor, from, from.AddDate(0, 0, days))
}
