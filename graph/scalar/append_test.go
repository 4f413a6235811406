package scalar

import (
	"bytes"
	"testing"

	"github.com/99designs/gqlgen/graphql"
)

func TestTextIsWrittenAsGqlgenWritesIt(t *testing.T) {
	for _, s := range []string{"", "plain", "投标 方案", `quote " and \`, "line\nbreak\ttab\r", "bell\a", "\x7f\u2028<&>", "cut \xe6\x8a", "🙂"} {
		var want bytes.Buffer
		graphql.MarshalString(s).MarshalGQL(&want)
		if got := string(AppendString([]byte("x"), s)); got != "x"+want.String() {
			t.Errorf("%q is written %s, want %s", s, got, want.String())
		}
	}
}
