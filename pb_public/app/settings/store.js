// The store: what stands on its paper, and how its days and weeks are counted.
import { html, useEffect, useRef, useState } from "../preact.js";
import { HttpError, request } from "../http.js";
import { locale, number } from "../format.js";
import { resume } from "../store.js";
import { report } from "../report.js";
import { t } from "../text.js";
import { Button, Conflict, Field, Picks, Refused, Select, Shown, TextArea, toast, useData, useForm } from "../ui/index.js";
import { Codes } from "./codes.js";
import { Following } from "./following.js";
import { place, useSave } from "./record.js";
import { zones } from "./zones.js";

const days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const fields = ["name", "address", "phone", "monogram", "logo", "time_zone", "week_start", "day_cutover", "leap_day", "noon", "evening", "morning_name", "afternoon_name", "evening_name", "floor", "paper", "pos_codes"];
/** What past receipts follow. */
const followed = ["time_zone", "day_cutover", "noon", "evening"];
const parts = ["morning", "afternoon", "evening"];

/** @param {{store: Record<string, any>, several: boolean, changed: () => void}} props */
export function StoreSettings({ store, several, changed }) {
  const read = useData(async (signal) => (await request("GET", place("stores", store.id), undefined, { signal })).data, [store.id]);
  return html`<${Shown} of=${read} lines=${8}>${(/** @type {any} */ record) => html`<${StoreForm} key=${record.id} record=${record} several=${several} changed=${changed} />`}<//>`;
}

/** What was never set is as the program takes it. @param {any} r */
function asKept(r) {
  return { ...Object.fromEntries(fields.map((f) => [f, r[f]])), week_start: r.week_start || "monday", noon: r.noon || 720, evening: r.evening || 1020, floor: String(r.floor || 5), paper: r.paper || "letter",
    leap_day: r.leap_day || "02-28", pos_codes: r.pos_codes || [], ...Object.fromEntries(parts.map((p) => [p + "_name", r[p + "_name"] || t("settings.part_" + p)])) };
}

/** A file goes once, as a form; everything else as JSON. @param {Record<string, any>} v @param {any} sent the file that is there already */
function shape(v, sent) {
  const { logo, ...others } = v;
  const names = Object.fromEntries(parts.map((p) => [p + "_name", v[p + "_name"].trim() === t("settings.part_" + p) ? "" : v[p + "_name"].trim()]));
  const rest = { ...others, ...names, floor: Number(v.floor) };
  if (logo === sent) return rest;
  const values = { ...rest, logo };
  if (!(logo instanceof File)) return values;
  const body = new FormData();
  for (const [name, value] of Object.entries(values)) body.append(name, value instanceof File ? value : Array.isArray(value) ? JSON.stringify(value) : String(value));
  return body;
}

/** @param {Record<string, any>} v */
function check(v) {
  /** @type {Record<string, string>} */
  const wrong = {};
  if (!String(v.name).trim()) wrong.name = t("settings.nameNeeded");
  if (!/^\d+$/.test(String(v.floor)) || Number(v.floor) < 1 || Number(v.floor) > 100) wrong.floor = t("settings.floorWrong");
  for (const p of parts) if (!v[p + "_name"].trim()) wrong[p + "_name"] = t("settings.partNeeded");
  if (Number(v.noon) <= Number(v.day_cutover)) wrong.noon = t("settings.noonWrong");
  if (Number(v.evening) <= Number(v.noon)) wrong.evening = t("settings.eveningWrong");
  return wrong;
}

