package axis

import (
	"math"
	"strconv"
	"strings"
)

// number writes n * 10^e, exactly: "1,500", "0.25", or as a power of ten "1.5e6".
func number(n int64, e int, power bool) string {
	if n == 0 {
		return "0"
	}
	sign := ""
	if n < 0 {
		sign, n = "-", -n
	}
	for n%10 == 0 {
		n, e = n/10, e+1
	}
	digits := strconv.FormatInt(n, 10)
	if power {
		e += len(digits) - 1
		if len(digits) > 1 {
			digits = digits[:1] + "." + digits[1:]
		}
		if e == 0 {
			return sign + digits
		}
		return sign + digits + "e" + strconv.Itoa(e)
	}
	if e >= 0 {
		return sign + thousands(digits+strings.Repeat("0", e))
	}
	if len(digits) <= -e {
		digits = strings.Repeat("0", 1-e-len(digits)) + digits
	}
	return sign + thousands(digits[:len(digits)+e]) + "." + digits[len(digits)+e:]
}

// thousands sets commas between groups of three digits, as ECharts does.
func thousands(digits string) string {
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(d)
	}
	return b.String()
}

// plain writes v in as few digits as name it: "1,700,000,000", "3e15".
func plain(v float64) string {
	text := strconv.FormatFloat(v, 'e', -1, 64)
	mantissa, power, _ := strings.Cut(text, "e")
	e, _ := strconv.Atoi(power)
	whole, part, _ := strings.Cut(mantissa, ".")
	n, err := strconv.ParseInt(whole+part, 10, 64)
	if err != nil {
		return text
	}
	return number(n, e-len(part), e >= 12 || e < -3)
}

// Short writes a value in at most four digits: 0.25, 1,250, 1.5e9.
func Short(v float64) string {
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 4, 64), 64)
	if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
		return strconv.FormatFloat(v, 'g', 4, 64)
	}
	e := exponent(rounded)
	text := strconv.FormatFloat(rounded, 'e', -1, 64)
	mantissa, power, _ := strings.Cut(text, "e")
	p, _ := strconv.Atoi(power)
	whole, part, _ := strings.Cut(mantissa, ".")
	n, _ := strconv.ParseInt(whole+part, 10, 64)
	return number(n, p-len(part), e >= 6 || e < -3)
}

// rounded is v in the fewest digits that name a value less than span away.
func rounded(v, span float64) float64 {
	digits := min(max(exponent(v)-exponent(span), 1), 17)
	r, _ := strconv.ParseFloat(strconv.FormatFloat(v, 'e', digits-1, 64), 64)
	return r
}
