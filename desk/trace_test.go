package desk_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/ent/store"
	"bidwell/process"
)

// traced is a case whose records have names: "R1" is a requirement, and so on.
type tracedCase struct {
	*office
	names map[string]string
	ids   map[string]string
}

func (c *tracedCase) name(name, id string) string {
	c.names[id], c.ids[name] = name, id
	return id
}

// told writes a trace with the names of its records.
func (c *tracedCase) told(t *desk.Trace) (nodes, links string) {
	var n, l []string
	for _, node := range t.Nodes {
		n = append(n, c.names[node.ID])
	}
	for _, link := range t.Links {
		l = append(l, c.names[link.From]+">"+c.names[link.To])
	}
	slices.Sort(l)
	return strings.Join(n, " "), strings.Join(l, " ")
}

// pursuit is a case with two requirements: R1 is answered in a section of which there are two versions, promised in the
// first and accepted with and without the promise; R2 is answered in the same section.
func pursuit(o *office) *tracedCase {
	c := &tracedCase{office: o, names: map[string]string{}, ids: map[string]string{}}
	deal := o.deal("仓储改造")
	p := o.offer("仓储方案", deal)
	s1, other := o.chapter(o.system, p, 0, "供电", "双回路"), o.chapter(o.system, p, 1, "制冷", "风冷")
	c.name("S1", s1.ID)
	c.name("T1", other.ID)
	acceptance := c.name("A", o.acceptance(deal))
	for i, text := range []string{"双回路供电", strings.Repeat("备", 300), "风冷"} {
		r := done[ent.Requirement](o)(o.CreateRequirement(o.system, ent.CreateRequirementInput{OpportunityID: deal.ID, Text: text}))
		c.name(fmt.Sprint("R", i+1), r.ID)
	}
	_, err := o.Transact(o.system, func(ctx context.Context, tx *ent.Tx, newID func(process.Entity) string) error {
		for i, section := range []string{s1.ID, s1.ID, other.ID} {
			id := c.name(fmt.Sprint("C", i+1), newID(ent.TypeComplianceItem))
			err := tx.ComplianceItem.Create().SetID(id).SetProposalID(p.ID).SetRequirementID(c.ids[fmt.Sprint("R", i+1)]).
				SetSectionID(section).SetResponse(process.ComplianceResponseDeviationNegative).SetDeviation("单回路").Exec(ctx)
			if err != nil {
				return err
			}
		}
		m := c.name("M", newID(ent.TypeCommitment))
		if err := tx.Commitment.Create().SetID(m).SetOpportunityID(deal.ID).SetText("备电两小时").SetSourceID(s1.ID).Exec(ctx); err != nil {
			return err
		}
		k1, k2 := c.name("K1", newID(ent.TypeAcceptanceCriterion)), c.name("K2", newID(ent.TypeAcceptanceCriterion))
		if err := tx.AcceptanceCriterion.Create().SetID(k1).SetAcceptanceID(acceptance).SetText("断电演练").SetCommitmentID(m).Exec(ctx); err != nil {
			return err
		}
		return tx.AcceptanceCriterion.Create().SetID(k2).SetAcceptanceID(acceptance).SetText("双回路切换").SetRequirementID(c.ids["R1"]).
			SetResult(process.CriterionResultPassed).Exec(ctx)
	})
	o.must(err)
	second := o.chapters(o.revise(o.system, p))
	c.name("S2", second[0].ID)
	c.name("T2", second[1].ID)
	return c
}

