package seed

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"bidwell/desk"
	"bidwell/ent"
	entactivity "bidwell/ent/activity"
	"bidwell/ent/attachment"
	"bidwell/ent/lineitem"
	"bidwell/ent/opportunity"
	entstakeholder "bidwell/ent/stakeholder"
	"bidwell/process"
)

// deal is an opportunity with its whole story.
type deal struct {
	Code, Name, Description, Customer, Owner, Presales, Source, Currency string

	TenderNo       string `yaml:"tenderNo"`
	Type           process.OpportunityType
	Method         process.ProcurementMethod
	Amount, Budget minor
	// Ceiling, Bond and Validity are what a tender demands of prices, of the bond, and until which day bids have to hold.
	Ceiling, Bond minor
	Validity      int
	Began         int
	Deadline      int
	Expected      int
	// Origin is the delivered deal from which this one grows, Idea the first idea of a proposal for it.
	Origin, Idea string
	// Scores are those of its scorecard, in the order of the template's lines; deals that are under way have one once they
	// are past their qualification.
	Scores       []int
	Tags         []string
	Moves        []move
	Outcome      *outcome
	Lines        []line
	Stakeholders []stakeholder
	Activities   []talk
}

type outcome struct {
	Status       process.OpportunityStatus
	Day          int
	Reason       process.LossReason
	Failure      process.BidFailure
	Award        minor
	Winner, Note string
}

type stakeholder struct {
	Contact, Concerns   string
	Part                process.StakeholderPart
	Attitude, Influence int
}

type talk struct {
	Day                    int
	Kind                   process.ActivityKind
	Who, By, Subject, Body string
}

// file is an attachment of a deal.
type file struct {
	File, Type, Deal, By, Description string
	Day                               int
}

// deals tells of the opportunities.
func (s *story) deals() {
	customers := map[string]customer{}
	for _, c := range s.book.Customers {
		customers[c.Code] = c
	}
	products := map[string]product{}
	for _, p := range s.book.Products {
		products[p.Code] = p
	}
	for _, d := range s.book.Deals {
		s.on(d.Began, d.Owner, func(ctx context.Context) error { return s.deal(ctx, d, customers[d.Customer]) })
		for _, l := range d.Lines {
			s.on(d.Began, d.Owner, func(ctx context.Context) error { return s.line(ctx, d, l, products[l.Product]) })
		}
		for _, p := range d.Stakeholders {
			s.on(d.Began, d.Owner, func(ctx context.Context) error { return s.stakeholder(ctx, d, p) })
		}
		s.course(d)
		for _, t := range d.Activities {
			if t.By == "" {
				t.By = d.Owner
			}
			s.on(t.Day, t.By, func(ctx context.Context) error { return s.talk(ctx, d, t) })
		}
	}
	for _, f := range s.book.Files {
		s.on(f.Day, f.By, func(ctx context.Context) error { return s.file(ctx, f) })
	}
}

// course tells the stages and the outcome of a deal as numbered steps in the order of their days. A win is recorded once
// the deal is in the contract stage, and the deal goes on after that.
func (s *story) course(d deal) {
	step := 0
	closeOn := func(day int) {
		step++
		number := step
		s.on(day, d.Owner, func(ctx context.Context) error { return s.end(ctx, d, number) })
	}
	closed := d.Outcome == nil
	won := !closed && d.Outcome.Status == process.OpportunityStatusWon
	for _, m := range d.Moves {
		if !closed && !won && d.Outcome.Day > m.Day {
			closed = true
			closeOn(d.Outcome.Day)
		}
		step++
		number := step
		s.on(m.Day, d.Owner, func(ctx context.Context) error { return s.advance(ctx, d, m, number) })
		if won && m.To == string(process.OpportunityStageContract) {
			closed = true
			closeOn(m.Day)
		}
	}
	if !closed {
		closeOn(d.Outcome.Day)
	}
}

func (s *story) deal(ctx context.Context, d deal, c customer) error {
	if d.Origin != "" {
		return s.renewal(ctx, d)
	}
	find := s.read.Opportunity.Query().Where(opportunity.Code(d.Code))
	return once(s, "deal", d.Code, find, func() (desk.Written[ent.Opportunity], error) {
		var deadline *time.Time
		if d.Deadline != 0 {
			deadline = new(s.morning(d.Deadline).Add(30 * time.Minute))
		}
		return s.desk.CreateOpportunity(ctx, ent.CreateOpportunityInput{
			Code: &d.Code, Name: d.Name, Description: &d.Description, CustomerID: s.ref("customer", d.Customer),
			OwnerID: s.ref("user", d.Owner), PresalesLeadID: s.ref("user", d.Presales), Type: &d.Type,
			ProcurementMethod: given(d.Method), Source: given(d.Source), TenderNo: given(d.TenderNo), Tags: d.Tags,
			Amount: new(int64(d.Amount)), BudgetAmount: given(int64(d.Budget)), Currency: given(d.Currency),
			ExpectedCloseOn: s.date(d.Expected), SubmissionDeadline: deadline, Industry: &c.Industry, Region: &c.Region,
			PriceCeiling: given(int64(d.Ceiling)), BondDemanded: given(int64(d.Bond)), BidValidityUntil: s.at(d.Validity),
		})
	})
}

