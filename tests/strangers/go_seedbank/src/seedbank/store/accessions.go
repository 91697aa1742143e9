package store

import "context"

const (
	accessionColumns = "accession.id, accession.number, accession.donor_number, accession.taxon_id, accession.site_id, accession.institute_id, " +
		"accession.status, accession.received_on, accession.remarks"
	accessionQuery = "SELECT " + accessionColumns + " FROM accession"
	taxonQuery     = "SELECT taxon.id, genus.name, taxon.epithet, taxon.common_name FROM taxon JOIN genus ON genus.id = taxon.genus_id"
	// What a list of accessions shows, in one query.
	described  = "SELECT " + accessionColumns + ", CONCAT(genus.name, ' ', taxon.epithet), site.locality, country.name FROM "
	withPlaces = " JOIN taxon ON taxon.id = accession.taxon_id JOIN genus ON genus.id = taxon.genus_id " +
		"JOIN site ON site.id = accession.site_id JOIN country ON country.id = site.country_id"
)

func scanAccession(row scanner, a *Accession) error {
	return row.Scan(&a.ID, &a.Number, &a.DonorNumber, &a.TaxonID, &a.SiteID, &a.InstituteID, &a.Status, &a.ReceivedOn, &a.Remarks)
}

func scanDescribed(row scanner, a *Accession) error {
	return row.Scan(&a.ID, &a.Number, &a.DonorNumber, &a.TaxonID, &a.SiteID, &a.InstituteID, &a.Status, &a.ReceivedOn, &a.Remarks,
		&a.Taxon, &a.Locality, &a.Country)
}

func scanTaxon(row scanner, t *Taxon) error {
	return row.Scan(&t.ID, &t.Genus, &t.Epithet, &t.CommonName)
}

func scanDossier(row scanner, d *Dossier) error {
	return row.Scan(&d.ID, &d.AccessionID, &d.Title, &d.Author, &d.Body)
}

func scanSite(row scanner, s *Site) error {
	return row.Scan(&s.ID, &s.Locality, &s.Country, &s.ElevationM)
}

func (s *Store) Taxon(ctx context.Context, id int) (taxon Taxon, err error) {
	return taxon, scanTaxon(s.taxon.QueryRowContext(ctx, id), &taxon)
}

