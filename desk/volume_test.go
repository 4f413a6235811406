package desk_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/process"
)

// Everybody who sees an opportunity knows of its commercial volume; what it says is for who sees its price.
func TestWhatACommercialVolumeSaysIsForWhoSeesItsPrice(t *testing.T) {
	shelves(t, func(s *shelf) {
		owner, asOwner := s.staff("Ada", process.UserRoleSales)
		colleague, asColleague := s.staff("Bo", process.UserRoleSales)
		_, asConsultant := s.staff("Cai", process.UserRolePresalesConsultant)
		_, asDelivery := s.staff("Dee", process.UserRoleDelivery)
		_, asFinance := s.staff("Eva", process.UserRoleFinance)
		_, asManager := s.staff("Fan", process.UserRolePresalesManager)
		_, asAuditor := s.staff("Gao", process.UserRoleAuditor)
		o := shelved[ent.Opportunity](s)(s.CreateOpportunity(s.ctx, ent.CreateOpportunityInput{Name: "码头", OwnerID: &owner}))
		p := s.proposal("码头商务标", o, "分项报价灯塔")
		section, version := s.sections(p)[0], s.latest(p)
		file := func(subject string) *ent.Attachment {
			return shelved[ent.Attachment](s)(s.CreateAttachment(s.ctx, ent.CreateAttachmentInput{
				SubjectID: subject, FileName: "报价.xlsx", MediaType: "text/plain", Size: 1, Sha256: strings.Repeat("0", 64),
			}))
		}
		item := shelved[ent.ContentItem](s)(s.CreateContentItem(s.ctx, ent.CreateContentItemInput{Title: "灯塔报价模板", ProposalID: &p.ID}))
		kept := []string{
			section.ID, version.ID, item.ID, file(p.ID).ID, file(section.ID).ID,
			shelved[ent.Comment](s)(s.AddComment(s.ctx, desk.AddCommentInput{SubjectID: section.ID, Body: "再降三个点"})).ID,
		}
		said := shelved[ent.Comment](s)(s.AddComment(s.ctx, desk.AddCommentInput{SubjectID: p.ID, Body: "周五前完成"}))

		if got := s.finds(asConsultant, "灯塔"); !slices.Contains(got, section.ID) {
			t.Fatalf("while it is no commercial volume Cai finds %v", got)
		}
		now, err := s.Read(s.ctx).Proposal.Get(s.ctx, p.ID)
		s.must(err)
		commercial := process.ProposalKindCommercial
		_, err = s.UpdateProposal(asConsultant, ent.UpdateProposalInput{ID: p.ID, Version: now.Version, Kind: &commercial})
		s.wantRefused(err, "FORBIDDEN")
		_, err = s.UpdateProposal(asManager, ent.UpdateProposalInput{ID: p.ID, Version: now.Version, Kind: &commercial})
		s.must(err)
		if found, err := s.Search(asConsultant, desk.SearchRequest{Query: "灯塔"}); err != nil || found.Total != 0 {
			t.Errorf("right away Cai finds %d of it, %v", found.Total, err)
		}
		for name, c := range map[string]struct {
			ctx  context.Context
			sees bool
		}{
			"its owner": {asOwner, true}, "finance": {asFinance, true}, "a presales manager": {asManager, true}, "an auditor": {asAuditor, true},
			"another salesperson": {asColleague, false}, "a consultant": {asConsultant, false}, "delivery": {asDelivery, false},
		} {
			for _, id := range kept {
				if _, err := s.Node(c.ctx, id, nil); (err == nil) != c.sees {
					t.Errorf("%s is shown %s: %v", name, id, err)
				}
			}
			for _, id := range []string{p.ID, said.ID} {
				if _, err := s.Node(c.ctx, id, nil); err != nil {
					t.Errorf("%s is not shown %s: %v", name, id, err)
				}
			}
			found := s.finds(c.ctx, "灯塔")
			for _, id := range []string{p.ID, section.ID, item.ID} {
				if slices.Contains(found, id) != c.sees {
					t.Errorf("%s finds %v", name, found)
				}
			}
			if n, err := s.Read(c.ctx).ProposalSection.Query().Count(c.ctx); err != nil || (n > 0) != c.sees {
				t.Errorf("%s counts %d sections, %v", name, n, err)
			}
			feed, err := s.Changes(c.ctx, nil, new(100), nil)
			s.must(err)
			if told := slices.ContainsFunc(feed.Changes, func(c *ent.Change) bool { return c.EntityID == section.ID }); told != c.sees {
				t.Errorf("the feed tells %s of the section: %v", name, told)
			}
		}
		for user, passes := range map[string]bool{owner: true, colleague: false} {
			x, err := s.ExplainAccess(s.ctx, user, section.ID, nil)
			s.must(err)
			at := slices.IndexFunc(x.Checks, func(c *desk.AccessCheck) bool { return c.Name == process.AccessCheckNameVolume })
			if x.Sees != passes || at < 0 || x.Checks[at].Passes != passes {
				t.Errorf("explained: sees it %v, checks %v", x.Sees, x.Checks)
			}
		}
		s.wantWhole()
	})
}

