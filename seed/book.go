package seed

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/goccy/go-yaml"
)

//go:embed content
var content embed.FS

// book is the content folder, read. Days are days before today.
type book struct {
	Teams     []team
	Users     []person
	Products  []product
	Customers []customer
	Contacts  []contact

	Deals          []deal
	Retrospectives []retrospective
	Lessons        []lesson
	Files          []file
	Proposals      []proposal
	Library        []item

	Leads        []lead
	Requirements []demands
	Competitors  []competitor
	Themes       []theme

	Rates          []rate
	Certificates   []certificate
	Bids           []bid
	Clarifications []clarification
	Reviews        []review
	Questions      []question
	Reuses         []reuse

	Support  []support
	Tasks    []task
	Risks    []risk
	Hours    []hours
	DaysOff  []dayOff `yaml:"daysOff"`
	Comments []comment

	Terms     []term
	Promises  []promise
	Approvals []approval
	Contracts []contract
	Handovers []handover
	Projects  []project
	Surveys   []survey

	// Improvements are changes of the process that lessons led to.
	Improvements []improvement
}

func readBook() (*book, error) {
	b := &book{}
	for name, into := range map[string]any{
		"company.yaml": b, "deals.yaml": &b.Deals, "retrospectives.yaml": &b.Retrospectives,
		"lessons.yaml": &b.Lessons, "files.yaml": &b.Files,
		"leads.yaml": &b.Leads, "capture.yaml": b, "bids.yaml": b, "work.yaml": b, "bargain.yaml": b, "delivery.yaml": b,
	} {
		text, err := content.ReadFile("content/" + name)
		if err == nil {
			err = yaml.UnmarshalWithOptions(text, into, yaml.Strict())
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return b, b.readPages()
}

// readPages reads what has more text than fields: Markdown with fields in front.
func (b *book) readPages() error {
	return fs.WalkDir(content, "content", func(name string, e fs.DirEntry, err error) error {
		if err != nil || path.Ext(name) != ".md" {
			return err
		}
		switch folder := path.Base(path.Dir(name)); {
		case folder == "library":
			var i item
			i.Body, err = readPage(name, &i)
			b.Library = append(b.Library, i)
		case folder == "proposals" && strings.HasSuffix(name, ".v2.md"):
			// comes after its first version in the order of names
			r := &revision{}
			err = readSections(name, r, &r.Sections)
			b.Proposals[len(b.Proposals)-1].Revision = r
		case folder == "proposals":
			var p proposal
			err = readSections(name, &p, &p.Sections)
			b.Proposals = append(b.Proposals, p)
		}
		return err
	})
}

// readPage reads the fields in front of a page into fields and answers with the text after them.
func readPage(name string, fields any) (string, error) {
	page, err := content.ReadFile(name)
	if err != nil {
		return "", err
	}
	front, text, ok := strings.Cut(strings.TrimPrefix(string(page), "---\n"), "\n---\n")
	if !ok {
		return "", fmt.Errorf("%s: no fields in front", name)
	}
	if err := yaml.UnmarshalWithOptions([]byte(front), fields, yaml.Strict()); err != nil {
		return "", fmt.Errorf("%s: %w", name, err)
	}
	return strings.TrimSpace(text), nil
}

// readSections reads a page whose headings of the second level begin sections.
func readSections(name string, fields any, into *[]section) error {
	text, err := readPage(name, fields)
	if err != nil {
		return err
	}
	for _, part := range strings.Split("\n"+text, "\n## ")[1:] {
		title, body, _ := strings.Cut(part, "\n")
		*into = append(*into, section{Title: strings.TrimSpace(title), Body: strings.TrimSpace(body)})
	}
	return nil
}
