package process

// Message names a text shown to people.
type Message string

// The messages of refusals. Each has a text in both languages in the table below; a test holds that.
const (
	MsgAcceptanceOver       Message = "acceptance_over"
	MsgAddendumUnanswered   Message = "addendum_unanswered"
	MsgAmountNegative       Message = "amount_negative"
	MsgApprovalStands       Message = "approval_stands"
	MsgApprovalSubject      Message = "approval_subject"
	MsgArchived             Message = "archived"
	MsgAskedOnce            Message = "asked_once"
	MsgAuthorityLacking     Message = "authority_lacking"
	MsgBadID                Message = "bad_id"
	MsgBidFailure           Message = "bid_failure"
	MsgBidsOpened           Message = "bids_opened"
	MsgBlocked              Message = "blocked"
	MsgChangeCarriedOut     Message = "change_carried_out"
	MsgChangeNotAccepted    Message = "change_not_accepted"
	MsgCheckUnknown         Message = "check_unknown"
	MsgCited                Message = "cited"
	MsgCommitmentOver       Message = "commitment_over"
	MsgConflict             Message = "conflict"
	MsgContractFixed        Message = "contract_fixed"
	MsgContractSigned       Message = "contract_signed"
	MsgContractUnsigned     Message = "contract_unsigned"
	MsgControlCharacter     Message = "control_character"
	MsgCreditCodeBad        Message = "credit_code_bad"
	MsgCriterionUnknown     Message = "criterion_unknown"
	MsgCurrencyMixed        Message = "currency_mixed"
	MsgCursorBad            Message = "cursor_bad"
	MsgCycle                Message = "cycle"
	MsgDayAhead             Message = "day_ahead"
	MsgDayFull              Message = "day_full"
	MsgDeadlineByAddendum   Message = "deadline_by_addendum"
	MsgDeadlinePast         Message = "deadline_past"
	MsgDebriefTooEarly      Message = "debrief_too_early"
	MsgDuplicate            Message = "duplicate"
	MsgEmailBad             Message = "email_bad"
	MsgEnumUnknown          Message = "enum_unknown"
	MsgEscalatedFully       Message = "escalated_fully"
	MsgEvidenceRequired     Message = "evidence_required"
	MsgExposureClosed       Message = "exposure_closed"
	MsgFailureMisplaced     Message = "failure_misplaced"
	MsgFatalNotWaived       Message = "fatal_not_waived"
	MsgFindingsOpen         Message = "findings_open"
	MsgForbidden            Message = "forbidden"
	MsgFutureTime           Message = "future_time"
	MsgGateAbsent           Message = "gate_absent"
	MsgGateDeciders         Message = "gate_deciders"
	MsgGateLeft             Message = "gate_left"
	MsgGateNotTailorable    Message = "gate_not_tailorable"
	MsgGateStage            Message = "gate_stage"
	MsgGateStands           Message = "gate_stands"
	MsgGateTimePast         Message = "gate_time_past"
	MsgHandoverOwn          Message = "handover_own"
	MsgHandoverSide         Message = "handover_side"
	MsgHandoverThere        Message = "handover_there"
	MsgIllegalTransition    Message = "illegal_transition"
	MsgIndexRebuilding      Message = "index_rebuilding"
	MsgInternal             Message = "internal"
	MsgKept                 Message = "kept"
	MsgListedTwice          Message = "listed_twice"
	MsgMergeConverted       Message = "merge_converted"
	MsgMergeSelf            Message = "merge_self"
	MsgMoneyBad             Message = "money_bad"
	MsgMutedAndMailed       Message = "muted_and_mailed"
	MsgNoBidResult          Message = "no_bid_result"
	MsgNoDeviation          Message = "no_deviation"
	MsgNotDelivered         Message = "not_delivered"
	MsgNotFound             Message = "not_found"
	MsgNumbersSayOtherwise  Message = "numbers_say_otherwise"
	MsgOfAnotherOpportunity Message = "of_another_opportunity"
	MsgOfAnotherProposal    Message = "of_another_proposal"
	MsgOneAccountable       Message = "one_accountable"
	MsgOnlyDeferred         Message = "only_deferred"
	MsgOnlyEnded            Message = "only_ended"
	MsgOpportunityMissing   Message = "opportunity_missing"
	MsgOtherOpportunity     Message = "other_opportunity"
	MsgOtherProposal        Message = "other_proposal"
	MsgOtherSubject         Message = "other_subject"
	MsgOutOfRange           Message = "out_of_range"
	MsgOutcomeByGate        Message = "outcome_by_gate"
	MsgOutcomeNotClosing    Message = "outcome_not_closing"
	MsgOutcomeNotHere       Message = "outcome_not_here"
	MsgOutcomeTooLate       Message = "outcome_too_late"
	MsgOverrideReason       Message = "override_reason"
	MsgOwnProposal          Message = "own_proposal"
	MsgOwnRequest           Message = "own_request"
	MsgOwnTemplateChange    Message = "own_template_change"
	MsgOwnWork              Message = "own_work"
	MsgOwnedAlready         Message = "owned_already"
	MsgOwnerResolves        Message = "owner_resolves"
	MsgPageBoth             Message = "page_both"
	MsgPageSize             Message = "page_size"
	MsgPartMoves            Message = "part_moves"
	MsgPasswordShort        Message = "password_short"
	MsgPasswordWrong        Message = "password_wrong"
	MsgPast                 Message = "past"
	MsgPaymentTwice         Message = "payment_twice"
	MsgPaymentsOpen         Message = "payments_open"
	MsgPeriodTooLong        Message = "period_too_long"
	MsgPriceMissing         Message = "price_missing"
	MsgProjectOver          Message = "project_over"
	MsgProposalApproved     Message = "proposal_approved"
	MsgProposalBound        Message = "proposal_bound"
	MsgProposalClosed       Message = "proposal_closed"
	MsgQualificationDecided Message = "qualification_decided"
	MsgQualificationOpen    Message = "qualification_open"
	MsgQueryTooComplex      Message = "query_too_complex"
	MsgRangeEmpty           Message = "range_empty"
	MsgRateMissing          Message = "rate_missing"
	MsgRateNeedless         Message = "rate_needless"
	MsgReasonRequired       Message = "reason_required"
	MsgReferenceMissing     Message = "reference_missing"
	MsgReopenManager        Message = "reopen_manager"
	MsgReopenStage          Message = "reopen_stage"
	MsgRequestBad           Message = "request_bad"
	MsgRequired             Message = "required"
	MsgRequirementWithdrawn Message = "requirement_withdrawn"
	MsgReviewCancelled      Message = "review_cancelled"
	MsgReviewerIsAuthor     Message = "reviewer_is_author"
	MsgReviewerIsOwner      Message = "reviewer_is_owner"
	MsgReviewerOnly         Message = "reviewer_only"
	MsgScopeMissing         Message = "scope_missing"
	MsgScorecardMissing     Message = "scorecard_missing"
	MsgScoresBad            Message = "scores_bad"
	MsgScoresMissing        Message = "scores_missing"
	MsgSetupDone            Message = "setup_done"
	MsgSetupTokenBad        Message = "setup_token_bad"
	MsgSignApproved         Message = "sign_approved"
	MsgSignInBusy           Message = "sign_in_busy"
	MsgSignInFailed         Message = "sign_in_failed"
	MsgSignInLocked         Message = "sign_in_locked"
	MsgSignInRequired       Message = "sign_in_required"
	MsgSourceItself         Message = "source_itself"
	MsgSourceRetired        Message = "source_retired"
	MsgStageClosed          Message = "stage_closed"
	MsgStageNotInTemplate   Message = "stage_not_in_template"
	MsgStageNotNext         Message = "stage_not_next"
	MsgStageNotOpen         Message = "stage_not_open"
	MsgStageSame            Message = "stage_same"
	MsgStagesOrder          Message = "stages_order"
	MsgStatusSame           Message = "status_same"
	MsgSupportEnded         Message = "support_ended"
	MsgSurveyClosed         Message = "survey_closed"
	MsgTargetOne            Message = "target_one"
	MsgTemplateAmount       Message = "template_amount"
	MsgTemplateFrozen       Message = "template_frozen"
	MsgTemplateLast         Message = "template_last"
	MsgTemplateOther        Message = "template_other"
	MsgTemplateUnknown      Message = "template_unknown"
	MsgTemplateUnpublished  Message = "template_unpublished"
	MsgTermDecided          Message = "term_decided"
	MsgTextOnlyAdapted      Message = "text_only_adapted"
	MsgTimeAhead            Message = "time_ahead"
	MsgTimeFuture           Message = "time_future"
	MsgTimeOfOthers         Message = "time_of_others"
	MsgTimeOrder            Message = "time_order"
	MsgTooLong              Message = "too_long"
	MsgTooLongField         Message = "too_long_field"
	MsgTooMany              Message = "too_many"
	MsgUnavailable          Message = "unavailable"
	MsgValueBad             Message = "value_bad"
	MsgVerifierIsOwner      Message = "verifier_is_owner"
	MsgVersionFrozen        Message = "version_frozen"
	MsgWaitTimedOut         Message = "wait_timed_out"
	MsgWonTooEarly          Message = "won_too_early"
	MsgWrongKind            Message = "wrong_kind"
)

