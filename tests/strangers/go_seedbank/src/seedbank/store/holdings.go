package store

import "context"

func (s *Store) Taxa(ctx context.Context, limit, after int) ([]Taxon, error) {
	return list(ctx, s, scanTaxon, taxonQuery+" WHERE taxon.id > ? ORDER BY taxon.id LIMIT ?", after, limit)
}

type lotOfTaxon struct{ taxon, seeds int }

// Holdings sums up the lots of the taxa.
func (s *Store) Holdings(ctx context.Context, taxa []Taxon) ([]Holding, error) {
	position, ids, holdings := map[int]int{}, make([]any, len(taxa)), make([]Holding, len(taxa))
	for i, taxon := range taxa {
		position[taxon.ID], ids[i], holdings[i].Taxon = i, taxon.ID, taxon
	}
	lots, err := list(ctx, s, func(row scanner, l *lotOfTaxon) error { return row.Scan(&l.taxon, &l.seeds) },
		"SELECT accession.taxon_id, lot.seeds FROM lot JOIN accession ON accession.id = lot.accession_id WHERE accession.taxon_id IN ("+placeholders(len(ids))+")", ids...)
	for _, lot := range lots {
		holding := &holdings[position[lot.taxon]]
		holding.Lots++
		holding.Seeds += lot.seeds
	}
	return holdings, err
}

type taxonNumber struct{ taxon, number int }

// AccessionsByTaxon counts the accessions of the taxa.
func (s *Store) AccessionsByTaxon(ctx context.Context, taxa []Taxon) (map[int]int, error) {
	ids, numbers := make([]any, len(taxa)), map[int]int{}
	for i, taxon := range taxa {
		ids[i] = taxon.ID
	}
	counted, err := list(ctx, s, func(row scanner, n *taxonNumber) error { return row.Scan(&n.taxon, &n.number) },
		"SELECT taxon_id, COUNT(*) FROM accession WHERE taxon_id IN ("+placeholders(len(ids))+") GROUP BY taxon_id", ids...)
	for _, each := range counted {
		numbers[each.taxon] = each.number
	}
	return numbers, err
}

func scanCount(row scanner, c *Count) error { return row.Scan(&c.Name, &c.Number) }

func (s *Store) AccessionsByStatus(ctx context.Context) ([]Count, error) {
	return list(ctx, s, scanCount, "SELECT status, COUNT(*) FROM accession GROUP BY status ORDER BY status")
}

func (s *Store) SeedsByVault(ctx context.Context) ([]Count, error) {
	return list(ctx, s, scanCount, "SELECT vault.name, SUM(lot.seeds) FROM lot JOIN vault ON vault.id = lot.vault_id GROUP BY vault.name ORDER BY vault.name")
}
