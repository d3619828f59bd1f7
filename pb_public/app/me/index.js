// What is one's own: who one is here, the password, and where one is signed in.
// Everybody has it, behind the own name in the frame.
import { html, useState } from "../preact.js";
import { useSession } from "../store.js";
import { GivePassword } from "../session/password.js";
import { SignIns } from "../session/signins.js";
import { t } from "../text.js";
import { Page } from "../ui/page.js";

export const routes = [{ path: "/me", title: "me.title", view: Me }];

function Me() {
  const { person } = useSession();
  const [turn, again] = useState(0);
  if (!person) return null;
  return html`<${Page} title=${person.name} name=${t("me.title")} lead=${t("role." + person.role) + " · " + person.code} class="settings">
    <div class="parts"><p class="note">${t("me.role_" + person.role)}</p>
      <${GivePassword} person=${person} self done=${() => again(turn + 1)} />
      <${SignIns} id=${person.id} turn=${turn} />
    </div>
  <//>`;
}
