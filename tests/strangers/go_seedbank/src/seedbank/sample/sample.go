// Package sample fills an empty database with the same rows every time.
package sample

import (
	"context"
	"fmt"
	"math/rand"
	"sort"
	"strings"
	"time"

	"seedbank/store"
)

const (
	families, genera, taxa = 40, 300, 2500
	vaults, technicians    = 12, 30
	openRequests           = 700
	dayWithVisitors        = "2024-05-06"
)

var (
	names    = strings.Fields("Abels Bošković Cruz DeVries Ekström Ferrari Gómez Hájek Iversen Jørgensen Klein O'Brien Nguyễn Şahin")
	words    = strings.Fields("slope meadow river terrace field margin orchard roadside forest edge dune garden pasture market ridge valley scrub ditch wall")
	statuses = strings.Fields("available available available available available available regenerating archived archived")
	kinds    = strings.Fields("base active active duplicate")
	purposes = strings.Fields("breeding research teaching restoration garden trial")
)

type filler struct {
	ctx    context.Context
	store  *store.Store
	random *rand.Rand
	day    time.Time
	err    error
}

// Fill creates the tables and their rows. The larger tables grow with the factor.
func Fill(ctx context.Context, database *store.Store, factor int) error {
	if err := database.CreateTables(ctx); err != nil {
		return err
	}
	day, err := time.Parse("2006-01-02", dayWithVisitors)
	if err != nil {
		return err
	}
	f := &filler{ctx: ctx, store: database, random: rand.New(rand.NewSource(23)), day: day}
	f.names()
	f.accessions(factor)
	f.lots(factor)
	f.tests(factor)
	f.requests(factor)
	f.readings(factor)
	return f.err
}

func (f *filler) insert(table, columns string, number int, row func(i int) []any) {
	if f.err == nil {
		f.err = f.store.Insert(f.ctx, table, columns, number, row)
	}
}

func (f *filler) pick(values []string) string { return values[f.random.Intn(len(values))] }

func (f *filler) text(number int) string {
	chosen := make([]string, number)
	for i := range chosen {
		chosen[i] = f.pick(words)
	}
	return strings.Join(chosen, " ")
}

// moment is in 2021 to 2024, but not close to the day with visitors.
func (f *filler) moment() time.Time {
	for {
		moment := time.Date(2021, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(f.random.Intn(4*365*24*3600)) * time.Second)
		if distance := moment.Sub(f.day).Abs(); distance > 72*time.Hour {
			return moment
		}
	}
}

// skewed prefers small numbers: the first of ten is chosen for about a fifth.
func (f *filler) skewed(number int) int {
	share := f.random.Float64()
	return 1 + int(share*share*float64(number))
}

func (f *filler) names() {
	f.insert("setting", "name, value", 3, func(i int) []any {
		return [][]any{{"passes_percent", "75"}, {"curator", "Ekström"}, {"retest_years", "10"}}[i]
	})
	f.insert("country", "id, name", 60, func(i int) []any { return []any{i + 1, fmt.Sprintf("Country %c%d", 'A'+i%26, i)} })
	f.insert("institute", "id, name, country_id", 200, func(i int) []any {
		return []any{i + 1, f.pick(names) + fmt.Sprintf(" Botanical Garden %d", i), f.skewed(60)}
	})
	f.insert("family", "id, name", families, func(i int) []any { return []any{i + 1, fmt.Sprintf("Familia %c%c", 'A'+i%26, 'a'+i/26)} })
	f.insert("genus", "id, name, family_id", genera, func(i int) []any { return []any{i + 1, fmt.Sprintf("Genus%03d", i), 1 + i%families} })
	f.insert("taxon", "id, epithet, common_name, genus_id", taxa, func(i int) []any {
		return []any{i + 1, fmt.Sprintf("%sensis%d", strings.ToLower(f.pick(words)), i), f.text(2), 1 + i%genera}
	})
	f.insert("vault", "id, name, celsius", vaults, func(i int) []any { return []any{i + 1, fmt.Sprintf("Vault %c", 'A'+i), -20 + 3*(i%4)} })
	f.insert("lab", "id, name", 6, func(i int) []any { return []any{i + 1, fmt.Sprintf("Laboratory %d", i+1)} })
	f.insert("technician", "id, name, lab_id", technicians, func(i int) []any { return []any{i + 1, f.pick(names) + fmt.Sprintf(" %d", i), 1 + i%6} })
	f.insert("protocol", "id, code, celsius, days", 12, func(i int) []any { return []any{i + 1, fmt.Sprintf("P-%02d", i+1), 5 + 2*i, 14 + 7*(i%3)} })
}

