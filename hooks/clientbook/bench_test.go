package clientbook

import (
	"context"
	"fmt"
	"math/rand"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/internal/database"
)

// bigBook writes a book of clients and lines by SQL: names of 3,000 families
// and 400 given names, one phone and one email each, ten lines a client of
// 20,000 descriptions, one line in twenty with a serial number.
func bigBook(tb testing.TB, clients, lines int) *shop {
	tb.Helper()
	s := newShop(tb)
	r := rand.New(rand.NewSource(1))
	pick := func(parts []string, n int) string {
		var b strings.Builder
		for range n {
			b.WriteString(parts[r.Intn(len(parts))])
		}
		return strings.ToUpper(b.String()[:1]) + b.String()[1:]
	}
	syllables := strings.Fields("an bel car dre eth fin gar hol is jun kar lan mun nor ost pet ros sel tov vel war yor zan ber man son ton ley smi th ash ford whi tlo ck mar")
	names := func(n, parts int) []string {
		all := make([]string, n)
		for i := range all {
			all[i] = pick(syllables, parts)
		}
		return all
	}
	families, givens := names(3000, 3), names(400, 2)
	tx, err := s.db().Begin()
	s.must(err)
	run := func(query string, args ...any) {
		_, err := tx.Exec(query, args...)
		s.must(err)
	}
	for i := range clients {
		given, family := givens[r.Intn(len(givens))], families[r.Intn(len(families))]
		id := fmt.Sprintf("c%014d", i)
		run(`INSERT INTO clients (id, store, name, given, family, notes, rev) VALUES (?, ?, ?, ?, ?, ?, 1)`, id, s.a.Id, given+" "+family, given, family,
			[]string{"", "", "", "likes opals", "wife allergic to nickel"}[i%5])
		run(`INSERT INTO contact_points (id, client, kind, raw, normalized, rev) VALUES (?, ?, 'phone', ?, ?, 1), (?, ?, 'email', ?, ?, 1)`,
			fmt.Sprintf("p%014d", i), id, fmt.Sprintf("(312) %03d-%04d", 200+i/10000%700, i%10000), fmt.Sprintf("+1312%03d%04d", 200+i/10000%700, i%10000),
			fmt.Sprintf("e%014d", i), id, strings.ToLower(given)+fmt.Sprint(i)+"@example.com", strings.ToLower(given)+fmt.Sprint(i)+"@example.com")
	}
	goods := []string{"ring", "pendant", "watch", "bracelet", "earrings", "strap", "necklace", "band", "brooch", "cufflinks"}
	stones := []string{"sapphire", "emerald", "ruby", "diamond", "opal", "pearl", "topaz", "garnet", "plain", "onyx"}
	for i := range lines / 2 {
		run(`INSERT INTO receipts (id, store, source, number, kind, date, client, household, net, rev) VALUES (?, ?, 'pos', ?, 'sale', ?, ?, ?, 40000, 1)`,
			fmt.Sprintf("r%014d", i), s.a.Id, fmt.Sprint(i), time.Date(2024, 1, 1+i*700*2/lines, 0, 0, 0, 0, time.UTC).Format("2006-01-02"),
			fmt.Sprintf("c%014d", i%clients), fmt.Sprintf("c%014d", i%clients))
	}
	for i := range lines {
		serial := ""
		if i%20 == 0 {
			serial = fmt.Sprintf("SN%08d", i*7919%100000000)
		}
		n := r.Intn(20000)
		run(`INSERT INTO lines (id, receipt, position, sku, description, serial, quantity, net, "row") VALUES (?, ?, ?, ?, ?, ?, 1000, 20000, '2')`,
			fmt.Sprintf("l%014d", i), fmt.Sprintf("r%014d", i/2), i%2+1, fmt.Sprintf("K-%05d", n),
			fmt.Sprintf("%s %s %dK no %d", stones[n%10], goods[n/10%10], 9+n%3*5, n), serial)
	}
	s.must(tx.Commit())
	return s
}

