package desk

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
	"time"

	"bidwell/ent"
	"bidwell/process"
	"bidwell/search"
)

// background is what a document shows of the opportunity and the customer behind it. A change of what is shown here has
// to be named in spreading (indexing_touched.go), or documents go stale.
type background struct {
	customer, industry, region, outcome string
	amount                              int64
}

// behind tells the background of a record of the opportunity o; nil has none. What the opportunity does not say of
// itself its customer says.
func behind(o *ent.Opportunity) background {
	if o == nil {
		return background{}
	}
	b := background{industry: o.Industry, region: o.Region, outcome: string(o.Status), amount: o.Amount}
	return b.of(o.Edges.Customer)
}

// of adds what the customer says.
func (b background) of(c *ent.Customer) background {
	if c == nil {
		return b
	}
	b.customer, b.industry, b.region = c.Name, firstText(b.industry, c.Industry), firstText(b.region, c.Region)
	return b
}

func (b background) doc(kind process.SearchKind, id string) *search.Doc {
	return &search.Doc{
		ID: id, Kind: string(kind),
		Customer: b.customer, Industry: b.industry, Region: b.region, Outcome: b.outcome, Amount: b.amount,
	}
}

func (d *Desk) opportunityDoc(o *ent.Opportunity) *search.Doc {
	doc := behind(o).doc(process.SearchKindOpportunity, o.ID)
	doc.Title, doc.Tags, doc.Status, doc.Scopes = o.Name, o.Tags, string(o.Stage), scopesFor("", o)
	doc.Body = prose("", part{text: o.Description}, part{text: o.TenderNo})
	return finished(doc, d.dayOf(o.DecidedAt), d.dayOf(&o.CreatedAt))
}

func (d *Desk) proposalDoc(p *ent.Proposal, sections []*ent.ProposalSection) *search.Doc {
	parts := []part{{text: p.Summary}}
	for _, s := range sections {
		parts = append(parts, part{text: "## " + s.Title}, part{text: s.Body})
	}
	doc := behind(p.Edges.Opportunity).doc(process.SearchKindProposal, p.ID)
	doc.Title, doc.Body, doc.Language = p.Title, prose(p.Language, parts...), p.Language
	return d.finishedProposal(doc, p)
}

// sectionDoc titles a section with the proposal it is from, so that words of both find it.
func (d *Desk) sectionDoc(s *ent.ProposalSection) *search.Doc {
	p := s.Edges.Proposal
	doc := behind(p.Edges.Opportunity).doc(process.SearchKindSection, s.ID)
	doc.Root, doc.Title, doc.Body, doc.Language = p.ID, s.Title+" — "+p.Title, s.Body, s.Language
	return d.finishedProposal(doc, p)
}

// finishedProposal adds what a proposal and its sections share. The result of the proposal itself says more than how the
// opportunity stands.
func (d *Desk) finishedProposal(doc *search.Doc, p *ent.Proposal) *search.Doc {
	doc.Tags, doc.Status, doc.Scopes = p.Tags, string(p.Status), textScopes("", p)
	if process.DecidesProposal(p.Status) {
		doc.Outcome = string(p.Status)
	}
	return finished(doc, p.StartedOn, d.dayOf(p.SubmittedAt), d.dayOf(&p.CreatedAt))
}

func (d *Desk) caseDoc(c *ent.ContentItem) *search.Doc {
	b := background{industry: c.Industry, region: c.Region}
	if c.Outcome != nil {
		b.outcome = string(*c.Outcome)
	}
	doc := b.of(c.Edges.Customer).doc(process.SearchKindCase, c.ID)
	doc.Title, doc.Tags, doc.Language, doc.Status = c.Title, c.Tags, c.Language, string(c.VerifyState)
	doc.Body = prose(c.Language, part{text: c.Summary}, part{text: c.Body})
	class, from := c.Classification, []*ent.Proposal{c.Edges.Proposal}
	if whole := c.Edges.PartOf; whole != nil { // so that words of both find it
		doc.Root, doc.Title = whole.ID, c.Title+" — "+whole.Title
		class, from = process.Stricter(class, whole.Classification), append(from, whole.Edges.Proposal)
	}
	doc.Scopes = textScopes(class, from...)
	return finished(weighed(doc, process.VerificationFactor(c.VerifyState)), c.PublishedOn, d.dayOf(&c.CreatedAt))
}

