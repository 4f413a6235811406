package seed

import (
	"context"
	"fmt"
	"strings"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/ent/supportrequest"
	"bidwell/process"
)

// support is a request for help; Needed is a day before today, as all days.
type support struct {
	Title, Deal, By, Assignee, Description string
	Type                                   process.SupportType
	Department                             process.Department
	Day, Needed                            int
	Raci                                   []part
	// Path is ASSIGN to somebody in the words, START, WAIT, RESUME, ESCALATE, COMPLETE and CANCEL with the words.
	Path []deed
}

// part is somebody's part in a request, written "PART DEPARTMENT" or "PART DEPARTMENT who".
type part struct {
	Part       process.RaciPart
	Department process.Department
	Who        string
}

// UnmarshalText reads a part.
func (p *part) UnmarshalText(text []byte) error {
	words := strings.Fields(string(text))
	if len(words) < 2 || len(words) > 3 {
		return fmt.Errorf("part %q: want PART DEPARTMENT [who]", text)
	}
	p.Part, p.Department = process.RaciPart(words[0]), process.Department(words[1])
	if len(words) == 3 {
		p.Who = words[2]
	}
	return nil
}

// support tells of the help that was asked for.
func (s *story) support() {
	for _, r := range s.book.Support {
		s.on(r.Day, r.By, func(ctx context.Context) error { return s.supportRequest(ctx, r) })
		s.follow("support", r.Title, supportrequest.Table, r.Path, s.supportDeed)
	}
}

func (s *story) supportRequest(ctx context.Context, r support) error {
	return once(s, "support", r.Title, s.read.SupportRequest.Query().Where(supportrequest.Title(r.Title)), func() (desk.Written[ent.SupportRequest], error) {
		var raci []process.Raci
		for _, p := range r.Raci {
			raci = append(raci, process.Raci{Part: p.Part, Department: p.Department, UserID: s.ids["user "+p.Who]})
		}
		return s.desk.CreateSupportRequest(ctx, desk.CreateSupportRequestInput{
			OpportunityID: s.ref("deal", r.Deal), AssigneeID: s.ref("user", r.Assignee), Type: r.Type, Title: r.Title,
			Description: given(r.Description), Department: given(r.Department), Raci: raci, NeededBy: s.at(r.Needed),
		})
	})
}

func (s *story) supportDeed(ctx context.Context, in desk.RecordInput, d deed) error {
	switch d.What {
	case "ASSIGN":
		return did(s.desk.AssignSupportRequest(ctx, desk.AssignSupportRequestInput{ID: in.ID, Version: in.Version, AssigneeID: s.ids["user "+d.Words]}))
	case "START":
		return did(s.desk.StartSupportRequest(ctx, in))
	case "WAIT":
		return did(s.desk.WaitForRequester(ctx, in))
	case "RESUME":
		return did(s.desk.ResumeSupportRequest(ctx, in))
	case "ESCALATE":
		return did(s.desk.EscalateSupportRequest(ctx, in))
	case "COMPLETE":
		return did(s.desk.CompleteSupportRequest(ctx, desk.CompleteSupportRequestInput{ID: in.ID, Version: in.Version, Result: d.Words}))
	case "CANCEL":
		return did(s.desk.CancelSupportRequest(ctx, desk.ReasonInput{ID: in.ID, Version: in.Version, Reason: d.Words}))
	default:
		return errUnknownDeed
	}
}
