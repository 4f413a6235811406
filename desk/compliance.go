package desk

import (
	"context"

	"bidwell/ent"
	"bidwell/ent/complianceitem"
	"bidwell/process"
)

// AnswerRequirementInput is how a proposal answers a requirement. Version is that of the answer there was, if any.
type AnswerRequirementInput struct {
	ProposalID    string
	RequirementID string
	Version       *int
	Response      process.ComplianceResponse
	Deviation     *string
	SectionID     *string
}

// AnswerRequirement writes one cell of the compliance matrix, as a whole: what is not given is empty. An approval of the
// deviation there was falls with it. Errors: CONFLICT when there is an answer already that the caller has not read,
// or none of the version that the caller says they read, FORBIDDEN, ILLEGAL_TRANSITION for a proposal that is approved or submitted, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) AnswerRequirement(ctx context.Context, in AnswerRequirementInput) (Written[ent.ComplianceItem], error) {
	return create(ctx, d, ent.TypeComplianceItem, func(ctx context.Context, w *writing, id string) (*ent.ComplianceItem, error) {
		p, err := w.openProposal(ctx, in.ProposalID, process.ProposalPartOffer)
		if err != nil {
			return nil, err
		}
		if err := w.checkAnswer(ctx, p, in); err != nil {
			return nil, err
		}
		item, err := w.tx.ComplianceItem.Query().Where(complianceitem.ProposalID(in.ProposalID), complianceitem.RequirementID(in.RequirementID)).Only(ctx)
		if ent.IsNotFound(err) {
			if err := checkVersion(in.Version, 0); err != nil { // who has read an answer is not told that there was none
				return nil, err
			}
			return w.tx.ComplianceItem.Create().SetID(id).SetProposalID(in.ProposalID).SetRequirementID(in.RequirementID).
				SetResponse(in.Response).SetDeviation(value(in.Deviation)).SetNillableSectionID(in.SectionID).Save(ctx)
		}
		if err != nil {
			return nil, err
		}
		return w.answerAnew(ctx, item, in)
	})
}

// checkAnswer holds an answer against its requirement, its section and its own words.
func (w *writing) checkAnswer(ctx context.Context, p *ent.Proposal, in AnswerRequirementInput) error {
	if err := w.partOf(ctx, "requirementID", ent.TypeRequirement, &in.RequirementID, value(p.OpportunityID)); err != nil {
		return err
	}
	r, err := w.tx.Requirement.Get(ctx, in.RequirementID)
	if err != nil {
		return err
	}
	if r.Status == process.RequirementStatusWithdrawn {
		return process.Invalid("requirementID", process.MsgRequirementWithdrawn)
	}
	if in.SectionID != nil {
		if err := w.there(ctx, "sectionID", ent.TypeProposalSection, *in.SectionID); err != nil {
			return err
		}
		of, err := w.text(ctx, ent.TypeProposalSection, "proposal_id", *in.SectionID)
		if err != nil {
			return err
		}
		if of != p.ID {
			return process.Invalid("sectionID", process.MsgOtherProposal, "id", *in.SectionID)
		}
	}
	return process.CheckAnswer(in.Response, value(in.Deviation), r.Mandatory)
}

// answerAnew writes over the answer there was. There is no version 0, so an answer the caller has not read is a conflict.
func (w *writing) answerAnew(ctx context.Context, item *ent.ComplianceItem, in AnswerRequirementInput) (*ent.ComplianceItem, error) {
	if err := w.lock(ctx, ent.TypeComplianceItem, item.ID, value(in.Version)); err != nil {
		return nil, err
	}
	u := item.Update().SetResponse(in.Response).SetDeviation(value(in.Deviation)).ClearSectionID().ClearApprovalID()
	if in.SectionID != nil {
		u.SetSectionID(*in.SectionID)
	}
	changed, err := u.Save(ctx)
	if err != nil {
		return nil, err
	}
	return changed, w.dropApprovals(ctx, item.ID, process.ApprovalTypeDeviation)
}

// deviationDecided lets the answer know the approval of its deviation.
func (w *writing) deviationDecided(ctx context.Context, a *ent.Approval) error {
	return w.tx.ComplianceItem.UpdateOneID(a.SubjectID).SetApprovalID(a.ID).Exec(ctx)
}
