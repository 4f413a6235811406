package graph

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/process"
)

// volumes are what commercial volumes say: the proposals by the ids of the records.
type volumes map[string]string

// price draws which proposals are commercial volumes, and hangs on them what people hang on proposals.
func (w *prying) price() {
	proposals, err := w.desk.Read(w.ctx).Proposal.Query().WithVersions().WithSections().All(w.ctx)
	w.must(err)
	file := func(subject string) {
		_, err := w.desk.CreateAttachment(w.ctx, ent.CreateAttachmentInput{
			SubjectID: subject, FileName: "build-up.xlsx", MediaType: "text/plain", Size: 1, Sha256: strings.Repeat("0", 64),
		})
		w.must(err)
	}
	for i, p := range proposals {
		if i > 0 && !w.chance(40) {
			continue
		}
		done, err := w.desk.Store().DB().Exec(`UPDATE proposals SET kind = 'COMMERCIAL' WHERE id = '` + p.ID + `'`)
		w.must(err)
		if n, err := done.RowsAffected(); n != 1 || err != nil {
			w.t.Fatal(n, err)
		}
		file(p.ID)
		_, err = w.desk.CreateContentItem(w.ctx, ent.CreateContentItemInput{Title: "price build-up of " + p.Title, ProposalID: &p.ID})
		w.must(err)
		said := []string{p.Edges.Versions[0].ID}
		if len(p.Edges.Sections) > 0 {
			said = append(said, p.Edges.Sections[0].ID)
		}
		for _, said := range said {
			file(said)
			_, err := w.desk.AddComment(w.ctx, desk.AddCommentInput{SubjectID: said, Body: "three points less"})
			w.must(err)
		}
	}
}

// learnVolumes reads plainly what commercial volumes say.
func (w *prying) learnVolumes() {
	w.volumes = volumes{}
	for _, id := range w.column(`SELECT id FROM proposals WHERE kind = 'COMMERCIAL'`) {
		add := func(query string) {
			for _, said := range w.column(strings.ReplaceAll(query, "?", "'"+id+"'")) {
				w.volumes[said] = id
			}
		}
		add(`SELECT id FROM proposal_versions WHERE proposal_id = ?`)
		add(`SELECT id FROM proposal_sections WHERE proposal_id = ?`)
		add(`SELECT id FROM content_items WHERE proposal_id = ? OR part_of_id IN (SELECT id FROM content_items WHERE proposal_id = ?)`)
		for _, said := range append(slices.Collect(maps.Keys(w.volumes)), id) {
			if w.volumes[said] != id && said != id {
				continue
			}
			add(`SELECT id FROM attachments WHERE subject_id = '` + said + `'`)
			if said != id && process.CheckID("", said, ent.TypeContentItem) != nil {
				add(`SELECT id FROM comments WHERE subject_id = '` + said + `'`)
			}
			add(`SELECT id FROM findings WHERE section_id = '` + said + `'`)
			add(`SELECT id FROM reuse_edges WHERE section_id = '` + said + `' OR source_id = '` + said + `'`)
		}
	}
	kinds := map[process.Entity]int{}
	for id := range w.volumes {
		e, err := process.EntityOf(id)
		w.must(err)
		kinds[e]++
	}
	for _, e := range []process.Entity{ent.TypeAttachment, ent.TypeComment, ent.TypeContentItem, ent.TypeProposalSection, ent.TypeProposalVersion} {
		if kinds[e] == 0 {
			w.t.Errorf("no commercial volume has a %s: nobody could see it by mistake", e)
		}
	}
}

// wantVolumes holds what node shows of commercial volumes against the second calculation: nothing to who does not see their
// price, and of versions and sections everything to who does.
func (w *prying) wantVolumes(v *process.Viewer, known map[string]bool, told string) {
	for id, proposal := range w.volumes {
		priced := w.fieldOpens(v, "Proposal", "price", proposal, w.behind[proposal])
		if known[id] && !priced {
			w.t.Errorf("node shows %s of the commercial volume %s to %s", id, proposal, told)
		}
		e, err := process.EntityOf(id)
		w.must(err)
		if e != ent.TypeProposalSection && e != ent.TypeProposalVersion || !priced || !process.May(v, process.ActionRead, e) {
			continue
		}
		if o := w.behind[proposal]; o != "" && w.opens(v, o) && !known[id] {
			w.t.Errorf("node keeps %s of the commercial volume %s from %s", id, proposal, told)
		}
	}
}

// askVolumes asks node alone for commercial volumes, as many people: it takes owners, walls and roles to meet for one to be seen.
func (w *prying) askVolumes() {
	ids := slices.Sorted(maps.Keys(w.volumes))
	seen, kept := 0, 0
	for range 150 {
		v := w.somebody()
		if owner := w.of[w.behind[w.volumes[pick(w, ids)]]]; owner != nil && owner.OwnerID != nil && w.chance(50) {
			v.UserID, v.Role = *owner.OwnerID, process.UserRoleSales
		}
		known := w.nodes(w.as(v), ids)
		w.wantVolumes(v, known, fmt.Sprintf("%+v", *v))
		seen, kept = seen+len(known), kept+len(ids)-len(known)
	}
	w.turn = 0
	if seen == 0 || kept == 0 {
		w.t.Errorf("of commercial volumes %d records were seen and %d kept: neither can go wrong", seen, kept)
	}
}
