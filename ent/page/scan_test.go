package page

import (
	"errors"
	"testing"

	"entgo.io/ent/dialect/sql"
)

func TestRowsShareTheValuesTheyAreScannedInto(t *testing.T) {
	calls := 0
	values := ScanningOnce(func([]string) ([]any, error) {
		calls++
		return []any{new(sql.NullString)}, nil
	})
	first, _ := values([]string{"name"})
	second, err := values([]string{"name"})
	if calls != 1 || first[0] != second[0] || err != nil {
		t.Errorf("values were made %d times for two rows (%v)", calls, err)
	}
}

func TestValuesOfUnknownColumnsAreKept(t *testing.T) {
	values := ScanningOnce(func([]string) ([]any, error) { return []any{new(sql.NullString), new(sql.UnknownType)}, nil })
	first, _ := values(nil)
	second, _ := values(nil)
	if first[1] == second[1] {
		t.Error("two rows hold the same value")
	}
}

func TestThereIsNothingToScanInto(t *testing.T) {
	if ScanningOnce(nil) != nil {
		t.Error("values are made from nothing")
	}
	failure := errors.New("unknown column")
	for range 2 {
		if _, err := ScanningOnce(func([]string) ([]any, error) { return nil, failure })(nil); !errors.Is(err, failure) {
			t.Errorf("got %v", err)
		}
	}
}
