// The one door to the view library: every screen imports from here, so that a
// new version is a change of one folder.
import { h, render, Component, Fragment, createContext } from "../vendor/preact/preact.mjs";
import { useCallback, useContext, useEffect, useId, useLayoutEffect, useMemo, useReducer, useRef, useState } from "../vendor/preact/hooks.mjs";
import htm from "../vendor/htm/htm.mjs";

/** Makes elements out of a tagged template, without a build step. */
export const html = htm.bind(h);

export { h, render, Component, Fragment, createContext };
export { useCallback, useContext, useEffect, useId, useLayoutEffect, useMemo, useReducer, useRef, useState };
