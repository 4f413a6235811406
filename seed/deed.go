package seed

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"entgo.io/ent/dialect/sql"

	"bidwell/desk"
)

// deed is something that somebody does with a record on a day, written "WHAT day who" or "WHAT day who words"; "-" stands
// for nobody but the system, which is so where it happens along with something else.
type deed struct {
	What, By, Words string
	Day             int
}

// UnmarshalText reads a deed.
func (d *deed) UnmarshalText(text []byte) (err error) {
	part := strings.SplitN(string(text), " ", 4)
	if len(part) < 3 {
		return fmt.Errorf("deed %q: want WHAT day who [words]", text)
	}
	*d = deed{What: part[0]}
	if d.Day, err = strconv.Atoi(part[1]); err != nil {
		return fmt.Errorf("deed %q: %w", text, err)
	}
	if part[2] != "-" {
		d.By = part[2]
	}
	if len(part) == 4 {
		d.Words = part[3]
	}
	return nil
}

// errUnknownDeed is the answer to a deed that a record of its kind does not know.
var errUnknownDeed = errors.New("unknown deed")

// follow lets the deeds of a record happen on their days, each unless it happened before an interruption. Every deed of
// the list, those included that happen along with something else, makes one version of the record: do leaves out the
// latter.
func (s *story) follow(kind, key, table string, deeds []deed, do func(ctx context.Context, in desk.RecordInput, d deed) error) {
	for i, d := range deeds {
		if d.By == "" {
			continue
		}
		s.on(d.Day, d.By, func(ctx context.Context) error {
			in, err := s.record(kind, key, table)
			if err != nil || done(in.Version, i+1) {
				return err
			}
			return name(do(ctx, in, d), kind+" "+key+" "+d.What)
		})
	}
}

// record is a record of the story at the version it has.
func (s *story) record(kind, key, table string) (desk.RecordInput, error) {
	in := desk.RecordInput{ID: s.ids[kind+" "+key]}
	query, args := sql.Dialect(s.desk.Store().Dialect()).Select("version").From(sql.Table(table)).Where(sql.EQ("id", in.ID)).Query()
	rows, err := s.read.QueryContext(s.ctx, query, args...)
	if err != nil {
		return in, err
	}
	defer rows.Close()
	in.Version, err = sql.ScanInt(rows)
	return in, name(err, kind+" "+key)
}

// did is what became of a use case: an error also where it answered with what is in the way.
func did[T any](w desk.Written[T], err error) error {
	if err != nil || w.Record != nil {
		return err
	}
	var all []string
	for _, b := range w.Blockers {
		all = append(all, fmt.Sprintf("%s %s", b.Code, b.Subject))
	}
	return errors.New("blocked: " + strings.Join(all, ", "))
}

// at is nine o'clock of a day; 0 means none.
func (s *story) at(day int) *time.Time {
	if day == 0 {
		return nil
	}
	return new(s.morning(day))
}
