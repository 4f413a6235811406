package document

import (
	"context"
	"math"
	"strconv"
	"strings"
	"time"
)

// cellFormat is what of a number's format changes its meaning: whether it is a date, a time of day, a share. Others,
// such as currencies and separators, are left to whoever shows the number.
type cellFormat struct{ date, clock, elapsed, percent bool }

// builtIn are the formats that files refer to without writing them down; 27 to 36 and 50 to 58 are those of Chinese,
// Japanese and Korean dates.
func builtIn(id int) cellFormat {
	switch {
	case id == 9 || id == 10:
		return cellFormat{percent: true}
	case id >= 14 && id <= 17, id >= 27 && id <= 31, id == 36, id >= 50 && id <= 54, id == 57, id == 58:
		return cellFormat{date: true}
	case id >= 18 && id <= 21, id >= 32 && id <= 35, id == 45, id == 47, id == 55, id == 56:
		return cellFormat{clock: true}
	case id == 22:
		return cellFormat{date: true, clock: true}
	case id == 46:
		return cellFormat{elapsed: true}
	}
	return cellFormat{}
}

// parseFormat reads the first part of a format code, that for positive numbers.
func parseFormat(code string) (f cellFormat) {
	code = strings.ToLower(code)
	if code == "general" || code == "@" {
		return f
	}
	months := false
	for i := 0; i < len(code) && code[i] != ';'; i++ {
		switch c := code[i]; c {
		case '\\', '_', '*':
			i++
		case '"':
			end := strings.IndexByte(code[i+1:], '"')
			if end < 0 {
				return f
			}
			i += end + 1
		case '[':
			end := strings.IndexByte(code[i:], ']')
			if end < 0 {
				return f
			}
			inside := strings.Trim(code[i+1:i+end], "hms")
			f.elapsed = f.elapsed || inside == "" && end > 1
			i += end
		case 'y', 'd', 'e', 'b':
			f.date = f.date || c != 'e' || !strings.ContainsAny(code, "0#")
		case 'h', 's':
			f.clock = true
		case 'm':
			months = true
		case '%':
			f.percent = true
		}
	}
	f.date = f.date || months && !f.clock && !f.elapsed
	return f
}

// readFormats lists the formats by the style that cells name.
func readFormats(ctx context.Context, a *archive, part string) (all []cellFormat, err error) {
	if part == "" {
		return nil, nil
	}
	own := map[int]cellFormat{}
	err = a.walkIfThere(ctx, part, func(x *walker) error {
		return x.each(func(e *element) error {
			switch e.name {
			case "numFmts":
				return x.each(func(e *element) error {
					own[number(e.attr("numFmtId"))] = parseFormat(e.attr("formatCode"))
					return nil
				})
			case "cellXfs":
				return x.each(func(e *element) error {
					id := number(e.attr("numFmtId"))
					f, known := own[id]
					if !known {
						f = builtIn(id)
					}
					all = append(all, f)
					return nil
				})
			}
			return nil
		})
	})
	return all, err
}

// show renders a stored number. Dates are as ISO 8601 writes them, whatever the language of the file.
func (f cellFormat) show(stored string, is1904 bool) string {
	v, err := strconv.ParseFloat(strings.TrimSpace(stored), 64)
	switch {
	case err != nil || math.IsInf(v, 0) || math.IsNaN(v):
		return stored
	case f.elapsed:
		return elapsed(v)
	case f.date || f.clock:
		if text, ok := f.moment(v, is1904); ok {
			return text
		}
	case f.percent:
		return rounded(v*100) + "%"
	}
	return rounded(v)
}

// rounded is a number without the noise behind its 15 significant digits.
func rounded(v float64) string {
	short, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 15, 64), 64)
	if err != nil || math.Abs(short) >= 1e21 || short != 0 && math.Abs(short) < 1e-9 {
		return strconv.FormatFloat(v, 'g', 15, 64)
	}
	return strconv.FormatFloat(short, 'f', -1, 64)
}

// lastDay is the 31 December 9999.
const lastDay = 2_958_465

// moment renders days since the workbook's epoch. Workbooks that count from 1900 believe that year a leap year.
func (f cellFormat) moment(days float64, is1904 bool) (string, bool) {
	if days < 0 || days > lastDay+1 {
		return "", false
	}
	epoch := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	switch {
	case is1904:
		epoch = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	case days < 60:
		epoch = epoch.AddDate(0, 0, 1)
	}
	whole, part := math.Modf(days)
	at := epoch.AddDate(0, 0, int(whole)).Add(time.Duration(math.Round(part*86400)) * time.Second)
	clock := "15:04"
	if at.Second() != 0 {
		clock = "15:04:05"
	}
	switch {
	case f.date && f.clock:
		return at.Format("2006-01-02 " + clock), true
	case f.date:
		return at.Format("2006-01-02"), true
	}
	return at.Format(clock), true
}

// elapsed renders a span of time in hours and minutes.
func elapsed(days float64) string {
	if math.Abs(days) > lastDay {
		return rounded(days)
	}
	seconds := int64(math.Round(math.Abs(days) * 86400))
	sign := ""
	if days < 0 {
		sign = "-"
	}
	text := sign + strconv.FormatInt(seconds/3600, 10) + ":" + twoDigits(seconds/60%60)
	if seconds%60 != 0 {
		text += ":" + twoDigits(seconds%60)
	}
	return text
}

func twoDigits(n int64) string { return string([]byte{byte('0' + n/10), byte('0' + n%10)}) }
