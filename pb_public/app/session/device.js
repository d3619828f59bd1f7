// How a list of sign-ins tells one device from another: "Chrome, Windows".
const browsers = [["Edg", "Edge"], ["OPR/", "Opera"], ["SamsungBrowser", "Samsung Internet"], ["Firefox", "Firefox"], ["FxiOS", "Firefox"], ["CriOS", "Chrome"], ["Chrome", "Chrome"], ["Safari", "Safari"]];
const systems = [["iPad", "iPad"], ["iPhone", "iPhone"], ["Android", "Android"], ["Windows", "Windows"], ["CrOS", "Chromebook"], ["Mac OS", "Mac"], ["Linux", "Linux"]];

/**
 * @param {string} agent what the browser says of itself
 * @param {number} fingers an iPad says it were a Mac, and is one that can be touched
 */
export function deviceName(agent = navigator.userAgent, fingers = navigator.maxTouchPoints) {
  const first = (/** @type {string[][]} */ of) => of.find(([word]) => agent.includes(word))?.[1] || "";
  const system = first(systems);
  return [first(browsers), system === "Mac" && fingers > 1 ? "iPad" : system].filter(Boolean).join(", ");
}
