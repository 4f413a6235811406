package desk_test

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"pgregory.net/rapid"

	"bidwell/ent"
	"bidwell/process"
)

// part is a record of a history: which record it is a part of, by which of its fields.
type part struct {
	id, kind, field, whole string
	version                int
}

// event is one change of a history.
type event struct {
	number int64
	of     *part
	// behind is the opportunity the record was a part of after the change, left the one before, from the record it was
	// taken from.
	behind, left, from string
}

// history is what a plain model knows of random writes.
type history struct {
	*office
	rt     *rapid.T
	parts  map[string]*part
	order  []*part
	events []event
	once   map[string]bool
	joined map[[2]string]bool
	fixed  fixtures
	n      int
}

// fixtures are records that others need but are no part of.
type fixtures struct{ user, product, contact, certificate, gate, project, requirement string }

func newFixtures(o *office) (f fixtures) {
	deal := o.deal("fixtures")
	f.user = o.person("fixture", process.UserRoleSales).id
	customer := done[ent.Customer](o)(o.CreateCustomer(o.system, ent.CreateCustomerInput{Name: "fixture"}))
	_, err := o.Transact(o.system, func(ctx context.Context, tx *ent.Tx, id func(process.Entity) string) error {
		f.product, f.contact, f.certificate, f.gate = id(ent.TypeProduct), id(ent.TypeContact), id(ent.TypeCertificate), id(ent.TypeGate)
		f.project, f.requirement = id(ent.TypeProject), id(ent.TypeRequirement)
		for _, save := range []func(context.Context) error{
			tx.Product.Create().SetID(f.product).SetName("p").SetCode("p").Exec,
			tx.Contact.Create().SetID(f.contact).SetCustomerID(customer.ID).SetName("c").Exec,
			tx.Certificate.Create().SetID(f.certificate).SetName("c").Exec,
			tx.Gate.Create().SetID(f.gate).SetOpportunityID(deal.ID).SetKind(process.GateKindPursuit).SetStage(process.OpportunityStageQualification).Exec,
			tx.Project.Create().SetID(f.project).SetOpportunityID(deal.ID).SetName("p").Exec,
			tx.Requirement.Create().SetID(f.requirement).SetOpportunityID(deal.ID).SetText("r").Exec,
		} {
			if err := save(ctx); err != nil {
				return err
			}
		}
		return nil
	})
	o.must(err)
	return f
}

// saving is a write in the making, of any kind.
type saving struct {
	ent.Mutation
	exec func(context.Context) error
}

func save[M ent.Mutation, B interface {
	Mutation() M
	Exec(context.Context) error
}](b B) saving {
	return saving{b.Mutation(), b.Exec}
}

