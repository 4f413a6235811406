package seed

import (
	"context"
	"testing"
	"time"

	"bidwell/desk"
	"bidwell/ent"
	entacceptance "bidwell/ent/acceptance"
	entapproval "bidwell/ent/approval"
	entcertificate "bidwell/ent/certificate"
	entcommitment "bidwell/ent/commitment"
	entfinding "bidwell/ent/finding"
	enthandover "bidwell/ent/handover"
	entlead "bidwell/ent/lead"
	entproject "bidwell/ent/project"
	"bidwell/ent/supportrequest"
	entsurvey "bidwell/ent/survey"
	"bidwell/process"
)

// records is how many records of each table the book asks for.
func (b *book) records() map[string]int {
	want := map[string]int{
		"teams": len(b.Teams), "users": len(b.Users), "products": len(b.Products), "customers": len(b.Customers),
		"contacts": len(b.Contacts), "opportunities": len(b.Deals), "proposals": len(b.Proposals),
		"content_items": len(b.Library), "lessons": len(b.Lessons), "retrospectives": len(b.Retrospectives), "attachments": len(b.Files),
		"leads": len(b.Leads), "competitors": len(b.Competitors), "win_themes": len(b.Themes), "exchange_rates": len(b.Rates),
		"certificates": len(b.Certificates), "clarifications": len(b.Clarifications), "reviews": len(b.Reviews), "questions": len(b.Questions),
		"support_requests": len(b.Support), "tasks": len(b.Tasks), "risks": len(b.Risks), "time_entries": len(b.Hours), "comments": len(b.Comments),
		"commercial_terms": len(b.Terms), "commitments": len(b.Promises), "approvals": len(b.Approvals), "contracts": len(b.Contracts),
		"handovers": len(b.Handovers), "projects": len(b.Projects), "surveys": len(b.Surveys), "template_changes": len(b.Improvements),
		"reuse_edges": len(b.Reuses), "calendar_days": len(b.DaysOff),
	}
	for _, d := range b.Deals {
		if d.Idea != "" {
			want["proposals"]++
		}
	}
	for _, r := range b.Requirements {
		want["requirements"] += len(r.All)
	}
	for _, bid := range b.Bids {
		want["compliance_items"] += len(bid.Answers)
		want["citations"] += len(bid.Citations)
		want["bid_checklist_items"] += len(process.RejectionClauses())
	}
	for _, r := range b.Reviews {
		want["findings"] += len(r.Findings)
	}
	for _, p := range b.Projects {
		want["change_requests"] += len(p.Changes)
		want["acceptances"] += len(p.Acceptances)
		for _, a := range p.Acceptances {
			want["findings"] += len(a.Issues)
		}
	}
	return want
}

// checkProcess holds that the story shows every state a visitor looks for, and that its people kept the rules: nobody
// approved, accepted or verified what was their own.
func checkProcess(t *testing.T, ctx context.Context, d *desk.Desk, b *book) {
	t.Helper()
	for _, check := range []func(*testing.T, context.Context, *ent.Client){
		checkLeads, checkApprovals, checkFindings, checkCommitments, checkDelivery, checkSatisfaction, checkHelp,
	} {
		check(t, ctx, d.Read(ctx))
	}
	last := func(path []deed, state string) string {
		if len(path) == 0 {
			return state
		}
		return path[len(path)-1].What
	}
	for _, r := range b.Support {
		state := map[string]process.SupportStatus{
			"NEW": process.SupportStatusNew, "ASSIGNED": process.SupportStatusAssigned, "START": process.SupportStatusInProgress,
			"WAIT": process.SupportStatusWaitingForRequester, "COMPLETE": process.SupportStatusDone, "CANCEL": process.SupportStatusCancelled,
			"ESCALATE": process.SupportStatusAssigned,
		}
		begin := "NEW"
		if r.Assignee != "" {
			begin = "ASSIGNED"
		}
		got := must(d.Read(ctx).SupportRequest.Query().Where(supportrequest.Title(r.Title)).Only(ctx))(t)
		if want := state[last(r.Path, begin)]; got.Status != want {
			t.Errorf("%s is %s, want %s", r.Title, got.Status, want)
		}
	}
}

