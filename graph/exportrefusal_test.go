package graph

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"bidwell/desk"
	"bidwell/process"
)

func TestWhatCannotBeExported(t *testing.T) {
	deep := func(levels int) string {
		return `{customers{edges{node{` + strings.Repeat("parent{", levels) + "id" + strings.Repeat("}", levels) + `}}}}`
	}
	each(t, func(t *testing.T, o *office) {
		o.bulk(3)
		s := NewHandler(o.desk, Options{Log: slog.New(slog.NewTextHandler(t.Output(), nil))})
		asked := func(query string) string { return fmt.Sprintf(`{"query":%q,"format":"csv"}`, query) }
		for name, c := range map[string]call{
			"nobody":                       {body: asked("{customers{edges{node{id}}}}"), status: 401, code: "UNAUTHENTICATED"},
			"no JSON":                      {viewer: reader, body: "open sesame", status: 400, code: "VALIDATION_FAILED"},
			"a list of requests":           {viewer: reader, body: "[]", status: 400, code: "VALIDATION_FAILED"},
			"nothing":                      {viewer: reader, body: "", status: 400, code: "VALIDATION_FAILED"},
			"more than 1 MiB":              {viewer: reader, body: `{"query":"` + strings.Repeat("sesame ", 200_000) + `"}`, status: 413, code: "VALIDATION_FAILED"},
			"a form":                       {viewer: reader, method: "POST", contentType: "application/x-www-form-urlencoded", body: "query=sesame", status: 415, code: "VALIDATION_FAILED"},
			"plain text":                   {viewer: reader, method: "POST", contentType: "text/plain", body: asked("{customers{edges{node{id}}}}"), status: 415, code: "VALIDATION_FAILED"},
			"no format":                    {viewer: reader, body: `{"query":"{customers{edges{node{id}}}}"}`, status: 400, code: "VALIDATION_FAILED", contains: `"field":"format"`},
			"an unknown format":            {viewer: reader, body: `{"query":"{customers{edges{node{id}}}}","format":"pdf"}`, status: 400, code: "VALIDATION_FAILED", contains: "csv, xlsx, jsonl"},
			"a format of another type":     {viewer: reader, body: `{"query":"{customers{edges{node{id}}}}","format":7}`, status: 400, code: "VALIDATION_FAILED"},
			"no query":                     {viewer: reader, body: `{"format":"csv"}`, status: 400, code: "VALIDATION_FAILED"},
			"no GraphQL":                   {viewer: reader, body: asked("{"), status: 400, code: "GRAPHQL_PARSE_FAILED"},
			"an unknown field":             {viewer: reader, body: asked("{customers{edges{node{sesam}}}}"), status: 400, code: "GRAPHQL_VALIDATION_FAILED"},
			"a mutation":                   {viewer: reader, body: asked(`mutation{archiveRecord(input:{id:"x",version:1}){change}}`), status: 400, code: "VALIDATION_FAILED", contains: "mutation"},
			"a subscription":               {viewer: reader, body: asked(`subscription{indexProgress{last}}`), status: 400, code: "VALIDATION_FAILED", contains: "subscription"},
			"two lists":                    {viewer: reader, body: asked("{a:customers{edges{node{id}}} b:customers{edges{node{id}}}}"), status: 400, code: "VALIDATION_FAILED", contains: "one list"},
			"a list and something":         {viewer: reader, body: asked("{customers{edges{node{id}}} viewer{scope}}"), status: 400, code: "VALIDATION_FAILED", contains: "2 fields"},
			"a list that is left out":      {viewer: reader, body: asked("{customers @skip(if:true){edges{node{id}}}}"), status: 400, code: "VALIDATION_FAILED", contains: "0 fields"},
			"no list":                      {viewer: reader, body: asked("{viewer{scope}}"), status: 400, code: "VALIDATION_FAILED", contains: "viewer"},
			"a record":                     {viewer: reader, body: asked(`{node(id:"cus_00000000000000000000000000"){id}}`), status: 400, code: "VALIDATION_FAILED"},
			"a search":                     {viewer: reader, body: asked(`{search(query:"a"){hits{id}}}`), status: 400, code: "VALIDATION_FAILED", contains: "search"},
			"the schema":                   {viewer: reader, body: asked("{__schema{types{name}}}"), status: 400, code: "VALIDATION_FAILED"},
			"no rows":                      {viewer: reader, body: asked("{customers{totalCount}}"), status: 400, code: "VALIDATION_FAILED", contains: "no columns"},
			"no columns":                   {viewer: reader, body: asked("{customers{edges{node{__typename}}}}"), status: 400, code: "VALIDATION_FAILED", contains: "no columns"},
			"cursors alone":                {viewer: reader, body: asked("{customers{edges{cursor}}}"), status: 400, code: "VALIDATION_FAILED", contains: "no columns"},
			"a list inside":                {viewer: reader, body: asked("{customers{edges{node{name opportunities{edges{node{id}}}}}}}"), status: 400, code: "VALIDATION_FAILED", contains: "as the list opportunities"},
			"a list further inside":        {viewer: reader, body: asked("{opportunities{edges{node{c:customer{o:opportunities{totalCount}}}}}}"), status: 400, code: "VALIDATION_FAILED", contains: "“c.o”"},
			"a list in a fragment":         {viewer: reader, body: asked("{customers{edges{node{...F}}}} fragment F on Customer{name contacts{totalCount}}"), status: 400, code: "VALIDATION_FAILED", contains: "contacts"},
			"backward":                     {viewer: reader, body: asked("{customers(last:3){edges{node{id}}}}"), status: 400, code: "VALIDATION_FAILED", contains: `"field":"last"`},
			"before":                       {viewer: reader, body: asked(`{customers(before:"x"){edges{node{id}}}}`), status: 400, code: "VALIDATION_FAILED"},
			"fewer than none":              {viewer: reader, body: asked("{customers(first:-1){edges{node{id}}}}"), status: 400, code: "VALIDATION_FAILED", contains: `"field":"first"`},
			"a cursor that is none":        {viewer: reader, body: asked(`{customers(after:"sesam"){edges{node{id}}}}`), status: 400, code: "VALIDATION_FAILED"},
			"a missing variable":           {viewer: reader, body: `{"query":"query($w:CustomerWhereInput!){customers(where:$w){edges{node{id}}}}","format":"csv"}`, status: 400, code: "GRAPHQL_VALIDATION_FAILED"},
			"a variable of another type":   {viewer: reader, body: `{"query":"query($n:Int){customers(first:$n){edges{node{id}}}}","variables":{"n":"sesam"},"format":"csv"}`, status: 400, code: "GRAPHQL_VALIDATION_FAILED"},
			"variables of a wrong type":    {viewer: reader, body: `{"query":"{customers{edges{node{id}}}}","variables":"sesame","format":"csv"}`, status: 400, code: "VALIDATION_FAILED"},
			"an unknown operation":         {viewer: reader, body: `{"query":"query A{customers{edges{node{id}}}}","operationName":"B","format":"csv"}`, status: 400, code: "GRAPHQL_VALIDATION_FAILED"},
			"a bomb":                       {viewer: reader, body: asked(bomb(24)), status: 400, code: "QUERY_TOO_COMPLEX"},
			"many aliases":                 {viewer: reader, body: asked("{customers{edges{node{" + numbered("a%d:name ", 200) + "}}}}"), status: 400, code: "QUERY_TOO_COMPLEX"},
			"10 levels of records":         {viewer: reader, body: asked(deep(10)), status: 200},
			"20 levels of records":         {viewer: reader, body: asked(deep(20)), status: 400, code: "QUERY_TOO_COMPLEX"},
			"a filter by a guarded field":  {viewer: marketing, body: asked(`{lineItems(where:{unitCostGT:"1.00"}){edges{node{id}}}}`), status: 403, code: "FORBIDDEN", contains: "unitCost"},
			"U+0000 in a filter":           {viewer: reader, body: `{"query":"query($s:String){customers(where:{name:$s}){edges{node{id}}}}","variables":{"s":"a\u0000"},"format":"csv"}`, status: 400, code: "VALIDATION_FAILED"},
			"an operation nobody knows":    {viewer: reader, body: `{"documentId":"sha256:00","format":"csv"}`, status: 400, code: "PERSISTED_QUERY_NOT_FOUND"},
			"the same with the newer type": {viewer: reader, accept: mediaGraphQL, body: asked("{viewer{scope}}"), status: 400, code: "VALIDATION_FAILED"},
		} {
			t.Run(name, func(t *testing.T) {
				h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					s.ServeExport(w, r, func(*Export) { _, _ = w.Write([]byte(`{"data":"written"}`)) })
				})
				c.check(t, h)
			})
		}
	})
}

