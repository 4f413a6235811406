package main

import (
	"context"
	"slices"
)

// document is what similar ones are asked for with.
type document struct{ ID, Title, Text string }

// relations are the documents that the authors themselves relate to each, in both directions.
type relations map[string]names

func (r relations) add(from, to string) {
	if r[from] == nil {
		r[from] = names{}
	}
	r[from].add(to)
}

// sameText marks relations that the reference leaves out: records that repeat one text.
const sameText = "same_lesson_text"

// checkSimilar compares how many of the related documents are among the ten most alike with what a plain ranking finds.
func checkSimilar(ctx context.Context, h *house, data folder, to *sheet) error {
	wanted, err := reference[struct {
		Lessons   baseline `json:"similar_nasa_llis"`
		Proposals baseline `json:"similar_peps"`
	}](data, "search_baseline_public.json")
	if err != nil {
		return err
	}
	for _, s := range []struct {
		name, folder, kind string
		want               baseline
	}{
		{"lessons", "nasa_llis", "LESSON", wanted.Lessons},
		{"proposals", "peps", "PROPOSAL", wanted.Proposals},
	} {
		related, err := readRelations(data, s.folder+"/related.jsonl")
		if err != nil {
			return err
		}
		documents, err := readLines[document](data, s.folder+"/"+s.name+".jsonl")
		if err != nil {
			return err
		}
		found, all, err := recall(ctx, h, s.kind, documents, related)
		if err != nil {
			return err
		}
		to.equal("similar "+s.name+": relations", s.want.Relations, all)
		to.atLeast("similar "+s.name+": recall@10", s.want.Recall, float64(found)/float64(max(all, 1)))
	}
	return nil
}

type baseline struct {
	Relations int
	Recall    float64 `json:"recall@10"`
}

func readRelations(data folder, file string) (relations, error) {
	lines, err := readLines[struct{ Doc, Related, Kind string }](data, file)
	related := relations{}
	for _, l := range lines {
		if l.Kind != sameText {
			related.add(l.Doc, l.Related)
			related.add(l.Related, l.Doc)
		}
	}
	return related, err
}

// recall counts the relations whose other end is among the ten most alike.
func recall(ctx context.Context, h *house, kind string, documents []document, related relations) (found, all int, err error) {
	for _, d := range documents {
		wanted := related[d.ID]
		if all += len(wanted); len(wanted) == 0 {
			continue
		}
		answer, err := ask[struct{ Similar searchPage }](ctx, h, `query ($text: String!) {
			similar(text: $text, filter: {kinds: [`+kind+`]}, first: 11) { hits { `+hitFields+` } }
		}`, map[string]any{"text": d.Title + "\n" + beginning(d.Text, 600)})
		if err != nil {
			return 0, 0, err
		}
		var alike []string
		for _, x := range answer.Similar.Hits {
			alike = append(alike, x.ref().ID)
		}
		alike = slices.DeleteFunc(alike, func(id string) bool { return id == d.ID })
		for _, id := range alike[:min(10, len(alike))] {
			if wanted[id] {
				found++
			}
		}
	}
	return found, all, nil
}

// beginning is the first n characters.
func beginning(text string, n int) string {
	for i := range text {
		if n == 0 {
			return text[:i]
		}
		n--
	}
	return text
}
