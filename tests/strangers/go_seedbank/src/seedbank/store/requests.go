package store

import (
	"context"
	"time"
)

const requestQuery = "SELECT seed_request.id, seed_request.requester_id, seed_request.state, seed_request.purpose, seed_request.received_at FROM seed_request"

func scanRequest(row scanner, r *Request) error {
	return row.Scan(&r.ID, &r.RequesterID, &r.State, &r.Purpose, &r.ReceivedAt)
}

func scanRequester(row scanner, r *Requester) error { return row.Scan(&r.ID, &r.Email, &r.Name) }

func scanItem(row scanner, i *RequestItem) error {
	return row.Scan(&i.RequestID, &i.AccessionID, &i.Packets, &i.Number)
}

const itemQuery = "SELECT request_item.request_id, request_item.accession_id, request_item.packets, accession.number FROM request_item " +
	"JOIN accession ON accession.id = request_item.accession_id"

func (s *Store) LatestRequests(ctx context.Context, limit int) ([]Request, error) {
	return list(ctx, s, scanRequest, requestQuery+" ORDER BY seed_request.received_at DESC, seed_request.id DESC LIMIT ?", limit)
}

// AllRequests returns every request, newest first.
func (s *Store) AllRequests(ctx context.Context) ([]Request, error) {
	return list(ctx, s, scanRequest, requestQuery+" ORDER BY seed_request.received_at DESC, seed_request.id DESC")
}

func (s *Store) RequestsInState(ctx context.Context, state string, limit int) ([]Request, error) {
	return list(ctx, s, scanRequest, requestQuery+" WHERE seed_request.state = ? ORDER BY seed_request.received_at, seed_request.id LIMIT ?", state, limit)
}

// CountInState counts to the limit at most.
func (s *Store) CountInState(ctx context.Context, state string, limit int) (int, error) {
	return one(ctx, s, value[int], "SELECT COUNT(*) FROM (SELECT 1 FROM seed_request WHERE state = ? LIMIT ?) AS capped", state, limit)
}

// RequestsBefore returns the next page of the archive: older than the last request of the page before.
func (s *Store) RequestsBefore(ctx context.Context, received time.Time, id, limit int) ([]Request, error) {
	return list(ctx, s, scanRequest, requestQuery+" WHERE seed_request.received_at <= ? AND (seed_request.received_at < ? OR seed_request.id < ?) "+
		"ORDER BY seed_request.received_at DESC, seed_request.id DESC LIMIT ?", received, received, id, limit)
}

// RequestsOn takes a day such as 2024-05-06.
func (s *Store) RequestsOn(ctx context.Context, day string) ([]Request, error) {
	return list(ctx, s, scanRequest, requestQuery+" WHERE DATE(seed_request.received_at) = ? ORDER BY seed_request.id", day)
}

func (s *Store) RequestsBetween(ctx context.Context, from, until time.Time) ([]Request, error) {
	return list(ctx, s, scanRequest, requestQuery+" WHERE seed_request.received_at >= ? AND seed_request.received_at < ? ORDER BY seed_request.id", from, until)
}

func (s *Store) Requester(ctx context.Context, id int) (Requester, error) {
	return one(ctx, s, scanRequester, "SELECT id, email, name FROM requester WHERE id = ?", id)
}

func (s *Store) Requesters(ctx context.Context, limit int) ([]Requester, error) {
	return list(ctx, s, scanRequester, "SELECT id, email, name FROM requester ORDER BY name, id LIMIT ?", limit)
}

func (s *Store) RequestersWithIDs(ctx context.Context, ids []int) (map[int]Requester, error) {
	byID := map[int]Requester{}
	if len(ids) == 0 {
		return byID, nil
	}
	requesters, err := list(ctx, s, scanRequester, "SELECT id, email, name FROM requester WHERE id IN ("+placeholders(len(ids))+")", anys(ids)...)
	for _, requester := range requesters {
		byID[requester.ID] = requester
	}
	return byID, err
}

// AttachRequests loads the requests of all requesters given.
func (s *Store) AttachRequests(ctx context.Context, requesters []Requester) error {
	if len(requesters) == 0 {
		return nil
	}
	position, ids := map[int]int{}, make([]any, len(requesters))
	for i, requester := range requesters {
		position[requester.ID], ids[i] = i, requester.ID
	}
	requests, err := list(ctx, s, scanRequest, requestQuery+" WHERE seed_request.requester_id IN ("+placeholders(len(ids))+") ORDER BY seed_request.id", ids...)
	for _, request := range requests {
		owner := &requesters[position[request.RequesterID]]
		owner.Requests = append(owner.Requests, request)
	}
	return err
}

func (s *Store) ItemsOf(ctx context.Context, request int) ([]RequestItem, error) {
	return list(ctx, s, scanItem, itemQuery+" WHERE request_item.request_id = ? ORDER BY request_item.accession_id", request)
}

// AttachItems loads the items of all requests, and the lots that they can be taken from.
func (s *Store) AttachItems(ctx context.Context, requests []Request) error {
	if len(requests) == 0 {
		return nil
	}
	position, ids := map[int]int{}, make([]any, len(requests))
	for i, request := range requests {
		position[request.ID], ids[i] = i, request.ID
	}
	items, err := list(ctx, s, scanItem, itemQuery+" WHERE request_item.request_id IN ("+placeholders(len(ids))+") "+
		"ORDER BY request_item.request_id, request_item.accession_id", ids...)
	if err != nil {
		return err
	}
	var accessions []int
	for _, item := range items {
		accessions = append(accessions, item.AccessionID)
	}
	lots, err := s.LotsOfAll(ctx, accessions)
	if err != nil {
		return err
	}
	for _, item := range items {
		item.Lots = lots[item.AccessionID]
		request := &requests[position[item.RequestID]]
		request.Items = append(request.Items, item)
	}
	return nil
}
