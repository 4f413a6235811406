package process

// Message names a text shown to people.
type Message string

// The messages of refusals. Each has a text in both languages in the table below; a test holds that.
const (
	MsgBadID             Message = "bad_id"
	MsgConflict          Message = "conflict"
	MsgControlCharacter  Message = "control_character"
	MsgCursorBad         Message = "cursor_bad"
	MsgCycle             Message = "cycle"
	MsgDuplicate         Message = "duplicate"
	MsgEnumUnknown       Message = "enum_unknown"
	MsgForbidden         Message = "forbidden"
	MsgIllegalTransition Message = "illegal_transition"
	MsgIndexRebuilding   Message = "index_rebuilding"
	MsgInternal          Message = "internal"
	MsgMoneyBad          Message = "money_bad"
	MsgNotFound          Message = "not_found"
	MsgOutOfRange        Message = "out_of_range"
	MsgPageBoth          Message = "page_both"
	MsgPageSize          Message = "page_size"
	MsgPasswordShort     Message = "password_short"
	MsgQueryTooComplex   Message = "query_too_complex"
	MsgReasonRequired    Message = "reason_required"
	MsgReferenceMissing  Message = "reference_missing"
	MsgRequestBad        Message = "request_bad"
	MsgRequired          Message = "required"
	MsgScopeMissing      Message = "scope_missing"
	MsgSetupDone         Message = "setup_done"
	MsgSignInFailed      Message = "sign_in_failed"
	MsgSignInLocked      Message = "sign_in_locked"
	MsgSignInRequired    Message = "sign_in_required"
	MsgStageClosed       Message = "stage_closed"
	MsgStageSame         Message = "stage_same"
	MsgStatusSame        Message = "status_same"
	MsgTimeOrder         Message = "time_order"
	MsgTooLong           Message = "too_long"
	MsgTooLongField      Message = "too_long_field"
	MsgUnavailable       Message = "unavailable"
	MsgVersionFrozen     Message = "version_frozen"
	MsgWaitTimedOut      Message = "wait_timed_out"
	MsgWrongKind         Message = "wrong_kind"
	MsgArchived          Message = "archived"
	MsgCurrencyMixed     Message = "currency_mixed"
	MsgValueBad          Message = "value_bad"
	MsgStageNotOpen      Message = "stage_not_open"
	MsgOutcomeNotClosing Message = "outcome_not_closing"
	MsgEmailBad          Message = "email_bad"
	MsgPasswordWrong     Message = "password_wrong"
	MsgSetupTokenBad     Message = "setup_token_bad"
	MsgBlocked           Message = "blocked"
	MsgSignInBusy        Message = "sign_in_busy"
	MsgDayAhead          Message = "day_ahead"
	MsgDayFull           Message = "day_full"
	MsgEscalatedFully    Message = "escalated_fully"
	MsgMutedAndMailed    Message = "muted_and_mailed"
	MsgOneAccountable    Message = "one_accountable"
	MsgSupportEnded      Message = "support_ended"
	MsgOtherOpportunity  Message = "other_opportunity"
	MsgOtherSubject      Message = "other_subject"
	MsgPast              Message = "past"
	MsgPeriodTooLong     Message = "period_too_long"
	MsgTimeOfOthers      Message = "time_of_others"
)

