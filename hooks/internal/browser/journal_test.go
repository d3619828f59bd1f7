package browser

import (
	"strings"
	"testing"
)

// What looks for clients in logs finds them: a search that finds nothing there
// would find nothing anywhere.
func TestTellingIsSeen(t *testing.T) {
	for name, c := range map[string]struct {
		text, address string
		want          string // "" nothing
	}{
		"a name":           {text: `found {"who":"ANNIKA Brandvold"}`, want: "a client's name"},
		"a family name":    {text: "reading Brandvold, Annika: no such row", want: "a client's family name"},
		"an address":       {text: `mail to annika@example.com`, want: "a client's email"},
		"a phone":          {text: `calling 2125550142`, want: "a client's phone"},
		"a search":         {address: "http://127.0.0.1:8090/#/clients?q=annika+brandvold", want: "a client's name"},
		"an encoded one":   {address: "http://127.0.0.1:8090/api/x?filter=name%3D%27Annika%20Brandvold%27", want: "a client's name"},
		"an encoded mail":  {address: "http://127.0.0.1:8090/#/annika%40example.com", want: "a client's email"},
		"an id":            {address: "http://127.0.0.1:8090/#/clients/a1b2c3d4e5f6a7b"},
		"a picture inside": {address: "data:image/svg+xml,Annika%20Brandvold"},
		"a first name":     {text: "annika"},
	} {
		k := &telling{texts: map[string]string{}, secrets: map[string]string{}}
		for _, s := range [][2]string{{"a client's name", "Annika  Brandvold"}, {"a client's family name", "Brandvold"}, {"a client's email", "Annika@example.com"}, {"a client's phone", "2125550142"}, {"a client's family name", "Li"}} {
			k.secret(s[0], s[1])
		}
		if c.text != "" {
			k.text("the journal", c.text)
		}
		if c.address != "" {
			k.address(c.address)
		}
		var said strings.Builder
		code := k.look(&said)
		if (code == 1) != (c.want != "") || !strings.Contains(said.String(), c.want) {
			t.Errorf("%s: code %d, %q, want %q", name, code, said.String(), c.want)
		}
	}
}