func TestTracesLeadBothWays(t *testing.T) {
	offices(t, func(o *office) {
		c := pursuit(o)
		for name, want := range map[string]struct{ nodes, links string }{
			"R1": {"R1 C1 S1 S2 M K1 K2 A", "C1>S2 K1>A K2>A M>K1 R1>C1 R1>K2 S1>M S1>S2"},
			"R3": {"R3 C3 T1 T2", "C3>T2 R3>C3 T1>T2"},
			"C2": {"R2 C2 S1 S2 M K1 A", "C2>S2 K1>A M>K1 R2>C2 S1>M S1>S2"},
			"S2": {"R1 R2 C1 C2 S1 S2 M K1 A", "C1>S2 C2>S2 K1>A M>K1 R1>C1 R2>C2 S1>M S1>S2"},
			"S1": {"R1 R2 C1 C2 S1 S2 M K1 A", "C1>S2 C2>S2 K1>A M>K1 R1>C1 R2>C2 S1>M S1>S2"},
			"M":  {"R1 R2 C1 C2 S1 S2 M K1 A", "C1>S2 C2>S2 K1>A M>K1 R1>C1 R2>C2 S1>M S1>S2"},
			"K1": {"R1 R2 C1 C2 S1 S2 M K1 A", "C1>S2 C2>S2 K1>A M>K1 R1>C1 R2>C2 S1>M S1>S2"},
			"K2": {"R1 K2 A", "K2>A R1>K2"},
			"A":  {"R1 R2 C1 C2 S1 S2 M K1 K2 A", "C1>S2 C2>S2 K1>A K2>A M>K1 R1>C1 R1>K2 R2>C2 S1>M S1>S2"},
		} {
			ctx, statements := store.CountStatements(o.system)
			trace, err := o.Trace(ctx, c.ids[name])
			o.must(err)
			if nodes, links := c.told(trace); nodes != want.nodes || links != want.links || !trace.Complete {
				o.Errorf("%s: %s | %s (complete: %t), want %s | %s", name, nodes, links, trace.Complete, want.nodes, want.links)
			}
			if statements.N() > 16 {
				o.Errorf("%s: %d statements", name, statements.N())
			}
		}
		trace, err := o.Trace(o.system, c.ids["R2"])
		o.must(err)
		if n := trace.Nodes[0]; n.Type != "Requirement" || n.Label != strings.Repeat("备", 200) || n.State != string(process.RequirementStatusDraft) {
			o.Errorf("the requirement is shown as %+v", n)
		}
		if n := trace.Nodes[1]; n.Label != "单回路" || n.State != "DEVIATION_NEGATIVE" {
			o.Errorf("the deviation is shown as %+v", n)
		}
	})
}

func TestTracesLeaveOutWhatIsHiddenOrArchived(t *testing.T) {
	offices(t, func(o *office) {
		c := pursuit(o)
		partner := o.person("partner", process.UserRolePartner)
		trace, err := o.Trace(partner.ctx, c.ids["R1"])
		o.must(err)
		if nodes, links := c.told(trace); nodes != "R1 C1 S1 S2 K2 A" || links != "C1>S2 K2>A R1>C1 R1>K2 S1>S2" {
			o.Errorf("a partner, from whom commitments are hidden, is told %s | %s", nodes, links)
		}
		_, err = o.Trace(partner.ctx, c.ids["M"])
		o.refused("hidden", err, "NOT_FOUND")
		_, err = o.ArchiveRecord(o.system, desk.RecordInput{ID: c.ids["C1"], Version: 2})
		o.must(err)
		trace, err = o.Trace(o.system, c.ids["M"])
		o.must(err)
		if nodes, _ := c.told(trace); nodes != "R2 C2 S1 S2 M K1 A" {
			o.Errorf("with an answer archived: %s", nodes)
		}
		for name, x := range map[string]struct {
			ctx      context.Context
			id, want string
		}{
			"archived":       {o.system, c.ids["C1"], "NOT_FOUND"},
			"missing":        {o.system, "req_00000000000000000000000000", "NOT_FOUND"},
			"no id":          {o.system, "R1", "VALIDATION_FAILED id"},
			"not on the way": {o.system, partner.id, "VALIDATION_FAILED id"},
			"nobody":         {t.Context(), c.ids["R1"], "UNAUTHENTICATED"},
		} {
			_, err := o.Trace(x.ctx, x.id)
			o.refused(name, err, x.want)
		}
	})
}

// A trace has a bound, and says when it was reached.
func TestLongTracesSayThatTheyAreCut(t *testing.T) {
	offices(t, func(o *office) {
		deal := o.deal("仓储改造")
		r := done[ent.Requirement](o)(o.CreateRequirement(o.system, ent.CreateRequirementInput{OpportunityID: deal.ID, Text: "双回路"}))
		acceptance := o.acceptance(deal)
		_, err := o.Transact(o.system, func(ctx context.Context, tx *ent.Tx, newID func(process.Entity) string) error {
			for range 501 {
				if err := tx.AcceptanceCriterion.Create().SetID(newID(ent.TypeAcceptanceCriterion)).SetAcceptanceID(acceptance).SetText("x").SetRequirementID(r.ID).Exec(ctx); err != nil {
					return err
				}
			}
			return nil
		})
		o.must(err)
		trace, err := o.Trace(o.system, r.ID)
		o.must(err)
		if trace.Complete || len(trace.Nodes) != 502 {
			o.Errorf("complete: %t, %d nodes", trace.Complete, len(trace.Nodes))
		}
	})
}