func checkLeads(t *testing.T, ctx context.Context, c *ent.Client) {
	merged, late, pooled, prompt := 0, 0, 0, 0
	statuses, sources := map[process.LeadStatus]int{}, map[process.LeadSource]int{}
	for _, l := range must(c.Lead.Query().All(ctx))(t) {
		sources[l.Source]++
		if l.MergedIntoID != nil {
			merged++
			continue
		}
		statuses[l.Status]++
		if l.Status == process.LeadStatusNew && l.OwnerID == nil {
			pooled++
		}
		if l.FirstResponseAt == nil && l.RespondBy.Before(time.Now()) {
			late++
		}
		if l.FirstResponseAt != nil && !l.FirstResponseAt.After(*l.RespondBy) {
			prompt++
		}
		if l.Status == process.LeadStatusConverted && l.OpportunityID == nil {
			t.Errorf("%s became part of nothing", l.Company)
		}
	}
	if merged != 2 || late == 0 || pooled < 2 || prompt < 3 {
		t.Errorf("%d leads merged, %d late, %d in pools, %d answered in time", merged, late, pooled, prompt)
	}
	every(t, statuses, process.LeadStatusNew.Values())
	every(t, sources, process.LeadSourceWebsite.Values())
	if n := must(c.Lead.Query().Where(entlead.CompanyEQ("")).Count(ctx))(t); n != 0 {
		t.Errorf("%d leads of nobody", n)
	}
}

// every reports the values that nothing has.
func every[T ~string](t *testing.T, found map[T]int, values []string) {
	t.Helper()
	for _, v := range values {
		if found[T(v)] == 0 {
			t.Errorf("nothing is %s", v)
		}
	}
}

func checkApprovals(t *testing.T, ctx context.Context, c *ent.Client) {
	states := map[process.ApprovalStatus]int{}
	for _, a := range must(c.Approval.Query().All(ctx))(t) {
		states[a.Status]++
		if a.RequestedByID == nil || a.DecidedByID != nil && *a.DecidedByID == *a.RequestedByID {
			t.Errorf("%s of %s: asked by %v, decided by %v", a.Type, a.SubjectID, a.RequestedByID, a.DecidedByID)
		}
	}
	for _, s := range []process.ApprovalStatus{process.ApprovalStatusRequested, process.ApprovalStatusApproved, process.ApprovalStatusRejected} {
		if states[s] == 0 {
			t.Errorf("no approval is %s", s)
		}
	}
	soon := must(c.Certificate.Query().Where(entcertificate.ExpiresOnGT(time.Now()), entcertificate.ExpiresOnLT(time.Now().AddDate(0, 0, 30))).WithCitations().Only(ctx))(t)
	if len(soon.Edges.Citations) != 1 {
		t.Errorf("%s, which expires soon, is cited %d times", soon.Name, len(soon.Edges.Citations))
	}
	if n := must(c.Approval.Query().Where(entapproval.TypeEQ(process.ApprovalTypeDeviation), entapproval.StatusEQ(process.ApprovalStatusRequested)).Count(ctx))(t); n != 1 {
		t.Errorf("%d deviations wait for approval", n)
	}
}

func checkFindings(t *testing.T, ctx context.Context, c *ent.Client) {
	states := map[process.FindingStatus]int{}
	for _, f := range must(c.Finding.Query().All(ctx))(t) {
		states[f.Status]++
		if f.VerifiedByID != nil && *f.VerifiedByID == *f.OwnerID {
			t.Errorf("%q was verified by its owner", f.Text)
		}
	}
	every(t, states, process.FindingStatusOpen.Values())
	if n := must(c.Finding.Query().Where(entfinding.AcceptanceIDNotNil()).Count(ctx))(t); n == 0 {
		t.Error("no acceptance raised an issue")
	}
}

func checkCommitments(t *testing.T, ctx context.Context, c *ent.Client) {
	states := map[process.CommitmentStatus]int{}
	for _, p := range must(c.Commitment.Query().All(ctx))(t) {
		states[p.Status]++
	}
	for _, s := range process.CommitmentStatusProposed.Values() {
		if broken := s == string(process.CommitmentStatusBreached); (states[process.CommitmentStatus(s)] == 0) != broken {
			t.Errorf("%d commitments are %s", states[process.CommitmentStatus(s)], s)
		}
	}
	flagged := must(c.Commitment.Query().Where(entcommitment.Unauthorised(true)).All(ctx))(t)
	if len(flagged) != 1 || flagged[0].Status != process.CommitmentStatusMade {
		t.Errorf("unauthorised: %v", flagged)
	}
}

