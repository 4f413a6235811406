package process

import (
	"reflect"
	"slices"
	"testing"
	"time"
)

func snapshot() BidSnapshot {
	return BidSnapshot{
		ProposalID: "prp_1", Version: 2, ContentHash: "ab", Price: new(int64(1)), Currency: "CNY", DiscountPercent: 3,
		ValidUntil: new(day(20)), BondAmount: new(int64(2)), BondReference: "guarantee 7", SignedBy: "usr_1",
		Answers: []SnapshotAnswer{
			{"req_2", ComplianceResponseFull, "", "sec_1"}, {"req_1", ComplianceResponseDeviationNegative, "three days later", ""},
		},
		Checklist: []SnapshotCheck{{RejectionCodeNotSealed, ChecklistStateDone, "photo"}, {RejectionCodeMultipleBids, ChecklistStateWaived, "one"}},
		Citations: []SnapshotCitation{{"crt_2", "N2", nil, ""}, {"crt_1", "N1", new(day(30)), "quality"}},
	}
}

func TestTheSameBidHasTheSameHash(t *testing.T) {
	want := snapshot().Hash()
	turned := snapshot()
	slices.Reverse(turned.Answers)
	slices.Reverse(turned.Checklist)
	slices.Reverse(turned.Citations)
	turned.ValidUntil = new(turned.ValidUntil.In(time.FixedZone("Asia/Shanghai", 8*60*60)))
	if turned.Hash() != want {
		t.Error("the order of lists or the zone of a time changes the hash")
	}
	if s := snapshot(); s.Hash() != want || s.Answers[0].RequirementID != "req_2" {
		t.Error("hashing changes what is hashed")
	}
}

// The canonical form is a promise: a hash kept today is compared with one computed in years.
func TestTheCanonicalFormStaysAsItIs(t *testing.T) {
	const form = `{"proposal":"prp_1","version":2,"contentHash":"ab","price":1,"currency":"CNY","discountPercent":3,` +
		`"validUntil":"2026-06-20T12:00:00Z","bondAmount":2,"bondReference":"guarantee 7","signedBy":"usr_1",` +
		`"answers":[{"requirement":"req_1","response":"DEVIATION_NEGATIVE","deviation":"three days later","section":""},` +
		`{"requirement":"req_2","response":"FULL","deviation":"","section":"sec_1"}],` +
		`"checklist":[{"code":"MULTIPLE_BIDS","state":"WAIVED","evidence":"one"},{"code":"NOT_SEALED","state":"DONE","evidence":"photo"}],` +
		`"citations":[{"certificate":"crt_1","number":"N1","expiresOn":"2026-06-30T12:00:00Z","purpose":"quality"},` +
		`{"certificate":"crt_2","number":"N2","expiresOn":null,"purpose":""}]}`
	if got := string(snapshot().Canonical()); got != form {
		t.Errorf("written as %s", got)
	}
	if got := snapshot().Hash(); got != "304c63b7e24b813807c3f4c1802ee0710156ccb42b033f5b5d3edaca4a57e6c5" {
		t.Errorf("hashed as %s", got)
	}
}

// Whatever changes in a snapshot, its hash changes: every field, and every field of every element of its lists.
func TestEveryFieldIsHashed(t *testing.T) {
	seen := map[string]string{snapshot().Hash(): "the original"}
	note := func(name string, s BidSnapshot) {
		if was, taken := seen[s.Hash()]; taken {
			t.Errorf("%s hashes like %s", name, was)
		}
		seen[s.Hash()] = name
	}
	each := func(prefix string, of func(*BidSnapshot) reflect.Value) {
		fields := of(new(snapshot())).Type()
		for i := range fields.NumField() {
			s := snapshot()
			alter(of(&s).Field(i))
			note(prefix+fields.Field(i).Name, s)
		}
	}
	each("", func(s *BidSnapshot) reflect.Value { return reflect.ValueOf(s).Elem() })
	each("Answers.", func(s *BidSnapshot) reflect.Value { return reflect.ValueOf(&s.Answers[0]).Elem() })
	each("Checklist.", func(s *BidSnapshot) reflect.Value { return reflect.ValueOf(&s.Checklist[0]).Elem() })
	each("Citations.", func(s *BidSnapshot) reflect.Value { return reflect.ValueOf(&s.Citations[0]).Elem() })
	none := snapshot()
	none.Price = nil
	note("no price", none)
	none.Price = new(int64(0))
	note("a price of nothing", none)
}

// alter changes a value of any kind a snapshot holds.
func alter(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(v.String() + "!")
	case reflect.Int:
		v.SetInt(v.Int() + 1)
	case reflect.Slice:
		v.Set(v.Slice(0, 1))
	case reflect.Pointer:
		switch v.Interface().(type) {
		case *int64:
			v.Set(reflect.ValueOf(new(int64(99))))
		case *time.Time:
			v.Set(reflect.ValueOf(new(day(1))))
		}
	}
}
