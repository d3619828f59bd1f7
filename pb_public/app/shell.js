// The frame around every screen: the rail, the page that the address names, and
// what stands over both.
import { Component, html, useEffect, useLayoutEffect, useRef, useState } from "./preact.js";
import { find, go, href, path, placesOf } from "./router.js";
import { report, showMistakes } from "./report.js";
import { firstName } from "./session/greeting.js";
import { SignIn } from "./session/signin.js";
import { SignInAgain } from "./session/again.js";
import { resume, signOut, useSession } from "./store.js";
import { t } from "./text.js";
import { Button } from "./ui/button.js";
import { Mark } from "./ui/mark.js";
import { moveFocus, Page } from "./ui/page.js";
import { Empty, Failed, Loading } from "./ui/states.js";
import { Toasts } from "./ui/toast.js";

/** A screen that breaks says so kindly and leaves the rest of the app standing. */
class Guarded extends Component {
  constructor(/** @type {any} */ props) {
    super(props);
    this.state = { error: null };
  }

  /** @param {unknown} error */
  componentDidCatch(error) {
    this.setState({ error });
    report(error, "drawing");
  }

  render() {
    const { error } = this.state;
    return error ? html`<div class="page"><${Failed} error=${error} retry=${() => this.setState({ error: null })} /></div>` : this.props.children;
  }
}

/** The whole app. */
export function App() {
  const { phase } = useSession();
  const before = useRef(phase);
  useEffect(() => void resume().catch(report), []);
  useLayoutEffect(() => {
    if (before.current === "out" && phase === "in") moveFocus(); // the form that had it is gone
    before.current = phase;
  }, [phase]);
  if (phase === "starting") return html`<main id="main" class="alone"><${Loading} /></main>`;
  if (phase === "away") return html`<main id="main" class="alone"><h1>${t("app.awayTitle")}</h1><p>${t("app.away")}</p><${Button} kind="main" onClick=${() => resume().catch(report)}>${t("app.again")}<//></main>`;
  return html`<${Mistake} />${phase === "out" ? html`<${Guarded}><${SignIn} /><//>` : html`<${House} />`}<${Toasts} />`;
}

/** @type {import("./router.js").Place | null} */
const nowhere = null;

function House() {
  const { person, store } = useSession();
  const role = person?.role || "";
  const [place, setPlace] = useState(nowhere);
  const [error, setError] = useState(/** @type {unknown} */ (null));
  const [at, setAt] = useState(path());
  const [turn, again] = useState(0);
  useEffect(() => () => go("/", { replace: true }), []); // the next person begins at the start
  useEffect(() => {
    const move = () => {
      moveFocus();
      setAt(path());
    };
    window.addEventListener("hashchange", move);
    return () => window.removeEventListener("hashchange", move);
  }, []);
  useEffect(() => {
    let late = false;
    find(at, role).then(
      (found) => late || (setError(null), setPlace(found)),
      (wrong) => late || (report(wrong, "loading"), setError(wrong)),
    );
    return () => void (late = true);
  }, [at, role, turn]);
  return html`<a class="skip" href="#main" onClick=${toMain}>${t("app.skip")}</a>
    <div class="app">
      <${Rail} role=${role} name=${person?.name || ""} shop=${store} here=${place?.screen?.path || ""} />
      <main id="main" tabindex="-1">
        <${Guarded} key=${place?.path}>${error ? html`<div class="page"><${Failed} error=${error} retry=${() => again(turn + 1)} /></div>` : html`<${Here} place=${place} />`}<//>
      </main>
    </div>
    <p class="visually-hidden" role="status">${place?.route ? t(place.route.title) : ""}</p>
    <${SignInAgain} />`;
}

/** A link into the page would change the address, which names the screen. @param {Event} e */
function toMain(e) {
  e.preventDefault();
  document.getElementById("main")?.focus();
}

/** @param {{place: import("./router.js").Place | null}} props */
function Here({ place }) {
  if (!place) return html`<div class="page"><${Loading} /></div>`;
  if (!place.route) return html`<${Page} title=${t("app.unknownTitle")}><${Empty} title=${t("app.unknown")} act=${html`<${Button} href=${href("/")}>${t("app.toStart")}<//>`} /><//>`;
  return html`<${place.route.view} key=${place.path} params=${place.params} />`;
}

/** @param {{role: string, name: string, shop: Record<string, any>, here: string}} props */
function Rail({ role, name, shop, here }) {
  const [leaving, setLeaving] = useState(false);
  const out = async () => {
    if (leaving) return;
    setLeaving(true);
    try {
      await signOut();
    } catch (error) {
      report(error, "signing out");
    } finally {
      setLeaving(false);
    }
  };
  return html`<header class="rail">
    <${Mark} name=${shop.name || t("app.name")} logo=${shop.logo} letters=${shop.monogram} href=${href("/")} />
    <nav aria-label=${t("app.rail")}>${placesOf(role).map((s) => html`<a key=${s.path} href=${href(s.path)} aria-current=${s.path === here ? "page" : undefined}>${t("nav." + s.name)}</a>`)}</nav>
    <div class="who"><${Own} name=${name} here=${here === "/me"} /><button type="button" class="btn plain" onClick=${out}>${t("nav.signOut")}</button></div>
  </header>`;
}

/** The way to what is one's own. A narrow screen calls people as colleagues do. @param {{name: string, here: boolean}} props */
const Own = ({ name, here }) => html`<a class="own" href=${href("/me")} aria-label=${t("me.open", { name })} aria-current=${here ? "page" : undefined}>
  <span class="whole">${name}</span><span class="first">${firstName(name)}</span></a>`;

/** What nothing else told: one notice on top, until it is closed. */
function Mistake() {
  const [shown, show] = useState(false);
  useEffect(() => showMistakes(() => show(true)), []);
  return shown && html`<div class="mistake notice alert" role="alert"><p class="head">${t("app.mistakeTitle")}</p><p class="say">${t("app.mistake")}</p>
    <div class="row"><${Button} onClick=${() => location.reload()}>${t("app.reload")}<//><${Button} kind="plain" onClick=${() => show(false)}>${t("app.close")}<//></div></div>`;
}
