// The first ten seconds of a lecture, made as a lecture of their own that the library does not show.

import { Refusal, api, attempt, left, say } from "./core.js";

const LETTERS = 150; // about ten seconds

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

/** Make it and show it in the dialog. `id` is the draft's, `body` that of the lecture. */
export async function preview(id, body, button) {
  const dialog = document.getElementById("preview");
  const [film, done, state] = ["film", "done", "state"].map((part) => document.getElementById(`preview-${part}`));
  const lecture = `preview-${id}`;
  const asked = await attempt(button, () => ask(lecture, body));
  if (!asked) return;
  film.hidden = true;
  done.hidden = false;
  done.removeAttribute("value"); // nothing of the film is made while the voice and the face are learnt
  state.textContent = say("preview_waits");
  dialog.querySelector("[data-close]").onclick = () => dialog.close();
  dialog.showModal();
  const stream = new EventSource(`/api/v1/lectures/${lecture}/events`);
  const look = async () => {
    const view = await api("GET", `/lectures/${lecture}`);
    if (view.done) done.value = view.done;
    if (["queued", "running", "cancelling"].includes(view.state)) {
      const soon = view.seconds_left ?? view.stage_seconds_left;
      const facts = [say("preview_waits"), view.stage && say(`stage_${view.stage}`), soon && left(soon)];
      state.textContent = facts.filter(Boolean).join(" · ");
      return;
    }
    stream.close();
    done.hidden = true;
    state.textContent = view.error ? `${view.error.what} ${view.error.remedy}` : say("preview_ready");
    if (view.state !== "succeeded") return;
    film.src = `/api/v1/lectures/${lecture}/files/lecture.mp4?job=${view.job}`;
    film.hidden = false;
    if (dialog.open) film.play().catch(() => {});
  };
  stream.addEventListener("progress", look);
  stream.addEventListener("error", look);
  dialog.addEventListener("close", () => {
    film.pause();
    stream.close();
    api("POST", `/lectures/${lecture}/cancel`).catch(() => {});
  }, { once: true });
}

async function ask(lecture, body) {
  try {
    return await api("PUT", `/lectures/${lecture}`, body);
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== 428) throw error;
    return api("PUT", `/lectures/${lecture}`, body, { "If-Match": "*" });
  }
}
