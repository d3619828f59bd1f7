// Reading and saving one record, with the state of it that a change starts from.
import { useRef } from "../preact.js";
import { request } from "../http.js";

/** @param {string} collection @param {string} [id] */
export const place = (collection, id = "") => `/api/collections/${collection}/records${id ? "/" + id : ""}`;

/**
 * Every record of a collection that the person may see, page by page.
 * @param {string} collection @param {AbortSignal} signal @returns {Promise<any[]>}
 */
export async function all(collection, signal) {
  const items = [];
  for (let page = 1; ; page++) {
    const { data } = await request("GET", `${place(collection)}?perPage=500&sort=created,id&page=${page}`, undefined, { signal });
    items.push(...data.items);
    if (page >= data.totalPages) return items;
  }
}

/** A change starts from a rev. @param {{rev: number}} record */
export const tag = (record) => `"${record.rev}"`;

/**
 * How a form saves a record again and again without being drawn anew: from the
 * rev it was read with, or the one that its own last save made.
 * @param {string} collection @param {string} id
 * @param {(values: Record<string, any>) => any} [shape] what is sent of the values
 */
export function useSave(collection, id, shape = (v) => v) {
  const newest = useRef(0);
  return async (/** @type {Record<string, any>} */ values, /** @type {{ifMatch?: string, key: string}} */ { ifMatch, key }) => {
    const rev = Math.max(newest.current, Number((ifMatch || "").replaceAll('"', "")) || 0);
    const { data } = await request("PATCH", place(collection, id), shape(values), { ifMatch: `"${rev}"`, key });
    newest.current = data.rev;
    return data;
  };
}
