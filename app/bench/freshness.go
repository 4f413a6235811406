package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"bidwell/desk"
	"bidwell/ent"
	offer "bidwell/ent/proposal"
	"bidwell/ent/proposalsection"
	"bidwell/ent/proposalversion"
	"bidwell/process"
	"bidwell/search"
)

// freshness is how long it takes from the answer to a change until a search finds it, by the desk's own reader of the
// change log.
type freshness struct {
	Changes       int
	P50, P99, Max time.Duration
}

const (
	// changedSections are written on in turn.
	changedSections = 200
	// leastChanges are made however short the window is.
	leastChanges = 10
)

// fresh measures on a place that is full, with the index beside it that the program uses.
func (b *bench) fresh(ctx context.Context, p *place, user string, result *storeResult) (err error) {
	st, err := p.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	library, err := search.Open(filepath.Join(p.dir, "index"), search.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, library.Close()) }()
	d := desk.New(st, library, desk.Options{})
	if library.Seq() == 0 {
		b.say("%s: indexing", p.kind)
		if err := d.Reindex(desk.AsSystem(ctx), nil); err != nil {
			return err
		}
	}
	following, stop := context.WithCancel(ctx)
	followed := make(chan error, 1)
	go func() { followed <- d.Follow(following) }()
	b.say("%s: changing sections", p.kind)
	asker := &process.Viewer{UserID: user, Role: process.UserRoleAdmin, Scope: process.TokenScopeAdmin}
	result.fresh, err = b.changeSections(desk.WithViewer(ctx, asker), d)
	stop()
	return errors.Join(err, <-followed)
}

// changeSections changes one section after the other, and looks for each change as soon as it is acknowledged.
func (b *bench) changeSections(ctx context.Context, d *desk.Desk) (f *freshness, err error) {
	open := proposalsection.And(proposalsection.HasProposalWith(offer.StatusEQ(process.ProposalStatusDraft)),
		proposalsection.HasProposalVersionWith(proposalversion.FrozenAtIsNil()))
	sections, err := d.Read(ctx).ProposalSection.Query().Where(open).Order(ent.Asc(proposalsection.FieldID)).Limit(changedSections).All(ctx)
	if err != nil {
		return nil, err
	}
	if len(sections) == 0 {
		return nil, errors.New("there is no section to change")
	}
	var latencies []time.Duration
	window := b.window * time.Duration(b.repeats)
	for i, began := 0, time.Now(); i < leastChanges || time.Since(began) < window; i++ {
		at := i % len(sections)
		took, changed, err := changeSection(ctx, d, sections[at], i)
		if err != nil {
			return nil, fmt.Errorf("change %d: %w", i, err)
		}
		sections[at], latencies = changed, append(latencies, took)
	}
	f = &freshness{Changes: len(latencies), Max: slices.Max(latencies)}
	f.P50, f.P99 = percentiles(latencies)
	return f, nil
}

func changeSection(ctx context.Context, d *desk.Desk, s *ent.ProposalSection, number int) (time.Duration, *ent.ProposalSection, error) {
	mark := fmt.Sprintf("changed%dmark", number)
	done, err := d.UpdateProposalSection(ctx, ent.UpdateProposalSectionInput{
		ID: s.ID, Version: s.Version, Body: new("How the work is done, step by step: " + mark + "."),
	})
	if err != nil {
		return 0, nil, err
	}
	acknowledged := time.Now()
	found, err := d.Search(ctx, desk.SearchRequest{Query: `"` + mark + `"`, WaitFor: &done.Change})
	took := time.Since(acknowledged)
	if err == nil && !slices.ContainsFunc(found.Hits, func(h search.Hit) bool { return h.ID == s.ID }) { // beside its proposal
		err = fmt.Errorf("section %s is not found", s.ID)
	}
	return took, done.Record, err
}
