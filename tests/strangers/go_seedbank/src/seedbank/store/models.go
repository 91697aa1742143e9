package store

import "time"

type Taxon struct {
	ID                         int
	Genus, Epithet, CommonName string
}

func (t Taxon) Name() string { return t.Genus + " " + t.Epithet }

type Institute struct {
	ID        int
	Name      string
	CountryID int
}

type Accession struct {
	ID                           int
	Number, DonorNumber          string
	TaxonID, SiteID, InstituteID int
	Status                       string
	ReceivedOn                   time.Time
	Remarks                      string
	Taxon, Locality, Country     string
}

type Site struct {
	ID                int
	Locality, Country string
	ElevationM        int
}

type Dossier struct {
	ID, AccessionID     int
	Title, Author, Body string
}

type Lot struct {
	ID                   int
	Barcode              string
	AccessionID, VaultID int
	Kind                 string
	Seeds, Grams         int
	StoredOn, TestDueOn  time.Time
	Number, Taxon, Donor string
	Vault                string
}

type Vault struct {
	ID      int
	Name    string
	Celsius int
}

type Test struct {
	ID, LotID, TechnicianID, ProtocolID int
	StartedAt                           time.Time
	Sown, Germinated                    int
	Technician, Protocol                string
	Passed                              bool
}

// Percent is the share of the seeds that germinated.
func (t Test) Percent() int { return 100 * t.Germinated / t.Sown }

type Protocol struct {
	ID            int
	Code          string
	Celsius, Days int
}

type Movement struct {
	ID                       int
	Barcode, ToVault, Reason string
	Technician               string
	MovedAt                  time.Time
}

type Requester struct {
	ID          int
	Email, Name string
	Requests    []Request
}

type Request struct {
	ID, RequesterID int
	State, Purpose  string
	ReceivedAt      time.Time
	Requester       Requester
	Items           []RequestItem
}

type RequestItem struct {
	RequestID, AccessionID int
	Number                 string
	Packets                int
	Lots                   []Lot
}

type Holding struct {
	Taxon Taxon
	Lots  int
	Seeds int
}

type Reading struct {
	ReadAt            time.Time
	Celsius, Humidity int
}

// Count is a number by a name, for reports.
type Count struct {
	Name   string
	Number int
}

// Viability sums up germination tests.
type Viability struct {
	Name                    string
	Tests, Sown, Germinated int
}
