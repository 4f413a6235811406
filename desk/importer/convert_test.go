package importer

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// convertOne puts one cell through one field of an opportunity, lesson or line item.
func convertOne(t *testing.T, entity, field, spec string, row Row) (any, *RowError) {
	t.Helper()
	required := map[string]string{"opportunity": "name: {const: n}", "lesson": "title: {const: n}", "lineItem": "opportunity: {const: o}\n  product: {const: p}", "user": "name: {const: n}"}[entity]
	m, err := LoadMapping("m", strings.NewReader("system: s\ntimezone: Asia/Shanghai\nentity: "+entity+"\nkey: id\nfields:\n  "+required+"\n  "+field+": "+spec+"\n"))
	if err != nil {
		t.Fatal(err)
	}
	row.Cells["id"] = Cell{Text: "1"}
	records, errs := m.plan.apply("f", row)
	if len(errs) > 1 {
		t.Fatal(errs)
	}
	if len(errs) == 1 {
		return nil, errs[0]
	}
	return records[0].Fields[field], nil
}

func TestCellsBecomeTypedValues(t *testing.T) {
	day := func(y, m, d int) time.Time { return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC) }
	cny := func(minor int64) Money { return Money{minor, "CNY"} }
	cases := []struct {
		name, entity, field, spec, cell string
		want                            any
		code                            Code
	}{
		{"text is trimmed, line ends are LF", "opportunity", "winner", "x", "\t a\r\nb\rc \n", "a\nb\nc", ""},
		{"empty text is no value", "opportunity", "winner", "x", "  ", nil, ""},
		{"entities", "opportunity", "winner", "{column: x, html: unescape}", "R&amp;D &lt;b&gt; &eacute;", "R&D <b> é", ""},
		{"entity of a control character", "opportunity", "winner", "{column: x, html: unescape}", "a&#1;b", nil, CodeControlCharacter},
		{"known wrong value", "opportunity", "winner", "{column: x, translate: {GTXPro: GTX Pro}}", "GTXPro", "GTX Pro", ""},
		{"other values pass", "opportunity", "winner", "{column: x, translate: {GTXPro: GTX Pro}}", "MG", "MG", ""},
		{"unless they may not", "opportunity", "winner", "{column: x, translate: {a: b}, onUnknown: error}", "MG", nil, CodeUnknownValue},
		{"or are passed over", "opportunity", "winner", "{column: x, translate: {a: b}, onUnknown: skip}", "MG", nil, ""},
		{"empty can mean something", "opportunity", "winner", "{column: x, translate: {\"\": nobody}}", "", "nobody", ""},
		{"default", "opportunity", "winner", "{column: x, default: nobody}", "", "nobody", ""},
		{"required", "opportunity", "winner", "{column: x, required: true}", " ", nil, CodeRequired},

		{"whole amount", "opportunity", "amount", "{column: x, currency: CNY}", "54270300", cny(5427030000), ""},
		{"grouped amount", "opportunity", "amount", "{column: x, currency: CNY}", "+1,234,567.8", cny(123456780), ""},
		{"ten thousands", "opportunity", "amount", "{column: x, currency: CNY, scale: 10000}", "12.3456", cny(12345600), ""},
		{"too fine in its unit", "opportunity", "amount", "{column: x, currency: CNY, scale: 10000}", "0.0000001", nil, CodeMoney},
		{"half a cent", "opportunity", "amount", "{column: x, currency: CNY}", "1.005", nil, CodeMoney},
		{"groups of four", "opportunity", "amount", "{column: x, currency: CNY}", "1,2345", nil, CodeMoney},
		{"exponent", "opportunity", "amount", "{column: x, currency: CNY}", "1e999999999", nil, CodeMoney},
		{"words", "opportunity", "amount", "{column: x, currency: CNY}", "about 5", nil, CodeMoney},
		{"more than there is", "opportunity", "amount", "{column: x, currency: CNY}", "99999999999999999999", nil, CodeMoney},
		{"largest amount", "opportunity", "amount", "{column: x, currency: CNY}", "92233720368547758.07", cny(1<<63 - 1), ""},
		{"currency from a column", "opportunity", "amount", "{const: 5, currency: \"{x}\"}", "JPY", Money{500, "JPY"}, ""},
		{"no currency in the column", "opportunity", "amount", "{const: 5, currency: \"{x}\"}", "yen", nil, CodeCurrency},

		{"int", "lineItem", "quantity", "x", "1,000", int64(1000), ""},
		{"fraction", "lineItem", "quantity", "x", "1.5", nil, CodeNumber},
		{"int with zeros behind", "lineItem", "quantity", "x", "3.00", int64(3), ""},
		{"too large", "lineItem", "quantity", "x", "9223372036854775808", nil, CodeNumber},

		{"date", "opportunity", "expectedCloseOn", "x", "2024-2-29", day(2024, 2, 29), ""},
		{"no such day", "opportunity", "expectedCloseOn", "x", "2023-02-29", nil, CodeDate},
		{"Chinese date", "opportunity", "expectedCloseOn", "x", "2024年2月9日", day(2024, 2, 9), ""},
		{"digits", "opportunity", "expectedCloseOn", "x", "20240209", day(2024, 2, 9), ""},
		{"day of a time in the zone", "opportunity", "expectedCloseOn", "x", "2024-02-09T23:30:00Z", day(2024, 2, 10), ""},
		{"American order is not guessed", "opportunity", "expectedCloseOn", "x", "02/09/2024", nil, CodeDate},
		{"year 24", "opportunity", "expectedCloseOn", "x", "0024-02-09", nil, CodeDate},
		{"time in the zone", "opportunity", "submissionDeadline", "x", "2024-02-09 08:00", time.Date(2024, 2, 9, 0, 0, 0, 0, time.UTC), ""},
		{"time with its own zone", "opportunity", "submissionDeadline", "x", "2024-02-09T08:00:00.5-05:00", time.Date(2024, 2, 9, 13, 0, 0, 5e8, time.UTC), ""},
		{"day as a time", "opportunity", "submissionDeadline", "x", "2024/2/9", time.Date(2024, 2, 8, 16, 0, 0, 0, time.UTC), ""},

		{"yes", "user", "active", "x", "是", true, ""},
		{"no", "user", "active", "x", "N", false, ""},
		{"maybe", "user", "active", "x", "2", nil, CodeBool},

		{"enumeration", "opportunity", "type", "x", "TENDER", "TENDER", ""},
		{"translated", "opportunity", "type", "{column: x, translate: {招标: TENDER}}", "招标", "TENDER", ""},
		{"unknown", "opportunity", "type", "{column: x, translate: {招标: TENDER}}", "tender", nil, CodeUnknownValue},
		{"unknown and kept is still unknown", "opportunity", "type", "{column: x, onUnknown: keep, translate: {招标: TENDER}}", "tender", nil, CodeUnknownValue},
		{"unknown and skipped", "opportunity", "type", "{column: x, onUnknown: skip, translate: {招标: TENDER}}", "tender", nil, ""},

		{"list", "opportunity", "tags", "{column: x, split: \",\"}", "a, b,,a ", []string{"a", "b"}, ""},
		{"list of nothing", "opportunity", "tags", "{column: x, split: \",\"}", " , ", nil, ""},
		{"list item too long", "opportunity", "tags", "x", strings.Repeat("a", 301), nil, CodeTooLong},
		{"list of a constant", "opportunity", "tags", "{const: [a, 2]}", "", []string{"a", "2"}, ""},

		{"reference", "opportunity", "customer", "x", "K-7 ", Ref{"customer", "externalId", "s", "K-7", false}, ""},
		{"reference by name", "opportunity", "customer", "{column: x, lookup: {by: name, create: true}}", "青禾", Ref{"customer", "name", "", "青禾", true}, ""},
		{"reference of another system", "opportunity", "owner", "{column: x, lookup: {entity: user, system: hr}}", "9", Ref{"user", "externalId", "hr", "9", false}, ""},
		{"reference too long", "opportunity", "customer", "x", strings.Repeat("a", 301), nil, CodeTooLong},

		{"template", "opportunity", "winner", "{template: \"{x} {{{id}}}\"}", "a", "a {1}", ""},
		{"template with an empty column", "opportunity", "winner", "{template: \"{x} {id}\"}", "", nil, ""},
		{"second template", "opportunity", "winner", "{templates: [\"{x} {id}\", \"{id}\"]}", "", "1", ""},
		{"first column with a value", "opportunity", "winner", "{columns: [x, id]}", "", "1", ""},
		{"columns joined", "opportunity", "winner", "{columns: [x, id], join: \"; \"}", "a", "a; 1", ""},
		{"columns as a list", "opportunity", "tags", "{columns: [x, id], split: \";\"}", "a;b", []string{"a", "b", "1"}, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, e := convertOne(t, c.entity, c.field, c.spec, Row{Line: 2, Cells: map[string]Cell{"x": {Text: c.cell}}})
			var code Code
			if e != nil {
				code = e.Code
			}
			if diff := cmp.Diff(c.want, got); diff != "" || code != c.code {
				t.Errorf("%s error %v, want %q", diff, e, c.code)
			}
		})
	}
}

