package process

import "math/big"

// PriceLine is one line of a price sheet. Cost, margin and percentage are nil while the cost is not known or not shown.
type PriceLine struct {
	// OpportunityID is that of the sheet.
	OpportunityID                               string
	LineItemID, ProductID, Product, Description string
	Quantity                                    int
	UnitPrice                                   int64
	UnitCost                                    *int64
	Price                                       int64
	Margins
}

// Margins are what is left of a price: the amount, and in percent of the price to two decimals, nil for a price of
// nothing.
type Margins struct {
	Cost, Margin  *int64
	MarginPercent *float64
}

// PriceSheet is what an opportunity offers, line by line and in sum, in its currency. The sum of the costs and the margin
// are known only when the cost of every line is.
type PriceSheet struct {
	// OpportunityID is the opportunity: who sees prices and costs is decided by it.
	OpportunityID string
	Currency      string
	Lines         []PriceLine
	Price         int64
	Margins
	// Uncosted is how many lines have no cost yet.
	Uncosted int
	// ShowsCost tells whether the viewer may see costs and margins.
	ShowsCost bool
}

// MarginOf works out what is left of a price. Amounts are minor units of one currency; a difference that does not fit
// 63 bits is VALIDATION_FAILED.
func MarginOf(price int64, cost *int64) (Margins, error) {
	if cost == nil {
		return Margins{}, nil
	}
	left := new(big.Int).Sub(big.NewInt(price), big.NewInt(*cost))
	amount, err := rounded("unitCost", new(big.Rat).SetInt(left))
	if err != nil {
		return Margins{}, err
	}
	m := Margins{Cost: cost, Margin: &amount}
	if price == 0 {
		return m, nil
	}
	hundredths, err := rounded("unitCost", new(big.Rat).SetFrac(left.Mul(left, big.NewInt(10_000)), big.NewInt(price)))
	if err != nil {
		return Margins{}, err
	}
	percent := float64(hundredths) / 100
	m.MarginPercent = &percent
	return m, nil
}

// CheckLine refuses a price or cost below nothing, and what times the quantity does not fit 63 bits.
func CheckLine(quantity int, price int64, cost *int64) error {
	if err := CheckAmount("unitPrice", price); err != nil {
		return err
	}
	if _, err := TimesMoney("unitPrice", price, quantity); err != nil || cost == nil {
		return err
	}
	if err := CheckAmount("unitCost", *cost); err != nil {
		return err
	}
	_, err := TimesMoney("unitCost", *cost, quantity)
	return err
}

// PricedLine is a line item with the currency it is in.
type PricedLine struct {
	PriceLine
	Currency string
}

// SheetOf makes the price sheet of an opportunity in a currency. Without showsCost nothing of cost or margin is in it.
// Lines in another currency and sums that do not fit 63 bits are VALIDATION_FAILED.
func SheetOf(currency string, showsCost bool, lines []PricedLine) (*PriceSheet, error) {
	sheet := &PriceSheet{Currency: currency, ShowsCost: showsCost, Lines: make([]PriceLine, 0, len(lines))}
	var costs int64
	for _, l := range lines {
		if err := OneCurrency("currency", l.Currency, currency); err != nil {
			return nil, err
		}
		line, err := l.worked(showsCost)
		if err != nil {
			return nil, err
		}
		if sheet.Price, err = AddMoney("unitPrice", sheet.Price, line.Price); err != nil {
			return nil, err
		}
		if line.Cost == nil {
			sheet.Uncosted++
		} else if costs, err = AddMoney("unitCost", costs, *line.Cost); err != nil {
			return nil, err
		}
		sheet.Lines = append(sheet.Lines, line)
	}
	if !showsCost {
		sheet.Uncosted = 0
		return sheet, nil
	}
	if sheet.Uncosted > 0 {
		return sheet, nil
	}
	var err error
	sheet.Margins, err = MarginOf(sheet.Price, &costs)
	return sheet, err
}

// worked is the line with its sums.
func (l PricedLine) worked(showsCost bool) (line PriceLine, err error) {
	line = l.PriceLine
	if line.Price, err = TimesMoney("unitPrice", l.UnitPrice, l.Quantity); err != nil {
		return line, err
	}
	if !showsCost || l.UnitCost == nil {
		line.UnitCost = nil
		return line, nil
	}
	cost, err := TimesMoney("unitCost", *l.UnitCost, l.Quantity)
	if err != nil {
		return line, err
	}
	line.Margins, err = MarginOf(line.Price, &cost)
	return line, err
}
