package graph

import (
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"

	"bidwell/process"
)

const asked = "{viewer{scope}}"

func byHash(query, hash string) string {
	return `{` + query + `"extensions":{"persistedQuery":{"version":1,"sha256Hash":"` + hash + `"}}}`
}

// The steps are one client's, in their order.
func TestAnOperationIsSentOnceAndNamedAfterwards(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		h := NewHandler(o.desk, Options{})
		text := `"query":"` + asked + `",`
		for _, c := range []struct {
			name string
			call
		}{
			{"nobody may ask what is known", call{body: byHash("", hashOf(asked)), status: 200, code: "UNAUTHENTICATED"}},
			{"nobody may make it known", call{body: byHash(text, hashOf(asked)), status: 200, code: "UNAUTHENTICATED"}},
			{"it is not known yet", call{viewer: reader, body: byHash("", hashOf(asked)), status: 200, code: "PERSISTED_QUERY_NOT_FOUND", contains: "PersistedQueryNotFound"}},
			{"another's hash", call{viewer: reader, body: byHash(text, hashOf("{other}")), status: 200, code: "VALIDATION_FAILED"}},
			{"it is sent", call{viewer: reader, body: byHash(text, strings.ToUpper(hashOf(asked))), status: 200, contains: `"READ"`}},
			{"it is known", call{viewer: reader, body: byHash("", hashOf(asked)), status: 200, contains: `"READ"`}},
			{"it is known by GET", call{viewer: reader, method: "GET", target: "?extensions=" + url.QueryEscape(`{"persistedQuery":{"version":1,"sha256Hash":"`+hashOf(asked)+`"}}`), status: 200, contains: `"READ"`}},
			{"what is wrong is sent", call{viewer: reader, body: byHash(`"query":"{nothing}",`, hashOf("{nothing}")), status: 200, code: "GRAPHQL_VALIDATION_FAILED"}},
			{"and is not kept", call{viewer: reader, body: byHash("", hashOf("{nothing}")), status: 200, code: "PERSISTED_QUERY_NOT_FOUND"}},
			{"a hash that is none", call{viewer: reader, body: byHash("", "open sesame"), status: 200, code: "PERSISTED_QUERY_NOT_FOUND"}},
			{"a hash of a wrong type", call{viewer: reader, body: `{"extensions":{"persistedQuery":{"sha256Hash":["sesame"]}}}`, status: 400, code: "VALIDATION_FAILED"}},
			{"an id nobody gave", call{viewer: reader, body: `{"documentId":"sesame"}`, status: 200, code: "PERSISTED_QUERY_NOT_FOUND"}},
		} {
			t.Run(c.name, func(t *testing.T) { c.check(t, h) })
		}
	})
}

func TestOnlyTrustedOperationsAreAnswered(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		trusted, err := ReadDocuments(strings.NewReader(`{"who":"` + asked + `"}`))
		if err != nil {
			t.Fatal(err)
		}
		h := NewHandler(o.desk, Options{Documents: trusted, TrustedOnly: true})
		for name, c := range map[string]call{
			"by id":                    {viewer: reader, body: `{"documentId":"who"}`, status: 200, contains: `"READ"`},
			"by id in an address":      {viewer: reader, method: "GET", target: "?documentId=who", status: 200, contains: `"READ"`},
			"by sha256":                {viewer: reader, body: `{"documentId":"sha256:` + hashOf(asked) + `"}`, status: 200, contains: `"READ"`},
			"by the hash of clients":   {viewer: reader, body: byHash("", hashOf(asked)), status: 200, contains: `"READ"`},
			"its whole text":           {viewer: reader, body: asJSONQuery(asked), status: 200, contains: `"READ"`},
			"another text":             {viewer: reader, body: asJSONQuery("{viewer{user{name}}}"), status: 200, code: "FORBIDDEN"},
			"another text under an id": {viewer: reader, body: `{"documentId":"who","query":"{viewer{user{name}}}"}`, status: 200, code: "FORBIDDEN"},
			"an unknown id":            {viewer: reader, body: `{"documentId":"sesame"}`, status: 200, code: "FORBIDDEN"},
			"an operation made known":  {viewer: reader, body: byHash(`"query":"{viewer{user{name}}}",`, hashOf("{viewer{user{name}}}")), status: 200, code: "FORBIDDEN"},
			"nobody":                   {body: `{"documentId":"who"}`, status: 200, code: "UNAUTHENTICATED"},
		} {
			t.Run(name, func(t *testing.T) { c.check(t, h) })
		}
	})
}