func TestSpreadsheetNumbersAreDatesOnlyWhereADateBelongs(t *testing.T) {
	sheet := func(text string, date04 bool) Row {
		return Row{Line: 2, Spreadsheet: true, Date1904: date04, Cells: map[string]Cell{"x": {Text: text}}}
	}
	cases := []struct {
		name, field, spec string
		row               Row
		want              any
	}{
		{"day", "expectedCloseOn", "x", sheet("45352", false), time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC)},
		{"day counted from 1904", "expectedCloseOn", "x", sheet("43890", true), time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC)},
		{"time is of the mapping's zone", "submissionDeadline", "x", sheet("45352.5", false), time.Date(2024, 3, 1, 4, 0, 0, 0, time.UTC)},
		{"digits are a date as written", "expectedCloseOn", "x", sheet("20240301", false), time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC)},
		{"text is a date as written", "expectedCloseOn", "x", sheet("2024-03-01", false), time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC)},
		{"a text stays the number", "winner", "x", sheet("45352", false), "45352"},
		{"binary noise is no amount", "amount", "{column: x, currency: CNY}", sheet("8923.9400000000005", false), Money{892394, "CNY"}},
		{"exponent", "amount", "{column: x, currency: CNY}", sheet("1.2E+7", false), Money{1200000000, "CNY"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, e := convertOne(t, "opportunity", c.field, c.spec, c.row)
			if diff := cmp.Diff(c.want, got); diff != "" || e != nil {
				t.Error(diff, e)
			}
		})
	}
	if _, e := convertOne(t, "opportunity", "expectedCloseOn", "x", Row{Cells: map[string]Cell{"x": {Text: "45352"}}}); e == nil || e.Code != CodeDate {
		t.Error("outside a spreadsheet a bare number is no date:", e)
	}
}

