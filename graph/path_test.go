package graph

import "testing"

// What goes wrong below a record that was not loaded with its list is told with the way there.
func TestErrorsCarryTheirPath(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		_, errs := o.ask(o.ctx, `mutation { createOpportunity(input: {name: "Harbour"}) { made: opportunity { name
			first: proposals(first: 1000) { totalCount } customer { id } second: proposals(last: -1) { totalCount } } } }`, nil)
		if len(errs) != 2 {
			t.Fatalf("got %v, want an error for each list", errs)
		}
		for i, want := range []string{"createOpportunity.made.first", "createOpportunity.made.second"} {
			if errs[i].Path.String() != want || errs[i].Extensions["code"] != "VALIDATION_FAILED" {
				t.Errorf("error at %s with %v, want VALIDATION_FAILED at %s", errs[i].Path, errs[i].Extensions, want)
			}
		}
	})
}