func checkDelivery(t *testing.T, ctx context.Context, c *ent.Client) {
	states := map[process.HandoverStatus]int{}
	for _, h := range must(c.Handover.Query().All(ctx))(t) {
		states[h.Status]++
		if h.AcceptedByID != nil && *h.AcceptedByID == *h.PreparedByID {
			t.Errorf("%s was accepted by who prepared it", h.ID)
		}
	}
	returned := must(c.Handover.Query().Where(enthandover.ReturnsGT(0)).All(ctx))(t)
	if states[process.HandoverStatusAccepted] < 3 || states[process.HandoverStatusDraft] != 1 || len(returned) != 1 || returned[0].Status != process.HandoverStatusAccepted {
		t.Errorf("handovers %v, returned once: %v", states, returned)
	}
	for status, want := range map[process.ProjectStatus]int{process.ProjectStatusClosed: 2, process.ProjectStatusRunning: 2} {
		if n := must(c.Project.Query().Where(entproject.StatusEQ(status)).Count(ctx))(t); n != want {
			t.Errorf("%d projects are %s, want %d", n, status, want)
		}
	}
	changes := map[process.ChangeRequestStatus]int{}
	for _, r := range must(c.ChangeRequest.Query().All(ctx))(t) {
		changes[r.Status]++
		if r.DecidedByID != nil && *r.DecidedByID == r.CreatedBy {
			t.Errorf("%s was decided by who asked", r.Title)
		}
	}
	if changes[process.ChangeRequestStatusImplemented] == 0 || changes[process.ChangeRequestStatusRejected] == 0 || changes[process.ChangeRequestStatusSubmitted] == 0 {
		t.Errorf("changes %v", changes)
	}
	for _, a := range must(c.Acceptance.Query().All(ctx))(t) {
		if a.DecidedByID != nil && *a.DecidedByID == *a.RequestedByID {
			t.Errorf("%s was decided by who requested it", a.ID)
		}
	}
	if n := must(c.Acceptance.Query().Where(entacceptance.Requests(2), entacceptance.StatusEQ(process.AcceptanceStatusPassed)).Count(ctx))(t); n != 1 {
		t.Errorf("%d acceptances passed after a failure", n)
	}
	paid, open := 0, 0
	for _, k := range must(c.Contract.Query().All(ctx))(t) {
		sum := int64(0)
		for _, part := range k.PaymentPlan {
			sum += part.Amount
			if part.PaidOn != nil {
				paid++
			} else {
				open++
			}
		}
		if sum != k.Amount || k.SignedAt == nil {
			t.Errorf("%s of %d has a plan of %d, signed %v", k.Title, k.Amount, sum, k.SignedAt)
		}
	}
	if paid == 0 || open == 0 {
		t.Errorf("%d instalments paid, %d open", paid, open)
	}
}

func checkSatisfaction(t *testing.T, ctx context.Context, c *ent.Client) {
	for _, touchpoint := range []process.SurveyTouchpoint{process.SurveyTouchpointProposal, process.SurveyTouchpointAcceptance} {
		n := must(c.Survey.Query().Where(entsurvey.TouchpointEQ(touchpoint), entsurvey.AnsweredAtNotNil()).Count(ctx))(t)
		if n < 5 {
			t.Errorf("%d answers at %s are too few to be shown", n, touchpoint)
		}
	}
	for _, o := range must(c.Opportunity.Query().All(ctx))(t) {
		if o.Currency != "CNY" && o.ExchangeRate == nil {
			t.Errorf("%s has no exchange rate", *o.Code)
		}
		if *o.Code == "DEMO-O24" {
			from := must(o.QueryOriginOpportunity().Only(ctx))(t)
			if *from.Code != "DEMO-O20" || *o.Origin != process.OpportunityOriginExtension {
				t.Errorf("DEMO-O24 grew from %s as %v", *from.Code, o.Origin)
			}
		}
	}
}

func checkHelp(t *testing.T, ctx context.Context, c *ent.Client) {
	escalated := must(c.SupportRequest.Query().Where(supportrequest.EscalationGT(0)).All(ctx))(t)
	if len(escalated) != 1 || !escalated[0].ResolveBy.Before(time.Now()) {
		t.Errorf("escalated: %v", escalated)
	}
	for _, m := range must(c.Comment.Query().All(ctx))(t) {
		if len(m.Mentions) == 0 {
			t.Errorf("%q calls nobody", m.Body)
		}
	}
	fresh, stale := 0, 0
	for _, n := range must(c.Notification.Query().All(ctx))(t) {
		switch {
		case n.ReadAt != nil:
		case time.Since(n.CreatedAt) < (readUp+2)*24*time.Hour:
			fresh++
		default:
			stale++
		}
	}
	if fresh == 0 || stale > 0 {
		t.Errorf("%d notifications of these days are unread, and %d old ones", fresh, stale)
	}
}
