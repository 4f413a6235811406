package importer

import (
	"errors"
	"math"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // time zones are known on machines that have no zone files
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// layout is one way to write a date or time.
type layout struct {
	pattern string
	form    string // of package time
	clock   bool   // has a time of day
}

// usualDates are tried when the mapping declares none.
var usualDates = []string{
	"yyyy-M-d", "yyyy/M/d", "yyyy.M.d", "yyyy年M月d日", "yyyyMMdd", "yyyy-M-d HH:mm:ss", "yyyy-M-d HH:mm",
	"yyyy/M/d HH:mm:ss", "yyyy/M/d HH:mm", "yyyy年M月d日 HH:mm:ss", "yyyy年M月d日 HH:mm", "yyyy-M-dTHH:mm:ss", "rfc3339",
}

var dateTokens = []struct {
	token, form string
	clock       bool
}{
	{"yyyy", "2006", false},
	{"MMMM", "January", false},
	{"MMM", "Jan", false},
	{"MM", "01", false},
	{"M", "1", false},
	{"dd", "02", false},
	{"d", "2", false},
	{"HH", "15", true},
	{"mm", "04", true},
	{"ss", "05", true},
}

func parseLayout(pattern string) (layout, error) {
	l := layout{pattern: pattern}
	switch pattern {
	case "rfc3339":
		return layout{pattern, time.RFC3339, true}, nil
	case "unix", "unixMillis":
		return layout{pattern, "", true}, nil
	}
	for rest := pattern; rest != ""; {
		token, form, clock := firstToken(rest)
		if token == "" {
			return l, errors.New("“" + pattern + "”: only yyyy MM M dd d MMM MMMM HH mm ss, T, spaces and - / . : , and CJK characters")
		}
		l.form, l.clock, rest = l.form+form, l.clock || clock, rest[len(token):]
	}
	if !strings.Contains(pattern, "yyyy") || !strings.Contains(pattern, "M") || !strings.Contains(pattern, "d") {
		return l, errors.New("“" + pattern + "” lacks year, month or day")
	}
	return l, nil
}

func firstToken(s string) (token, form string, clock bool) {
	for _, t := range dateTokens {
		if strings.HasPrefix(s, t.token) {
			return t.token, t.form, t.clock
		}
	}
	if r, n := utf8.DecodeRuneInString(s); n > 0 && (r > 0x2e80 || strings.ContainsRune(" -/.:,T", r)) {
		return string(r), string(r), false
	}
	return "", "", false
}

func (l layout) parse(text string, zone *time.Location) (time.Time, error) {
	if l.form != "" {
		return time.ParseInLocation(l.form, text, zone)
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return time.Time{}, err
	}
	if l.pattern == "unix" {
		return time.Unix(n, 0), nil
	}
	return time.UnixMilli(n), nil
}

// moment is a point in time, or a day.
type moment struct {
	at      time.Time // in the mapping's zone
	dayOnly bool
}

// utc is the point in time, for a day its beginning in the mapping's zone.
func (m moment) utc() time.Time { return m.at.UTC() }

// day is the calendar day in the mapping's zone, at 00:00 UTC.
func (m moment) day() time.Time {
	y, month, d := m.at.Date()
	return time.Date(y, month, d, 0, 0, 0, 0, time.UTC)
}

// moment reads a date or time. Years before 1900 and after 2200 are typing errors.
func (v *view) moment(text string) (moment, *problem) {
	m, ok := v.serial(text)
	for i := 0; !ok && i < len(v.plan.layouts); i++ {
		l := v.plan.layouts[i]
		if at, err := l.parse(text, v.plan.zone); err == nil {
			m, ok = moment{at.In(v.plan.zone), !l.clock}, true
		}
	}
	if !ok || m.at.Year() < 1900 || m.at.Year() > 2200 {
		return moment{}, newProblem(CodeDate, text)
	}
	return m, nil
}

// lastSerial is the serial number of 9999-12-31, the last day of spreadsheets; larger numbers are dates as digits.
const lastSerial = 2958465

// serial reads the number by which spreadsheets store dates: days, counted without any time zone.
func (v *view) serial(text string) (moment, bool) {
	if !v.row.Spreadsheet {
		return moment{}, false
	}
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || n < 1 || n > lastSerial || math.IsNaN(n) {
		return moment{}, false
	}
	t, err := excelize.ExcelDateToTime(n, v.row.Date1904)
	if err != nil {
		return moment{}, false
	}
	t = t.Round(time.Second)
	y, month, d := t.Date()
	return moment{time.Date(y, month, d, t.Hour(), t.Minute(), t.Second(), 0, v.plan.zone), n == math.Trunc(n)}, true
}
