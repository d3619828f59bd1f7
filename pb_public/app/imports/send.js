// One file on its way from the person's disk to the PC of the shop. Whatever
// stops it is said as a person would say it.
import { HttpError, request } from "../http.js";
import { t } from "../text.js";

const largest = 200 * 1024 * 1024;

/**
 * Sends a file and answers how it reads.
 * @param {File} file
 * @throws {HttpError}
 */
export async function send(file) {
  if (file.name.startsWith("~$")) throw new HttpError(400, t("imports.lockFile", { file: file.name.slice(2) }), null);
  if (file.size > largest) throw new HttpError(413, t("imports.tooLarge"), null);
  await readable(file);
  const form = new FormData();
  form.append("file", file, file.name);
  try {
    return (await request("POST", "/api/imports/files", form)).data;
  } catch (error) {
    // a file that another program writes meanwhile looks like a PC that is away
    if (error instanceof HttpError && error.kind === "away") await readable(file);
    throw error;
  }
}

/** The disk, another program or a folder in the place of a file may refuse. @param {File} file */
async function readable(file) {
  try {
    await file.slice(0, 1).arrayBuffer();
    if (file.size > 0) await file.slice(file.size - 1).arrayBuffer();
  } catch {
    throw new HttpError(400, t("imports.unreadable"), null);
  }
}
