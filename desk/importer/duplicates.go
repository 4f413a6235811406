package importer

import (
	"crypto/sha256"
	"strconv"
)

// keyDigest stands for an external id: 16 bytes whatever its length, and no two ids share one in practice.
type keyDigest [16]byte

func digestOf(r Record) keyDigest {
	sum := sha256.Sum256([]byte(r.Entity + "\x00" + r.System + "\x00" + r.ExternalID))
	return keyDigest(sum[:16])
}

// claims remembers which line each external id belongs to; about 40 bytes an id.
type claims map[keyDigest]int

// admit decides what becomes of the records of a row whose ids may repeat. Only when the whole row is good are its
// ids claimed. kept are the records to write; skipped counts the others.
func (c claims) admit(p *plan, file string, records []Record) (kept []Record, skipped int, errs []*RowError) {
	for _, r := range records {
		line, claimed := c[digestOf(r)]
		switch {
		case !claimed || line == r.Line:
			kept = append(kept, r)
		case p.duplicatesOf(r) == duplicatesError:
			errs = append(errs, newProblem(CodeDuplicate, r.ExternalID, "line", strconv.Itoa(line)).at(file, r.Line, ""))
		default:
			skipped++
		}
	}
	if len(errs) > 0 {
		return nil, 0, errs
	}
	for _, r := range kept {
		c[digestOf(r)] = r.Line
	}
	return kept, skipped, nil
}

// reclaim gives the ids of records that keep their last repeat to this row.
func (c claims) reclaim(p *plan, records []Record) {
	for _, r := range records {
		if p.duplicatesOf(r) == duplicatesLast {
			c[digestOf(r)] = r.Line
		}
	}
}

// duplicatesOf is the rule for repeats of r.
func (p *plan) duplicatesOf(r Record) string {
	for _, rule := range p.records {
		if rule.Entity != r.Entity || rule.OnlyIfMissing != r.OnlyIfMissing {
			continue
		}
		switch {
		case rule.Duplicates != "":
			return rule.Duplicates
		case rule.OnlyIfMissing:
			return duplicatesFirst
		}
		return duplicatesError
	}
	return duplicatesError
}
