package process

import "slices"

// KpiInput is what a figure has to know of each record beside its status.
type KpiInput string

// The inputs. Those of money come with their currency.
const (
	KpiInputNothing KpiInput = "nothing"
	KpiInputAmount  KpiInput = "amount"
	KpiInputAward   KpiInput = "award"
	KpiInputLines   KpiInput = "lines"
	KpiInputSpan    KpiInput = "span"
	KpiInputBudget  KpiInput = "budget"
)

func (i KpiInput) isMoney() bool {
	return i == KpiInputAmount || i == KpiInputAward || i == KpiInputLines
}

// kpiFormula is the definition of a figure: the measure of what is counted, against the measure of what it is counted
// against. Leaves tells why a record is left out, "" when it is counted; nil leaves none out. Amounts that are not known
// or in another currency are left out besides.
type kpiFormula struct {
	entity      Entity
	input       KpiInput
	leaves      func(KpiFact) string
	of, against kpiMeasure
	interval    bool                // a ratio of counts
	days        bool                // a duration
	statuses    []OpportunityStatus // about these unless the caller names others
	text        Text
}

// kpiFormulas is the one table of figures. A new figure is a row here and a row in its test; K numbers are those of the
// domain model.
var kpiFormulas = map[KpiCode]kpiFormula{
	KpiCodeWinRate: {
		entity: "Opportunity", input: KpiInputNothing, leaves: allBut(OpportunityStatusWon, OpportunityStatusLost), of: kpiWhen(kpiRecords, OpportunityStatusWon), against: kpiRecords, interval: true,
		text: Text{EN: "Won ÷ (won + lost), by count of decided opportunities (K2).", ZH: "赢单数 ÷ (赢单数 + 丢单数),仅计已决商机(K2)。"},
	},
	KpiCodeValueWinRate: {
		entity: "Opportunity", input: KpiInputAmount, leaves: allBut(OpportunityStatusWon, OpportunityStatusLost), of: kpiWhen(kpiAmounts, OpportunityStatusWon), against: kpiAmounts,
		text: Text{EN: "Amount won ÷ (amount won + amount lost) (K2b).", ZH: "赢单金额 ÷ (赢单金额 + 丢单金额)(K2b)。"},
	},
	KpiCodeAwardRate: {
		entity: "Opportunity", input: KpiInputNothing, leaves: allBut(OpportunityStatusWon, OpportunityStatusCancelledByCustomer), of: kpiWhen(kpiRecords, OpportunityStatusWon), against: kpiRecords, interval: true,
		text: Text{EN: "Awarded ÷ (awarded + cancelled by the customer): whether a procurement leads to an award (beside K2, which leaves cancelled ones out).", ZH: "成交数 ÷ (成交数 + 客户取消数):采购是否成交(K2 不计客户取消)。"},
	},
	KpiCodeWonValue: {
		entity: "Opportunity", input: KpiInputAmount, leaves: allBut(OpportunityStatusWon), of: kpiAmounts, against: kpiWhole,
		text: Text{EN: "Sum of the amounts of won opportunities (numerator of K2b).", ZH: "赢单商机金额之和(K2b 的分子)。"},
	},
	KpiCodeAverageWonValue: {
		entity: "Opportunity", input: KpiInputAmount, leaves: allBut(OpportunityStatusWon), of: kpiAmounts, against: kpiRecords,
		text: Text{EN: "Sum of the amounts of won opportunities ÷ their number (from K2 and K2b).", ZH: "赢单商机金额之和 ÷ 赢单数(由 K2、K2b 得出)。"},
	},
	KpiCodeAwardValue: {
		entity: "Opportunity", input: KpiInputAward, of: kpiAmounts, against: kpiWhole,
		text: Text{EN: "Sum of the award amounts that are known (value of K23).", ZH: "已知中标金额之和(K23 的价值)。"},
	},
	KpiCodeCycleDays: {
		entity: "Opportunity", input: KpiInputSpan, leaves: noSpan, of: kpiDays, against: kpiRecords, days: true,
		text: Text{EN: "Mean of the calendar days from the first dated stage entry (or the first entry into the given stage) to the decision; the median is the upper of the middle two, the 85th percentile the nearest rank (K9, in whole days).", ZH: "首次有日期的阶段进入(或首次进入指定阶段)至决策日的自然日均值;中位数取中间两数的较大者,85 分位按最近秩(K9,按整日计)。"},
	},
	KpiCodePipelineValue: {
		entity: "Opportunity", input: KpiInputAmount, of: kpiAmounts, against: kpiWhole, statuses: []OpportunityStatus{OpportunityStatusOpen},
		text: Text{EN: "Sum of the amounts of open opportunities, or of those with the given statuses (K11 before weighting).", ZH: "进行中商机(或指定状态商机)金额之和(K11,未加权)。"},
	},
	KpiCodeListValue: {
		entity: "Opportunity", input: KpiInputLines, of: kpiAmounts, against: kpiWhole,
		text: Text{EN: "Sum of quantity × unit price over the line items (K11 before weighting, at line prices).", ZH: "各产品明细数量 × 单价之和(K11,未加权,按明细价)。"},
	},
	KpiCodeSavingRate: {
		entity: "Opportunity", input: KpiInputBudget, leaves: noSaving, of: kpiSavings, against: kpiRecords,
		text: Text{EN: "Mean of 1 − award ÷ budget, where the award is at least 1000.00 and not above the budget (below that it is a unit price; no K number).", ZH: "1 − 中标金额 ÷ 预算 的均值,仅计中标金额不低于 1000.00 且不超过预算者(更低者为单价;无 K 编号)。"},
	},
	KpiCodeProposalPassRate: {
		entity: "Proposal", input: KpiInputNothing, leaves: allBut(ProposalStatusAwarded, ProposalStatusNotAwarded, ProposalStatusRejectedBid, ProposalStatusWithdrawn), of: kpiWhen(kpiRecords, ProposalStatusAwarded), against: kpiRecords, interval: true,
		text: Text{EN: "Awarded ÷ (awarded + not awarded + rejected + withdrawn), by count of proposals (K2a, withdrawn ones counted too).", ZH: "中标方案数 ÷ (中标 + 未中标 + 被否决 + 撤回)(K2a,含撤回)。"},
	},
}

// allBut leaves out every status except these, naming it.
func allBut[S ~string](statuses ...S) func(KpiFact) string {
	return func(f KpiFact) string {
		if slices.Contains(statuses, S(f.Status)) {
			return ""
		}
		return f.Status
	}
}

func noSpan(f KpiFact) string {
	switch {
	case f.Decided.IsZero():
		return KpiReasonNotDecided
	case f.Started.IsZero():
		return KpiReasonStartUnknown
	case Days(f.Started, f.Decided) < 0:
		return KpiReasonNegativeSpan
	}
	return ""
}

// leastAward is 1000.00: procurement notices below it quote the price of one piece.
const leastAward = 1000_00

func noSaving(f KpiFact) string {
	switch {
	case f.Budget == nil || f.Award == nil:
		return KpiReasonAmountUnknown
	case *f.Award < leastAward:
		return KpiReasonAwardBelow1000
	case *f.Award > *f.Budget:
		return KpiReasonAwardAboveBudget
	}
	return ""
}
