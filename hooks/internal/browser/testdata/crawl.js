// Looks at the page as it is, and at every state that a press opens, for text
// that became more than text. window.filled holds what stands in the book, by
// the word before it; window.seen collects where it was seen.
(() => {
window.seen ||= {};
window.wrong ||= [];
for (const ask of ["alert", "confirm", "prompt"]) window[ask] = () => void (window.ran = 1);

const said = () => {
  const parts = [document.title];
  for (const e of document.querySelectorAll("*")) {
    for (const a of e.attributes) if (!["class", "d", "viewBox"].includes(a.name)) parts.push(a.value);
    if ("value" in e && typeof e.value === "string") parts.push(e.value);
  }
  return document.body.textContent + "\n" + parts.join("\n");
};

const look = (where) => {
  const bad = [];
  for (const e of document.querySelectorAll("*")) {
    if (e.matches("iframe, object, embed, base, math, marquee, script:not([src])") || (e.localName === "img" && !/^(\/api\/files\/|blob:)/.test(e.getAttribute("src") || ""))) bad.push(e.outerHTML);
    if ("protocol" in e && e.protocol === "javascript:") bad.push(e.outerHTML);
    for (const a of e.attributes) if (/^on/i.test(a.name)) bad.push(e.outerHTML);
  }
  if (window.ran) bad.push("a payload ran");
  for (const b of bad) if (window.wrong.length < 20) window.wrong.push(where + ": " + b.slice(0, 200));
  const all = said();
  for (const [word, text] of Object.entries(window.filled)) if (all.includes(word)) window.seen[word] ||= "", window.seen[word] ||= all.includes(text) ? where : "";
};

const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const quiet = async () => {
  await pause(60);
  for (let i = 0; i < 40 && document.querySelector(".wait"); i++) await pause(50);
};

// What changes the book, leaves the page or opens a file is not pressed.
const never = /^(sign out|remove|take|leave|print|issue|merge the|merge$|save|keep|apply|undo|download|put back|split|let them|open the workshop|not the same|they are|earlier|later|try it|use |forget|close|cancel|load)/i;
const pressed = (within) => {
  const counts = {};
  return [...within.querySelectorAll("summary, button:not([type=submit]):not([disabled])")].filter((e) => {
    if (!e.checkVisibility({ visibilityProperty: true }) || (within.localName !== "dialog" && e.closest("dialog"))) return false;
    if (never.test((e.getAttribute("aria-label") || e.innerText).trim()) || e.matches(".btn.main, .chip")) return false;
    const kind = e.localName + e.className + (e.closest("section, .facts, form")?.className || "");
    counts[kind] = (counts[kind] || 0) + 1;
    return counts[kind] <= window.most;
  });
};

const shut = async () => {
  for (let i = 0; i < 4 && document.querySelector("dialog[open]"); i++) {
    for (const d of document.querySelectorAll("dialog[open]")) d.dispatchEvent(new Event("cancel", { cancelable: true }));
    await quiet();
  }
};

window.crawl = async (where) => {
  await quiet();
  look(where);
  if (!window.most) return;
  const at = location.hash;
  const n = pressed(document.querySelector("main")).length;
  for (let i = 0; i < n; i++) {
    const e = pressed(document.querySelector("main"))[i];
    if (!e) break;
    const name = where + " > " + (e.getAttribute("aria-label") || e.innerText).slice(0, 40);
    e.click();
    await quiet();
    look(name);
    const dialog = document.querySelector("dialog[open]");
    for (let k = 0; dialog && k < Math.min(pressed(dialog).length, window.most); k++) {
      const inner = pressed(dialog)[k];
      inner?.click();
      await quiet();
      look(name + " > " + (inner?.innerText || "").slice(0, 40));
    }
    await shut();
    if (location.hash !== at) (location.hash = at), await quiet();
  }
};
})();