var messages = map[Message]Text{
	MsgAcceptanceOver:       {"The acceptance has been passed already.", "该验收已通过。"},
	MsgAddendumUnanswered:   {"An addendum is acknowledged, not answered.", "补遗只需确认,无需答复。"},
	MsgAmountNegative:       {"The amount must not be negative.", "金额不能为负数。"},
	MsgApprovalStands:       {"This was asked for already; the request is {status}.", "已提交过该审批申请,当前状态为 {status}。"},
	MsgApprovalSubject:      {"Approval of type {type} is not asked for a {kind}.", "{type} 类审批不适用于 {kind}。"},
	MsgArchived:             {"This record is archived; restore it first.", "该记录已归档,请先恢复。"},
	MsgAskedOnce:            {"A question is asked at one occasion: give an activity or a handover.", "问题只能对应一个场合,请指定沟通记录或交接之一。"},
	MsgAuthorityLacking:     {"The authority matrix does not let your role decide on this.", "按授权矩阵,您的角色无权审批此事项。"},
	MsgBadID:                {"“{id}” is not an id of this system.", "“{id}”不是本系统的编号。"},
	MsgBidFailure:           {"{failure} does not go with {status}: a rejected or invalid bid is one bid's fate, a voided procedure or too few bidders that of the whole procedure.", "{failure} 与 {status} 不匹配:否决投标、无效投标针对单个投标,废标、流标针对整个采购活动。"},
	MsgBidsOpened:           {"The bids have been opened; this one can no longer be withdrawn.", "已开标,投标不可撤回。"},
	MsgBlocked:              {"This step cannot be taken yet; the blockers say why and what to do.", "暂时不能执行此步骤,阻断项列出了原因与处理办法。"},
	MsgChangeCarriedOut:     {"Another version has carried out this change already.", "该变更已由其他版本落实。"},
	MsgChangeNotAccepted:    {"Only an accepted change is carried out; this one is {status}.", "只能落实已接受的变更,当前为 {status}。"},
	MsgCheckUnknown:         {"{code} is not a rule that a gate can demand.", "{code} 不是评审点可要求的规则。"},
	MsgCited:                {"The proposal cites this certificate already.", "该方案已引用此资质。"},
	MsgCommitmentOver:       {"The commitment is over ({status}).", "该承诺已终结({status})。"},
	MsgConflict:             {"Somebody changed this record meanwhile (it is at version {version}). Read it again and repeat your change.", "该记录已被他人修改(当前版本 {version})。请重新读取后再修改。"},
	MsgContractFixed:        {"The contract is {status}; only a draft can be changed.", "合同状态为 {status},只有草拟的合同可以修改。"},
	MsgContractSigned:       {"The contract is signed; a change request can change its terms.", "合同已签订,条款变更请走变更申请。"},
	MsgContractUnsigned:     {"The contract is {status}; payments are recorded while it is signed.", "合同状态为 {status},仅已签订的合同可以登记付款。"},
	MsgControlCharacter:     {"The text contains a control character that cannot be stored.", "文本含有无法保存的控制字符。"},
	MsgCreditCodeBad:        {"This is not a unified social credit code: its check character does not fit.", "统一社会信用代码校验未通过。"},
	MsgCriterionUnknown:     {"There is no criterion {code} here.", "此处没有准则 {code}。"},
	MsgCurrencyMixed:        {"Amounts of one record must be in one currency ({currency}).", "同一记录的金额必须使用同一币种({currency})。"},
	MsgCursorBad:            {"This cursor does not belong to this list. Start again without it.", "该游标不属于此列表,请去掉游标重新查询。"},
	MsgCycle:                {"A record cannot be below itself in the tree.", "记录不能成为自己的下级。"},
	MsgDayAhead:             {"This day has not come yet.", "该日期尚未到来。"},
	MsgDayFull:              {"That would be more than 24 hours on one day.", "同一天登记的工时不能超过 24 小时。"},
	MsgDeadlineByAddendum:   {"Only an addendum moves the deadline.", "只有补遗可以变更截止时间。"},
	MsgDeadlinePast:         {"This deadline has passed already.", "该截止时间已过。"},
	MsgDebriefTooEarly:      {"The opportunity has not ended; debrief it when it has.", "商机尚未结束,请在结束后再做复盘说明。"},
	MsgDuplicate:            {"Another record already has this value.", "该值已被其他记录使用。"},
	MsgEmailBad:             {"This is not an e-mail address.", "这不是有效的邮箱地址。"},
	MsgEnumUnknown:          {"This is not a value of {enum}.", "该值不属于枚举 {enum}。"},
	MsgEscalatedFully:       {"It was escalated as far as it goes.", "该请求已升级至最高级别。"},
	MsgEvidenceRequired:     {"Say what shows it.", "请提供证据。"},
	MsgExposureClosed:       {"The gate is decided; its lessons cannot be answered any more.", "评审点已决策,不能再响应其经验教训。"},
	MsgFailureMisplaced:     {"Only a whole procedure that was voided or had too few bidders belongs here, with CANCELLED_BY_CUSTOMER; a rejected or invalid bid belongs to the proposal.", "此处仅可填写废标或流标,且状态须为客户取消;否决投标与无效投标应记在方案上。"},
	MsgFatalNotWaived:       {"A fatal reason for rejection cannot be waived.", "致命否决项不可豁免。"},
	MsgFindingsOpen:         {"{count} serious findings are open; the review can pass only with actions.", "还有 {count} 个重大及以上问题未关闭,评审只能有条件通过。"},
	MsgForbidden:            {"You are not allowed to do this.", "您没有执行此操作的权限。"},
	MsgFutureTime:           {"This time has not come yet.", "该时间尚未到来。"},
	MsgGateAbsent:           {"There is no gate at the exit of the stage {stage}.", "阶段 {stage} 的出口没有评审点。"},
	MsgGateDeciders:         {"This gate is decided by: {roles}.", "此评审点由以下角色决策:{roles}。"},
	MsgGateLeft:             {"The opportunity has left the stage of this gate.", "商机已离开该评审点所在阶段。"},
	MsgGateNotTailorable:    {"This gate is never left out.", "该评审点不可裁剪。"},
	MsgGateStage:            {"Each gate guards the exit of a stage of the template; one an exit, in the order of the stages.", "评审点须位于模板阶段的出口,每个出口至多一个,并按阶段顺序排列。"},
	MsgGateStands:           {"The gate is open or decided; go on with it.", "该评审点已开启或已决策,请继续处理。"},
	MsgGateTimePast:         {"A gate takes place at a time ahead.", "评审点的时间必须在将来。"},
	MsgHandoverOwn:          {"Nobody accepts a handover they prepared or submitted themselves.", "不能接收本人准备或提交的交接包。"},
	MsgHandoverSide:         {"Only delivery accepts or returns a handover.", "仅交付人员可以接收或退回交接包。"},
	MsgHandoverThere:        {"There is a handover of this contract under way already: {id}.", "该合同已有进行中的交接包:{id}。"},
	MsgIllegalTransition:    {"From {from} it cannot go to {to}.", "不能从 {from} 变为 {to}。"},
	MsgIndexRebuilding:      {"The case library's index is being rebuilt; try again in a moment.", "案例库索引正在重建,请稍后再试。"},
	MsgInternal:             {"Something went wrong on our side. The request id helps the administrator to find it.", "系统内部错误,请将请求编号提供给管理员。"},
	MsgKept:                 {"A {kind} is not archived or restored: rules rest on it. It ends by its own mutations.", "{kind} 不可直接归档或恢复:流程规则以其为依据,请使用相应操作结束。"},
	MsgListedTwice:          {"{value} is listed twice.", "{value} 重复。"},
	MsgMergeConverted:       {"A converted or merged lead cannot be merged into another.", "已转商机或已合并的线索不能再合并。"},
	MsgMergeSelf:            {"A record cannot be merged into itself.", "记录不能与自身合并。"},
	MsgMoneyBad:             {"Money is written as digits with at most two decimals, for example 1234.50.", "金额请写成最多两位小数的数字,例如 1234.50。"},
	MsgMutedAndMailed:       {"A kind cannot be both sent by e-mail and muted.", "同一类通知不能既发送邮件又静默。"},
	MsgNoBidResult:          {"{status} is not the result of a bid.", "{status} 不是投标结果。"},
	MsgNoDeviation:          {"This answer deviates in nothing that needs approval.", "该响应无需偏离审批。"},
	MsgNotDelivered:         {"Only a won opportunity that has come to its acceptance can be renewed.", "仅已赢单且进入验收的商机可以发起续单。"},
	MsgNotFound:             {"There is no {id}.", "{id} 不存在。"},
	MsgNumbersSayOtherwise:  {"The numbers of the bid and of the tender say otherwise.", "投标数据与招标要求不符,不能确认此项。"},
	MsgOfAnotherOpportunity: {"This record belongs to another opportunity.", "该记录属于其他商机。"},
	MsgOfAnotherProposal:    {"This record belongs to another proposal.", "该记录属于其他方案。"},
	MsgOneAccountable:       {"Only one may be accountable.", "只能有一方为负责(A)。"},
	MsgOnlyDeferred:         {"Only a deferred gate has a day to come up again.", "仅暂缓结论可设置再议日期。"},
	MsgOnlyEnded:            {"Only a gate that ends the opportunity has an outcome.", "仅终止结论可设置结果。"},
	MsgOpportunityMissing:   {"This proposal belongs to no opportunity yet.", "该方案尚未关联商机。"},
	MsgOtherOpportunity:     {"{id} does not belong to this opportunity.", "{id} 不属于该商机。"},
	MsgOtherProposal:        {"{id} belongs to another proposal.", "{id} 属于其他方案。"},
	MsgOtherSubject:         {"The comment answers one about another record.", "所回复的评论不属于该记录。"},
	MsgOutOfRange:           {"The value must be between {min} and {max}.", "取值必须在 {min} 与 {max} 之间。"},
	MsgOutcomeByGate:        {"That we do not bid is decided at a gate or by a qualification, not here.", "放弃投标须由评审点或商机评估作出结论,不能直接关闭。"},
	MsgOutcomeNotClosing:    {"OPEN is not an outcome; use reopenOpportunity.", "OPEN 不是结果状态,请使用重新打开操作。"},
	MsgOutcomeNotHere:       {"A gate of this stage does not end an opportunity as {status}.", "本阶段评审点不能以 {status} 结束商机。"},
	MsgOutcomeTooLate:       {"After the negotiation an opportunity no longer ends so.", "谈判阶段之后商机不能再以此结束。"},
	MsgOverrideReason:       {"The scorecard advises {advice}; say why it is overridden.", "评估建议为 {advice},请说明不采纳的理由。"},
	MsgOwnProposal:          {"Who made a proposal or changed it last does not approve it.", "方案的创建人及最后修改人不得批准该方案。"},
	MsgOwnRequest:           {"Nobody decides on their own request.", "任何人不得审批自己提交的申请。"},
	MsgOwnTemplateChange:    {"Nobody decides on the change they proposed themselves.", "任何人不得决定自己提出的变更。"},
	MsgOwnWork:              {"Nobody decides on their own work; ask a colleague.", "不能对本人经办的事项作出决定,请由同事处理。"},
	MsgOwnedAlready:         {"Somebody else has taken it already.", "已被他人领取。"},
	MsgOwnerResolves:        {"Only its owner or a lead can resolve this finding.", "只有责任人或负责人可以处理该问题。"},
	MsgPageBoth:             {"Use either first or last, not both.", "first 与 last 只能使用其一。"},
	MsgPageSize:             {"A page has between 0 and {max} entries.", "每页条数须在 0 到 {max} 之间。"},
	MsgPartMoves:            {"This record cannot move to another {whole}.", "该记录不能移到其他{whole}。"},
	MsgPasswordShort:        {"The password needs at least {min} characters.", "密码至少需要 {min} 个字符。"},
	MsgPasswordWrong:        {"The current password is wrong.", "当前密码不正确。"},
	MsgPast:                 {"This time has passed.", "该时间已过。"},
	MsgPaymentTwice:         {"This payment is recorded already.", "该笔付款已登记。"},
	MsgPaymentsOpen:         {"Payments of the contract are still open: {count}.", "合同尚有 {count} 笔款项未付清。"},
	MsgPeriodTooLong:        {"The period may not be longer than {days} days.", "时间范围不能超过 {days} 天。"},
	MsgPriceMissing:         {"There is no price to approve yet.", "尚无价格可供审批。"},
	MsgProjectOver:          {"The project is over ({status}).", "项目已结束({status})。"},
	MsgProposalApproved:     {"This proposal is approved; revise it first, which starts a new version.", "该方案已批准,请先修订(将生成新版本)再修改。"},
	MsgProposalBound:        {"This proposal answers requirements of its opportunity; start another proposal instead.", "该方案已响应所属商机的需求,请另建方案。"},
	MsgProposalClosed:       {"This proposal is {status}; what it said stays as it was.", "该方案状态为 {status},内容不可再修改。"},
	MsgQualificationDecided: {"This scorecard is decided; make a new one to decide anew.", "该评估已有结论,如需重新决策请新建评估。"},
	MsgQualificationOpen:    {"The opportunity has an undecided scorecard already.", "该商机已有未决的评估。"},
	MsgQueryTooComplex:      {"The query is too large: {what}.", "查询过于复杂:{what}。"},
	MsgRangeEmpty:           {"The range is empty: its end must lie above its beginning.", "区间为空,上限必须大于下限。"},
	MsgRateMissing:          {"There is no exchange rate of {currency} that holds on {day}.", "没有适用于 {day} 的 {currency} 汇率。"},
	MsgRateNeedless:         {"{currency} is the reporting currency; it needs no rate.", "{currency} 是报告币种,无需汇率。"},
	MsgReasonRequired:       {"Say why.", "请填写原因。"},
	MsgReferenceMissing:     {"A record this one refers to does not exist.", "所引用的记录不存在。"},
	MsgReopenManager:        {"A presales manager or an administrator reopens opportunities.", "只有售前经理或管理员可以重新打开商机。"},
	MsgReopenStage:          {"A suspended opportunity goes on in its stage, another one there or earlier.", "搁置的商机只能在原阶段继续,其他商机可回到原阶段或更早阶段。"},
	MsgRequestBad:           {"The request could not be understood: {what}.", "无法理解该请求:{what}。"},
	MsgRequired:             {"This field must not be empty.", "此字段不能为空。"},
	MsgRequirementWithdrawn: {"This requirement was withdrawn.", "该需求已撤回。"},
	MsgReviewCancelled:      {"This review was cancelled.", "该评审已取消。"},
	MsgReviewerIsAuthor:     {"{id} wrote part of this proposal and cannot review it in this colour.", "{id} 参与了本方案的编写,不能参加该评审。"},
	MsgReviewerIsOwner:      {"Who writes a section cannot review it.", "章节编写人不能审核自己的章节。"},
	MsgReviewerOnly:         {"Only the section's reviewer can set it ready.", "只有该章节的审核人可以将其置为就绪。"},
	MsgScopeMissing:         {"The API token lacks the scope {scope}.", "API 令牌缺少 {scope} 权限。"},
	MsgScorecardMissing:     {"The template of this opportunity has no scorecard.", "该商机的流程模板没有评估表。"},
	MsgScoresBad:            {"{criterion}: scores lie between 0 and the most there is, and ours not above the best.", "{criterion}:得分须在 0 与满分之间,且我方得分不高于最高分。"},
	MsgScoresMissing:        {"Score every line first.", "请先完成全部打分。"},
	MsgSetupDone:            {"This installation is already set up.", "系统已完成初始化。"},
	MsgSetupTokenBad:        {"This set-up link is no longer valid. Restart Bidwell to get a new one.", "该初始化链接已失效,请重新启动 Bidwell 获取新链接。"},
	MsgSignApproved:         {"Only an approved proposal is signed, and only before it is submitted.", "仅可在批准后、递交前签字。"},
	MsgSignInBusy:           {"Too many sign-ins at once; try again in a moment.", "登录请求过多,请稍后再试。"},
	MsgSignInFailed:         {"E-mail or password is wrong.", "邮箱或密码错误。"},
	MsgSignInLocked:         {"Too many failed attempts; try again in {minutes} minutes.", "失败次数过多,请在 {minutes} 分钟后重试。"},
	MsgSignInRequired:       {"Sign in first.", "请先登录。"},
	MsgSourceItself:         {"A section cannot be made from itself.", "章节不能引用自身。"},
	MsgSourceRetired:        {"This library item is retired; take another.", "该资料已退役,请选用其他资料。"},
	MsgStageClosed:          {"The opportunity is closed ({status}); reopen it first.", "商机已结束({status}),请先重新打开。"},
	MsgStageNotInTemplate:   {"The process template has no stage {stage}.", "流程模板没有阶段 {stage}。"},
	MsgStageNotNext:         {"Forward it goes to the next stage only: {stage}.", "只能推进到下一阶段:{stage}。"},
	MsgStageNotOpen:         {"The opportunity is open already.", "商机已处于打开状态。"},
	MsgStageSame:            {"The opportunity is already in this stage.", "商机已处于该阶段。"},
	MsgStagesOrder:          {"Stages begin with INTAKE and follow the order of the process without repetition.", "阶段须以 INTAKE 开始,并按流程顺序排列且不重复。"},
	MsgStatusSame:           {"The record already has this status.", "记录已处于该状态。"},
	MsgSupportEnded:         {"The request has ended ({status}).", "该支持请求已结束({status})。"},
	MsgSurveyClosed:         {"This survey was answered already or has ended.", "该调查已作答或已截止。"},
	MsgTargetOne:            {"Give either a section or a version with a position.", "请指定章节,或指定版本与位置,二者取其一。"},
	MsgTemplateAmount:       {"This amount must not be negative.", "该金额不能为负。"},
	MsgTemplateFrozen:       {"A published version never changes; create a new one.", "已发布的模板版本不可修改,请新建版本。"},
	MsgTemplateLast:         {"This is the last published template; publish another first.", "这是最后一个已发布模板,请先发布其他版本。"},
	MsgTemplateOther:        {"This change is about the template {code}.", "该变更针对模板 {code}。"},
	MsgTemplateUnknown:      {"There is no process template {code}.", "流程模板 {code} 不存在。"},
	MsgTemplateUnpublished:  {"Only a published version can be followed.", "只能采用已发布的模板版本。"},
	MsgTermDecided:          {"The term is decided ({decision}); take it up again first.", "该条款已有结论({decision}),请先重新打开。"},
	MsgTextOnlyAdapted:      {"A text of your own goes with ADAPTED alone.", "仅改写(ADAPTED)方式可以提供自己的文本。"},
	MsgTimeAhead:            {"This time has not come yet.", "该时间尚未到来。"},
	MsgTimeFuture:           {"This time lies in the future.", "该时间晚于当前时间。"},
	MsgTimeOfOthers:         {"Only presales managers record the time of others.", "只有售前经理可以登记他人的工时。"},
	MsgTimeOrder:            {"This time lies before {after}.", "该时间早于 {after}。"},
	MsgTooLong:              {"The text is longer than {max} characters.", "文本超过 {max} 个字符。"},
	MsgTooLongField:         {"The value is too long or too large.", "取值过长或过大。"},
	MsgTooMany:              {"There can be at most {max}.", "最多 {max} 个。"},
	MsgUnavailable:          {"The service is not available right now; try again.", "服务暂不可用,请重试。"},
	MsgValueBad:             {"This value is not understood.", "无法识别该值。"},
	MsgVerifierIsOwner:      {"Who owns or resolved a finding cannot verify it.", "问题的责任人或处理人不能验证该问题。"},
	MsgVersionFrozen:        {"This proposal version is frozen; create a new version.", "该方案版本已冻结,请新建版本。"},
	MsgWaitTimedOut:         {"The case library has not caught up with that change yet; try again.", "案例库尚未同步到该变更,请重试。"},
	MsgWonTooEarly:          {"An opportunity is won in the contract stage at the earliest.", "商机最早须进入签约阶段方可赢单。"},
	MsgWrongKind:            {"{id} is not a {kind}.", "{id} 不是 {kind}。"},
}

// Messages lists every message with its texts, for the documentation and the test that none is missing.
func Messages() map[Message]Text { return messages }
