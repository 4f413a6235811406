package seed

import (
	"fmt"
	"time"

	"bidwell/desk/importer"
	"bidwell/process"
)

// endings are how generated opportunities stand, how often of a hundred, and between which stages they stopped.
var endings = []struct {
	status       process.OpportunityStatus
	share        int
	least, most  process.OpportunityStage
	proposalThen process.ProposalStatus
}{
	{process.OpportunityStatusOpen, 34, process.OpportunityStageIntake, process.OpportunityStageNegotiation, process.ProposalStatusDraft},
	{process.OpportunityStatusWon, 30, process.OpportunityStageContract, process.OpportunityStageCloseout, process.ProposalStatusAwarded},
	{process.OpportunityStatusLost, 22, process.OpportunityStageBid, process.OpportunityStageNegotiation, process.ProposalStatusNotAwarded},
	{process.OpportunityStatusNoBid, 5, process.OpportunityStageQualification, process.OpportunityStagePlanning, process.ProposalStatusWithdrawn},
	{process.OpportunityStatusQualifiedOut, 4, process.OpportunityStageQualification, process.OpportunityStageQualification, process.ProposalStatusWithdrawn},
	{process.OpportunityStatusCancelledByCustomer, 3, process.OpportunityStagePlanning, process.OpportunityStageBid, process.ProposalStatusVoided},
	{process.OpportunityStatusNoDecision, 1, process.OpportunityStageProposal, process.OpportunityStageNegotiation, process.ProposalStatusWithdrawn},
	{process.OpportunityStatusSuspended, 1, process.OpportunityStageRequirements, process.OpportunityStageProposal, process.ProposalStatusDraft},
}

// course is how one opportunity went.
type course struct {
	stages   []importer.StageMark
	outcome  *importer.Outcome
	proposal process.ProposalStatus
}

func newCourse(d *dice) course {
	var shares []int
	for _, e := range endings {
		shares = append(shares, e.share)
	}
	ending := endings[d.weighted(shares...)]
	stages := process.OpportunityStageIntake.Values()
	last := d.between(process.StageIndex(ending.least), process.StageIndex(ending.most))
	at := d.IntN(generatedDays - 300)
	if ending.status == process.OpportunityStatusOpen {
		at = generatedDays - 1 - d.IntN(200)
	}
	c := course{proposal: ending.proposalThen, outcome: &importer.Outcome{Status: string(ending.status)}}
	for i := 0; i <= last; i++ {
		c.stages = append(c.stages, importer.StageMark{Stage: stages[i], At: day(at).Add(time.Duration(d.IntN(9*60)) * time.Minute)})
		at += d.between(2, 20)
	}
	c.decide(d, ending.status, at)
	return c
}

// decide dates the outcome: a win before the contract, the others after the last stage.
func (c *course) decide(d *dice, status process.OpportunityStatus, after int) {
	switch status {
	case process.OpportunityStatusOpen:
		return
	case process.OpportunityStatusWon:
		c.outcome.DecidedAt = c.stages[process.StageIndex(process.OpportunityStageContract)].At.Add(-time.Hour)
		return
	}
	c.outcome.DecidedAt = day(after)
	c.outcome.Reason = oneOf(d, process.LossReasonPrice.Values())
}

// opportunity emits an opportunity with its line items and proposal.
func (g *generator) opportunity(i int) {
	d := g.words.throw("opportunity", i, 0.8)
	c := newCourse(d)
	currency := []string{"CNY", "USD", "EUR"}[d.weighted(94, 4, 2)]
	customer := d.IntN(g.customers)
	fields := map[string]any{
		"code": fmt.Sprintf("GEN-%07d", i), "name": d.phrase(d.between(3, 6)) + fmt.Sprintf(" %07d", i), "description": d.prose(240),
		"customer": refTo("customer", customerID(customer)), "owner": refTo("user", userID(d.IntN(generatedUsers))),
		"type":   oneOf(d, process.OpportunityTypeTender.Values()),
		"amount": importer.Money{Minor: d.amount(), Currency: currency},
		"region": oneOf(d, regions), "industry": industries[customer%len(industries)],
		"expectedCloseOn": c.stages[0].At.Truncate(24*time.Hour).AddDate(0, 0, d.between(60, 180)),
	}
	records := []importer.Record{{Entity: "opportunity", ExternalID: opportunityID(i), Fields: fields, Stages: c.stages, Outcome: c.outcome}}
	for n := range d.between(1, 2) {
		records = append(records, lineItem(d, i, n, currency))
	}
	if d.chance(0.3) {
		records = append(records, generatedProposal(d, i, c))
	}
	g.emit(records...)
}

func lineItem(d *dice, opportunity, n int, currency string) importer.Record {
	product := d.IntN(generatedProducts/2)*2 + n // never the same product twice
	price := productPrice(product)
	if currency != "CNY" {
		price /= 7
	}
	return importer.Record{Entity: "lineItem", ExternalID: fmt.Sprintf("line-%d-%d", opportunity, n), Fields: map[string]any{
		"opportunity": refTo("opportunity", opportunityID(opportunity)), "product": refTo("product", productID(product)),
		"quantity": int64(d.between(1, 12)), "unitPrice": importer.Money{Minor: price, Currency: currency},
	}}
}

func generatedProposal(d *dice, opportunity int, c course) importer.Record {
	began := c.stages[min(len(c.stages)-1, process.StageIndex(process.OpportunityStageProposal))].At
	fields := map[string]any{
		"opportunity": refTo("opportunity", opportunityID(opportunity)), "title": d.phrase(5), "summary": d.prose(120),
		"kind": oneOf(d, process.ProposalKindTechnical.Values()), "status": string(c.proposal), "language": d.vocabulary.language,
		"startedOn": began.Truncate(24 * time.Hour), "dueAt": began.AddDate(0, 0, 20),
	}
	if process.DecidesProposal(c.proposal) {
		fields["submittedAt"] = began.AddDate(0, 0, 1)
		fields["decidedAt"] = c.outcome.DecidedAt
	}
	r := importer.Record{Entity: "proposal", ExternalID: fmt.Sprintf("proposal-%d", opportunity), Fields: fields}
	for range d.between(2, 4) {
		r.Sections = append(r.Sections, importer.Section{Title: d.phrase(d.between(2, 4)), Depth: 1, Body: d.prose(d.between(240, 480))})
	}
	return r
}