var messages = map[Message]Text{
	MsgBlocked:           {"This step cannot be taken yet; the blockers say why and what to do.", "暂时不能执行此步骤,阻断项列出了原因与处理办法。"},
	MsgDayAhead:          {"This day has not come yet.", "该日期尚未到来。"},
	MsgDayFull:           {"That would be more than 24 hours on one day.", "同一天登记的工时不能超过 24 小时。"},
	MsgEscalatedFully:    {"It was escalated as far as it goes.", "该请求已升级至最高级别。"},
	MsgMutedAndMailed:    {"A kind cannot be both sent by e-mail and muted.", "同一类通知不能既发送邮件又静默。"},
	MsgOneAccountable:    {"Only one may be accountable.", "只能有一方为负责(A)。"},
	MsgSupportEnded:      {"The request has ended ({status}).", "该支持请求已结束({status})。"},
	MsgOtherOpportunity:  {"That record belongs to another opportunity.", "该记录属于其他商机。"},
	MsgOtherSubject:      {"The comment answers one about another record.", "所回复的评论不属于该记录。"},
	MsgPast:              {"This time has passed.", "该时间已过。"},
	MsgPeriodTooLong:     {"The period may not be longer than {days} days.", "时间范围不能超过 {days} 天。"},
	MsgTimeOfOthers:      {"Only presales managers record the time of others.", "只有售前经理可以登记他人的工时。"},
	MsgSignInBusy:        {"Too many sign-ins at once; try again in a moment.", "登录请求过多,请稍后再试。"},
	MsgSetupTokenBad:     {"This set-up link is no longer valid. Restart Bidwell to get a new one.", "该初始化链接已失效,请重新启动 Bidwell 获取新链接。"},
	MsgPasswordWrong:     {"The current password is wrong.", "当前密码不正确。"},
	MsgEmailBad:          {"This is not an e-mail address.", "这不是有效的邮箱地址。"},
	MsgArchived:          {"This record is archived; restore it first.", "该记录已归档,请先恢复。"},
	MsgBadID:             {"“{id}” is not an id of this system.", "“{id}”不是本系统的编号。"},
	MsgConflict:          {"Somebody changed this record meanwhile (it is at version {version}). Read it again and repeat your change.", "该记录已被他人修改(当前版本 {version})。请重新读取后再修改。"},
	MsgControlCharacter:  {"The text contains a control character that cannot be stored.", "文本含有无法保存的控制字符。"},
	MsgCurrencyMixed:     {"Amounts of one record must be in one currency ({currency}).", "同一记录的金额必须使用同一币种({currency})。"},
	MsgCursorBad:         {"This cursor does not belong to this list. Start again without it.", "该游标不属于此列表,请去掉游标重新查询。"},
	MsgCycle:             {"A record cannot be below itself in the tree.", "记录不能成为自己的下级。"},
	MsgDuplicate:         {"Another record already has this value.", "该值已被其他记录使用。"},
	MsgEnumUnknown:       {"This is not a value of {enum}.", "该值不属于枚举 {enum}。"},
	MsgForbidden:         {"You are not allowed to do this.", "您没有执行此操作的权限。"},
	MsgIllegalTransition: {"From {from} it cannot go to {to}.", "不能从 {from} 变为 {to}。"},
	MsgIndexRebuilding:   {"The case library's index is being rebuilt; try again in a moment.", "案例库索引正在重建,请稍后再试。"},
	MsgInternal:          {"Something went wrong on our side. The request id helps the administrator to find it.", "系统内部错误,请将请求编号提供给管理员。"},
	MsgMoneyBad:          {"Money is written as digits with at most two decimals, for example 1234.50.", "金额请写成最多两位小数的数字,例如 1234.50。"},
	MsgNotFound:          {"There is no {id}.", "{id} 不存在。"},
	MsgOutOfRange:        {"The value must be between {min} and {max}.", "取值必须在 {min} 与 {max} 之间。"},
	MsgOutcomeNotClosing: {"OPEN is not an outcome; use reopenOpportunity.", "OPEN 不是结果状态,请使用重新打开操作。"},
	MsgPageBoth:          {"Use either first or last, not both.", "first 与 last 只能使用其一。"},
	MsgPageSize:          {"A page has between 0 and {max} entries.", "每页条数须在 0 到 {max} 之间。"},
	MsgPasswordShort:     {"The password needs at least {min} characters.", "密码至少需要 {min} 个字符。"},
	MsgQueryTooComplex:   {"The query is too large: {what}.", "查询过于复杂:{what}。"},
	MsgReasonRequired:    {"Say why.", "请填写原因。"},
	MsgReferenceMissing:  {"A record this one refers to does not exist.", "所引用的记录不存在。"},
	MsgRequestBad:        {"The request could not be understood: {what}.", "无法理解该请求:{what}。"},
	MsgRequired:          {"This field must not be empty.", "此字段不能为空。"},
	MsgScopeMissing:      {"The API token lacks the scope {scope}.", "API 令牌缺少 {scope} 权限。"},
	MsgSetupDone:         {"This installation is already set up.", "系统已完成初始化。"},
	MsgSignInFailed:      {"E-mail or password is wrong.", "邮箱或密码错误。"},
	MsgSignInLocked:      {"Too many failed attempts; try again in {minutes} minutes.", "失败次数过多,请在 {minutes} 分钟后重试。"},
	MsgSignInRequired:    {"Sign in first.", "请先登录。"},
	MsgStageClosed:       {"The opportunity is closed ({status}); reopen it first.", "商机已结束({status}),请先重新打开。"},
	MsgStageNotOpen:      {"The opportunity is open already.", "商机已处于打开状态。"},
	MsgStageSame:         {"The opportunity is already in this stage.", "商机已处于该阶段。"},
	MsgStatusSame:        {"The record already has this status.", "记录已处于该状态。"},
	MsgTimeOrder:         {"This time lies before {after}.", "该时间早于 {after}。"},
	MsgTooLongField:      {"The value is too long or too large.", "取值过长或过大。"},
	MsgTooLong:           {"The text is longer than {max} characters.", "文本超过 {max} 个字符。"},
	MsgUnavailable:       {"The service is not available right now; try again.", "服务暂不可用,请重试。"},
	MsgValueBad:          {"This value is not understood.", "无法识别该值。"},
	MsgVersionFrozen:     {"This proposal version is frozen; create a new version.", "该方案版本已冻结,请新建版本。"},
	MsgWaitTimedOut:      {"The case library has not caught up with that change yet; try again.", "案例库尚未同步到该变更,请重试。"},
	MsgWrongKind:         {"{id} is not a {kind}.", "{id} 不是 {kind}。"},
}

// Messages lists every message with its texts, for the documentation and the test that none is missing.
func Messages() map[Message]Text { return messages }
