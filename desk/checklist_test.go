package desk_test

import (
	"slices"
	"strings"
	"testing"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/process"
)

func (b *bidding) item(code process.RejectionCode) *ent.BidChecklistItem {
	b.Helper()
	items := b.items()
	i := slices.IndexFunc(items, func(c *ent.BidChecklistItem) bool { return c.Code == code })
	if i < 0 {
		b.Fatalf("there is no item %s", code)
	}
	return items[i]
}

func TestTheChecklistIsPreparedOnce(t *testing.T) {
	biddings(t, func(b *bidding) {
		prepare := func() desk.Written[ent.Proposal] {
			b.Helper()
			done, err := b.PrepareChecklist(b.writer, desk.PrepareChecklistInput{ProposalID: b.proposal.ID})
			b.want(err, "")
			return done
		}
		if done := prepare(); done.Change == 0 || done.Record.ID != b.proposal.ID {
			b.Errorf("prepared as %+v", done)
		}
		for i, item := range b.items() {
			c := process.RejectionClauses()[i]
			if item.Code != c.Code || item.LegalBasis != c.LegalBasis || item.Severity != c.Severity || item.State != process.ChecklistStateOpen {
				b.Errorf("item %d is %+v", i, item)
			}
		}
		done := b.item(process.RejectionCodeNotSealed)
		must[ent.BidChecklistItem](b.door)(b.CheckItem(b.writer, desk.CheckItemInput{ID: done.ID, Version: done.Version, Evidence: "photo"}))
		gone := b.item(process.RejectionCodeMultipleBids)
		_, err := b.ArchiveRecord(b.system, desk.RecordInput{ID: gone.ID, Version: gone.Version})
		b.want(err, "")
		prepare()
		if again := prepare(); again.Change != 0 {
			b.Errorf("the second time changes something: %d", again.Change)
		}
		if n := len(b.items()); n != len(process.RejectionClauses()) {
			b.Errorf("%d items", n)
		}
		if b.item(process.RejectionCodeNotSealed).State != process.ChecklistStateDone || b.item(process.RejectionCodeMultipleBids).State != process.ChecklistStateOpen {
			b.Error("what was done is open again, or what was put away is not")
		}
	})
}

func TestItemsOfTheChecklist(t *testing.T) {
	biddings(t, func(b *bidding) {
		must[ent.Proposal](b.door)(b.PrepareChecklist(b.writer, desk.PrepareChecklistInput{ProposalID: b.proposal.ID}))
		check := func(code process.RejectionCode, evidence, refusal string) {
			b.Helper()
			item := b.item(code)
			_, err := b.CheckItem(b.writer, desk.CheckItemInput{ID: item.ID, Version: item.Version, Evidence: evidence})
			b.want(err, refusal)
		}
		waive := func(code process.RejectionCode, reason, refusal string) {
			b.Helper()
			item := b.item(code)
			_, err := b.WaiveItem(b.writer, desk.WaiveItemInput{ID: item.ID, Version: item.Version, Reason: reason})
			b.want(err, refusal)
		}
		reopen := func(code process.RejectionCode, refusal string) {
			b.Helper()
			item := b.item(code)
			_, err := b.ReopenItem(b.writer, desk.RecordInput{ID: item.ID, Version: item.Version})
			b.want(err, refusal)
		}
		const fatal, major = process.RejectionCodeNotSealed, process.RejectionCodeFormatNotFollowed
		check(fatal, "", "VALIDATION_FAILED evidence")
		check(fatal, strings.Repeat("x", 1<<20+1), "VALIDATION_FAILED evidence")
		waive(fatal, "no time", "ILLEGAL_TRANSITION")
		check(fatal, "photo", "")
		check(fatal, "photo", "ILLEGAL_TRANSITION")
		if item := b.item(fatal); *item.DoneByID != desk.ViewerOf(b.writer).UserID || !item.DoneAt.Equal(b.now()) || item.Evidence != "photo" {
			b.Errorf("done as %+v", item)
		}
		reopen(fatal, "")
		reopen(fatal, "ILLEGAL_TRANSITION")
		if item := b.item(fatal); item.DoneByID != nil || item.DoneAt != nil || item.Evidence != "" {
			b.Errorf("open as %+v", item)
		}
		waive(major, "", "VALIDATION_FAILED reason")
		waive(major, "free form is admitted", "")
		check(major, "x", "ILLEGAL_TRANSITION")
		item := b.item(fatal)
		_, err := b.CheckItem(b.writer, desk.CheckItemInput{ID: item.ID, Version: item.Version - 1, Evidence: "x"})
		b.want(err, "CONFLICT")
		_, err = b.CheckItem(b.sales, desk.CheckItemInput{ID: item.ID, Version: item.Version, Evidence: "x"})
		b.want(err, "FORBIDDEN")
		_, err = b.CheckItem(b.legal, desk.CheckItemInput{ID: item.ID, Version: item.Version, Evidence: "x"})
		b.want(err, "")
		_, err = b.ArchiveRecord(b.writer, desk.RecordInput{ID: item.ID, Version: item.Version + 1})
		b.want(err, "ILLEGAL_TRANSITION")
	})
}

