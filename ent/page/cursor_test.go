package page

import (
	"encoding/base64"
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"
)

type shade string

func TestCursorsHoldWhatJSONHolds(t *testing.T) {
	at := time.Date(2026, 3, 2, 9, 0, 0, 123456000, time.FixedZone("", 8*3600))
	for _, v := range []any{int64(0), int64(math.MinInt64), 7, 1.5, "", "plain ~", "医院 00000", `"\<>&`, "\u2028\x7f\xff", shade("DARK"), at, nil} {
		value := v
		if at, ok := v.(time.Time); ok {
			value = at.UTC().Format(time.RFC3339Nano)
		}
		want, err := json.Marshal([]any{"AMOUNT", value, "opp_1"})
		if err != nil {
			t.Fatal(err)
		}
		var out strings.Builder
		Cursor{Order: "AMOUNT", Value: v, ID: "opp_1"}.MarshalGQL(&out)
		got, err := base64.RawURLEncoding.DecodeString(strings.Trim(out.String(), `"`))
		if err != nil || string(got) != string(want) {
			t.Errorf("%v is held as %s (%v), want %s", v, got, err, want)
		}
	}
}