func (d *Desk) lessonDoc(l *ent.Lesson) *search.Doc {
	doc := behind(l.Edges.Opportunity).doc(process.SearchKindLesson, l.ID)
	doc.Title, doc.Tags, doc.Language, doc.Status, doc.Organization = l.Title, l.Tags, l.Language, string(l.Status), l.Organization
	of := []*ent.Opportunity{l.Edges.Opportunity}
	if r := l.Edges.Retrospective; r != nil {
		of = append(of, lookedBackOn(r)...)
	}
	doc.Scopes = scopesFor("", of...)
	doc.Body = prose(l.Language,
		part{process.Text{EN: "Driving event", ZH: "驱动事件"}, l.DrivingEvent},
		part{process.Text{EN: "Lesson", ZH: "经验"}, l.Lesson},
		part{process.Text{EN: "Recommendation", ZH: "建议"}, l.Recommendation},
		part{process.Text{EN: "Phase", ZH: "阶段"}, l.Phase})
	return finished(weighed(doc, process.VerificationFactor(l.Status)), l.PublishedOn, l.OccurredOn, d.dayOf(&l.CreatedAt))
}

// lookedBackOn are the opportunities behind a retrospective.
func lookedBackOn(r *ent.Retrospective) []*ent.Opportunity {
	of := []*ent.Opportunity{r.Edges.Opportunity}
	if p := r.Edges.Project; p != nil {
		of = append(of, p.Edges.Opportunity)
	}
	return of
}

func (d *Desk) retrospectiveDoc(r *ent.Retrospective) *search.Doc {
	doc := behind(r.Edges.Opportunity).doc(process.SearchKindRetrospective, r.ID)
	doc.Scopes = scopesFor("", lookedBackOn(r)...)
	doc.Title, doc.Tags, doc.Language, doc.Status = r.Title, r.Tags, r.Language, string(r.Status)
	doc.Body = prose(r.Language,
		part{text: r.Summary},
		part{process.Text{EN: "What went well", ZH: "做得好的"}, r.WentWell},
		part{process.Text{EN: "What went wrong", ZH: "存在的问题"}, r.WentWrong},
		part{process.Text{EN: "Root causes", ZH: "根本原因"}, r.RootCauses},
		part{process.Text{EN: "Actions", ZH: "改进措施"}, r.Actions})
	return finished(doc, d.dayOf(r.HeldAt), d.dayOf(&r.CreatedAt))
}

// part is a piece of a document's text under a heading, or without one.
type part struct {
	heading process.Text
	text    string
}

// prose writes the parts that have text as Markdown, with headings in the language of the text.
func prose(language string, parts ...part) string {
	lang := process.LanguageEN
	if strings.HasPrefix(language, string(process.LanguageZH)) {
		lang = process.LanguageZH
	}
	var pieces []string
	for _, p := range parts {
		if p.text == "" {
			continue
		}
		if heading := p.heading.In(lang); heading != "" {
			pieces = append(pieces, "## "+heading)
		}
		pieces = append(pieces, p.text)
	}
	return strings.Join(pieces, "\n\n")
}

// dayOf is the calendar day of an instant where the organisation is, kept as day fields are: midnight UTC.
func (d *Desk) dayOf(at *time.Time) *time.Time {
	if at == nil {
		return nil
	}
	year, month, day := at.In(d.options.Zone).Date()
	midnight := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	return &midnight
}

// weighed makes a document rank by how far it is known to be right.
func weighed(doc *search.Doc, factor float32) *search.Doc {
	if factor != 1 {
		doc.Factors = []search.Factor{{Name: strings.ToLower(string(process.RankFactorVerification)), Value: factor}}
	}
	return doc
}

// finished dates a document by the first day that is known and seals it with the digest of all it says.
func finished(doc *search.Doc, days ...*time.Time) *search.Doc {
	for _, day := range days {
		if day != nil {
			doc.Date, doc.Year = day.UTC(), day.UTC().Year()
			break
		}
	}
	content, err := json.Marshal(doc)
	if err != nil { // strings, numbers and a date of the years 1 to 9999 always encode
		panic(err)
	}
	sum := sha256.Sum256(content)
	doc.Revision = hex.EncodeToString(sum[:16])
	return doc
}

func firstText(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}