func TestFilesOfTrustedOperations(t *testing.T) {
	for name, c := range map[string]struct {
		file string
		ids  []string // nil: refused
	}{
		"ids and texts":       {`{"A":"{a}"}`, []string{"a", hashOf("{a}")}},
		"sha256 before an id": {`{"sha256:A":"{a}"}`, []string{"a", hashOf("{a}")}},
		"a manifest":          {`{"format":"apollo-persisted-query-manifest","version":1,"operations":[{"id":"x","name":"X","type":"query","body":"{x}"}]}`, []string{"x", hashOf("{x}")}},
		"none":                {`{}`, []string{}},
		"nothing":             {``, nil},
		"a list":              {`[]`, nil},
		"null for a text":     {`{"a":null}`, nil},
		"a number for a text": {`{"a":1}`, nil},
		"an empty text":       {`{"a":" "}`, nil},
		"an empty id":         {`{"":"{a}"}`, nil},
		"two objects":         {`{}{}`, nil},
		"operations of no id": {`{"operations":[{"body":"{a}"}]}`, nil},
	} {
		got, err := ReadDocuments(strings.NewReader(c.file))
		if (err == nil) != (c.ids != nil) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		ids := slices.Sorted(maps.Keys(got))
		if slices.Sort(c.ids); c.ids != nil && !slices.Equal(ids, c.ids) {
			t.Errorf("%s: %v, want %v", name, ids, c.ids)
		}
	}
}

func FuzzReadDocumentsTakesAnyFile(f *testing.F) {
	for _, seed := range []string{`{"a":"{a}"}`, `{"operations":[{"id":"a","body":"{a}"}]}`, `{"operations":1}`, `[]`, "\x00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, file string) {
		texts, err := ReadDocuments(strings.NewReader(file))
		for id, text := range texts {
			if err != nil || id == "" || texts[hashOf(text)] != text {
				t.Errorf("%q: %q is %q, %v", file, id, text, err)
			}
		}
	})
}

func FuzzParseMessageTakesAnyText(f *testing.F) {
	for _, seed := range []string{`{"type":"connection_init"}`, `{"id":"a","type":"subscribe","payload":{"query":"{a}"}}`, `{"type":"connection_init","payload":{"authorization":"Bearer x"}}`, `[]`, "\x00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		m, err := parseMessage([]byte(text))
		if err != nil && err != error(badMessage) {
			t.Errorf("%q: %v", text, err)
		}
		if _, _, err := m.bearer(); err != nil && err != error(badMessage) {
			t.Errorf("%q: bearer: %v", text, err)
		}
		if _, err := m.operation(); err != nil && err != error(badMessage) {
			t.Errorf("%q: operation: %v", text, err)
		}
	})
}

func TestTheSchemaIsShownByRight(t *testing.T) {
	admin := &process.Viewer{UserID: reader.UserID, Role: process.UserRoleAdmin, Scope: process.TokenScopeAdmin}
	const names = `{__schema{queryType{name}}}`
	wrong := map[string]string{ // what would be guessed of each
		"a field": `{viewr{scope}}`, "an argument": `{opportunities(frst:1){totalCount}}`, "a type": `{... on Qery{viewer{scope}}}`,
		"a value": `{opportunities(orderBy:{field:NAM}){totalCount}}`, "a field of an input": `{opportunities(where:{nam:"a"}){totalCount}}`, "a selection": `{viewer}`,
	}
	each(t, func(t *testing.T, o *office) {
		for right, shown := range map[Introspection]map[*process.Viewer]bool{
			"": {reader: true, admin: true}, IntrospectionAll: {reader: true, admin: true},
			IntrospectionAdmin: {reader: false, admin: true}, IntrospectionNone: {reader: false, admin: false},
		} {
			h := NewHandler(o.desk, Options{Introspection: right})
			for v, may := range shown {
				want := call{viewer: v, body: asJSONQuery(names), status: 200, contains: `"Query"`}
				if !may {
					want.contains, want.code = "", "FORBIDDEN"
				}
				want.check(t, h)
				hidden := call{viewer: v, body: asJSONQuery(`{...F} fragment F on Query{a:__type(name:"Query"){name}}`), status: 200}
				if !may {
					hidden.code = "FORBIDDEN"
				}
				hidden.check(t, h)
				call{viewer: v, body: asJSONQuery(`{__typename}`), status: 200, contains: `"Query"`}.check(t, h)
				for name, query := range wrong {
					body := call{viewer: v, body: asJSONQuery(query)}.run(t, h).Body.String()
					if guessed := strings.Contains(body, "Did you mean"); guessed && !may || !strings.Contains(body, "GRAPHQL_VALIDATION_FAILED") {
						t.Errorf("%q, %s: %s", right, name, body)
					}
				}
			}
		}
	})
}
