// The first ten seconds of a lecture, made as a lecture of their own that the library does not show. It goes on while its
// window is closed; what has become of it stands beside the buttons, and opens it again.

import { Refusal, api, attempt, left, say } from "./core.js";

const LETTERS = 150; // about ten seconds
const AGAIN = 3000; // milliseconds until a service that did not answer is asked again
const dialog = document.getElementById("preview");
const [film, done, state, hint] = ["film", "done", "state", "hint"].map((part) => document.getElementById(`preview-${part}`));
const [chip, stop] = [document.getElementById("trial"), dialog.querySelector("[data-stop]")];
let stream = null;

/** The sentences of about ten seconds, as they are written. */
export function beginning(fragments) {
  const sentences = fragments.flatMap((fragment) => fragment.sentences);
  const chosen = [];
  let letters = 0;
  for (const { text, spoken } of sentences) {
    if (chosen.length && letters + spoken.length > LETTERS) break;
    chosen.push(text);
    letters += spoken.length;
  }
  return chosen.join(" ");
}

const named = (id) => `preview-${id}`;

/** Make it and show it in the dialog; the same again is shown as it is. `id` is the draft's, `body()` gives the lecture's. */
export async function preview(id, body, button) {
  const asked = await attempt(button, async () => ask(named(id), await body()));
  if (!asked) return;
  open();
  follow(asked);
}

/** A trial that was asked for before: it goes on, or is here. */
export async function resumePreview(id) {
  const view = await api("GET", `/lectures/${named(id)}`).catch(() => null);
  if (view && view.state !== "cancelled") follow(view);
}

function open() {
  dialog.showModal();
  if (!film.hidden) film.play().catch(() => {});
}

/** Show how far it is, until it has ended. */
function follow(begun) {
  stream?.close();
  film.hidden = true;
  done.removeAttribute("value"); // nothing of the film is made while the voice and the face are learnt
  stop.onclick = () => attempt(stop, () => api("POST", `/lectures/${begun.id}/cancel`));
  if (show(begun)) return;
  stream = new EventSource(`/api/v1/lectures/${begun.id}/events`);
  const look = async () => {
    const view = await api("GET", `/lectures/${begun.id}`).catch((error) => (error instanceof Refusal ? null : begun));
    if (!view || show(view)) stream.close();
    else if (stream.readyState === EventSource.CLOSED) setTimeout(() => follow(view), AGAIN);
  };
  for (const name of ["progress", "error"]) stream.addEventListener(name, look);
}

/** Whether it has ended. */
function show(view) {
  const goesOn = ["queued", "running", "cancelling"].includes(view.state);
  if (view.done) done.value = view.done;
  done.hidden = stop.hidden = hint.hidden = !goesOn;
  const soon = view.seconds_left ?? view.stage_seconds_left;
  const doing = view.stage ? say(`stage_${view.stage}`) : view.state === "queued" ? say("preview_queued") : say("preview_begins");
  const facts = goesOn ? [say("preview_waits"), doing, soon && left(soon)] : [ended(view)];
  chip.textContent = state.textContent = facts.filter(Boolean).join(" · ");
  chip.hidden = view.state === "cancelled";
  chip.onclick = open;
  if (goesOn) return false;
  if (view.state === "succeeded" && !film.src.endsWith(`job=${view.job}`)) {
    film.src = `/api/v1/lectures/${view.id}/files/lecture.mp4?job=${view.job}`;
  }
  film.hidden = view.state !== "succeeded";
  if (dialog.open && !film.hidden) film.play().catch(() => {});
  if (view.state === "succeeded") chip.textContent = say("preview_see");
  return true;
}

function ended(view) {
  if (view.error) return `${view.error.what} ${view.error.remedy}`;
  return view.state === "cancelled" ? say("preview_stopped") : say("preview_ready");
}

dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
dialog.addEventListener("close", () => film.pause());

async function ask(lecture, body) {
  try {
    return await api("PUT", `/lectures/${lecture}`, body);
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== 428) throw error;
    return api("PUT", `/lectures/${lecture}`, body, { "If-Match": "*" });
  }
}
