// What every page needs: its texts, requests to /api/v1, notices, the language, logging out.

export const words = JSON.parse(document.getElementById("words").textContent);
export const language = document.documentElement.lang;

const GONE = "videolecture.gone";
const plurals = new Intl.PluralRules(language);
const FORMS = language === "ru" ? ["one", "few", "many"] : ["one", "other"];

/** A text of the page over its parts; "{n|slide|slides}" is a number with the noun that goes with it. */
export function say(name, parts = {}) {
  return words[name]
    .replace(/\{(\w+)\|([^}]+)\}/g, (_, part, forms) => {
      return `${parts[part]}\u00a0${forms.split("|")[Math.max(0, FORMS.indexOf(plurals.select(parts[part])))]}`;
    })
    .replace(/\{(\w+)\}/g, (_, part) => parts[part]);
}

/** An element with attributes and children; text is never taken for HTML. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** What /api/v1 refused, with the reason that it gave. */
export class Refusal extends Error {
  constructor(status, problem) {
    super(problem.detail || `${status}`);
    this.status = status;
    this.problem = problem;
  }
}

/** The service does not answer: it is not running, or the connection was lost. */
export class Unreachable extends Error {}

/** Headers that every request to /api/v1 has: the language of its messages, and what the page's forms carry. */
export function headers(further = {}) {
  const token = document.querySelector('meta[name="form-token"]').content;
  return { "Accept-Language": language, ...(token ? { "X-Form-Token": token } : {}), ...further };
}

/** As fetch, but what is wrong with the connection is Unreachable, unlike a mistake in a script. */
export async function reach(address, wish) {
  try {
    return await fetch(address, wish);
  } catch (error) {
    if (wish.signal?.aborted) throw error;
    throw new Unreachable(error.message);
  }
}

/** Ask /api/v1. A body is sent as JSON, a form as it is; the answer's JSON, or null. Raises Refusal, Unreachable. */
export async function api(method, path, body, further = {}) {
  const form = body instanceof FormData;
  const sent = body === undefined ? {} : { body: form ? body : JSON.stringify(body) };
  const kind = body === undefined || form ? {} : { "Content-Type": "application/json" };
  const answer = await reach(`/api/v1${path}`, { method, headers: headers({ ...kind, ...further }), ...sent });
  if (answer.status === 401) location.assign(`/login?next=${encodeURIComponent(location.pathname)}`);
  if (!answer.ok) throw new Refusal(answer.status, await answer.json().catch(() => ({})));
  if (method !== "GET") clearErrors();
  if (answer.status === 204) return null;
  return answer.headers.get("Content-Type").startsWith("application/json") ? answer.json() : answer.blob();
}

/** Tell something that stays until it is closed, or a short while. Returns what was put up, which may go earlier. */
export function notify(text, kind = "info") {
  if (kind === "error") clearErrors();
  const notice = make("div", { class: `notice ${kind}` }, make("p", {}, text));
  const close = make("button", { type: "button", class: "quiet small", "aria-label": say("close") }, "×");
  close.addEventListener("click", () => notice.remove());
  notice.append(close);
  document.getElementById("notices").append(notice);
  if (kind !== "error") setTimeout(() => notice.remove(), 8000);
  return notice;
}

/** What went wrong is mended, or tried again. */
export function clearErrors() {
  for (const notice of document.querySelectorAll("#notices .notice.error")) notice.remove();
}

document.addEventListener("input", clearErrors);

/** A lecture was deleted elsewhere: told where the others are. */
export function gone(title) {
  sessionStorage.setItem(GONE, title);
  location.assign("/");
}

const lost = sessionStorage.getItem(GONE);
sessionStorage.removeItem(GONE);
if (lost) notify(say("gone", { title: lost }));

/** What to tell of a request that failed; any other error is a mistake of ours, and goes on. */
export function reason(error) {
  if (error instanceof Refusal) return error.message;
  if (error instanceof Unreachable) return say("no_connection");
  throw error;
}

/** Do something of a button's; tell why it could not be done. */
export async function attempt(button, work) {
  if (button) button.disabled = true;
  button?.classList.add("busy");
  try {
    return await work();
  } catch (error) {
    notify(reason(error), "error");
    return undefined;
  } finally {
    if (button) button.disabled = false;
    button?.classList.remove("busy");
  }
}

/** 0:07, 4:05, 1:02:03. */
export function clock(seconds) {
  const whole = Math.round(seconds);
  const two = (value) => String(value).padStart(2, "0");
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** How long something takes, roughly. */
export function lasting(seconds) {
  const minutes = Math.round(seconds / 60);
  if (seconds < 60) return say("seconds", { n: Math.max(1, Math.round(seconds)) });
  return minutes < 60 ? say("minutes", { n: minutes }) : say("hours", { h: Math.floor(minutes / 60), m: minutes % 60 });
}

/** How much time is left. */
export const left = (seconds) => say("left", { time: lasting(seconds) });

/** Ask whether to do something that cannot be undone; whether the answer is yes. */
export function sure(question, yes) {
  const dialog = document.getElementById("sure");
  dialog.querySelector("p").textContent = question;
  dialog.querySelector("[value=yes]").textContent = yes;
  return ask(dialog);
}

/** Ask in a dialog; whether the answer is yes. */
export function ask(dialog) {
  return new Promise((resolve) => {
    dialog.returnValue = "";
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
    dialog.showModal();
  });
}

document.addEventListener("click", async (event) => {
  const chosen = event.target.closest("button[data-language]");
  if (chosen) {
    document.cookie = `videolecture_language=${chosen.dataset.language}; path=/; max-age=31536000; samesite=lax`;
    location.reload();
  }
  const out = event.target.closest("[data-log-out]");
  if (out) {
    await fetch("/logout", { method: "POST", headers: headers() });
    location.assign("/login");
  }
});

document.addEventListener("htmx:configRequest", (event) => Object.assign(event.detail.headers, headers()));
