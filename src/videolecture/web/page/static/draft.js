// What is not sent yet: kept in this browser, so that closing the page loses nothing. Every tab has a draft of its own; a
// new tab takes up the newest one that no other tab works on.

const PREFIX = "videolecture.draft.";
const OWN = "videolecture.draft"; // of the tab: the id of its draft, which a reload finds again
const AFTER = 300; // milliseconds without a change after which it is written
const PATIENCE = 1000; // milliseconds that a tab that is reloaded may take to let go of its draft
const ANSWER = 250; // milliseconds in which another tab says that a draft is its own, where there are no locks
const TRIES = 4; // of a tab that is reloaded, for the same reason as PATIENCE

const fresh = () => ({ id: identity(), title: "", text: "", uploads: {}, films: [], beside: [], paths: [], looks: {}, choices: {}, box: "" });

/** An id of a lecture: its day, so that folders sort, and chance. */
function identity() {
  const day = new Date().toISOString().slice(0, 10);
  return `${day}-${[...crypto.getRandomValues(new Uint8Array(4))].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

function read(id) {
  try {
    return { ...fresh(), ...JSON.parse(localStorage.getItem(PREFIX + id) || "{}"), id };
  } catch {
    return { ...fresh(), id };
  }
}

/** Whether this tab works on a draft from now on, until it is closed. */
function hold(id, wish) {
  if (!navigator.locks) return ask(id, wish.ifAvailable ? 1 : TRIES);
  return new Promise((resolve) => {
    navigator.locks
      .request(PREFIX + id, wish, (lock) => {
        resolve(lock !== null);
        return lock && new Promise(() => {});
      })
      .catch(() => resolve(false));
  });
}

// Browsers give locks to safe addresses only (https, this machine). Elsewhere the tabs ask one another: who holds a draft
// says so, and of two that ask at once the one with the smaller number does.
const number = crypto.getRandomValues(new Uint32Array(1))[0];
const others = navigator.locks ? null : new BroadcastChannel(PREFIX);
let held = null; // what this tab holds, or asks for
let sure = false;

others?.addEventListener("message", ({ data: { asks, by, taken } }) => {
  if (asks !== undefined && asks === held && (sure || number < by)) others.postMessage({ taken: held });
  if (taken === held && !sure) held = null;
});

async function ask(id, tries) {
  for (let round = 0; round < tries; round += 1) {
    [held, sure] = [id, false];
    others.postMessage({ asks: id, by: number });
    await new Promise((resolve) => setTimeout(resolve, ANSWER));
    sure = held === id;
    if (sure) return true;
  }
  return false;
}

async function open() {
  const own = sessionStorage.getItem(OWN);
  if (own && (await hold(own, { signal: AbortSignal.timeout(PATIENCE) }))) return read(own);
  const kept = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  const drafts = kept.map((key) => read(key.slice(PREFIX.length))).sort((one, other) => (other.saved ?? 0) - (one.saved ?? 0));
  // A tab that was doubled begins a new one: what it found as its own belongs to the tab that it was doubled from.
  for (const one of own ? [] : drafts) if (await hold(one.id, { ifAvailable: true })) return one;
  const made = fresh();
  await hold(made.id, { ifAvailable: true });
  return made;
}

export const draft = await open();
sessionStorage.setItem(OWN, draft.id);
let timer = 0;

function write() {
  clearTimeout(timer);
  timer = 0;
  try {
    localStorage.setItem(PREFIX + draft.id, JSON.stringify({ ...draft, saved: Date.now() }));
  } catch {
    // no room, or a browser that keeps nothing: the page works without
  }
}

/** It changed: write it soon, at the latest when the page is left. */
export function changed() {
  clearTimeout(timer);
  timer = setTimeout(write, AFTER);
}

/** It was sent, or is not wanted any more. */
export function forget() {
  clearTimeout(timer);
  timer = 0;
  localStorage.removeItem(PREFIX + draft.id);
  sessionStorage.removeItem(OWN);
}

/** Drop it, and begin with nothing when the page is loaded again. */
export function beginAfresh() {
  forget();
  sessionStorage.setItem(OWN, identity());
}

/** Whether anything was written or given. */
export const begun = () => Boolean(draft.text || draft.title || draft.films.length || Object.keys(draft.uploads).length);

addEventListener("pagehide", () => timer && write());
addEventListener("visibilitychange", () => timer && write());
