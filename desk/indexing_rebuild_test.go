package desk_test

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/search"
)

func TestReindexFillsAnEmptyIndex(t *testing.T) {
	shelves(t, func(s *shelf) {
		p := s.proposal("轨道方案", s.opportunity("轨道项目", s.customer("北辰药业")), "信号", "供电")
		gone := s.lesson("作废", "内容")
		_, err := s.ArchiveRecord(s.ctx, desk.RecordInput{ID: gone.ID, Version: gone.Version})
		s.must(err)
		_, err = s.CreateProposalVersion(s.ctx, desk.CreateProposalVersionInput{ProposalID: p.ID})
		s.must(err)
		var steps [][2]int
		s.must(s.Reindex(s.ctx, func(done, total int) {
			steps = append(steps, [2]int{done, total})
			_, err := s.Search(s.ctx, desk.SearchRequest{Query: "轨道"})
			s.wantRefused(err, "INDEX_REBUILDING")
			if err := s.Reindex(s.ctx, nil); !errors.Is(err, search.ErrBusy) {
				s.Errorf("a second rebuild beside the first: %v", err)
			}
		}))
		if first, last := steps[0], steps[len(steps)-1]; first != [2]int{0, 6} || last != [2]int{6, 6} || !slices.IsSortedFunc(steps, func(a, b [2]int) int { return a[0] - b[0] }) {
			s.Errorf("progress %v", steps)
		}
		if n, err := s.Lag(s.ctx); err != nil || n != 0 {
			s.Errorf("lag %d after a rebuild, %v", n, err)
		}
		if p := s.wantWhole(); p.Documents != 4 {
			s.Errorf("%d documents, want the opportunity, the proposal and the two sections of its latest version", p.Documents)
		}
	})
}

func TestReindexWhileOthersWriteLosesNothing(t *testing.T) {
	shelves(t, func(s *shelf) {
		c := s.customer("北辰药业")
		for i := range 1100 { // more than one portion
			_, err := s.CreateContentItem(s.ctx, ent.CreateContentItemInput{Title: fmt.Sprint("案例", i), CustomerID: &c.ID})
			s.must(err)
		}
		p := s.proposal("轨道方案", s.opportunity("轨道项目", c), "信号", "供电")
		s.catchUp()
		stop, done := s.following(), make(chan struct{})
		var writer sync.WaitGroup
		writer.Go(func() { s.keepChanging(c, p, done) })
		for range 5 {
			if err := s.Reindex(s.ctx, nil); err != nil {
				s.Error(err)
			}
		}
		close(done)
		writer.Wait()
		stop()
		s.wantWhole()
	})
}

// keepChanging renames, archives, restores and versions until done closes.
func (s *shelf) keepChanging(c *ent.Customer, p *ent.Proposal, done <-chan struct{}) {
	for i := 0; ; i++ {
		select {
		case <-done:
			return
		default:
		}
		renamed, err := s.UpdateCustomer(s.ctx, ent.UpdateCustomerInput{ID: c.ID, Version: c.Version, Name: new(fmt.Sprint("客户", i))})
		if err == nil {
			c = renamed.Record
			_, err = s.CreateProposalVersion(s.ctx, desk.CreateProposalVersionInput{ProposalID: p.ID})
		}
		if err == nil {
			_, err = s.ArchiveRecord(s.ctx, desk.RecordInput{ID: p.ID, Version: p.Version})
		}
		if err == nil {
			_, err = s.RestoreRecord(s.ctx, desk.RecordInput{ID: p.ID, Version: p.Version + 1})
			p.Version += 2
		}
		if err != nil {
			s.Error(err)
			return
		}
	}
}

