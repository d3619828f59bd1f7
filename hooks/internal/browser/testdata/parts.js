// One of each part, as a screen would use them, for the tests to look at.
const { html, render, useState } = await import("/app/preact.js");
const ui = await import("/app/ui/index.js");
const { request, HttpError } = await import("/app/http.js");
const { useNews } = await import("/app/realtime.js");

const options = ["Yellow gold", "White gold", "Platinum"].map((label) => ({ value: label, label }));
const rows = [
  { id: "a", name: "Rosalind", n: "24 of 33", rate: { n: 24, of: 33, low: 0.58, high: 0.83, reference: 0.5 } },
  { id: "b", name: "Tobias", n: "2 of 4", rate: { n: 2, of: 4, low: null, high: null } },
];

function Store({ store, etag }) {
  const form = ui.useForm({
    initial: { phone: store.phone, address: store.address },
    etag,
    check: (v) => (v.phone.length > 30 ? { phone: "That is too long for a phone." } : {}),
    save: (v, { ifMatch, key }) => request("PATCH", "/api/collections/stores/records/" + store.id, v, { ifMatch, key }),
    saved: () => ui.toast("The store is kept.", { undo: () => (window.undone = true) }),
  });
  return html`<form ...${form.form} class="password"><h2>Store</h2>
    <${ui.Field} ...${form.field("phone")} label="Phone" hint="As clients dial it." />
    <${ui.Field} ...${form.field("address")} label="Address" />
    <${ui.Refused} form=${form} />
    <div class="row"><${ui.Button} kind="main" type="submit" busy=${form.busy}>Keep the store<//></div>
    <${ui.Conflict} form=${form} labels=${{ phone: "Phone", address: "Address" }} />
  </form>`;
}

function Sheet() {
  const [metal, setMetal] = useState(["Platinum"]);
  const [one, setOne] = useState("Platinum");
  const [news, setNews] = useState([]);
  useNews("stores/*", (n) => setNews((all) => [...all, n.kind]));
  const store = ui.useData(async () => (await request("GET", "/api/collections/stores/records")).data.items[0], []);
  return html`<${ui.Page} title="Parts" lead="One of each." acts=${html`<${ui.Button} kind="stop">Erase the client<//>`}>
    <p id="news">${news.join(" ")}</p>
    <div class="split"><section class="stack">
      <${ui.Tabs} label="Weeks" items=${[{ href: "#/", label: "This week", here: true }, { href: "#/x", label: "13 weeks", here: false }]} />
      <${ui.Table} caption="Add-on rate by associate" columns=${[{ key: "name", label: "Associate" }, { key: "rate", label: "Rate", show: (r) => html`<${ui.Streak} ...${r.rate} />` }, { key: "n", label: "Sales", num: true }]} rows=${rows} />
      <${ui.Rows} label="Things"><${ui.Row} href="#/" title="Annika Brandvold" note="She chose the sapphire pendant on Thursday." end="$1,200" /><${ui.Row} onClick=${() => {}} title="A button" /><${ui.Row} title="Only words" /><//>
      <${ui.Chips} label="Metals" options=${options} chosen=${metal} onToggle=${(v) => setMetal(metal.includes(v) ? metal.filter((m) => m !== v) : [...metal, v])} />
      <${ui.Picks} legend="Metal" name="metal" options=${options} value=${one} onInput=${setOne} />
      <${ui.Select} label="Metal again" options=${options} value=${one} onInput=${setOne} />
      <${ui.TextArea} label="Note" value="" />
      <${ui.Check} label="She said yes" checked onInput=${() => {}} />
      <p>A <${ui.Tag}>tag<//> speaks; <${ui.Tag} alert>so does this<//>.</p>
      <${ui.Progress} done=${300} of=${412} label="300 of 412 receipts" />
    </section><aside class="stack">
      <${ui.Notice} title="Know this">Four thank-yous were already late when the file came in.<//>
      <${ui.Notice} kind="here" title="Covered until December 24">A gift for somebody in the house.<//>
      <${ui.Notice} kind="alert" title="Row 214, SKU">A spreadsheet shortened the number.<//>
      <${ui.Failed} error=${new HttpError(0, "", null)} retry=${() => {}} />
      <${ui.Empty} title="Nobody is waiting." act=${html`<${ui.Button}>Look further<//>`}>A good hour to ask a regular how the last piece is wearing.<//>
      <${ui.Shown} of=${store}>${(s) => html`<${Store} store=${s} etag=${'"' + s.rev + '"'} />`}<//>
    </aside></div>
  <//>`;
}

const place = document.getElementById("main");
const desk = document.createElement("div");
place.replaceChildren(desk);
render(html`<${Sheet} />`, desk);
