package desk_test

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/ent/notification"
	"bidwell/process"
)

// crew is a desk with people in roles: Mei sells, Bo and Dan work in presales under Kim, Lin leads presales.
type crew struct {
	*door
	users map[string]*ent.User
}

var crewRoles = map[string]process.UserRole{
	"mei": process.UserRoleSales, "bo": process.UserRolePresalesConsultant, "dan": process.UserRoleSolutionEngineer, "kim": process.UserRoleSales,
	"lin": process.UserRolePresalesManager, "eve": process.UserRoleDelivery, "fin": process.UserRoleFinance, "ada": process.UserRoleAdmin,
	"pat": process.UserRolePartner, "aud": process.UserRoleAuditor,
}

func crews(t *testing.T, test func(c *crew)) {
	t.Helper()
	doors(t, func(d *door) {
		c := &crew{door: d, users: map[string]*ent.User{}}
		d.want(d.InstallCalendar(d.system), "")
		for _, name := range []string{"mei", "kim", "bo", "dan", "lin", "eve", "fin", "ada", "pat", "aud"} {
			in := ent.CreateUserInput{Name: name, Role: pointer(crewRoles[name]), Email: pointer(name + "@lantern-works.example")}
			if name == "bo" || name == "dan" {
				in.ManagerID = &c.users["kim"].ID
			}
			c.users[name] = did(c, in, d.CreateUser)
		}
		test(c)
	})
}

// did runs a use case as the system, which must succeed.
func did[In, Record any](c *crew, in In, do func(context.Context, In) (desk.Written[Record], error)) *Record {
	c.Helper()
	return does(c, c.system, in, do)
}

// does runs a use case, which must succeed.
func does[In, Record any](c *crew, ctx context.Context, in In, do func(context.Context, In) (desk.Written[Record], error)) *Record {
	c.Helper()
	done, err := do(ctx, in)
	if err != nil {
		c.Fatal(err)
	}
	return done.Record
}

// refuses runs a use case, which must be refused.
func refuses[In, Record any](c *crew, refusal string, ctx context.Context, in In, do func(context.Context, In) (desk.Written[Record], error)) {
	c.Helper()
	_, err := do(ctx, in)
	c.want(err, refusal)
}

// by is the context of one of the crew.
func (c *crew) by(name string) context.Context {
	return desk.WithViewer(c.Context(), &process.Viewer{UserID: c.users[name].ID, Role: crewRoles[name], Scope: process.TokenScopeAdmin, Rows: process.RowScopeAll})
}

func (c *crew) id(name string) *string { return &c.users[name].ID }

// write makes records that no use case makes alone.
func (c *crew) write(work func(ctx context.Context, tx *ent.Tx, id func(process.Entity) string) error) {
	c.Helper()
	c.want(c.writeAs(c.system, work), "")
}

// writeAs makes records as somebody does.
func (c *crew) writeAs(ctx context.Context, work func(ctx context.Context, tx *ent.Tx, id func(process.Entity) string) error) error {
	_, err := c.Transact(ctx, work)
	return err
}

// told is what somebody was told, in order: the kind and whom or what it is about.
func (c *crew) told(name string) (kinds []string) {
	c.Helper()
	rows, err := c.Read(c.system).Notification.Query().Where(notification.UserID(*c.id(name))).Order(ent.Asc(notification.FieldCreatedAt, notification.FieldID)).All(c.system)
	c.want(err, "")
	for _, n := range rows {
		kinds = append(kinds, string(n.Kind)+" "+n.Title)
	}
	return kinds
}

func (c *crew) wantTold(name string, want ...string) {
	c.Helper()
	if got := c.told(name); !slices.Equal(got, want) {
		c.Errorf("%s was told %q, want %q", name, got, want)
	}
}

// shanghai sets the clock to a time of the day where the organisation is.
func (c *crew) shanghai(value string) {
	c.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", value, c.Zone())
	if err != nil {
		c.Fatal(err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.clock = at
}

func (c *crew) opportunity(name, owner string) *ent.Opportunity {
	c.Helper()
	return did(c, ent.CreateOpportunityInput{Name: name, OwnerID: c.id(owner)}, c.CreateOpportunity)
}

// race runs do in 64 goroutines at once and counts those that succeeded; the others must be refused.
func (c *crew) race(do func(i int) error, refusals ...process.Code) (won int) {
	c.Helper()
	var winners atomic.Int64
	var all sync.WaitGroup
	start := make(chan struct{})
	for i := range 64 {
		all.Go(func() {
			<-start
			switch err := do(i); {
			case err == nil:
				winners.Add(1)
			case !slices.Contains(refusals, process.CodeOf(err)):
				c.Errorf("a loser fails with %v", err)
			}
		})
	}
	close(start)
	all.Wait()
	return int(winners.Load())
}
