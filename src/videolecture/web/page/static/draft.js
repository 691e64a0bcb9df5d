// What is not sent yet: kept in this browser, so that closing the page, or another tab, loses nothing.

const KEY = "videolecture.draft";
const AFTER = 300; // milliseconds without a change after which it is written

const fresh = () => ({ id: identity(), title: "", text: "", uploads: {}, looks: {}, choices: {}, box: "" });

/** An id of a lecture: its day, so that folders sort, and chance. */
function identity() {
  const day = new Date().toISOString().slice(0, 10);
  return `${day}-${[...crypto.getRandomValues(new Uint8Array(4))].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

function read() {
  try {
    return { ...fresh(), ...JSON.parse(localStorage.getItem(KEY) || "{}") };
  } catch {
    return fresh();
  }
}

export const draft = read();
let timer = 0;

function write() {
  clearTimeout(timer);
  timer = 0;
  try {
    localStorage.setItem(KEY, JSON.stringify(draft));
  } catch {
    // no room, or a browser that keeps nothing: the page works without
  }
}

/** It changed: write it soon, at the latest when the page is left. */
export function changed() {
  clearTimeout(timer);
  timer = setTimeout(write, AFTER);
}

/** It was sent. */
export function forget() {
  clearTimeout(timer);
  timer = 0;
  localStorage.removeItem(KEY);
}

addEventListener("pagehide", () => timer && write());
addEventListener("visibilitychange", () => timer && write());
