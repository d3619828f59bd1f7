package browser

import "testing"

// TestWordsAndFigures holds what the small modules answer, in a store in New
// York and a browser that speaks American English.
func TestWordsAndFigures(t *testing.T) {
	h := Start(t)
	p := Open(t, Views[0])
	p.SignIn(h, h.Of("owner"))
	for _, c := range []struct{ script, want string }{
		{`format.money(123450)`, "$1,234.50"},
		{`format.money(-5)`, "-$0.05"},
		{`format.money(123400, {whole: true})`, "$1,234"},
		{`format.money(123450, {whole: true})`, "$1,234.50"},
		{`format.money(1200, {currency: "JPY"})`, "¥1,200"},
		{`format.money(1500, {currency: "KWD"})`, "KWD\u00a01.500"},
		{`format.percent(24 / 33)`, "73%"},
		{`format.date("2026-03-01")`, "March 1, 2026"},
		{`format.weekday("2026-11-21")`, "Saturday, November 21"},
		{`format.dayOf("2026-11-22 04:30:00.000Z")`, "2026-11-21"},
		{`format.dayOf("2026-11-22T05:00:00Z")`, "2026-11-22"},
		{`String(format.hourOf("2026-07-01 04:00:00Z"))`, "0"},
		{`(format.setClock(new Date(Date.now() + 86400e3).toUTCString()), String(Math.round((format.now() - Date.now()) / 3600e3)))`, "24"},
		{`(format.setClock(new Date(Date.now() + 5e3).toUTCString()), String(format.now() - Date.now() < 1000))`, "true"},
		{`(format.setClock("nonsense"), String(Math.abs(format.now() - Date.now()) < 1000))`, "true"},
		{`text.t("home.importDone", {n: 1, file: "a.csv", at: "now"})`, "a.csv: one receipt, now."},
		{`text.t("home.importDone", {n: 1412, file: "<b>{at}", at: "now"})`, "<b>{at}: 1,412 receipts, now."},
		{`JSON.stringify(router.match("/clients/:id", "/clients/a%20b"))`, `{"id":"a b"}`},
		{`JSON.stringify(router.match("/clients/:id", "/clients/%"))`, `{"id":"%"}`},
		{`JSON.stringify(router.match("/clients/:id", "/clients"))`, `null`},
		{`report.clean("Unexpected token 'A', \"Annika Bran\"... is not valid")`, "Unexpected token …, …... is not valid"},
		{`report.clean("write to annika@example.com or +1 (212) 555-0142 now")`, "write to … or …now"},
		{`report.clean("an 'open quote with Annika")`, "an …"},
		{`String(new Set(Array.from({length: 100}, http.newKey)).size) + " " + http.newKey().length`, "100 32"},
		{`new http.HttpError(412, "", {current: {rev: 3}}).data.current.rev + new http.HttpError(0, "", null).kind`, "3away"},
	} {
		got := Ask[string](p, `(async () => { const [format, text, router, report, http] = await Promise.all(["format", "text", "router", "report", "http"].map((m) => import("/app/" + m + ".js"))); return `+c.script+`; })()`)
		if got != c.want {
			t.Errorf("%s is %q, want %q", c.script, got, c.want)
		}
	}
	if Ask[string](p, `import("/app/text.js").then((m) => m.t("no.such"))`) != "no.such" || len(p.Mistakes()) != 1 {
		t.Error("a text that is not there goes unnoticed")
	}
}