// makers make a record of each kind that is a part of others; the part's whole is set by the field.
var makers = map[string]func(tx *ent.Tx, id string, f fixtures, n int) saving{
	"Acceptance": func(tx *ent.Tx, id string, f fixtures, _ int) saving {
		return save(tx.Acceptance.Create().SetID(id).SetProjectID(f.project))
	},
	"AcceptanceCriterion": func(tx *ent.Tx, id string, _ fixtures, _ int) saving {
		return save(tx.AcceptanceCriterion.Create().SetID(id).SetText("x"))
	},
	"Activity": func(tx *ent.Tx, id string, _ fixtures, _ int) saving {
		return save(tx.Activity.Create().SetID(id).SetKind(process.ActivityKindCall).SetSubject("x").SetOccurredAt(then))
	},
	"Approval": func(tx *ent.Tx, id string, f fixtures, _ int) saving {
		return save(tx.Approval.Create().SetID(id).SetSubjectID(f.product).SetType(process.ApprovalTypePrice))
	},
	"Attachment": func(tx *ent.Tx, id string, _ fixtures, _ int) saving {
		return save(tx.Attachment.Create().SetID(id).SetFileName("x").SetMediaType("x").SetSize(1).SetSha256(strings.Repeat("0", 64)))
	},
	"BidChecklistItem": func(tx *ent.Tx, id string, _ fixtures, n int) saving {
		codes := process.RejectionCode("").Values()
		return save(tx.BidChecklistItem.Create().SetID(id).SetCode(process.RejectionCode(codes[n%len(codes)])))
	},
	"ChangeRequest": func(tx *ent.Tx, id string, f fixtures, n int) saving {
		return save(tx.ChangeRequest.Create().SetID(id).SetProjectID(f.project).SetNumber(n).SetTitle("x"))
	},
	"Citation": func(tx *ent.Tx, id string, f fixtures, _ int) saving {
		return save(tx.Citation.Create().SetID(id).SetCertificateID(f.certificate))
	},
	"Clarification": func(tx *ent.Tx, id string, _ fixtures, _ int) saving {
		return save(tx.Clarification.Create().SetID(id).SetText("x").SetIssuedAt(then))
	},
	"Comment": func(tx *ent.Tx, id string, _ fixtures, _ int) saving {
		return save(tx.Comment.Create().SetID(id).SetBody("x"))
	},
	"CommercialTerm": func(tx *ent.Tx, id string, _ fixtures, _ int) saving {
		return save(tx.CommercialTerm.Create().SetID(id).SetTitle("x"))
	},
	"Commitment": func(tx *ent.Tx, id string, _ fixtures, _ int) saving {
		return save(tx.Commitment.Create().SetID(id).SetText("x"))
	},
	"Competitor": func(tx *ent.Tx, id string, _ fixtures, _ int) saving {
		return save(tx.Competitor.Create().SetID(id).SetName("x"))
	},
	"ComplianceItem": func(tx *ent.Tx, id string, f fixtures, _ int) saving {
		return save(tx.ComplianceItem.Create().SetID(id).SetRequirementID(f.requirement))
	},
	"Contact": func(tx *ent.Tx, id string, _ fixtures, _ int) saving {
		return save(tx.Contact.Create().SetID(id).SetName("x"))
	},
	"Contract": func(tx *ent.Tx, id string, _ fixtures, _ int) saving {
		return save(tx.Contract.Create().SetID(id).SetTitle("x"))
	},
	"Finding": func(tx *ent.Tx, id string, _ fixtures, _ int) saving {
		return save(tx.Finding.Create().SetID(id).SetText("x"))
	},
	"Gate": func(tx *ent.Tx, id string, _ fixtures, n int) saving {
		return save(tx.Gate.Create().SetID(id).SetKind(process.GateKindPursuit).SetStage(process.OpportunityStageQualification).SetAttempt(n))
	},
	"Handover": func(tx *ent.Tx, id string, _ fixtures, _ int) saving { return save(tx.Handover.Create().SetID(id)) },
	"Lead": func(tx *ent.Tx, id string, _ fixtures, _ int) saving {
		return save(tx.Lead.Create().SetID(id).SetCompany("x").SetReceivedAt(then))
	},
	"Lesson": func(tx *ent.Tx, id string, _ fixtures, _ int) saving {
		return save(tx.Lesson.Create().SetID(id).SetTitle("x"))
	},
	"LessonExposure": func(tx *ent.Tx, id string, f fixtures, _ int) saving {
		lesson := strings.Replace(id, "lex_", "les_", 1) // a gate shows each lesson once
		made := save(tx.LessonExposure.Create().SetID(id).SetGateID(f.gate).SetLessonID(lesson).SetRank(1).SetScore(1))
		return saving{made.Mutation, func(ctx context.Context) error {
			return errors.Join(tx.Lesson.Create().SetID(lesson).SetTitle("l").Exec(ctx), made.exec(ctx))
		}}
	},
	"LineItem": func(tx *ent.Tx, id string, f fixtures, _ int) saving {
		return save(tx.LineItem.Create().SetID(id).SetProductID(f.product))
	},
	"Project": func(tx *ent.Tx, id string, _ fixtures, _ int) saving {
		return save(tx.Project.Create().SetID(id).SetName("x"))
	},
	"Proposal": func(tx *ent.Tx, id string, _ fixtures, _ int) saving {
		return save(tx.Proposal.Create().SetID(id).SetTitle("x"))
	},
	"ProposalVersion": func(tx *ent.Tx, id string, _ fixtures, n int) saving {
		return save(tx.ProposalVersion.Create().SetID(id).SetNumber(n))
	},
	"Qualification": func(tx *ent.Tx, id string, _ fixtures, _ int) saving {
		return save(tx.Qualification.Create().SetID(id))
	},
	"Question": func(tx *ent.Tx, id string, _ fixtures, _ int) saving {
		return save(tx.Question.Create().SetID(id).SetQuestion("x"))
	},
	"Requirement": func(tx *ent.Tx, id string, _ fixtures, _ int) saving {
		return save(tx.Requirement.Create().SetID(id).SetText("x"))
	},
	"Retrospective": func(tx *ent.Tx, id string, _ fixtures, _ int) saving {
		return save(tx.Retrospective.Create().SetID(id).SetTitle("x"))
	},
	"ReuseEdge": func(tx *ent.Tx, id string, _ fixtures, _ int) saving {
		return save(tx.ReuseEdge.Create().SetID(id).SetSourceID(id).SetSourceVersion(1).SetSourceHash("x").SetSimilarity(1))
	},
	"Review": func(tx *ent.Tx, id string, _ fixtures, _ int) saving {
		return save(tx.Review.Create().SetID(id).SetColour(process.ReviewColourRed))
	},
	"Risk": func(tx *ent.Tx, id string, _ fixtures, _ int) saving {
		return save(tx.Risk.Create().SetID(id).SetTitle("x"))
	},
	"StageEntry": func(tx *ent.Tx, id string, _ fixtures, n int) saving {
		return save(tx.StageEntry.Create().SetID(id).SetPosition(n).SetStage(process.OpportunityStageIntake).SetDirection(process.StageDirectionForward).SetEnteredAt(then))
	},
	"Stakeholder": func(tx *ent.Tx, id string, f fixtures, _ int) saving {
		return save(tx.Stakeholder.Create().SetID(id).SetContactID(f.contact).SetPart(process.StakeholderPartApprover))
	},
	"SupportRequest": func(tx *ent.Tx, id string, _ fixtures, _ int) saving {
		return save(tx.SupportRequest.Create().SetID(id).SetTitle("x"))
	},
	"Survey": func(tx *ent.Tx, id string, _ fixtures, n int) saving {
		return save(tx.Survey.Create().SetID(id).SetSecretHash([]byte(fmt.Sprintf("%032d", n))).SetExpiresAt(then))
	},
	"Task": func(tx *ent.Tx, id string, _ fixtures, _ int) saving {
		return save(tx.Task.Create().SetID(id).SetTitle("x"))
	},
	"TemplateChange": func(tx *ent.Tx, id string, _ fixtures, _ int) saving {
		return save(tx.TemplateChange.Create().SetID(id).SetTemplateCode("x"))
	},
	"TimeEntry": func(tx *ent.Tx, id string, f fixtures, _ int) saving {
		return save(tx.TimeEntry.Create().SetID(id).SetUserID(f.user).SetDay(then).SetMinutes(1))
	},
	"WinTheme": func(tx *ent.Tx, id string, _ fixtures, _ int) saving {
		return save(tx.WinTheme.Create().SetID(id).SetStatement("x"))
	},
	"Opportunity": func(tx *ent.Tx, id string, _ fixtures, _ int) saving {
		return save(tx.Opportunity.Create().SetID(id).SetName("x"))
	},
	"Customer": func(tx *ent.Tx, id string, _ fixtures, _ int) saving {
		return save(tx.Customer.Create().SetID(id).SetName("x"))
	},
}