// Accessions returns the catalogue in the order of its numbers.
func (s *Store) Accessions(ctx context.Context, limit int) ([]Accession, error) {
	rows, err := s.db.QueryContext(ctx, s.rebind(accessionQuery+" ORDER BY accession.number LIMIT ?"), limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var found []Accession
	for rows.Next() {
		var accession Accession
		if err := scanAccession(rows, &accession); err != nil {
			return nil, err
		}
		taxon, err := s.Taxon(ctx, accession.TaxonID)
		if err != nil {
			return nil, err
		}
		accession.Taxon = taxon.Name()
		found = append(found, accession)
	}
	return found, rows.Err()
}

// RecentAccessions returns what arrived last, with all that the list shows. The rows are chosen before the JOINs, so that no optimiser sorts the table.
func (s *Store) RecentAccessions(ctx context.Context, limit int) ([]Accession, error) {
	return list(ctx, s, scanDescribed, described+"(SELECT * FROM accession ORDER BY received_on DESC, id DESC LIMIT ?) AS accession"+withPlaces+
		" ORDER BY accession.received_on DESC, accession.id DESC", limit)
}

func (s *Store) Accession(ctx context.Context, id int) (Accession, error) {
	return one(ctx, s, scanAccession, accessionQuery+" WHERE accession.id = ?", id)
}

func (s *Store) AccessionByNumber(ctx context.Context, number string) (Accession, error) {
	return one(ctx, s, scanDescribed, described+"accession"+withPlaces+" WHERE accession.number = ?", number)
}

// AccessionByDonorNumber finds an accession by the number that it had where it came from.
func (s *Store) AccessionByDonorNumber(ctx context.Context, number string) (Accession, error) {
	return one(ctx, s, scanAccession, accessionQuery+" WHERE accession.donor_number = ?", number)
}

func (s *Store) AccessionsStartingWith(ctx context.Context, prefix string, limit int) ([]string, error) {
	return list(ctx, s, value[string], "SELECT number FROM accession WHERE number LIKE ? ORDER BY number LIMIT ?", prefix+"%", limit)
}

func (s *Store) AccessionsOfTaxon(ctx context.Context, taxon, limit int) ([]Accession, error) {
	return list(ctx, s, scanAccession, accessionQuery+" WHERE accession.taxon_id = ? ORDER BY accession.received_on DESC, accession.id DESC LIMIT ?", taxon, limit)
}

// CountOfTaxon counts to the limit at most.
func (s *Store) CountOfTaxon(ctx context.Context, taxon, limit int) (int, error) {
	return one(ctx, s, value[int], "SELECT COUNT(*) FROM (SELECT 1 FROM accession WHERE taxon_id = ? LIMIT ?) AS capped", taxon, limit)
}

// OthersOfTaxon returns a few more accessions of a taxon.
func (s *Store) OthersOfTaxon(ctx context.Context, taxon, not int) ([]Accession, error) {
	return list(ctx, s, scanAccession, accessionQuery+" WHERE accession.taxon_id = ? AND accession.id <> ? ORDER BY accession.received_on LIMIT 20", taxon, not)
}

func (s *Store) AccessionsWithIDs(ctx context.Context, ids []int) ([]Accession, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return list(ctx, s, scanAccession, accessionQuery+" WHERE accession.id IN ("+placeholders(len(ids))+") ORDER BY accession.id", anys(ids)...)
}

// IDsWithStatus returns the ids of all accessions with a status.
func (s *Store) IDsWithStatus(ctx context.Context, status string) ([]int, error) {
	return list(ctx, s, value[int], "SELECT id FROM accession WHERE status = ?", status)
}

// AllAccessions is for the catalogue as a file.
func (s *Store) AllAccessions(ctx context.Context) ([]Accession, error) {
	return list(ctx, s, scanAccession, accessionQuery+" ORDER BY accession.id")
}

func (s *Store) CollectionPage(ctx context.Context, collection, limit, offset int) ([]int, error) {
	return list(ctx, s, value[int], "SELECT accession_id FROM collection_item WHERE collection_id = ? ORDER BY accession_id LIMIT ? OFFSET ?", collection, limit, offset)
}

func (s *Store) InstituteName(ctx context.Context, id int) (string, error) {
	return one(ctx, s, value[string], "SELECT name FROM institute WHERE id = ?", id)
}

// SitesMentioning searches in the descriptions of collecting sites.
func (s *Store) SitesMentioning(ctx context.Context, word string) ([]Site, error) {
	return list(ctx, s, scanSite, "SELECT site.id, site.locality, country.name, site.elevation_m FROM site JOIN country ON country.id = site.country_id "+
		"WHERE site.locality LIKE ? ORDER BY site.id LIMIT 50", "%"+word+"%")
}

// SitesWithWord searches for whole words.
func (s *Store) SitesWithWord(ctx context.Context, word string) ([]Site, error) {
	return list(ctx, s, scanSite, "SELECT site.id, site.locality, country.name, site.elevation_m FROM site JOIN country ON country.id = site.country_id "+
		"WHERE "+s.dialect.matches+" ORDER BY site.id LIMIT 50", word)
}

const dossierColumns = "id, accession_id, title, author, body"

func (s *Store) Dossiers(ctx context.Context, limit int) ([]Dossier, error) {
	return list(ctx, s, scanDossier, "SELECT "+dossierColumns+" FROM dossier ORDER BY id DESC LIMIT ?", limit)
}

func (s *Store) Dossier(ctx context.Context, id int) (Dossier, error) {
	return one(ctx, s, scanDossier, "SELECT "+dossierColumns+" FROM dossier WHERE id = ?", id)
}

func scanTitle(row scanner, d *Dossier) error { return row.Scan(&d.ID, &d.Title, &d.Author) }

func (s *Store) DossierTitles(ctx context.Context, limit int) ([]Dossier, error) {
	return list(ctx, s, scanTitle, "SELECT id, title, author FROM dossier ORDER BY id DESC LIMIT ?", limit)
}

func (s *Store) DossiersOf(ctx context.Context, accession int) ([]Dossier, error) {
	return list(ctx, s, scanTitle, "SELECT id, title, author FROM dossier WHERE accession_id = ? ORDER BY id", accession)
}

// Family is a family of plants with its genera.
type Family struct {
	ID     int
	Name   string
	Genera []string
}

type genusRow struct {
	familyID int
	name     string
}

func (s *Store) Families(ctx context.Context) ([]Family, error) {
	families, err := list(ctx, s, func(row scanner, f *Family) error { return row.Scan(&f.ID, &f.Name) }, "SELECT id, name FROM family ORDER BY id")
	if err != nil {
		return nil, err
	}
	genera, err := list(ctx, s, func(row scanner, g *genusRow) error { return row.Scan(&g.familyID, &g.name) }, "SELECT family_id, name FROM genus ORDER BY name")
	if err != nil {
		return nil, err
	}
	position := make(map[int]int, len(families))
	for i, family := range families {
		position[family.ID] = i
	}
	for _, genus := range genera {
		family := &families[position[genus.familyID]]
		family.Genera = append(family.Genera, genus.name)
	}
	return families, nil
}
