// The screens of the client book.
import { Add, Edit } from "./edit.js";
import { Apart } from "./apart.js";
import { CardPage } from "./card.js";
import { Duplicates } from "./duplicates.js";
import { Find } from "./find.js";
import { History } from "./history.js";
import { Merge, MergeWith } from "./merge.js";

export const routes = [
  { path: "/clients", title: "clients.title", view: Find },
  { path: "/clients/new", title: "clients.addTitle", view: Add },
  { path: "/clients/duplicates", title: "clients.doublesTitle", view: Duplicates },
  { path: "/clients/:id", title: "clients.title", view: CardPage },
  { path: "/clients/:id/edit", title: "clients.edit", view: Edit },
  { path: "/clients/:id/history", title: "clients.history", view: History },
  { path: "/clients/:id/merge", title: "clients.mergeTitle", view: MergeWith },
  { path: "/clients/:id/merge/:drop", title: "clients.mergeTitle", view: Merge },
  { path: "/clients/:id/apart/:merge", title: "clients.apartTitle", view: Apart },
];
