package process

import "slices"

// RejectionClause is one reason for which a bid is rejected: where it stands, how serious it is, and what shows that a
// bid is safe from it. Its label is that of the code.
type RejectionClause struct {
	Code       RejectionCode
	LegalBasis string
	Severity   Severity
	Evidence   Text
}

// The laws and regulations the clauses stand in.
const (
	lawTendering   = "《招标投标法》/ Tendering Law "
	lawRegulation  = "《招标投标法实施条例》/ Regulation on the Implementation of the Tendering Law "
	lawEvaluation  = "《评标委员会和评标方法暂行规定》/ Provisional Rules on Bid Evaluation "
	lawProcurement = "《政府采购货物和服务招标投标管理办法》/ Measures for Government Procurement Tendering "
)

// rejectionClauses are the reasons of article 51 of the regulation and the common ones beside it. A new reason is a row
// here and a value of RejectionCode.
var rejectionClauses = []RejectionClause{
	{RejectionCodeSealOrSignatureMissing, lawRegulation + "§51(1)", SeverityFatal, Text{EN: "Pages with the company's stamp and the signature of its head or authorised person, and the letter of authority.", ZH: "单位盖章及单位负责人(或授权代表)签字页、授权委托书。"}},
	{RejectionCodeNoJointVentureAgreement, lawRegulation + "§51(2); " + lawTendering + "§31", SeverityFatal, Text{EN: "The signed joint bidding agreement, or a note that we bid alone.", ZH: "已签署的共同投标协议,或注明独立投标。"}},
	{RejectionCodeQualificationNotMet, lawRegulation + "§51(3)", SeverityFatal, Text{EN: "Each qualification the tender demands with the certificate that proves it.", ZH: "逐项列出招标文件要求的资格条件及对应资质证明。"}},
	{RejectionCodeMultipleBids, lawRegulation + "§51(4)", SeverityFatal, Text{EN: "One bid with one price; alternatives only where the tender asks for them.", ZH: "仅一份投标文件、一个报价;备选方案仅限招标文件要求。"}},
	{RejectionCodePriceBelowCost, lawRegulation + "§51(5)", SeverityFatal, Text{EN: "The cost calculation behind the price.", ZH: "报价成本测算。"}},
	{RejectionCodePriceOverCeiling, lawRegulation + "§51(5)", SeverityFatal, Text{EN: "The price sheet against the ceiling of the tender.", ZH: "报价表与最高投标限价的比对。"}},
	{RejectionCodeNotSubstantivelyResponsive, lawRegulation + "§51(6); " + lawTendering + "§27", SeverityFatal, Text{EN: "The compliance matrix: every substantive requirement answered, with its section.", ZH: "响应矩阵:实质性要求逐条响应并对应章节。"}},
	{RejectionCodeCollusionOrFraud, lawRegulation + "§51(7)", SeverityFatal, Text{EN: "The declaration of integrity; proof that references, certificates and people are real.", ZH: "廉洁承诺书;业绩、资质、人员真实性核验记录。"}},
	{RejectionCodeLateDelivery, lawTendering + "§28; " + lawRegulation + "§36", SeverityFatal, Text{EN: "Who delivers or uploads the bid, when and how, with time to spare before the deadline.", ZH: "递交或上传的责任人、时间与方式,并在截止前留有余量。"}},
	{RejectionCodeNotSealed, lawRegulation + "§36", SeverityFatal, Text{EN: "Sealing and marking as the tender demands, or encryption of the electronic bid.", ZH: "按招标文件要求密封并标识;电子标按要求加密。"}},
	{RejectionCodeBondMissingOrShort, lawRegulation + "§26; " + lawEvaluation + "§25(1)", SeverityFatal, Text{EN: "Payment record or guarantee with amount, payer and validity.", ZH: "保证金缴纳凭证或保函,载明金额、账户与有效期。"}},
	{RejectionCodeValidityTooShort, lawRegulation + "§25, §51(6)", SeverityFatal, Text{EN: "The bid letter with its validity, counted from the deadline for bids.", ZH: "投标函所载投标有效期,自投标截止之日起算。"}},
	{RejectionCodeFormatNotFollowed, lawTendering + "§27", SeverityMajor, Text{EN: "The prescribed forms, filled in completely and legibly.", ZH: "按规定格式完整、清晰填写。"}},
	{RejectionCodeUnacceptableCondition, lawEvaluation + "§25(6); " + lawProcurement + "§63(5)", SeverityFatal, Text{EN: "The terms of the bid read for conditions and reservations.", ZH: "核查投标文件未附加条件或保留意见。"}},
}

