// Package web serves the seed bank's pages and its JSON.
package web

import (
	"bytes"
	"database/sql"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"log"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"seedbank/store"
)

//go:embed pages.html
var files embed.FS

var pages = template.Must(template.New("pages").Funcs(template.FuncMap{
	"day": func(t time.Time) string { return t.Format("2006-01-02") },
}).ParseFS(files, "pages.html"))

const (
	defaultSize, maxSize = 25, 1000
	reportsKeptFor       = 10 * time.Minute
)

// badRequest is an error of the visitor's; its text is shown.
type badRequest string

func (b badRequest) Error() string { return string(b) }

type handler func(http.ResponseWriter, *http.Request) error

func (h handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	err := h(w, r)
	var bad badRequest
	switch {
	case err == nil:
	case errors.As(err, &bad):
		http.Error(w, bad.Error(), http.StatusBadRequest)
	case errors.Is(err, sql.ErrNoRows):
		http.NotFound(w, r)
	default:
		log.Printf("%s: %v", r.URL, err)
		http.Error(w, "internal error", http.StatusInternalServerError)
	}
}

type server struct {
	store   *store.Store
	reports reportCache
}

// NewServer returns the handler of all addresses.
func NewServer(database *store.Store) http.Handler {
	s := &server{store: database}
	mux := http.NewServeMux()
	for path, h := range s.routes() {
		mux.Handle(path, h)
	}
	return mux
}

func show(w http.ResponseWriter, page string, data any) error {
	var text bytes.Buffer
	if err := pages.ExecuteTemplate(&text, page, data); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, err := text.WriteTo(w)
	return err
}

func sendJSON(w http.ResponseWriter, value any) error {
	w.Header().Set("Content-Type", "application/json")
	return json.NewEncoder(w).Encode(value)
}

// number reads a parameter that has bounds.
func number(r *http.Request, name string, fallback, minimum, maximum int) (int, error) {
	text := r.FormValue(name)
	if text == "" {
		return fallback, nil
	}
	value, err := strconv.Atoi(text)
	if err != nil || value < minimum || value > maximum {
		return 0, badRequest(fmt.Sprintf("%s=%s is not a number from %d to %d", name, text, minimum, maximum))
	}
	return value, nil
}

func size(r *http.Request) (int, error) { return number(r, "size", defaultSize, 1, maxSize) }

func day(r *http.Request, name string) (time.Time, error) {
	found, err := time.Parse("2006-01-02", r.FormValue(name))
	if err != nil {
		return found, badRequest(name + " is not a day such as 2024-05-06")
	}
	return found, nil
}

func word(r *http.Request) (string, error) {
	found := r.FormValue("q")
	if len(found) < 3 || len(found) > 40 || strings.ContainsAny(found, "%_+-*\"'() ") {
		return "", badRequest("q is not a word of 3 to 40 letters")
	}
	return found, nil
}

// rest returns what follows a prefix of the path.
func rest(r *http.Request, prefix string) string { return strings.TrimPrefix(r.URL.Path, prefix) }

// rows decodes the body of a POST.
func rows[T any](r *http.Request) ([]T, error) {
	if r.Method != http.MethodPost {
		return nil, badRequest("use POST")
	}
	var body struct {
		Rows []T `json:"rows"`
	}
	if err := json.NewDecoder(r.Body).Decode(&body); err != nil || len(body.Rows) == 0 || len(body.Rows) > maxSize {
		return nil, badRequest(fmt.Sprintf("the body is not JSON with up to %d rows", maxSize))
	}
	return body.Rows, nil
}

// parallel runs the functions at once and returns the first error.
func parallel(functions ...func() error) error {
	failed := make([]error, len(functions))
	var group sync.WaitGroup
	for i, function := range functions {
		group.Add(1)
		go func(i int, function func() error) {
			defer group.Done()
			failed[i] = function()
		}(i, function)
	}
	group.Wait()
	for _, err := range failed {
		if err != nil {
			return err
		}
	}
	return nil
}

// reportCache keeps reports for a while.
type reportCache struct {
	mutex sync.Mutex
	kept  map[string]keptReport
}

type keptReport struct {
	value any
	until time.Time
}

func (c *reportCache) get(name string, make func() (any, error)) (any, error) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if kept, found := c.kept[name]; found && time.Now().Before(kept.until) {
		return kept.value, nil
	}
	value, err := make()
	if err != nil {
		return nil, err
	}
	if c.kept == nil {
		c.kept = map[string]keptReport{}
	}
	c.kept[name] = keptReport{value, time.Now().Add(reportsKeptFor)}
	return value, nil
}
