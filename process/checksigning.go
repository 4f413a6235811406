package process

import "slices"

// approvalMissing: price and legal approval of each proposal on its way, and legal approval of each contract not yet
// signed. A proposal without a price needs no price approval.
func approvalMissing(d *Dossier) []Blocker {
	var all []Blocker
	need := func(given []ApprovalType, wanted ApprovalType, id string) {
		if !slices.Contains(given, wanted) {
			all = append(all, Blocker{Code: BlockerCodeApprovalMissing, RecordID: id, Subject: string(wanted)})
		}
	}
	for _, p := range d.Proposals {
		if submitted(p.Status) {
			continue
		}
		if p.Price != nil {
			need(p.Approved, ApprovalTypePrice, p.ID)
		}
		need(p.Approved, ApprovalTypeLegal, p.ID)
	}
	for _, c := range d.Contracts {
		if c.Status == ContractStatusDraft {
			need(c.Approved, ApprovalTypeLegal, c.ID)
		}
	}
	return all
}

func addendumUnread(d *Dossier) []Blocker {
	return found(BlockerCodeAddendumUnread, d.Clarifications,
		func(c ClarificationFacts) bool { return c.Kind == ClarificationKindAddendum && !c.Acknowledged },
		func(c ClarificationFacts) string { return c.ID }, func(c ClarificationFacts) string { return c.Number })
}

func commitments(d *Dossier, code BlockerCode, breaks func(CommitmentFacts) bool) []Blocker {
	return found(code, d.Commitments, breaks,
		func(c CommitmentFacts) string { return c.ID }, func(c CommitmentFacts) string { return shown(c.Text) })
}

// commitmentUnauthorised: a promise made without authority blocks until it is authorised, withdrawn or waived.
func commitmentUnauthorised(d *Dossier) []Blocker {
	return commitments(d, BlockerCodeCommitmentUnauthorised, func(c CommitmentFacts) bool {
		return c.Unauthorised && c.Status != CommitmentStatusWithdrawn && c.Status != CommitmentStatusWaived
	})
}

func termUndecided(d *Dossier) []Blocker {
	return found(BlockerCodeTermUndecided, d.Terms,
		func(t TermFacts) bool { return t.Decision == TermDecisionOpen || t.Decision == TermDecisionCountered },
		func(t TermFacts) string { return t.ID }, func(t TermFacts) string { return t.Title })
}

// awardMissing: a tender needs the award of the proposal, a direct sale the customer's order: an amount and a note, or a
// proposal that was awarded.
func awardMissing(d *Dossier) []Blocker {
	awarded := slices.ContainsFunc(d.Proposals, func(p ProposalFacts) bool { return p.Status == ProposalStatusAwarded })
	ordered := d.Type != OpportunityTypeTender && d.AwardAmount != nil && d.AwardNoted
	return unless(awarded || ordered, BlockerCodeAwardMissing, d.OpportunityID)
}

func contractMissing(d *Dossier) []Blocker {
	return unless(len(d.Contracts) > 0, BlockerCodeContractMissing, d.OpportunityID)
}

func contractNotSigned(d *Dossier) []Blocker {
	if missing := contractMissing(d); missing != nil {
		return missing
	}
	signed := slices.ContainsFunc(d.Contracts, func(c ContractFacts) bool {
		return c.Status == ContractStatusSigned || c.Status == ContractStatusClosed
	})
	return unless(signed, BlockerCodeContractNotSigned, d.Contracts[0].ID)
}

func paymentPlanMismatch(d *Dossier) []Blocker {
	return found(BlockerCodePaymentPlanMismatch, d.Contracts,
		func(c ContractFacts) bool {
			var sum int64
			for _, part := range c.Planned {
				sum += part
			}
			return c.Status == ContractStatusDraft && sum != c.Amount
		},
		func(c ContractFacts) string { return c.ID }, func(c ContractFacts) string { return c.Title })
}
