package process

import (
	"strconv"
	"strings"
	"time"
)

// Outline is what a requirement summary is written from.
type Outline struct {
	Name, Situation, Currency string
	Budget                    *int64
	Deadline, Decision        *time.Time
	Demands                   []Demand
	People                    []Decider
}

// Demand is one requirement of an outline.
type Demand struct {
	Number          int
	Text, Criterion string
	Category        RequirementCategory
	Priority        RequirementPriority
	Mandatory       bool
}

// Decider is one person of the decision chain.
type Decider struct {
	Name, Title, Concerns string
	Part                  StakeholderPart
}

// Write writes the requirement summary as Markdown in a language. What is not known is left out.
func (o Outline) Write(lang Language) string {
	var b strings.Builder
	b.WriteString("# " + Text{EN: "Requirement summary", ZH: "需求概要"}.In(lang) + ": " + oneLine(o.Name) + "\n")
	if o.Situation != "" {
		b.WriteString("\n## " + Text{EN: "Situation", ZH: "客户背景"}.In(lang) + "\n\n" + o.Situation + "\n")
	}
	o.writeFrame(&b, lang)
	if len(o.People) > 0 {
		b.WriteString("\n## " + Text{EN: "Decision chain", ZH: "决策链"}.In(lang) + "\n\n")
		for _, p := range o.People {
			b.WriteString("- " + strings.Join(filled(oneLine(p.Name), oneLine(p.Title), labelOf("StakeholderPart", string(p.Part)).In(lang), oneLine(p.Concerns)), " · ") + "\n")
		}
	}
	for _, priority := range RequirementPriorityMust.Values() {
		o.writeDemands(&b, RequirementPriority(priority), lang)
	}
	return b.String()
}

func (o Outline) writeFrame(b *strings.Builder, lang Language) {
	var frame []string
	if o.Budget != nil {
		frame = append(frame, Text{EN: "Budget", ZH: "预算"}.In(lang)+": "+o.Currency+" "+FormatMoney(*o.Budget))
	}
	if o.Deadline != nil {
		frame = append(frame, Text{EN: "Submission deadline", ZH: "递交截止"}.In(lang)+": "+o.Deadline.UTC().Format("2006-01-02 15:04 UTC"))
	}
	if o.Decision != nil {
		frame = append(frame, Text{EN: "Decision expected", ZH: "预计决策"}.In(lang)+": "+o.Decision.Format(time.DateOnly))
	}
	if len(frame) > 0 {
		b.WriteString("\n## " + Text{EN: "Budget and time", ZH: "预算与时间"}.In(lang) + "\n\n- " + strings.Join(frame, "\n- ") + "\n")
	}
}

func (o Outline) writeDemands(b *strings.Builder, priority RequirementPriority, lang Language) {
	heading := "\n## " + labelOf("RequirementPriority", string(priority)).In(lang) + "\n\n"
	for _, d := range o.Demands {
		if d.Priority != priority {
			continue
		}
		b.WriteString(heading)
		heading = ""
		mark := ""
		if d.Mandatory {
			mark = "★ "
		}
		b.WriteString(strconv.Itoa(d.Number) + ". " + mark + oneLine(d.Text) + " (" + labelOf("RequirementCategory", string(d.Category)).In(lang) + ")\n")
		if d.Criterion != "" {
			b.WriteString("   " + Text{EN: "Success criterion", ZH: "成功标准"}.In(lang) + ": " + oneLine(d.Criterion) + "\n")
		}
	}
}

// oneLine is a text on one line of Markdown.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

func filled(all ...string) (some []string) {
	for _, s := range all {
		if s != "" {
			some = append(some, s)
		}
	}
	return some
}