/** @param {{record: any, several: boolean, changed: () => void}} props */
function StoreForm({ record, several, changed }) {
  const sent = useRef(record.logo);
  const before = useRef(asKept(record));
  const [turn, setTurn] = useState(0);
  const send = useSave("stores", record.id, (v) => shape(v, sent.current));
  const save = async (/** @type {Record<string, any>} */ v, /** @type {{ifMatch?: string, key: string}} */ options) => {
    try {
      return await send(v, options);
    } catch (error) { // somebody else's state is compared as this form shows it
      if (error instanceof HttpError && error.data?.current) error.data.current = { ...error.data.current, ...asKept(error.data.current) };
      throw error;
    }
  };
  const form = useForm({
    initial: asKept(record), etag: `"${record.rev}"`, check, save,
    saved: (_, values) => {
      sent.current = values.logo;
      if (followed.some((f) => values[f] !== before.current[f])) setTurn((n) => n + 1);
      before.current = { ...before.current, ...values };
      toast(t("settings.storeSaved"));
      if (several) changed();
      resume().catch(report);
    },
  });
  const whole = (/** @type {string} */ name) => ({ ...form.field(name), value: String(form.values[name]), onInput: (/** @type {string} */ v) => form.set(name, Number(v)) });
  const labels = Object.fromEntries(fields.map((f) => [f, t("settings." + f)]));
  return html`<form class="parts" ...${form.form}>
    <section><h2>${t("settings.letterhead")}</h2><div class="pair">
      <${Field} label=${labels.name} ...${form.field("name")} maxlength="200" autocomplete="organization" />
      <${Field} label=${labels.phone} ...${form.field("phone")} type="tel" maxlength="40" autocomplete="tel" />
      <${TextArea} label=${labels.address} ...${form.field("address")} maxlength="500" rows="3" />
      <${Sign} form=${form} record=${record} />
      ${(several || record.pos_codes?.length > 0) && html`<${Codes} form=${form} label=${labels.pos_codes} hint=${t("settings.storeCodesHint")} />`}
    </div></section>
    <section><h2>${t("settings.daysAndWeeks")}</h2><p class="note">${t("settings.fromNow")}</p><div class="pair">
      <${Select} label=${labels.time_zone} ...${form.field("time_zone")} options=${zones(form.values.time_zone)} />
      <${Select} label=${labels.week_start} ...${form.field("week_start")} options=${days.map((d) => ({ value: d, label: t("settings." + d) }))} />
      <${Select} label=${labels.day_cutover} hint=${t("settings.cutoverHint")} ...${whole("day_cutover")} options=${clock(0, 360, form.values.day_cutover)} />
      <${Picks} legend=${labels.leap_day} name="leap_day" value=${form.values.leap_day} onInput=${(/** @type {string} */ v) => form.set("leap_day", v)}
        options=${["02-28", "03-01"].map((v) => ({ value: v, label: t("settings.leap_" + v) }))} />
    </div></section>
    <section><h2>${t("settings.partsOfDay")}</h2><p class="note">${t("settings.partsNote")}</p><div class="pair">
      <${Field} label=${labels.morning_name} hint=${t("settings.firstPartHint")} ...${form.field("morning_name")} maxlength="40" autocomplete="off" /><span class="gap"></span>
      <${Field} label=${labels.afternoon_name} ...${form.field("afternoon_name")} maxlength="40" autocomplete="off" />
      <${Select} label=${labels.noon} ...${whole("noon")} options=${clock(600, 900, form.values.noon)} />
      <${Field} label=${labels.evening_name} ...${form.field("evening_name")} maxlength="40" autocomplete="off" />
      <${Select} label=${labels.evening} ...${whole("evening")} options=${clock(840, 1260, form.values.evening)} />
    </div></section>
    <section><h2>${t("settings.figuresAndPaper")}</h2><div class="pair">
      <${Field} label=${labels.floor} hint=${t("settings.floorHint", { n: Number(form.values.floor) || 5 })} ...${form.field("floor")} inputmode="numeric" maxlength="3" />
      <${Picks} legend=${labels.paper} name="paper" value=${form.values.paper} onInput=${(/** @type {string} */ v) => form.set("paper", v)}
        options=${["letter", "a4"].map((v) => ({ value: v, label: t("settings.paper_" + v) }))} />
    </div></section>
    <${Refused} form=${form} />
    <${Following} store=${record.id} turn=${turn} />
    <div class="row"><${Button} kind="main" type="submit" busy=${form.busy}>${t("settings.saveStore")}<//>${form.dirty && html`<span class="note">${t("settings.notSaved")}</span>`}</div>
    <${Conflict} form=${form} labels=${labels} show=${shown} />
  </form>`;
}