// movers change a record of the kinds that go from one whole to another.
var movers = map[string]func(tx *ent.Tx, id string) saving{
	"Activity":      func(tx *ent.Tx, id string) saving { return save(tx.Activity.UpdateOneID(id)) },
	"Attachment":    func(tx *ent.Tx, id string) saving { return save(tx.Attachment.UpdateOneID(id)) },
	"Contact":       func(tx *ent.Tx, id string) saving { return save(tx.Contact.UpdateOneID(id)) },
	"Lead":          func(tx *ent.Tx, id string) saving { return save(tx.Lead.UpdateOneID(id)) },
	"Lesson":        func(tx *ent.Tx, id string) saving { return save(tx.Lesson.UpdateOneID(id)) },
	"Opportunity":   func(tx *ent.Tx, id string) saving { return save(tx.Opportunity.UpdateOneID(id)) },
	"Proposal":      func(tx *ent.Tx, id string) saving { return save(tx.Proposal.UpdateOneID(id)) },
	"Retrospective": func(tx *ent.Tx, id string) saving { return save(tx.Retrospective.UpdateOneID(id)) },
	"Risk":          func(tx *ent.Tx, id string) saving { return save(tx.Risk.UpdateOneID(id)) },
	"Task":          func(tx *ent.Tx, id string) saving { return save(tx.Task.UpdateOneID(id)) },
	"TimeEntry":     func(tx *ent.Tx, id string) saving { return save(tx.TimeEntry.UpdateOneID(id)) },
}

// homeless are the kinds that may be a part of nothing.
var homeless = []string{"Activity", "Lead", "Lesson", "Opportunity", "Proposal", "Retrospective", "SupportRequest", "Survey", "Task", "TimeEntry", "TemplateChange"}