var marketing = &process.Viewer{UserID: "usr_00000000000000000000000001", Role: process.UserRoleMarketing, Scope: process.TokenScopeRead}

func TestExportRefusalsAreInChinese(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		s := NewHandler(o.desk, Options{})
		r := httptest.NewRequest(http.MethodPost, "/export", strings.NewReader(`{"query":"{viewer{scope}}","format":"csv"}`))
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		s.ServeExport(w, r.WithContext(WithLanguage(desk.WithViewer(r.Context(), reader), process.LanguageZH)), func(*Export) { t.Error("written") })
		if !strings.Contains(w.Body.String(), "无法导出") {
			t.Error(w.Body)
		}
	})
}

func TestOneExportAtATime(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.bulk(1)
		s := NewHandler(o.desk, Options{})
		open := func(v *process.Viewer) (*Export, error) {
			return s.Open(o.as(v).ctx, ExportQuery(`{customers{edges{node{id}}}}`, nil, ExportCSV))
		}
		first, err := open(reader)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := open(reader); err == nil || s.refused(t.Context(), err).status != http.StatusTooManyRequests {
			t.Errorf("a second one: %v", err)
		}
		other, err := open(marketing)
		if err != nil {
			t.Fatalf("somebody else's: %v", err)
		}
		other.Close()
		first.Close()
		again, err := open(reader)
		if err != nil {
			t.Fatalf("after the first: %v", err)
		}
		again.Close()
		if _, err := s.Open(o.as(reader).ctx, ExportQuery(`{customers(after:"x"){edges{node{id}}}}`, nil, ExportCSV)); err == nil {
			t.Error("a bad cursor is taken")
		}
		if again, err = open(reader); err != nil {
			t.Fatalf("after one whose first page was refused: %v", err)
		}
		again.Close()
	})
}

// Where only trusted operations are answered, only those are exported, by their names.
func TestTrustedDocumentsAreExported(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		trusted, err := ReadDocuments(strings.NewReader(`{"customer-table": "{customers{edges{node{id}}}}"}`))
		if err != nil {
			t.Fatal(err)
		}
		s := NewHandler(o.desk, Options{Documents: trusted, TrustedOnly: true})
		h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			s.ServeExport(w, r, func(e *Export) { _, _ = fmt.Fprintf(w, `{"data":%q}`, e.Columns[0].Heading) })
		})
		for name, c := range map[string]call{
			"by its name": {viewer: reader, body: `{"documentId":"customer-table","format":"csv"}`, status: 200, contains: `"data":"id"`},
			"as it is":    {viewer: reader, body: `{"query":"{customers{edges{node{id}}}}","format":"csv"}`, status: 200, contains: `"data":"id"`},
			"another":     {viewer: reader, body: `{"query":"{customers{edges{node{name}}}}","format":"csv"}`, status: 403, code: "FORBIDDEN"},
		} {
			t.Run(name, func(t *testing.T) { c.check(t, h) })
		}
	})
}
