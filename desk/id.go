package desk

import (
	"crypto/rand"
	"sync"
	"time"

	"github.com/oklog/ulid/v2"

	"bidwell/ent"
	"bidwell/process"
)

// idSource makes ids that grow with time, also within one millisecond.
type idSource struct {
	mu      sync.Mutex
	entropy *ulid.MonotonicEntropy
}

func newIDSource() *idSource { return &idSource{entropy: ulid.Monotonic(rand.Reader, 0)} }

func (s *idSource) next(e process.Entity, at time.Time) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	id, err := ulid.New(ulid.Timestamp(at), s.entropy)
	if err != nil { // 2^80 ids within one millisecond
		panic(err)
	}
	return process.IDOf(e, id.String())
}

// tables tells where the records of each entity live.
var tables = map[process.Entity]string{
	ent.TypeActivity: "activities", ent.TypeAPIToken: "api_tokens", ent.TypeAttachment: "attachments", ent.TypeContact: "contacts",
	ent.TypeContentItem: "content_items", ent.TypeCustomer: "customers", ent.TypeLesson: "lessons", ent.TypeLineItem: "line_items",
	ent.TypeOpportunity: "opportunities", ent.TypeProduct: "products", ent.TypeProposal: "proposals", ent.TypeProposalSection: "proposal_sections",
	ent.TypeProposalVersion: "proposal_versions", ent.TypeRetrospective: "retrospectives", ent.TypeSession: "sessions",
	ent.TypeStageEntry: "stage_entries", ent.TypeStakeholder: "stakeholders", ent.TypeTeam: "teams", ent.TypeUser: "users",
}
