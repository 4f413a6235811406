package process

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"time"
)

// BidSnapshot is all that was submitted with a proposal: what its hash vouches for. The order of its lists does not
// matter.
type BidSnapshot struct {
	ProposalID      string             `json:"proposal"`
	Version         int                `json:"version"`
	ContentHash     string             `json:"contentHash"`
	Price           *int64             `json:"price"`
	Currency        string             `json:"currency"`
	DiscountPercent int                `json:"discountPercent"`
	ValidUntil      *time.Time         `json:"validUntil"`
	BondAmount      *int64             `json:"bondAmount"`
	BondReference   string             `json:"bondReference"`
	SignedBy        string             `json:"signedBy"`
	Answers         []SnapshotAnswer   `json:"answers"`
	Checklist       []SnapshotCheck    `json:"checklist"`
	Citations       []SnapshotCitation `json:"citations"`
}

// SnapshotAnswer is one answer of the compliance matrix.
type SnapshotAnswer struct {
	RequirementID string             `json:"requirement"`
	Response      ComplianceResponse `json:"response"`
	Deviation     string             `json:"deviation"`
	SectionID     string             `json:"section"`
}

// SnapshotCheck is one item of the rejection checklist.
type SnapshotCheck struct {
	Code     RejectionCode  `json:"code"`
	State    ChecklistState `json:"state"`
	Evidence string         `json:"evidence"`
}

// SnapshotCitation is one certificate that was cited, as it was.
type SnapshotCitation struct {
	CertificateID string     `json:"certificate"`
	Number        string     `json:"number"`
	ExpiresOn     *time.Time `json:"expiresOn"`
	Purpose       string     `json:"purpose"`
}

// Canonical writes a snapshot the one way it can be written: JSON with the fields in the order above, lists in the order
// of what they are about, times in UTC, null for what is not there.
func (s BidSnapshot) Canonical() []byte {
	s.ValidUntil = utc(s.ValidUntil)
	s.Answers = inOrder(s.Answers, func(a SnapshotAnswer) string { return a.RequirementID })
	s.Checklist = inOrder(s.Checklist, func(c SnapshotCheck) string { return string(c.Code) })
	s.Citations = inOrder(s.Citations, func(c SnapshotCitation) string { return c.CertificateID })
	for i, c := range s.Citations {
		s.Citations[i].ExpiresOn = utc(c.ExpiresOn)
	}
	raw, err := json.Marshal(s)
	if err != nil {
		panic(err) // texts, numbers and times of our own years always have a form
	}
	return raw
}

// Hash is the SHA-256 of the canonical form, in hexadecimal.
func (s BidSnapshot) Hash() string {
	sum := sha256.Sum256(s.Canonical())
	return hex.EncodeToString(sum[:])
}

func inOrder[T any](all []T, of func(T) string) []T {
	sorted := append([]T{}, all...)
	slices.SortStableFunc(sorted, func(a, b T) int { return cmp.Compare(of(a), of(b)) })
	return sorted
}

func utc(at *time.Time) *time.Time {
	if at == nil {
		return nil
	}
	return new(at.UTC())
}