// BenchmarkSearch asks a book of 100,000 clients and 1,000,000 lines as people
// type: bar p95 under 8 ms in process. TOUCHSTONE_BENCH_CLIENTS makes it smaller.
func BenchmarkSearch(b *testing.B) {
	clients := 100_000
	if _, err := fmt.Sscan(os.Getenv("TOUCHSTONE_BENCH_CLIENTS"), &clients); err != nil {
		clients = 100_000
	}
	s := bigBook(b, clients, 10*clients)
	began := time.Now()
	s.refresh()
	b.Logf("filling the search: %v", time.Since(began))
	stores, search := s.in(s.a), NewSearcher(s.reads())
	defer search.Close()
	kinds := map[string][]string{"all": nil}
	names, err := database.Column(context.Background(), s.db(), `SELECT name FROM clients ORDER BY id LIMIT 4000`)
	s.must(err)
	r := rand.New(rand.NewSource(2))
	for _, name := range names[:400] {
		given, family, _ := strings.Cut(name, " ")
		typo := []rune(family)
		if at := r.Intn(len(typo) - 1); len(typo) > 4 {
			typo[at], typo[at+1] = typo[at+1], typo[at]
		}
		for kind, q := range map[string]string{
			"one letter": family[:1], "two letters": family[:2], "three letters": family[:3], "family": family, "whole name": name,
			"both short": given[:2] + " " + family[:2], "middle": family[1:4], "typo": string(typo), "phone": fmt.Sprintf("%03d-%04d", 200+r.Intn(10), r.Intn(10000)),
			"phone part": fmt.Sprintf("%03d", r.Intn(1000)), "piece": []string{"ring", "sapphire", "emerald ring", "no 1234"}[r.Intn(4)],
			"name and piece": family + " ring", "two pieces": "opal watch", "serial": fmt.Sprintf("SN%05d", r.Intn(100000)), "email": strings.ToLower(given) + fmt.Sprint(r.Intn(clients)) + "@exa",
			"note": "allergic", "nothing": "qqxzv" + family[:1], "nothing much": "a b c d",
		} {
			kinds[kind] = append(kinds[kind], q)
			kinds["all"] = append(kinds["all"], q)
		}
	}
	for _, kind := range sortedKeys(kinds) {
		queries := kinds[kind]
		r.Shuffle(len(queries), func(i, j int) { queries[i], queries[j] = queries[j], queries[i] })
		b.Run(kind, func(b *testing.B) {
			var took []time.Duration
			n := 0
			for b.Loop() {
				at := time.Now()
				if _, err := search.Find(context.Background(), queries[n%len(queries)], stores, 20); err != nil {
					b.Fatal(err)
				}
				took = append(took, time.Since(at))
				n++
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
		})
	}
}

func sortedKeys(m map[string][]string) []string {
	var all []string
	for k := range m {
		all = append(all, k)
	}
	slices.Sort(all)
	return all
}

// BenchmarkMerge brings two clients with 2,000 receipts together: bar 300 ms.
func BenchmarkMerge(b *testing.B) {
	s := newShop(b)
	keep, drop := s.client("Avery Ashford"), s.client("A. Ashford")
	s.exec(`WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 1999)
		INSERT INTO receipts (id, store, source, number, kind, date, client, household, net, rev)
		SELECT printf('r%014d', i), ?1, 'pos', i, 'sale', date('2022-01-01', '+' || (i * 1400 / 2000) || ' days'), iif(i % 2, ?2, ?3), iif(i % 2, ?2, ?3), 40000, 1 FROM n`,
		s.a.Id, keep.Id, drop.Id)
	s.exec(`INSERT INTO lines (id, receipt, position, description, "row") SELECT 'l' || substr(id, 2), id, 1, 'Piece ' || number, '2' FROM receipts`)
	s.refresh()
	s.settleAll()
	var settled time.Duration
	for b.Loop() {
		var merge string
		s.must(s.app.RunInTransaction(func(tx core.App) error {
			m, out, err := s.room.bringTogether(tx, owner, wish{Keep: keep.Id, Drop: drop.Id})
			if err != nil {
				return err
			}
			if merge, err = s.room.keepJournal(tx, m, owner); err != nil {
				return err
			}
			return s.room.finish(tx, m, out)
		}))
		b.StopTimer()
		at := time.Now()
		s.must(settle(context.Background(), s.app))
		s.refresh()
		settled += time.Since(at)
		s.apart(merge)
		b.StartTimer()
	}
	b.ReportMetric(float64(settled.Milliseconds())/float64(b.N), "settle-ms")
}
