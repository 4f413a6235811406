package page

import "entgo.io/ent/dialect/sql"

// ScanningOnce lets all rows of a query be scanned into the values that were made for the first: ent copies out of them
// what it keeps. Values of columns that ent does not know are kept, and made anew for every row. Without a function to
// make values it is nil too.
func ScanningOnce(values func(columns []string) ([]any, error)) func(columns []string) ([]any, error) {
	if values == nil {
		return nil
	}
	var made []any
	return func(columns []string) ([]any, error) {
		if made != nil {
			return made, nil
		}
		fresh, err := values(columns)
		for _, v := range fresh {
			if _, unknown := v.(*sql.UnknownType); unknown {
				return fresh, err
			}
		}
		made = fresh
		return fresh, err
	}
}
