// Finding a client: one field, and what it finds.
import { html, useState } from "../preact.js";
import { href } from "../router.js";
import { useSession } from "../store.js";
import { t } from "../text.js";
import { Button, Page } from "../ui/index.js";
import { Search } from "./search.js";

// What was typed stays for the way back from a card; another person starts anew.
let typed = { by: "", text: "" };

export function Find() {
  const { person } = useSession();
  const by = person?.id || "";
  const [text, setText] = useState(typed.by === by ? typed.text : "");
  const type = (/** @type {string} */ value) => {
    typed = { by, text: value };
    setText(value);
  };
  const acts = html`<${Button} href=${href("/clients/new")}>${t("clients.add")}<//><${Button} kind="plain" href=${href("/clients/duplicates")}>${t("clients.doubles")}<//>`;
  return html`<${Page} title=${t("clients.title")} lead=${t("clients.lead")} acts=${acts} class="clients">
    <${Search} text=${text} onText=${type}><p class="note">${t("clients.begin")}</p><//>
  <//>`;
}