func TestDeclaredDateFormatsAreTheOnlyOnes(t *testing.T) {
	cases := []struct {
		formats, text string
		want          time.Time
		bad           bool
	}{
		{"[dd/MM/yyyy]", "09/02/2024", time.Date(2024, 2, 9, 0, 0, 0, 0, time.UTC), false},
		{"[dd/MM/yyyy]", "2024-02-09", time.Time{}, true},
		{"[d MMM yyyy]", "9 Feb 2024", time.Date(2024, 2, 9, 0, 0, 0, 0, time.UTC), false},
		{"[MMMM d yyyy]", "February 9 2024", time.Date(2024, 2, 9, 0, 0, 0, 0, time.UTC), false},
		{"[unix]", "1707436800", time.Date(2024, 2, 9, 0, 0, 0, 0, time.UTC), false},
		{"[unixMillis]", "1707436800000", time.Date(2024, 2, 9, 0, 0, 0, 0, time.UTC), false},
		{"[unix]", "now", time.Time{}, true},
		{"[yyyy年M月d日, rfc3339]", "2024-02-09T00:00:00Z", time.Date(2024, 2, 9, 0, 0, 0, 0, time.UTC), false},
	}
	for _, c := range cases {
		m, err := LoadMapping("m", strings.NewReader("system: s\nentity: lesson\nkey: id\ndateFormats: "+c.formats+"\nfields: {title: id, publishedOn: x}\n"))
		if err != nil {
			t.Fatal(err)
		}
		records, errs := m.plan.apply("f", Row{Line: 1, Cells: map[string]Cell{"id": {Text: "1"}, "x": {Text: c.text}}})
		if c.bad != (len(errs) == 1) || !c.bad && !records[0].Fields["publishedOn"].(time.Time).Equal(c.want) {
			t.Errorf("%s %q: %v %v", c.formats, c.text, records, errs)
		}
	}
}