// underWay tells whether a deal is one that people work on today; those are taken through gates as far as the story has
// what the gates ask for. What became of the others happened before there were any, and the system tells it.
func (d deal) underWay() bool {
	return d.Outcome == nil || d.Outcome.Status == process.OpportunityStatusSuspended
}

func (s *story) advance(ctx context.Context, d deal, m move, step int) error {
	o, err := s.read.Opportunity.Get(s.ctx, s.ids["deal "+d.Code])
	if err != nil || done(o.Version, step) {
		return err
	}
	if d.underWay() {
		if how := passages[o.Stage]; how != nil {
			return name(how(s, ctx, d, o, m), d.Code+" "+m.To)
		}
	}
	_, err = s.desk.TellStage(s.ctx, desk.TellStageInput{
		ID: o.ID, Version: o.Version, Stage: process.OpportunityStage(m.To), ByID: s.ref("user", d.Owner), Reason: given(m.Reason),
	})
	return name(err, d.Code+" "+m.To)
}

// end records the outcome as its owner; that a deal was won, or not bid for, is told by the system, because the awards,
// orders and gates that would show it are older than the sample.
func (s *story) end(ctx context.Context, d deal, step int) error {
	o, err := s.read.Opportunity.Get(s.ctx, s.ids["deal "+d.Code])
	if err != nil || done(o.Version, step) {
		return err
	}
	in := desk.CloseOpportunityInput{
		ID: o.ID, Version: o.Version, Status: d.Outcome.Status, LossReason: given(d.Outcome.Reason), DecidedAt: new(s.morning(d.Outcome.Day)),
		AwardAmount: given(int64(d.Outcome.Award)), Winner: given(d.Outcome.Winner), Note: given(d.Outcome.Note), Failure: given(d.Outcome.Failure),
	}
	switch d.Outcome.Status {
	case process.OpportunityStatusWon, process.OpportunityStatusNoBid, process.OpportunityStatusQualifiedOut:
		_, err = s.desk.TellOutcome(s.ctx, in)
	default:
		_, err = s.desk.CloseOpportunity(ctx, in)
	}
	return name(err, d.Code+" "+string(d.Outcome.Status))
}

func (s *story) line(ctx context.Context, d deal, l line, p product) error {
	if l.Price == 0 {
		l.Price, l.Currency = p.Price, "CNY"
	}
	opp, prd := s.ids["deal "+d.Code], s.ids["product "+l.Product]
	find := s.read.LineItem.Query().Where(lineitem.OpportunityID(opp), lineitem.ProductID(prd))
	return once(s, "line", d.Code+" "+l.Product, find, func() (desk.Written[ent.LineItem], error) {
		return s.desk.CreateLineItem(ctx, ent.CreateLineItemInput{
			OpportunityID: opp, ProductID: prd, Quantity: &l.Quantity, UnitPrice: new(int64(l.Price)), Currency: &l.Currency,
		})
	})
}

func (s *story) stakeholder(ctx context.Context, d deal, p stakeholder) error {
	opp, con := s.ids["deal "+d.Code], s.ids["contact "+p.Contact]
	find := s.read.Stakeholder.Query().Where(entstakeholder.OpportunityID(opp), entstakeholder.ContactID(con))
	return once(s, "stakeholder", d.Code+" "+p.Contact, find, func() (desk.Written[ent.Stakeholder], error) {
		return s.desk.CreateStakeholder(ctx, ent.CreateStakeholderInput{
			OpportunityID: opp, ContactID: con, Part: p.Part, Attitude: &p.Attitude, Influence: &p.Influence, Concerns: &p.Concerns,
		})
	})
}

func (s *story) talk(ctx context.Context, d deal, t talk) error {
	opp := s.ids["deal "+d.Code]
	find := s.read.Activity.Query().Where(entactivity.OpportunityID(opp), entactivity.Subject(t.Subject))
	return once(s, "activity", t.Subject, find, func() (desk.Written[ent.Activity], error) {
		return s.desk.CreateActivity(ctx, ent.CreateActivityInput{
			Kind: t.Kind, Subject: t.Subject, Body: given(t.Body), OccurredAt: s.now, OpportunityID: &opp,
			CustomerID: s.ref("customer", d.Customer), ContactID: s.ref("contact", t.Who), UserID: s.ref("user", t.By),
		})
	})
}

func (s *story) file(ctx context.Context, f file) error {
	bytes, err := content.ReadFile("content/files/" + f.File)
	if err != nil {
		return err
	}
	opp, sum := s.ids["deal "+f.Deal], sha256.Sum256(bytes)
	find := s.read.Attachment.Query().Where(attachment.SubjectID(opp), attachment.FileName(f.File))
	return once(s, "attachment", f.File, find, func() (desk.Written[ent.Attachment], error) {
		return s.desk.CreateAttachment(ctx, ent.CreateAttachmentInput{
			SubjectID: opp, FileName: f.File, MediaType: f.Type, Size: int64(len(bytes)), Sha256: hex.EncodeToString(sum[:]), Description: &f.Description,
		})
	})
}

// name says which step of the story went wrong.
func name(err error, step string) error {
	if err != nil {
		return fmt.Errorf("%s: %w", step, err)
	}
	return nil
}
