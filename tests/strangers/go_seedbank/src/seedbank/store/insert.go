package store

import (
	"context"
	"fmt"
	"strings"
)

const rowsPerInsert = 500

// Insert adds `number` rows to a table, many with each query. `row` returns the values of a row.
func (s *Store) Insert(ctx context.Context, table, columns string, number int, row func(i int) []any) error {
	for begin := 0; begin < number; begin += rowsPerInsert {
		var values []any
		end := begin + rowsPerInsert
		if end > number {
			end = number
		}
		for i := begin; i < end; i++ {
			values = append(values, row(i)...)
		}
		one := "(" + placeholders(len(values)/(end-begin)) + "), "
		query := fmt.Sprintf("INSERT INTO %s (%s) VALUES %s", table, columns, strings.TrimSuffix(strings.Repeat(one, end-begin), ", "))
		if _, err := s.db.ExecContext(ctx, s.rebind(query), values...); err != nil {
			return fmt.Errorf("%s: %w", table, err)
		}
	}
	if strings.HasPrefix(columns, "id,") && s.dialect.numbered {
		_, err := s.db.ExecContext(ctx, fmt.Sprintf("SELECT setval(pg_get_serial_sequence('%s', 'id'), %d)", table, number))
		return err
	}
	return nil
}