func TestWhoDoesNotReadACommercialVolumeDoesNotChangeIt(t *testing.T) {
	shelves(t, func(s *shelf) {
		owner, _ := s.staff("Ada", process.UserRoleSales)
		_, asConsultant := s.staff("Cai", process.UserRolePresalesConsultant)
		_, asManager := s.staff("Fan", process.UserRolePresalesManager)
		o := shelved[ent.Opportunity](s)(s.CreateOpportunity(s.ctx, ent.CreateOpportunityInput{Name: "码头", OwnerID: &owner}))
		commercial, combined := process.ProposalKindCommercial, process.ProposalKindCombined
		_, err := s.CreateProposal(asConsultant, ent.CreateProposalInput{Title: "商务标", Kind: &commercial, OpportunityID: &o.ID})
		s.wantRefused(err, "FORBIDDEN")
		p := shelved[ent.Proposal](s)(s.CreateProposal(asManager, ent.CreateProposalInput{Title: "商务标", Kind: &commercial, OpportunityID: &o.ID}))
		version := s.latest(p)
		section := ent.CreateProposalSectionInput{ProposalVersionID: version.ID, Title: "报价"}
		file := ent.CreateAttachmentInput{SubjectID: p.ID, FileName: "a", MediaType: "text/plain", Size: 1, Sha256: strings.Repeat("0", 64)}
		for name, c := range map[string]struct {
			try  func(ctx context.Context) error
			want string
		}{
			"opens it by calling it something else": {func(ctx context.Context) error {
				_, err := s.UpdateProposal(ctx, ent.UpdateProposalInput{ID: p.ID, Version: p.Version, Kind: &combined})
				return err
			}, "FORBIDDEN"},
			"takes the next step": {func(ctx context.Context) error {
				_, err := s.RequestReview(ctx, desk.RecordInput{ID: p.ID, Version: p.Version})
				return err
			}, "FORBIDDEN"},
			"makes a version": {func(ctx context.Context) error {
				_, err := s.CreateProposalVersion(ctx, desk.CreateProposalVersionInput{ProposalID: p.ID})
				return err
			}, "FORBIDDEN"},
			"writes a section": {func(ctx context.Context) error {
				_, err := s.CreateProposalSection(ctx, section)
				return err
			}, "NOT_FOUND"},
			"attaches a file": {func(ctx context.Context) error {
				_, err := s.CreateAttachment(ctx, file)
				return err
			}, "FORBIDDEN subjectID"},
		} {
			err := c.try(asConsultant)
			if err == nil {
				t.Errorf("a consultant %s", name)
				continue
			}
			s.wantRefused(err, c.want)
		}
		_, err = s.CreateProposalSection(asManager, section)
		s.must(err)
		_, err = s.CreateAttachment(asManager, file)
		s.must(err)
	})
}