func TestTheNumbersOfABidAreCheckedToo(t *testing.T) {
	biddings(t, func(b *bidding) {
		must[ent.Proposal](b.door)(b.PrepareChecklist(b.writer, desk.PrepareChecklistInput{ProposalID: b.proposal.ID}))
		for code, in := range map[process.RejectionCode]struct{ bad, good ent.UpdateProposalInput }{
			process.RejectionCodePriceOverCeiling:   {ent.UpdateProposalInput{Price: new(int64(1_000_000_01))}, ent.UpdateProposalInput{Price: new(int64(1_000_000_00))}},
			process.RejectionCodeBondMissingOrShort: {ent.UpdateProposalInput{BondAmount: new(int64(9_999_99))}, ent.UpdateProposalInput{BondAmount: new(int64(10_000_00))}},
			process.RejectionCodeValidityTooShort:   {ent.UpdateProposalInput{ValidUntil: b.date(2026, 6, 30)}, ent.UpdateProposalInput{ValidUntil: b.date(2026, 7, 1)}},
		} {
			for _, c := range []struct {
				in      ent.UpdateProposalInput
				refusal string
			}{{in.bad, "VALIDATION_FAILED evidence"}, {in.good, ""}} {
				now := b.reread()
				c.in.ID, c.in.Version = now.ID, now.Version
				must[ent.Proposal](b.door)(b.UpdateProposal(b.pricing, c.in))
				item := b.item(code)
				_, err := b.CheckItem(b.writer, desk.CheckItemInput{ID: item.ID, Version: item.Version, Evidence: "seen"})
				if b.want(err, c.refusal); b.Failed() {
					b.Fatal(code)
				}
			}
		}
	})
}

func TestBadOffers(t *testing.T) {
	biddings(t, func(b *bidding) {
		for name, c := range map[string]struct {
			in      ent.UpdateProposalInput
			refusal string
		}{
			"a negative price":         {ent.UpdateProposalInput{Price: new(int64(-1))}, "VALIDATION_FAILED price"},
			"a negative bond":          {ent.UpdateProposalInput{BondAmount: new(int64(-1))}, "VALIDATION_FAILED bondAmount"},
			"another currency":         {ent.UpdateProposalInput{Currency: new("USD")}, "VALIDATION_FAILED currency"},
			"more discount than price": {ent.UpdateProposalInput{DiscountPercent: new(101)}, "VALIDATION_FAILED discountPercent"},
			"a stale version":          {ent.UpdateProposalInput{Version: 7}, "CONFLICT"},
		} {
			c.in.ID = b.reread().ID
			if c.in.Version == 0 {
				c.in.Version = b.proposal.Version
			}
			_, err := b.UpdateProposal(b.pricing, c.in)
			if b.want(err, c.refusal); b.Failed() {
				b.Fatal(name)
			}
		}
		_, err := b.CreateProposal(b.pricing, ent.CreateProposalInput{Title: "x", OpportunityID: &b.opportunity.ID, Price: new(int64(1)), Currency: new("USD")})
		b.want(err, "VALIDATION_FAILED currency")
		_, err = b.CreateProposal(b.writer, ent.CreateProposalInput{Title: "x", OpportunityID: new(process.IDOf("Opportunity", strings.Repeat("0", 26)))})
		b.want(err, "NOT_FOUND opportunityID")
	})
}

func TestCitations(t *testing.T) {
	biddings(t, func(b *bidding) {
		certificate := must[ent.Certificate](b.door)(b.CreateCertificate(b.manager, ent.CreateCertificateInput{Name: "Quality management"}))
		cite := func(certificate, refusal string) *ent.Citation {
			b.Helper()
			done, err := b.Cite(b.writer, desk.CiteInput{ProposalID: b.proposal.ID, CertificateID: certificate, Purpose: new("clause 4")})
			b.want(err, refusal)
			return done.Record
		}
		first := cite(certificate.ID, "")
		cite(certificate.ID, "CONFLICT")
		cite(process.IDOf("Certificate", strings.Repeat("0", 26)), "NOT_FOUND certificateID")
		cite(b.opportunity.ID, "VALIDATION_FAILED certificateID")
		_, err := b.ArchiveRecord(b.writer, desk.RecordInput{ID: first.ID, Version: first.Version})
		b.want(err, "ILLEGAL_TRANSITION")
		_, err = b.RemoveCitation(b.sales, desk.RecordInput{ID: first.ID, Version: first.Version})
		b.want(err, "FORBIDDEN")
		_, err = b.RemoveCitation(b.writer, desk.RecordInput{ID: first.ID, Version: first.Version + 1})
		b.want(err, "CONFLICT")
		_, err = b.RemoveCitation(b.writer, desk.RecordInput{ID: first.ID, Version: first.Version})
		b.want(err, "")
		if again := cite(certificate.ID, ""); again.ID != first.ID || again.ArchivedAt != nil {
			b.Errorf("cited again as %+v", again)
		}
		lapsed := must[ent.Certificate](b.door)(b.CreateCertificate(b.manager, ent.CreateCertificateInput{Name: "Gone"}))
		_, err = b.ArchiveRecord(b.manager, desk.RecordInput{ID: lapsed.ID, Version: lapsed.Version})
		b.want(err, "")
		cite(lapsed.ID, "NOT_FOUND certificateID")
	})
}
