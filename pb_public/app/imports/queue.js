// The files that were handed in and wait for a look, in the order in which they
// came. They outlive a change of the page, not of the person.
import { useEffect, useState } from "../preact.js";
import { current, watch } from "../store.js";

/** @type {any[]} */
let files = [];
let owner = "";

/** @type {Set<(files: any[]) => void>} */
const watchers = new Set();

/** @param {any[]} next */
function set(next) {
  files = next;
  owner = current().person?.id || "";
  for (const tell of [...watchers]) tell(files);
}

watch((s) => {
  if (files.length && s.person?.id !== owner) set([]);
});

/** Adds files. @param {any[]} more */
export const queue = (more) => set([...files, ...more]);

/** Takes one file out. @param {string} upload */
export const drop = (upload) => set(files.filter((f) => f.upload !== upload));

/** Keeps what was answered of a file while its page is away. @param {string} upload @param {any} wish */
export function keep(upload, wish) {
  const file = files.find((f) => f.upload === upload);
  if (file) file.wish = wish;
}

/** The file that comes next, if any. */
export const next = () => files[0];

export function useQueue() {
  const [seen, see] = useState(files);
  useEffect(() => {
    see(files);
    watchers.add(see);
    return () => void watchers.delete(see);
  }, []);
  return seen;
}
