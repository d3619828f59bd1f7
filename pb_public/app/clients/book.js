// What the screens of the client book ask the server, in one place.
import { request, HttpError } from "../http.js";

/** @param {string} id @param {AbortSignal} [signal] @returns {Promise<any>} */
export const card = async (id, signal) => (await request("GET", "/api/clients/" + encodeURIComponent(id), undefined, { signal })).data;

/** Everybody who may look after clients, by id. @param {AbortSignal} [signal] @returns {Promise<{id: string, name: string, store: string, active: boolean}[]>} */
export const staff = async (signal) => (await request("GET", "/api/collections/staff/records?perPage=200&sort=name&fields=id,name,store,active", undefined, { signal })).data.items;

/** The etag of a record that was read. @param {{rev: number}} record */
export const tag = (record) => `"${record.rev}"`;

/**
 * Finds clients. The words go in the body, never into an address.
 * @param {string} q @param {AbortSignal} [signal] @param {number} [limit]
 * @returns {Promise<any[]>}
 */
export const find = async (q, signal, limit = 20) => (await request("POST", "/api/search", { q, limit }, { signal })).data.clients;

const records = "/api/collections/";

/** Makes a record that belongs to a client. @param {string} collection @param {any} values @param {string} [key] */
export const make = (collection, values, key) => request("POST", records + collection + "/records", values, { key });

/** Changes one. @param {string} collection @param {string} id @param {any} values @param {{ifMatch?: string, key?: string}} how */
export const change = (collection, id, values, how) => request("PATCH", records + collection + "/records/" + id, values, how);

/** Removes one. @param {string} collection @param {{id: string, rev: number}} record */
export const remove = (collection, record) => request("DELETE", records + collection + "/records/" + record.id, undefined, { ifMatch: tag(record) });

/** The fields of a client that a form holds. @param {any} c */
export const fieldsOf = (c) => ({
  name: c.name, given: c.given, family: c.family, owner: c.owner?.id || "", since: c.since, notes: c.notes, couple: c.couple, company: c.company, deceased: c.deceased,
});

/**
 * Saves a client's own fields. Where somebody saved first, the error holds the
 * fields as they are now, in the form's own shape.
 * @param {string} id @param {any} values @param {{ifMatch?: string, key: string}} how
 */
export async function save(id, values, how) {
  try {
    return await request("PATCH", "/api/clients/" + id, values, how);
  } catch (error) {
    const now = error instanceof HttpError && error.kind === "changed" && error.data.current;
    if (now) /** @type {HttpError} */ (error).data = { ...error.data, current: { ...fieldsOf(now), rev: now.rev } };
    throw error;
  }
}
