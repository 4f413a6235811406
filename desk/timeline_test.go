package desk_test

import (
	"context"
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/ent/migrate"
	"bidwell/ent/store"
	"bidwell/ent/store/storetest"
	"bidwell/process"
)

var then = time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)

// wholes are the fields by which a kind names what it is a part of, for the model.
func wholes(kind string) []string {
	if kind == "Opportunity" {
		return []string{"customer_id"}
	}
	return desk.Roots()[kind]
}

func (h *history) check(err error) {
	if err != nil {
		h.rt.Fatal(err)
	}
}

// pick draws one of the parts that will do, nil when there is none.
func (h *history) pick(label string, will func(*part) bool) *part {
	var some []*part
	for _, p := range h.order {
		if will(p) {
			some = append(some, p)
		}
	}
	if len(some) == 0 {
		return nil
	}
	return rapid.SampledFrom(some).Draw(h.rt, label)
}

// whole draws something that a field can name.
func (h *history) whole(kind, field, except string) *part {
	target, known := ent.References(kind, field)
	return h.pick("whole", func(p *part) bool { return p.id != except && (!known || p.kind == target) })
}

// start gives a history something to build on.
func (h *history) start() {
	for _, kind := range []string{"Customer", "Opportunity", "Opportunity", "Proposal", "ProposalVersion"} {
		h.create(kind)
	}
}

func (h *history) create(kind string) {
	field, whole := "", ""
	if fields := wholes(kind); len(fields) > 0 && (!slices.Contains(homeless, kind) || rapid.Bool().Draw(h.rt, "at home")) {
		field = rapid.SampledFrom(fields).Draw(h.rt, "field")
		w := h.whole(kind, field, "")
		if w == nil || kind == "Comment" && field != "subject_id" || kind == "Approval" && field != "opportunity_id" {
			return
		}
		whole = w.id
	}
	once := kind + whole
	if unique := []string{"ComplianceItem", "Citation", "Stakeholder", "BidChecklistItem"}; slices.Contains(unique, kind) && h.once[once] {
		return
	}
	h.once[once] = true
	h.n++
	p := &part{kind: kind, field: field, whole: whole, version: 1}
	h.write(p, "", func(tx *ent.Tx, id func(process.Entity) string) saving {
		p.id = id(process.Entity(kind))
		s := makers[kind](tx, p.id, h.fixed, h.n)
		if kind == "ProposalVersion" || kind == "StageEntry" {
			h.n++
		}
		if field != "" {
			h.check(s.SetField(field, whole))
		}
		return s
	})
	h.parts[p.id], h.order = p, append(h.order, p)
}

// createSection makes a proposal section, which names its version besides its proposal.
func (h *history) createSection() {
	v := h.pick("version", func(p *part) bool { return p.kind == "ProposalVersion" })
	if v == nil {
		return
	}
	p := &part{kind: "ProposalSection", field: "proposal_id", whole: v.whole, version: 1}
	h.write(p, "", func(tx *ent.Tx, id func(process.Entity) string) saving {
		p.id = id(ent.TypeProposalSection)
		return save(tx.ProposalSection.Create().SetID(p.id).SetProposalID(v.whole).SetProposalVersionID(v.id).SetPosition(0).SetTitle("x"))
	})
	h.parts[p.id], h.order = p, append(h.order, p)
}

// move takes a record from one whole to another, or to none.
func (h *history) move() {
	p := h.pick("moved", func(p *part) bool { return movers[p.kind] != nil })
	if p == nil {
		return
	}
	field, from := p.field, p.whole
	if field == "" {
		field = wholes(p.kind)[0]
	}
	var to *part
	if !slices.Contains(homeless, p.kind) || rapid.Bool().Draw(h.rt, "home") {
		if to = h.whole(p.kind, field, from); to == nil || h.above(to.id, p.id) {
			return
		}
	} else if from == "" {
		return
	}
	before := h.behind(p)
	if p.kind == "Opportunity" {
		before = ""
	}
	p.version++
	if p.field, p.whole = "", ""; to != nil {
		p.field, p.whole = field, to.id
	}
	if field == "opportunity_id" && to != nil {
		h.joined[[2]string{p.id, to.id}] = true
	}
	h.write(p, from, func(tx *ent.Tx, _ func(process.Entity) string) saving {
		s := movers[p.kind](tx, p.id)
		if to == nil {
			h.check(s.ClearField(field))
		} else {
			h.check(s.SetField(field, to.id))
		}
		return s
	})
	h.events[len(h.events)-1].left = before
}

// above tells whether a record is below another, or the same.
func (h *history) above(id, ancestor string) bool {
	for at := h.parts[id]; at != nil; at = h.parts[at.whole] {
		if at.id == ancestor {
			return true
		}
	}
	return false
}

func (h *history) archive() {
	p := h.pick("archived", func(*part) bool { return true })
	if p == nil {
		return
	}
	p.version++
	h.write(p, "", nil)
}

