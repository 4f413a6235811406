package desk_test

import (
	"context"
	"testing"
	"time"

	"bidwell/desk"
	"bidwell/process"
)

// A database that plans a question in minutes does not answer it: whoever reaches little asks the longest ones.
func TestTheFeedOfWhoReachesLittleIsPlannedAtOnce(t *testing.T) {
	offices(t, func(o *office) {
		sal := o.person("sal", process.UserRoleSales)
		deal := o.deal("quay")
		for _, rows := range []process.RowScope{process.RowScopeOwn, process.RowScopeTeam, process.RowScopeTeamTree, process.RowScopeBound} {
			v := *desk.ViewerOf(sal.ctx)
			v.Rows, v.Teams, v.TeamsBelow = rows, []string{"team_1"}, []string{"team_1", "team_2"}
			if rows == process.RowScopeBound {
				v.Opportunities = []string{deal.ID}
			}
			ctx, cancel := context.WithTimeout(desk.WithViewer(t.Context(), &v), 20*time.Second) // a hundred times what it takes
			_, err := o.Changes(ctx, nil, nil, nil)
			cancel()
			if err != nil {
				t.Errorf("%s: %v", rows, err)
			}
		}
	})
}
