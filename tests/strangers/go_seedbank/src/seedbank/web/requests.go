package web

import (
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"seedbank/store"
)

type requestsPage struct {
	Requests []store.Request
	Page     int
	More     bool
}

// requests shows all requests for seeds, a page at a time.
func (s *server) requests(w http.ResponseWriter, r *http.Request) error {
	size, err := size(r)
	if err != nil {
		return err
	}
	page, err := number(r, "page", 1, 1, 100_000)
	if err != nil {
		return err
	}
	requests, err := s.store.AllRequests(r.Context())
	if err != nil {
		return err
	}
	begin, end := (page-1)*size, page*size
	if begin > len(requests) {
		begin = len(requests)
	}
	if end > len(requests) {
		end = len(requests)
	}
	return show(w, "requests", requestsPage{requests[begin:end], page, end < len(requests)})
}

// archive continues after the request that `before` names: its time and its number.
func (s *server) archive(w http.ResponseWriter, r *http.Request) error {
	size, err := size(r)
	if err != nil {
		return err
	}
	moment, id, _ := strings.Cut(r.FormValue("before"), ",")
	received, err := time.Parse("2006-01-02T15:04:05", moment)
	if err != nil {
		return badRequest("before is not a time and a number, such as 2024-05-06T10:00:00,17")
	}
	last, err := strconv.Atoi(id)
	if err != nil {
		return badRequest("before has no number")
	}
	requests, err := s.store.RequestsBefore(r.Context(), received, last, size+1)
	if err != nil {
		return err
	}
	more := len(requests) > size
	if more {
		requests = requests[:size]
	}
	return show(w, "requests", requestsPage{Requests: requests, More: more})
}

// picking tells which bags to fetch for the open requests.
func (s *server) picking(w http.ResponseWriter, r *http.Request) error {
	size, err := size(r)
	if err != nil {
		return err
	}
	requests, err := s.store.RequestsInState(r.Context(), "open", size)
	if err != nil {
		return err
	}
	for i := range requests {
		if requests[i].Items, err = s.store.ItemsOf(r.Context(), requests[i].ID); err != nil {
			return err
		}
		for j := range requests[i].Items {
			item := &requests[i].Items[j]
			if item.Lots, err = s.store.LotsOf(r.Context(), item.AccessionID); err != nil {
				return err
			}
		}
	}
	return show(w, "picking", requests)
}

func (s *server) packing(w http.ResponseWriter, r *http.Request) error {
	size, err := size(r)
	if err != nil {
		return err
	}
	requests, err := s.store.RequestsInState(r.Context(), "open", size)
	if err != nil {
		return err
	}
	if err := s.store.AttachItems(r.Context(), requests); err != nil {
		return err
	}
	return show(w, "picking", requests)
}

func (s *server) received(w http.ResponseWriter, r *http.Request) error {
	day, err := day(r, "day")
	if err != nil {
		return err
	}
	requests, err := s.store.RequestsOn(r.Context(), day.Format("2006-01-02"))
	if err != nil {
		return err
	}
	return show(w, "requests", requestsPage{Requests: requests})
}

func (s *server) day(w http.ResponseWriter, r *http.Request) error {
	day, err := day(r, "day")
	if err != nil {
		return err
	}
	requests, err := s.store.RequestsBetween(r.Context(), day, day.AddDate(0, 0, 1))
	if err != nil {
		return err
	}
	return show(w, "requests", requestsPage{Requests: requests})
}

func requestsJSON(requests []store.Request) []map[string]any {
	found := make([]map[string]any, len(requests))
	for i, request := range requests {
		found[i] = map[string]any{"request": request.ID, "purpose": request.Purpose, "requester": request.Requester.Name, "email": request.Requester.Email}
	}
	return found
}

const lookupsAtOnce = 6

// latestRequests looks the requesters up at once, a few at a time.
func (s *server) latestRequests(w http.ResponseWriter, r *http.Request) error {
	size, err := size(r)
	if err != nil {
		return err
	}
	requests, err := s.store.LatestRequests(r.Context(), size)
	if err != nil {
		return err
	}
	failed := make([]error, len(requests))
	free := make(chan struct{}, lookupsAtOnce)
	var group sync.WaitGroup
	for i := range requests {
		group.Add(1)
		go func(i int) {
			defer group.Done()
			free <- struct{}{}
			defer func() { <-free }()
			requests[i].Requester, failed[i] = s.store.Requester(r.Context(), requests[i].RequesterID)
		}(i)
	}
	group.Wait()
	for _, err := range failed {
		if err != nil {
			return err
		}
	}
	return sendJSON(w, requestsJSON(requests))
}

func (s *server) openRequests(w http.ResponseWriter, r *http.Request) error {
	size, err := size(r)
	if err != nil {
		return err
	}
	requests, err := s.store.RequestsInState(r.Context(), "open", size)
	if err != nil {
		return err
	}
	known, ids := map[int]bool{}, []int{}
	for _, request := range requests {
		if !known[request.RequesterID] {
			known[request.RequesterID] = true
			ids = append(ids, request.RequesterID)
		}
	}
	requesters, err := s.store.RequestersWithIDs(r.Context(), ids)
	if err != nil {
		return err
	}
	for i := range requests {
		requests[i].Requester = requesters[requests[i].RequesterID]
	}
	return sendJSON(w, requestsJSON(requests))
}

// requesters is the address book.
func (s *server) requesters(w http.ResponseWriter, r *http.Request) error {
	return s.requestersWithHistory(w, r, "requesters")
}

func (s *server) history(w http.ResponseWriter, r *http.Request) error {
	return s.requestersWithHistory(w, r, "history")
}

func (s *server) requestersWithHistory(w http.ResponseWriter, r *http.Request, page string) error {
	size, err := size(r)
	if err != nil {
		return err
	}
	requesters, err := s.store.Requesters(r.Context(), size)
	if err != nil {
		return err
	}
	if err := s.store.AttachRequests(r.Context(), requesters); err != nil {
		return err
	}
	return show(w, page, requesters)
}