func TestCheckNoticesATamperedIndex(t *testing.T) {
	shelves(t, func(s *shelf) {
		kept, lost, old := s.lesson("保留", "内容"), s.lesson("丢失", "内容"), s.lesson("过时", "内容")
		s.wantWhole()
		s.must(s.Library().Apply(s.ctx, []search.Change{
			{DeleteID: lost.ID},
			{Doc: &search.Doc{ID: old.ID, Title: "别的标题", Revision: "别的", Scopes: []string{"any"}}},
			{Doc: &search.Doc{ID: "les_00000000000000000000000000", Title: "多余", Scopes: []string{"any"}}},
		}, s.Library().Seq()))
		p, err := s.CheckIndex(s.ctx)
		s.must(err)
		if p.Documents != 3 || p.Missing != 1 || p.Stale != 1 || p.Extra != 1 || p.Whole() {
			s.Errorf("parity %+v", p)
		}
		said := strings.Join(p.Examples, "; ")
		for _, want := range []string{"missing " + lost.ID, "stale " + old.ID, "extra les_00000000000000000000000000"} {
			if !strings.Contains(said, want) {
				s.Errorf("examples %q do not name %q", said, want)
			}
		}
		if strings.Contains(said, kept.ID) {
			s.Errorf("examples %q name a good document", said)
		}
		s.must(s.Reindex(s.ctx, nil))
		s.wantWhole()
	})
}

func TestFollowRebuildsADamagedIndex(t *testing.T) {
	shelves(t, func(s *shelf) {
		l := s.lesson("围堰", "沙袋储备")
		s.catchUp()
		s.must(s.Library().Close())
		s.damage()
		s = newShelf(s.T, s.store, s.dir)
		if !s.Library().NeedsRebuild() {
			s.Fatal("the damage went unnoticed")
		}
		_, err := s.Search(s.ctx, desk.SearchRequest{Query: "围堰"})
		s.wantRefused(err, "INDEX_REBUILDING")
		if err := s.CatchUp(s.ctx); !errors.Is(err, search.ErrRebuilding) {
			s.Errorf("catching up on a damaged index: %v", err)
		}
		stop := s.following()
		s.untilReady()
		stop()
		s.wantFound(`"沙袋储备"`, l.ID)
		s.wantWhole()
	})
}

// untilReady returns when the library answers, or with the test's deadline.
func (s *shelf) untilReady() {
	s.Helper()
	for s.Library().Status().State != search.StateReady {
		select {
		case <-s.Context().Done():
			s.Fatal("the library never got ready")
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// damage flips a byte in each of the index's segments.
func (s *shelf) damage() {
	s.Helper()
	segments, err := filepath.Glob(filepath.Join(s.dir, "*", "*", "*.zap"))
	s.must(err)
	if len(segments) == 0 {
		s.Fatal("no segments to damage")
	}
	for _, name := range segments {
		raw, err := os.ReadFile(name)
		s.must(err)
		raw[len(raw)/2] ^= 0xff
		s.must(os.WriteFile(name, raw, 0o600))
	}
}

func TestFollowBuildsAnIndexThatWasNeverFilled(t *testing.T) {
	shelves(t, func(s *shelf) {
		l := s.lesson("围堰", "沙袋储备")
		_, err := s.store.DB().Exec(`INSERT INTO change_log (id, at, entity, entity_id, operation) VALUES (5000, '2026-01-01 00:00:00+00:00', 'Lesson', '` + l.ID + `', 'UPDATE')`)
		s.must(err)
		said := &strings.Builder{}
		s.Desk = desk.New(s.store, s.Library(), desk.Options{Log: slog.New(slog.NewTextHandler(said, nil))})
		stop := s.following()
		s.must(s.Library().Wait(s.ctx, 5000))
		stop()
		if !strings.Contains(said.String(), "building the index anew") {
			s.Errorf("the log was replayed instead: %q", said)
		}
		s.wantFound("围堰", l.ID)
		s.wantWhole()
	})
}

func TestFollowRebuildsAnIndexAheadOfTheDatabase(t *testing.T) {
	shelves(t, func(s *shelf) {
		l := s.lesson("围堰", "沙袋储备")
		s.must(s.Library().Apply(s.ctx, []search.Change{{Doc: &search.Doc{ID: "les_00000000000000000000000000", Title: "备份之后写的", Scopes: []string{"any"}}}}, 1<<40))
		stop := s.following()
		for s.Library().Seq() == 1<<40 {
			select {
			case <-s.Context().Done():
				s.Fatal("no rebuild")
			case <-time.After(10 * time.Millisecond):
			}
		}
		stop()
		s.wantFound("围堰", l.ID)
		s.wantFound("备份")
		s.wantWhole()
	})
}
