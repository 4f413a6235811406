package main

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"time"

	"bidwell/desk/importer"
	"bidwell/process"
	"bidwell/seed"
)

const (
	// system is the name under which this program adds records to those of the generator.
	system = "bench"
	// minOpportunities is enough for a full page of each measured stage.
	minOpportunities = 2000
	// Of each measured stage those with the largest amounts get more proposals, so that pages ordered by amount have some
	// to show, and so does one in alsoBid of all.
	topOfStage = 100
	alsoBid    = 25
)

// stages are those that pages are asked for.
var stages = []process.OpportunityStage{
	process.OpportunityStagePlanning, process.OpportunityStageProposal, process.OpportunityStageBid, process.OpportunityStageNegotiation,
}

// moreProposals is how many proposals the chosen opportunities get beside those of the generator, in turn: half of them
// have three or more then, and a third five.
var moreProposals = []int{1, 2, 2, 3, 5, 5}

// records are a company of n opportunities, the same ones each time, parents before children: what the generator of the
// sample makes, somebody who may ask for everything, and more proposals.
func records(n int) iter.Seq[importer.Record] {
	return func(yield func(importer.Record) bool) {
		if !yield(administrator()) {
			return
		}
		var known []candidate
		for r := range seed.Records(n) {
			if r.Entity == "opportunity" {
				known = append(known, candidateOf(r))
			}
			if !yield(r) {
				return
			}
		}
		number := 0
		for i, c := range chosen(known) {
			for range moreProposals[i%len(moreProposals)] {
				if !yield(proposal(number, c)) {
					return
				}
				number++
			}
		}
	}
}

func administrator() importer.Record {
	return importer.Record{Entity: "user", System: system, ExternalID: "administrator", Line: 1, Fields: map[string]any{
		"name": "Administrator", "email": "administrator@bench.example", "role": string(process.UserRoleAdmin),
	}}
}

// candidate is an opportunity that may get more proposals.
type candidate struct {
	ref    importer.Ref
	stage  process.OpportunityStage
	amount int64
}

func candidateOf(r importer.Record) candidate {
	money, _ := r.Fields["amount"].(importer.Money)
	c := candidate{ref: importer.Ref{Entity: r.Entity, By: "externalId", System: r.System, Value: r.ExternalID}, amount: money.Minor}
	if n := len(r.Stages); n > 0 {
		c.stage = process.OpportunityStage(r.Stages[n-1].Stage)
	}
	return c
}

// chosen are the opportunities that get more proposals, those of a measured stage by falling amount.
func chosen(known []candidate) []candidate {
	var list []candidate
	for i := 0; i < len(known); i += alsoBid {
		list = append(list, known[i])
	}
	slices.SortStableFunc(known, func(x, y candidate) int { return cmp.Compare(y.amount, x.amount) })
	taken := map[process.OpportunityStage]int{}
	for _, c := range known {
		if slices.Contains(stages, c.stage) && taken[c.stage] < topOfStage {
			taken[c.stage]++
			list = append(list, c)
		}
	}
	return list
}

func proposal(number int, c candidate) importer.Record {
	return importer.Record{Entity: "proposal", System: system, ExternalID: fmt.Sprintf("proposal-%d", number), Line: number + 1, Fields: map[string]any{
		"opportunity": c.ref, "title": fmt.Sprintf("Volume %d of the bid, 第 %d 卷", number, number), "language": "en",
		"kind": string(process.ProposalKindTechnical), "summary": "What was offered, at which price and by when.",
	}, Sections: []importer.Section{{Title: "Approach", Depth: 1, Body: "How the work is done, step by step, and who answers for each step."}}}
}

// documents are n texts of the case library, as an import brings them.
func documents(n int) iter.Seq[importer.Record] {
	return func(yield func(importer.Record) bool) {
		line := 0
		for d := range seed.Documents(n) {
			line++
			if !yield(importer.Record{Entity: "contentItem", System: system, ExternalID: d.ID, Line: line, Fields: map[string]any{
				"kind": string(process.ContentKindCase), "title": d.Title, "body": d.Body, "language": d.Language, "industry": d.Industry,
				"region": d.Region, "tags": d.Tags, "publishedOn": d.Date.Truncate(24 * time.Hour),
			}}) {
				return
			}
		}
	}
}
