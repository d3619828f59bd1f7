// Scorecards: the figures of a period in every cut, and the cards of a week.
import { Cards } from "./cards.js";
import { Figures } from "./figures.js";

export const routes = [
  { path: "/scorecards", title: "scorecards.title", view: Figures },
  { path: "/scorecards/cards", title: "scorecards.cards", view: Cards },
];
