package desk_test

import (
	"maps"

	"bidwell/desk"
)

// forgotten is the name of whoever was forgotten.
const forgotten = "[erased 已删除]"

// forgetContact takes out what is kept of a person, which administrators do; that they may not be told why.
func (m *model) forgetContact() {
	s := m.simple(plainOf("Contact"), func(s *simple) bool { return !s.archived })
	if s == nil || s.archived { // one who was put away can be forgotten too, but nothing else is true of them here
		return
	}
	who := m.actor(func(p *person) bool { return p.chief })
	if who == nil {
		return
	}
	in := desk.ErasePersonalDataInput{RecordInput: m.aim(&s.fact), Reason: "asked for it"}
	if m.errs("reason") {
		in.Reason = draw(m, "reason", "", "a bell \a rings")
		m.refuse("VALIDATION_FAILED", true)
	}
	done, err := m.ErasePersonalData(who.ctx, in)
	if m.went(outcome{change: done.Change, err: err}) {
		s.says = forgotten
		s.version++
	}
}

func init() {
	steps := plainSteps([]*plain{plainOf("Contact")})
	maps.Copy(steps, map[string]func(*model){"forget a contact": (*model).forgetContact})
	parts["forgetting"] = steps
	foci = append(foci, focus{[]string{"forgetting"}, []string{"create Contact", "update Contact", "create Contact"}, false})
}