/** @param {string} name @param {any} value */
function shown(name, value) {
  if (["day_cutover", "noon", "evening"].includes(name)) return atMinute(Number(value));
  if (name === "week_start") return t("settings." + (value || "monday"));
  if (name === "paper") return t("settings.paper_" + (value || "letter"));
  if (name === "leap_day") return t("settings.leap_" + (value || "02-28"));
  if (name.endsWith("_name")) return value || t("settings.part_" + name.replace("_name", ""));
  if (Array.isArray(value)) return value.join(", ");
  if (name === "logo") return value instanceof File ? value.name : value;
  return typeof value === "number" ? number(value) : value;
}

/** More than that is not opened for paper (hooks/paper/sign.go): a small file can unfold to gigabytes. */
const mostDots = 12_000_000;

/** How many dots a picture has; none where it is no picture. @param {File} file @returns {Promise<number>} */
function dotsOf(file) {
  const address = URL.createObjectURL(file);
  const picture = new Image();
  return new Promise((tell) => {
    picture.onload = () => tell(picture.naturalWidth * picture.naturalHeight);
    picture.onerror = () => tell(0);
    picture.src = address;
  }).finally(() => URL.revokeObjectURL(address));
}

/** The store's sign: a picture, or letters where there is none. @param {{form: ReturnType<typeof useForm>, record: any}} props */
function Sign({ form, record }) {
  const { logo, monogram, name } = form.values;
  const [picture, setPicture] = useState("");
  const [wrong, setWrong] = useState("");
  useEffect(() => {
    if (!(logo instanceof File)) return setPicture(logo ? `/api/files/stores/${record.id}/${logo}` : "");
    const made = URL.createObjectURL(logo);
    setPicture(made);
    return () => URL.revokeObjectURL(made);
  }, [logo]);
  const take = async (/** @type {any} */ e) => {
    const file = e.target.files[0];
    e.target.value = "";
    if (!file) return;
    const fits = file.size <= 1 << 20 && ["image/png", "image/jpeg", "image/webp"].includes(file.type);
    const dots = fits ? await dotsOf(file) : 0;
    setWrong(dots === 0 ? t("settings.logoWrong") : dots > mostDots ? t("settings.logoLarge") : "");
    if (dots > 0 && dots <= mostDots) form.set("logo", file);
  };
  return html`<div class="sign">
    <div class="stamp">${picture ? html`<img src=${picture} alt=${t("settings.logoOf", { name })} />` : html`<span>${monogram || initials(name)}</span>`}</div>
    <div class="stack">
      <${Field} label=${t("settings.monogram")} hint=${t("settings.monogramHint")} ...${form.field("monogram")} maxlength="3" />
      <div class="row">
        <label class="btn file">${t(logo ? "settings.otherLogo" : "settings.chooseLogo")}<input class="visually-hidden" type="file" accept="image/png,image/jpeg,image/webp" onChange=${take} /></label>
        ${logo && html`<${Button} kind="plain" onClick=${() => form.set("logo", "")}>${t("settings.noLogo")}<//>`}
      </div>
      <p class=${"small" + (wrong ? " wrong" : "")} role=${wrong ? "alert" : undefined}>${wrong || form.errors.logo || t("settings.logoHint")}</p>
    </div>
  </div>`;
}

/** @param {string} name */
const initials = (name) => (String(name).match(/[\p{L}\p{N}]+/gu) || []).slice(0, 2).map((w) => w[0].toUpperCase()).join("");

/** The time of a minute after midnight, on whatever clock the store reads. @param {number} minute */
const atMinute = (minute) => new Intl.DateTimeFormat(locale, { timeStyle: "short", timeZone: "UTC" }).format(new Date(minute * 60000));

/** Each half hour, and what is set now. @param {number} from @param {number} to @param {number} now */
function clock(from, to, now) {
  const minutes = new Set([Number(now)]);
  for (let m = from; m <= to; m += 30) minutes.add(m);
  return [...minutes].sort((a, b) => a - b).map((m) => ({ value: String(m), label: m === 0 ? t("settings.midnight") : atMinute(m) }));
}
