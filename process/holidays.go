package process

import "time"

// CalendarCN is the working calendar of mainland China.
const CalendarCN = "CN"

// holiday is a run of days off, and the Saturdays and Sundays worked to make up for it.
type holiday struct {
	label     string
	from      Day
	days      int
	makeUpFor []Day
}

// holidaysCN are the days off and make-up working days (调休) of mainland China as the State Council's General Office
// published them: 国办发明电〔2023〕7号 for 2024, 国办发明电〔2024〕12号 for 2025, 国办发明电〔2025〕7号 for 2026.
var holidaysCN = []holiday{
	{"元旦", Day{2024, time.January, 1}, 1, nil},
	{"春节", Day{2024, time.February, 10}, 8, []Day{{2024, time.February, 4}, {2024, time.February, 18}}},
	{"清明节", Day{2024, time.April, 4}, 3, []Day{{2024, time.April, 7}}},
	{"劳动节", Day{2024, time.May, 1}, 5, []Day{{2024, time.April, 28}, {2024, time.May, 11}}},
	{"端午节", Day{2024, time.June, 10}, 1, nil},
	{"中秋节", Day{2024, time.September, 15}, 3, []Day{{2024, time.September, 14}}},
	{"国庆节", Day{2024, time.October, 1}, 7, []Day{{2024, time.September, 29}, {2024, time.October, 12}}},

	{"元旦", Day{2025, time.January, 1}, 1, nil},
	{"春节", Day{2025, time.January, 28}, 8, []Day{{2025, time.January, 26}, {2025, time.February, 8}}},
	{"清明节", Day{2025, time.April, 4}, 3, nil},
	{"劳动节", Day{2025, time.May, 1}, 5, []Day{{2025, time.April, 27}}},
	{"端午节", Day{2025, time.May, 31}, 3, nil},
	{"国庆节、中秋节", Day{2025, time.October, 1}, 8, []Day{{2025, time.September, 28}, {2025, time.October, 11}}},

	{"元旦", Day{2026, time.January, 1}, 3, []Day{{2026, time.January, 4}}},
	{"春节", Day{2026, time.February, 15}, 9, []Day{{2026, time.February, 14}, {2026, time.February, 28}}},
	{"清明节", Day{2026, time.April, 4}, 3, nil},
	{"劳动节", Day{2026, time.May, 1}, 5, []Day{{2026, time.May, 9}}},
	{"端午节", Day{2026, time.June, 19}, 3, nil},
	{"中秋节", Day{2026, time.September, 25}, 3, nil},
	{"国庆节", Day{2026, time.October, 1}, 7, []Day{{2026, time.September, 20}, {2026, time.October, 10}}},
}

// ShippedDays are the days of the calendar CN that come with the product, by year.
func ShippedDays() map[int][]DatedDay {
	years := map[int][]DatedDay{}
	for _, h := range holidaysCN {
		year, day := h.from.Year, h.from
		for range h.days {
			years[year] = append(years[year], DatedDay{Day: day, Kind: DayKindHoliday, Label: h.label})
			day = day.Next()
		}
		for _, worked := range h.makeUpFor {
			years[year] = append(years[year], DatedDay{Day: worked, Kind: DayKindWorkday, Label: h.label + "调休"})
		}
	}
	return years
}
