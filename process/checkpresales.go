package process

import "slices"

func qualificationMissing(d *Dossier) []Blocker {
	return unless(d.Qualification != nil && d.Qualification.Decision != nil, BlockerCodeQualificationMissing, d.OpportunityID)
}

func qualificationDeclined(d *Dossier) []Blocker {
	declined := d.Qualification != nil && d.Qualification.Decision != nil && *d.Qualification.Decision == BidDecisionNoBid
	if !declined {
		return nil
	}
	return []Blocker{{Code: BlockerCodeQualificationDeclined, RecordID: d.Qualification.ID}}
}

func requirementsMissing(d *Dossier) []Blocker {
	confirmed := slices.ContainsFunc(d.Requirements, func(r RequirementFacts) bool { return r.Status == RequirementStatusConfirmed })
	return unless(confirmed, BlockerCodeRequirementsMissing, d.OpportunityID)
}

func planMissing(d *Dossier) []Blocker {
	planned := slices.ContainsFunc(d.Tasks, func(t TaskFacts) bool { return t.Status != TaskStatusCancelled })
	return unless(planned, BlockerCodePlanMissing, d.OpportunityID)
}

func planUnowned(d *Dossier) []Blocker {
	return found(BlockerCodePlanUnowned, d.Tasks,
		func(t TaskFacts) bool {
			open := t.Status == TaskStatusTodo || t.Status == TaskStatusDoing
			return open && (!t.Owned || !t.Dated)
		},
		func(t TaskFacts) string { return t.ID }, func(t TaskFacts) string { return t.Title })
}

func proposalMissing(d *Dossier) []Blocker {
	return unless(len(d.Proposals) > 0, BlockerCodeProposalMissing, d.OpportunityID)
}

// reaching lists the proposals that are not at least as far as the statuses say.
func reaching(d *Dossier, code BlockerCode, enough ...ProposalStatus) []Blocker {
	if missing := proposalMissing(d); missing != nil {
		return missing
	}
	return found(code, d.Proposals,
		func(p ProposalFacts) bool { return !submitted(p.Status) && !slices.Contains(enough, p.Status) },
		func(p ProposalFacts) string { return p.ID }, func(p ProposalFacts) string { return p.Title })
}

func proposalNotApproved(d *Dossier) []Blocker {
	return reaching(d, BlockerCodeProposalNotApproved, ProposalStatusApproved, ProposalStatusSealed)
}

func proposalNotSealed(d *Dossier) []Blocker {
	return reaching(d, BlockerCodeProposalNotSealed, ProposalStatusSealed)
}

func proposalNotSubmitted(d *Dossier) []Blocker {
	submitted := slices.ContainsFunc(d.Proposals, func(p ProposalFacts) bool { return submitted(p.Status) })
	return unless(submitted, BlockerCodeProposalNotSubmitted, d.OpportunityID)
}

func sectionNotReady(_ *Dossier, p ProposalFacts) []Blocker {
	return found(BlockerCodeSectionNotReady, p.Sections,
		func(s SectionFacts) bool { return s.Status != SectionStatusReady },
		func(s SectionFacts) string { return s.ID }, func(s SectionFacts) string { return s.Title })
}

// answer is how a proposal answers a requirement.
func (p ProposalFacts) answer(requirement string) AnswerFacts {
	for _, a := range p.Answers {
		if a.RequirementID == requirement {
			return a
		}
	}
	return AnswerFacts{RequirementID: requirement, Response: ComplianceResponseUnanswered}
}

func mandatory(d *Dossier, code BlockerCode, breaks func(RequirementFacts) bool) []Blocker {
	return found(code, d.Requirements,
		func(r RequirementFacts) bool {
			return r.Mandatory && r.Status != RequirementStatusWithdrawn && breaks(r)
		},
		func(r RequirementFacts) string { return r.ID }, func(r RequirementFacts) string { return shown(r.Text) })
}

func requirementUnanswered(d *Dossier, p ProposalFacts) []Blocker {
	return mandatory(d, BlockerCodeRequirementUnanswered, func(r RequirementFacts) bool {
		return p.answer(r.ID).Response == ComplianceResponseUnanswered
	})
}

func deviationUnapproved(d *Dossier, p ProposalFacts) []Blocker {
	return mandatory(d, BlockerCodeDeviationUnapproved, func(r RequirementFacts) bool {
		a := p.answer(r.ID)
		return (a.Response == ComplianceResponseDeviationNegative || a.Response == ComplianceResponsePartial) && !a.Approved
	})
}

func checklistOpen(_ *Dossier, p ProposalFacts) []Blocker {
	return found(BlockerCodeChecklistOpen, p.Checklist,
		func(c ChecklistFacts) bool { return c.Severity == SeverityFatal && c.State == ChecklistStateOpen },
		func(c ChecklistFacts) string { return c.ID }, func(c ChecklistFacts) string { return string(c.Code) })
}

// certificateLapses: a cited certificate has to hold until the bid validity ends; without a validity, today.
func certificateLapses(d *Dossier, p ProposalFacts) []Blocker {
	until := d.Now
	if p.ValidUntil != nil {
		until = *p.ValidUntil
	}
	return found(BlockerCodeCertificateLapses, p.Certificates,
		func(c CertificateFacts) bool {
			return c.ExpiresOn != nil && c.ExpiresOn.Before(until) && !sameDay(*c.ExpiresOn, until)
		},
		func(c CertificateFacts) string { return c.ID }, func(c CertificateFacts) string { return c.Name })
}

func bondMissing(d *Dossier, p ProposalFacts) []Blocker {
	given := d.BondDemanded == nil || *d.BondDemanded == 0 ||
		p.BondAmount != nil && *p.BondAmount >= *d.BondDemanded && p.BondReference != ""
	return unless(given, BlockerCodeBondMissing, p.ID)
}

func validityShort(d *Dossier, p ProposalFacts) []Blocker {
	long := d.BidValidityUntil == nil || p.ValidUntil != nil && !p.ValidUntil.Before(*d.BidValidityUntil)
	return unless(long, BlockerCodeValidityShort, p.ID)
}

func signatureMissing(_ *Dossier, p ProposalFacts) []Blocker {
	return unless(p.Signed, BlockerCodeSignatureMissing, p.ID)
}

// reviewMissing: the last review of each colour the template demands has to be passed. GOLD is the sign-off of a text, so
// it counts for that version alone; what the others improved stays improved in the next.
func reviewMissing(d *Dossier, p ProposalFacts) []Blocker {
	var all []Blocker
	for _, colour := range d.Definition.Reviews {
		r := p.latest(colour)
		if r == nil || r.Verdict == nil || *r.Verdict == ReviewVerdictFail || colour == ReviewColourGold && !r.OfLatest {
			all = append(all, Blocker{Code: BlockerCodeReviewMissing, RecordID: p.ID, Subject: string(colour)})
		}
	}
	return all
}

func findingOpen(_ *Dossier, p ProposalFacts) []Blocker {
	return openFindings(BlockerCodeFindingOpen, p.Findings)
}

// openFindings are those that matter and that nobody has verified.
func openFindings(code BlockerCode, all []FindingFacts) []Blocker {
	return found(code, all,
		func(f FindingFacts) bool { return f.Severity != SeverityMinor && f.Status != FindingStatusVerified },
		func(f FindingFacts) string { return f.ID }, func(f FindingFacts) string { return shown(f.Text) })
}
