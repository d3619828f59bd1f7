// The door of the app.
import { html, render } from "./preact.js";
import { catchAll } from "./report.js";
import { App } from "./shell.js";

catchAll();
render(html`<${App} />`, /** @type {HTMLElement} */ (document.getElementById("app")));
