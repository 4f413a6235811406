package vocabulary

// Blocker is one thing in the way of a step of the process, as data: what kind, which record, what to do about it.
type Blocker struct {
	Code BlockerCode
	// RecordID is the record it is about; empty when there is none yet.
	RecordID string
	// Subject says in the record's own words which one it is.
	Subject string
}

// LabelIn is what is in the way, in a language.
func (b Blocker) LabelIn(lang Language) string {
	return LabelOf("BlockerCode", string(b.Code)).In(lang)
}

// TodoIn is what to do about it, in a language.
func (b Blocker) TodoIn(lang Language) string { return todos[b.Code].In(lang) }

// Blocked is the GATE_BLOCKED error that carries the blockers; nil when there are none.
func Blocked(blockers []Blocker) error {
	if len(blockers) == 0 {
		return nil
	}
	e := NewError(CodeGateBlocked, MsgBlocked)
	e.Blockers = blockers
	return e
}

// todos say what to do about each blocker; a test holds that none is missing.
var todos = map[BlockerCode]Text{
	BlockerCodeGateNotPassed:           {"Open the gate of this stage and decide it, or tailor it out where the template allows.", "请开启并决策本阶段评审点,或在模板允许时裁剪。"},
	BlockerCodeGateNotOpen:             {"Open the gate first.", "请先开启评审点。"},
	BlockerCodeGateDeferred:            {"Wait until the day it was deferred to, or open it again with a reason.", "请等到暂缓日期,或说明原因后重新开启。"},
	BlockerCodeCriterionOpen:           {"Confirm the criterion with evidence.", "请确认该准则并提供证据。"},
	BlockerCodeLessonUnanswered:        {"Answer the lesson: applied, not applicable, rejected or deferred, with a reason.", "请响应该经验:已应用、不适用、不采纳或暂缓,并说明原因。"},
	BlockerCodeQualificationMissing:    {"Fill in the scorecard and decide whether to bid.", "请完成评估打分并作出投标决策。"},
	BlockerCodeQualificationDeclined:   {"End the opportunity, or decide anew with reasons.", "请终止商机,或说明理由后重新决策。"},
	BlockerCodeRequirementsMissing:     {"Record the requirements and confirm them.", "请录入并确认需求。"},
	BlockerCodePlanMissing:             {"Add tasks and milestones to the proposal's plan.", "请为方案计划添加任务与里程碑。"},
	BlockerCodePlanUnowned:             {"Give the task an owner and a due date.", "请为任务指定责任人与期限。"},
	BlockerCodeProposalMissing:         {"Start a proposal.", "请新建方案。"},
	BlockerCodeProposalNotApproved:     {"Have the proposal reviewed and approved.", "请完成方案评审与批准。"},
	BlockerCodeProposalNotSealed:       {"Have the proposal sealed.", "请完成方案用印。"},
	BlockerCodeProposalNotSubmitted:    {"Submit the proposal.", "请递交方案。"},
	BlockerCodeSectionNotReady:         {"Finish the section and set it ready.", "请完成章节并置为就绪。"},
	BlockerCodeRequirementUnanswered:   {"Answer the requirement in the compliance matrix.", "请在响应矩阵中响应该需求。"},
	BlockerCodeDeviationUnapproved:     {"Ask for approval of the deviation, or remove it.", "请申请偏离审批,或消除偏离。"},
	BlockerCodeChecklistOpen:           {"Check the item and attach the evidence.", "请完成检查并附上证据。"},
	BlockerCodeCertificateLapses:       {"Renew the certificate or cite another.", "请更新该资质或改用其他资质。"},
	BlockerCodeBondMissing:             {"Give the bond the tender demands and record its reference.", "请按招标要求提交保证金并登记凭证。"},
	BlockerCodeValidityShort:           {"Set a bid validity that reaches the day the tender demands.", "请设置满足招标要求的投标有效期。"},
	BlockerCodeSignatureMissing:        {"Have the bid signed.", "请完成投标文件签字。"},
	BlockerCodeReviewMissing:           {"Hold the review and pass it.", "请组织并通过该评审。"},
	BlockerCodeFindingOpen:             {"Resolve the finding and have somebody else verify it.", "请处理该问题并由他人验证。"},
	BlockerCodeAddendumUnread:          {"Take note of the addendum.", "请确认该补遗。"},
	BlockerCodeApprovalMissing:         {"Ask somebody with the authority to approve.", "请向有权限的人员申请审批。"},
	BlockerCodeCommitmentUnauthorised:  {"Have the commitment authorised, or withdraw or waive it.", "请补办授权,或撤回、豁免该承诺。"},
	BlockerCodeTermUndecided:           {"Decide on the term.", "请对该条款作出结论。"},
	BlockerCodeAwardMissing:            {"Record the award notice or the customer's order.", "请登记中标通知书或客户订单。"},
	BlockerCodeContractMissing:         {"Draw up the contract.", "请起草合同。"},
	BlockerCodeContractNotSigned:       {"Have the contract signed.", "请完成合同签订。"},
	BlockerCodePaymentPlanMismatch:     {"Make the payments add up to the value of the contract.", "请使付款计划合计等于合同金额。"},
	BlockerCodeHandoverNotAccepted:     {"Submit the handover and have delivery accept it.", "请提交交接包并由交付接收。"},
	BlockerCodeHandoverPartEmpty:       {"Fill in this part of the handover.", "请补充该部分交接内容。"},
	BlockerCodeCommitmentNotHandedOver: {"Add the commitment to the handover.", "请将该承诺纳入交接。"},
	BlockerCodeCommitmentOpen:          {"Fulfil the commitment, or have the customer waive it.", "请兑现该承诺,或取得客户豁免。"},
	BlockerCodeAcceptanceNotPassed:     {"Request the final acceptance and pass it.", "请申请并通过终验。"},
	BlockerCodeAcceptanceItemFailed:    {"Show that the criterion is met.", "请证明该准则已满足。"},
	BlockerCodeIssueOpen:               {"Resolve the issue and have it verified.", "请处理该问题并完成验证。"},
	BlockerCodeChangeOpen:              {"Decide on the change request.", "请对该变更申请作出决定。"},
	BlockerCodeRetrospectiveMissing:    {"Hold the retrospective, or have it waived by rule.", "请召开复盘,或按规则豁免。"},
	BlockerCodeDepartmentAbsent:        {"Hold the retrospective with the required departments.", "请邀请必需部门参加复盘。"},
}
