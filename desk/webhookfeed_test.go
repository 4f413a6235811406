package desk_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/process"
)

// Walls, rules and tokens drawn at random: what a batch tells is what the query changes shows with the same token at that moment.
// BIDWELL_HOOK_SEED repeats a run.
func TestABatchTellsWhatTheFeedShows(t *testing.T) {
	drawn := rand.Uint64()
	if n, err := strconv.ParseUint(os.Getenv("BIDWELL_HOOK_SEED"), 10, 64); err == nil {
		drawn = n
	}
	hooks(t, func(h *hooked) {
		h.Logf("BIDWELL_HOOK_SEED=%d", drawn)
		r := rand.New(rand.NewPCG(drawn, 0))
		who := slices.Sorted(maps.Keys(h.users))
		people := []string{"mei", "kim", "bo", "lin", "fin", "pat", "aud", "ada"}
		product := h.product()
		var customers []*ent.Customer
		for i := range 3 {
			customers = append(customers, did(h.crew, ent.CreateCustomerInput{Name: fmt.Sprint("customer ", i)}, h.CreateCustomer))
		}
		type listener struct {
			token desk.IssuedToken
			hook  desk.WebhookSecret
		}
		var all []listener
		for range 12 {
			in := desk.CreateAPITokenInput{}
			switch r.IntN(4) {
			case 0:
				in.CustomerIDs = []string{customers[r.IntN(3)].ID}
			case 1:
				in.Reads = []string{"Opportunity", "Customer"}
			case 2:
				in.FieldGroups = []process.FieldGroup{process.AllFieldGroups()[r.IntN(len(process.AllFieldGroups()))]}
			}
			token := h.token(people[r.IntN(len(people))], in)
			all = append(all, listener{token, h.hook(token)})
		}
		from := all[0].hook.Record.Position
		for range 4 {
			var made []*ent.Opportunity
			for i := range 4 {
				o := did(h.crew, ent.CreateOpportunityInput{Name: fmt.Sprint("opportunity ", i), CustomerID: &customers[r.IntN(3)].ID, OwnerID: h.id(who[r.IntN(len(who))])}, h.CreateOpportunity)
				l := did(h.crew, ent.CreateLineItemInput{OpportunityID: o.ID, ProductID: product, Description: pointer("pump"), Quantity: pointer(1)}, h.CreateLineItem)
				did(h.crew, ent.UpdateLineItemInput{ID: l.ID, Version: 1, UnitPrice: pointer(int64(r.IntN(900) + 1)), UnitCost: pointer(int64(r.IntN(900) + 1))}, h.UpdateLineItem)
				made = append(made, o)
			}
			for _, o := range made {
				in := desk.ProtectOpportunityInput{RecordInput: desk.RecordInput{ID: o.ID, Version: o.Version}, NeedToKnow: pointer(r.IntN(2) == 0)}
				if r.IntN(3) == 0 {
					in.Classification = pointer(process.ClassificationSecret)
				}
				did(h.crew, in, h.ProtectOpportunity)
			}
			told := map[string]map[int64]string{}
			for _, m := range h.deliver() {
				for _, l := range all {
					if !signedBy(m, l.hook.Secret) {
						continue
					}
					for _, c := range m.Data.Changes {
						if told[l.token.Record.ID] == nil {
							told[l.token.Record.ID] = map[int64]string{}
						}
						told[l.token.Record.ID][c.Number] = fieldsOf(c)
					}
				}
			}
			last, err := h.LastChange(h.system)
			h.want(err, "")
			for _, l := range all {
				shown := map[int64]string{}
				for after := from; after < last; {
					feed, err := h.Changes(h.as(l.token.Secret), &after, pointer(100), nil)
					h.want(err, "")
					for _, c := range feed.Changes {
						shown[c.ID] = strings.Join(slices.Sorted(maps.Keys(c.Fields)), " ")
					}
					if !feed.HasMore {
						break
					}
					after = feed.End
				}
				maps.DeleteFunc(shown, func(n int64, _ string) bool { return n <= l.hook.Record.Position })
				if got := told[l.token.Record.ID]; !maps.Equal(got, shown) {
					h.Errorf("%s is told %v and shown %v", l.token.Record.ID, got, shown)
				}
			}
			from = last
		}
	})
}

// product is something to offer.
func (h *hooked) product() string {
	h.Helper()
	return did(h.crew, ent.CreateProductInput{Name: "pump", Code: pointer("P-1")}, h.CreateProduct).ID
}

func fieldsOf(c told) string {
	var names []string
	for _, f := range c.Fields {
		names = append(names, strings.Trim(string(f.Name), `"`))
	}
	return strings.Join(names, " ")
}