func (f *filler) accessions(factor int) {
	sites, accessions := 4000*factor, 20000*factor
	f.insert("site", "id, locality, country_id, elevation_m", sites, func(i int) []any {
		locality := f.text(6)
		if i == 77 || i == 777 || i == 1777 {
			locality = "old juniper stand, " + locality
		}
		return []any{i + 1, locality, f.skewed(60), f.random.Intn(3200)}
	})
	f.insert("accession", "id, number, donor_number, taxon_id, site_id, institute_id, status, received_on, remarks", accessions, func(i int) []any {
		status := f.pick(statuses)
		if i%50 == 49 {
			status = "quarantine"
		}
		taxon := f.skewed(taxa)
		if i%25 == 0 {
			taxon = 1
		}
		return []any{i + 1, fmt.Sprintf("SB-%06d", i+1), fmt.Sprintf("D%07d", i*37%1000003), taxon, 1 + f.random.Intn(sites), f.skewed(200), status,
			f.moment().Format("2006-01-02"), f.text(8)}
	})
	f.insert("dossier", "id, accession_id, title, author, body", 300*factor, func(i int) []any {
		return []any{i + 1, 1 + i*7%accessions, fmt.Sprintf("Dossier %d", 1000+i), f.pick(names), f.text(1000)}
	})
	f.insert("collection", "id, name", 5, func(i int) []any { return []any{i + 1, fmt.Sprintf("Collection %d", i+1)} })
	f.insert("collection_item", "collection_id, accession_id", 1000, func(i int) []any { return []any{1 + i%5, 1 + i/5*11} })
}

func (f *filler) lots(factor int) {
	lots, accessions := 30000*factor, 20000*factor
	f.insert("lot", "id, barcode, accession_id, vault_id, kind, seeds, grams, stored_on, test_due_on", lots, func(i int) []any {
		stored := f.moment()
		if i%2500 == 7 && i < 25000 {
			stored = f.day
		}
		return []any{i + 1, fmt.Sprintf("4%011d", i), 1 + i*7%accessions, f.skewed(vaults), f.pick(kinds), 50 + f.random.Intn(9000), 1 + f.random.Intn(400),
			stored.Format("2006-01-02"), stored.AddDate(2+f.random.Intn(8), 0, 0).Format("2006-01-02")}
	})
	f.insert("movement", "id, lot_id, technician_id, to_vault_id, moved_at, reason", 15000*factor, func(i int) []any {
		return []any{i + 1, 1 + f.random.Intn(lots), f.skewed(technicians), 1 + f.random.Intn(vaults), f.moment(), f.text(3)}
	})
}

func (f *filler) tests(factor int) {
	months := map[string]*store.Viability{}
	f.insert("germination_test", "id, lot_id, technician_id, protocol_id, started_at, sown, germinated", 40000*factor, func(i int) []any {
		started, sown := f.moment(), 50+50*f.random.Intn(3)
		germinated := sown * (40 + f.random.Intn(61)) / 100
		month := started.Format("2006-01-01")
		if months[month] == nil {
			months[month] = &store.Viability{Name: month}
		}
		months[month].Tests++
		months[month].Sown += sown
		months[month].Germinated += germinated
		return []any{i + 1, 1 + f.random.Intn(30000*factor), f.skewed(technicians), f.skewed(12), started, sown, germinated}
	})
	var order []string
	for month := range months {
		order = append(order, month)
	}
	sort.Strings(order)
	f.insert("month_summary", "month_begin, tests, sown, germinated", len(order), func(i int) []any {
		month := months[order[i]]
		return []any{month.Name, month.Tests, month.Sown, month.Germinated}
	})
}

// Requests are dealt with sooner or later: only the last ones are open.
func (f *filler) requests(factor int) {
	requesters, requests := 1500*factor, 8000*factor
	f.insert("requester", "id, email, name, institute_id", requesters, func(i int) []any {
		return []any{i + 1, fmt.Sprintf("visitor%d@garden.example", i), f.pick(names) + fmt.Sprintf(" %d", i%97), f.skewed(200)}
	})
	f.insert("seed_request", "id, requester_id, state, purpose, received_at", requests, func(i int) []any {
		state, received := "sent", f.moment()
		if i >= requests-openRequests {
			state = "open"
		}
		if i < 12 {
			received = f.day.Add(time.Duration(8*60+35*i) * time.Minute)
		}
		return []any{i + 1, f.skewed(requesters), state, f.pick(purposes), received}
	})
	f.insert("request_item", "request_id, accession_id, packets", 3*requests, func(i int) []any {
		return []any{1 + i/3, 1 + (i/3*5+i%3*6007)%(20000*factor), 1 + f.random.Intn(4)}
	})
}

func (f *filler) readings(factor int) {
	const hours = 90 * 24
	f.insert("reading", "sensor_id, read_at, celsius, humidity", 6*factor*hours, func(i int) []any {
		at := time.Date(2024, 2, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(i%hours) * time.Hour)
		return []any{1 + i/hours, at, -20 + f.random.Intn(4), 10 + f.random.Intn(20)}
	})
}