// behind is the opportunity a record is a part of.
func (h *history) behind(p *part) string {
	for at := p; at != nil; at = h.parts[at.whole] {
		if at.kind == "Opportunity" {
			return at.id
		}
	}
	return ""
}

func (h *history) write(p *part, from string, make func(*ent.Tx, func(process.Entity) string) saving) {
	number, err := h.Transact(h.system, func(ctx context.Context, tx *ent.Tx, id func(process.Entity) string) error {
		if make == nil {
			at := then.Add(time.Duration(p.version) * time.Second)
			return tx.Client().SetArchived(ctx, p.kind, p.id, &at)
		}
		return make(tx, id).exec(ctx)
	})
	if err != nil {
		h.rt.Fatalf("%s in %s %s: %v", p.kind, p.field, p.whole, err)
	}
	h.parts[p.id] = p
	behind := h.behind(p)
	if p.whole == "" && from != "" && p.kind != "Opportunity" { // taken out: logged where it was
		behind = h.behind(h.parts[from])
	}
	h.events = append(h.events, event{number: number, of: p, behind: behind, from: from})
}

// told reads a whole timeline, page by page.
func (h *history) told(id string) map[int64]bool {
	all, after := map[int64]bool{}, int64(0)
	for {
		feed, err := h.Changes(h.system, &after, new(50), &id)
		h.check(err)
		for _, c := range feed.Changes {
			if all[c.ID] || c.ID <= after {
				h.rt.Fatalf("change %d is told twice or out of order", c.ID)
			}
			all[c.ID] = true
		}
		if after = feed.End; !feed.HasMore {
			return all
		}
	}
}

// belongs tells whether a change is on a timeline: the record was a part when it was made, or until it was; or it is a
// part now, of what came with a history.
func (h *history) belongs(e event, root *part) bool {
	if e.behind == root.id || e.left == root.id {
		return true
	}
	for at := e.of; at != nil; at = h.parts[at.whole] {
		if at.field == "opportunity_id" && at.whole == root.id && h.joined[[2]string{at.id, root.id}] {
			return true
		}
	}
	if root.kind == "Opportunity" {
		return false
	}
	if e.from == root.id || h.belowCustomer(e.of, root.id) {
		return true
	}
	for _, p := range h.order {
		if p.kind == "Opportunity" && p.whole == root.id && h.belongs(e, p) {
			return true
		}
	}
	return false
}

// belowCustomer tells whether a record is a part of a customer otherwise than through an opportunity.
func (h *history) belowCustomer(p *part, customer string) bool {
	for at := p; at != nil && at.kind != "Opportunity"; at = h.parts[at.whole] {
		if at.id == customer {
			return true
		}
	}
	return false
}

// compare holds each timeline against what the model knows.
func (h *history) compare() {
	for _, root := range h.order {
		if root.kind != "Opportunity" && root.kind != "Customer" {
			continue
		}
		told := h.told(root.id)
		for _, e := range h.events {
			// What was a part of a customer and is no longer may be told of there as well: its changes name it.
			loose := root.kind == "Customer" && !h.belongs(e, root)
			if must := h.belongs(e, root); must != told[e.number] && !loose {
				h.rt.Fatalf("the timeline of %s %s tells change %d of %s %s: %t, want %t", root.kind, root.id, e.number, e.of.kind, e.of.id, told[e.number], must)
			}
			delete(told, e.number)
		}
		if len(told) > 0 {
			h.rt.Fatalf("the timeline of %s tells changes of other histories: %v", root.id, told)
		}
	}
}

// Random writes to every kind of part, of records that come, go and bring their own parts along: no timeline misses one.
func TestTimelinesMissNothing(t *testing.T) {
	storetest.Each(t, migrate.Migrations(), func(t *testing.T, st *store.Store) {
		o := newOffice(t, st)
		fixed := newFixtures(o)
		rapid.Check(t, func(rt *rapid.T) {
			h := &history{office: o, rt: rt, fixed: fixed, parts: map[string]*part{}, once: map[string]bool{}, joined: map[[2]string]bool{}, n: int(o.now().UnixMilli() % 1_000_000_000)}
			h.start()
			for range rapid.IntRange(20, 60).Draw(rt, "writes") {
				switch rapid.IntRange(0, 9).Draw(rt, "write") {
				case 0, 1:
					h.move()
				case 2:
					h.archive()
				case 3:
					h.createSection()
				default:
					h.create(rapid.SampledFrom(slices.Sorted(maps.Keys(makers))).Draw(rt, "kind"))
				}
			}
			h.compare()
		})
	})
}

func TestTheModelKnowsEveryKindOfPart(t *testing.T) {
	for kind := range desk.Roots() {
		if makers[kind] == nil && kind != ent.TypeProposalSection {
			t.Errorf("%s is made by no model", kind)
		}
	}
}
