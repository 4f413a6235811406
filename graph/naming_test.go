package graph

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"bidwell/ent"
	"bidwell/ent/store"
	"bidwell/process"
)

// sure are the ids that are told without being looked at, each with why they name nothing that is hidden from who sees the
// record, or may. Those that a record belongs to need no reason, and those that may be null are looked at.
var sure = map[string]string{
	"APIToken.customerIds":              "who bound the token sees them, or did; administrators end tokens of others",
	"APIToken.opportunityIds":           "who bound the token sees them, or did; administrators end tokens of others",
	"APIToken.replacesID":               "of the same user",
	"Acceptance.projectID":              "of the same opportunity",
	"Approval.subjectID":                "of the same opportunity",
	"ChangeRequest.projectID":           "of the same opportunity",
	"Citation.certificateID":            "the company's own, and leads nowhere for who sees no certificates",
	"Commitment.sourceID":               "of the same opportunity; a section of a commercial volume is known to be there",
	"ComplianceItem.requirementID":      "of the same opportunity",
	"LessonExposure.gateID":             "of the same opportunity",
	"LineItem.productID":                "everybody sees what we sell",
	"ProposalSection.proposalVersionID": "of the same proposal",
	"ReuseEdge.waivedByID":              "of a user",
	"recordIDs":                         "what others were shown, told to who reads the trail; a chain of hashes is over them",
	"Stakeholder.contactID":             "a part in a decision is of whoever plays it; for who is bound to another customer the id leads nowhere",
	"WebhookDelivery.endpointID":        "of the same user",
	"WebhookDelivery.messageID":         "of no record",
	"WebhookDelivery.userID":            "of a user",
	"WebhookEndpoint.tokenID":           "of the same user",
}

// A new field that holds ids has to be one of four things: of a user, what its record belongs to, null when it is hidden, or
// sure. What is null when it is hidden, TestNothingRevealsWhatNodeDoesNot asks.
func TestEveryIDThatIsToldIsLookedAtOrSure(t *testing.T) {
	schema, _ := schemaNow(t)
	used := map[string]bool{}
	for e := range process.Entities() {
		def := schema.Types[string(e)]
		if def == nil {
			continue
		}
		for _, f := range def.Fields {
			names := strings.HasSuffix(f.Name, "ID") || strings.HasSuffix(f.Name, "Ids") || strings.HasSuffix(f.Name, "IDs")
			if leaf := schema.Types[f.Type.Name()]; !names || leaf.Kind != ast.Scalar {
				continue
			}
			column := strings.TrimSuffix(strings.ReplaceAll(snakeOf(f.Name), "_i_d", "_id"), "_")
			target, refers := ent.References(string(e), column)
			belongs := slices.ContainsFunc(process.BelongingsOf(e), func(b process.Belonging) bool { return b.Column == column })
			name := string(e) + "." + f.Name
			switch {
			case target == "User", belongs, refers && !f.Type.NonNull:
			case sure[name] != "":
				used[name] = true
			default:
				t.Errorf("%s may tell the id of a record that is hidden", name)
			}
		}
	}
	for name := range sure {
		if strings.Contains(name, ".") && !used[name] { // the others are of answers that are no records
			t.Errorf("%s is sure and needs no reason", name)
		}
	}
}

func snakeOf(name string) string {
	var b strings.Builder
	for _, r := range name {
		if r >= 'A' && r <= 'Z' {
			b.WriteByte('_')
			r += 'a' - 'A'
		}
		b.WriteRune(r)
	}
	return b.String()
}

// An opportunity that grew from one that is hidden does not tell from which.
func TestAnIDOfWhatIsHiddenIsNotTold(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		made := func(name string) string {
			return at(t, o.do(`mutation($n: String!) { createOpportunity(input: {name: $n}) { opportunity { id } } }`, map[string]any{"n": name}), "createOpportunity", "opportunity", "id").(string)
		}
		hidden, open := made("secret tower"), made("open tower")
		var grown []string
		for i := range 6 {
			grown = append(grown, made(fmt.Sprint("later ", i)))
			from := hidden
			if i%2 == 1 {
				from = open
			}
			_, err := o.desk.Store().DB().Exec(`UPDATE opportunities SET origin_id = $1 WHERE id = $2`, from, grown[i])
			if err != nil {
				t.Fatal(err)
			}
		}
		o.do(`mutation($id: ID!) { protectOpportunity(input: {id: $id, version: 1, needToKnow: true}) { opportunity { id } } }`, map[string]any{"id": hidden})
		const fields = `id version originID originOpportunity { id name }`
		for who, sees := range map[*office]bool{
			o: true, o.as(&process.Viewer{UserID: "usr_01JV7Z8Q4N5P6R7S8T9V0W1X2Y", Role: process.UserRoleAuditor, Scope: process.TokenScopeRead}): true,
			o.as(&process.Viewer{UserID: "usr_01JV7Z8Q4N5P6R7S8T9V0W1X2Y", Role: process.UserRoleSales, Scope: process.TokenScopeWrite}): false,
		} {
			for i, id := range grown {
				want := any(open)
				if i%2 == 0 {
					want = hidden
				}
				if i%2 == 0 && !sees {
					want = nil
				}
				for _, selection := range []string{fields, "originID", "originOpportunity { name } originID", "a: originID"} {
					n := at(t, who.do(`query($id: ID!) { node(id: $id) { ... on Opportunity { `+selection+` } } }`, map[string]any{"id": id}), "node").(map[string]any)
					got := n["originID"]
					if selection == "a: originID" {
						got = n["a"]
					}
					if got != want {
						t.Errorf("%s tells %v, want %v", selection, got, want)
					}
				}
			}
			ctx, counter := store.CountStatements(who.ctx)
			page, errs := who.ask(ctx, `{ opportunities(first: 50) { edges { node { name originID customerID templateID } } } }`, nil)
			if len(errs) > 0 {
				t.Fatal(errs)
			}
			told := 0
			for _, e := range at(t, page, "opportunities", "edges").([]any) {
				if at(t, e, "node", "originID") == hidden {
					told++
				}
			}
			most := 2
			if sees {
				most = 1
			}
			if (told > 0) != sees || counter.N() > most {
				t.Errorf("a list tells it %d times, with %d statements", told, counter.N())
			}
		}
		sales := o.as(&process.Viewer{UserID: "usr_01JV7Z8Q4N5P6R7S8T9V0W1X2Y", Role: process.UserRoleSales, Scope: process.TokenScopeWrite})
		// The answer of a write was read by nobody.
		written := sales.do(`mutation($id: ID!) { updateOpportunity(input: {id: $id, version: 1, name: "renamed"}) { opportunity { `+fields+` } } }`, map[string]any{"id": grown[0]})
		if got := at(t, written, "updateOpportunity", "opportunity", "originID"); got != nil {
			t.Errorf("the answer of a write tells %v", got)
		}
		system, _ := o.ask(context.WithoutCancel(o.ctx), `mutation($id: ID!) { updateOpportunity(input: {id: $id, version: 2, name: "again"}) { opportunity { originID } } }`, map[string]any{"id": grown[0]})
		if got := at(t, system, "updateOpportunity", "opportunity", "originID"); got != hidden {
			t.Errorf("the system is told %v", got)
		}
	})
}