// RejectionClauses lists the reasons for which a bid is rejected, in the order in which they are checked.
func RejectionClauses() []RejectionClause { return slices.Clone(rejectionClauses) }

var checklistTransitions = transitions[ChecklistState]{
	ChecklistStateOpen:   {ChecklistStateDone, ChecklistStateWaived},
	ChecklistStateDone:   {ChecklistStateOpen},
	ChecklistStateWaived: {ChecklistStateOpen},
}

// CheckChecklistState holds the state machine of an item of the rejection checklist: what was checked or waived says by
// what, and a fatal item is never waived. Errors: ILLEGAL_TRANSITION, VALIDATION_FAILED.
func CheckChecklistState(from, to ChecklistState, severity Severity, words string) error {
	if err := checklistTransitions.check(from, to); err != nil {
		return err
	}
	switch {
	case to == ChecklistStateWaived && severity == SeverityFatal:
		return NewError(CodeIllegalTransition, MsgFatalNotWaived)
	case to == ChecklistStateWaived && words == "":
		return Invalid("reason", MsgReasonRequired)
	case to == ChecklistStateDone && words == "":
		return Invalid("evidence", MsgRequired)
	default:
		return nil
	}
}

// contradictions are the reasons for rejection that the numbers of a bid show by themselves.
var contradictions = map[RejectionCode]func(*Dossier, ProposalFacts) bool{
	RejectionCodePriceOverCeiling: func(d *Dossier, p ProposalFacts) bool {
		return p.Price != nil && d.PriceCeiling != nil && *p.Price > *d.PriceCeiling
	},
	RejectionCodeBondMissingOrShort: func(d *Dossier, p ProposalFacts) bool { return bondMissing(d, p) != nil },
	RejectionCodeValidityTooShort:   func(d *Dossier, p ProposalFacts) bool { return validityShort(d, p) != nil },
}

// CheckNumbers refuses to call an item done while the numbers of the bid say otherwise. Error: VALIDATION_FAILED.
func CheckNumbers(d *Dossier, p ProposalFacts, code RejectionCode) error {
	if contradicts := contradictions[code]; contradicts != nil && contradicts(d, p) {
		return Invalid("evidence", MsgNumbersSayOtherwise)
	}
	return nil
}

// checklistGaps are the fatal reasons that a bid for a tender has no item for, and the items whose numbers have changed
// since they were checked. Open items are reported by the rule CHECKLIST_OPEN itself.
func checklistGaps(d *Dossier, p ProposalFacts) []Blocker {
	var all []Blocker
	for _, clause := range rejectionClauses {
		item := p.item(clause.Code)
		contradicts := contradictions[clause.Code]
		switch {
		case item == nil && clause.Severity == SeverityFatal && needsChecklist(d, p):
			all = append(all, Blocker{Code: BlockerCodeChecklistOpen, RecordID: p.ID, Subject: string(clause.Code)})
		case item != nil && item.State == ChecklistStateOpen:
		case contradicts != nil && contradicts(d, p):
			id := p.ID
			if item != nil {
				id = item.ID
			}
			all = append(all, Blocker{Code: BlockerCodeChecklistOpen, RecordID: id, Subject: string(clause.Code)})
		}
	}
	return all
}

// needsChecklist: bids for tenders do; an answer to a request for information and a direct offer are not rejected.
func needsChecklist(d *Dossier, p ProposalFacts) bool {
	return d.Type == OpportunityTypeTender && p.Kind != ProposalKindRfi
}

func (p ProposalFacts) item(code RejectionCode) *ChecklistFacts {
	for i, c := range p.Checklist {
		if c.Code == code {
			return &p.Checklist[i]
		}
	}
	return nil
}
