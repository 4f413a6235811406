package vocabulary

import "strings"

// Message is a text shown to people, in both languages; {name} stands for an argument.
type Message Text

// In is the message in lang with its arguments filled in, in one go: what an argument says is not filled in again.
func (m Message) In(lang Language, args map[string]string) string {
	var pairs []string
	for name, value := range args {
		pairs = append(pairs, "{"+name+"}", value)
	}
	return strings.NewReplacer(pairs...).Replace(Text(m).In(lang))
}

// The messages that the parts below the rules refuse with.
var (
	MsgBlocked     = Message{EN: "This step cannot be taken yet; the blockers say why and what to do.", ZH: "暂时不能执行此步骤,阻断项列出了原因与处理办法。"}
	MsgCursorBad   = Message{EN: "This cursor does not belong to this list. Start again without it.", ZH: "该游标不属于此列表,请去掉游标重新查询。"}
	MsgEnumUnknown = Message{EN: "This is not a value of {enum}.", ZH: "该值不属于枚举 {enum}。"}
	MsgNotFound    = Message{EN: "There is no {id}.", ZH: "{id} 不存在。"}
	MsgPageBoth    = Message{EN: "Use either first or last, not both.", ZH: "first 与 last 只能使用其一。"}
	MsgPageSize    = Message{EN: "A page has between 0 and {max} entries.", ZH: "每页条数须在 0 到 {max} 之间。"}
)
