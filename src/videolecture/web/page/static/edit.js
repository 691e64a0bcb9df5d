// A fragment's words are changed: heard first, then only that fragment is made anew, which is told before.

import { Refusal, api, attempt, lasting, make, notify, say } from "./core.js";
import { play, secondsOf } from "./reading.js";

/** Change a lecture as it was when the page showed it; whether that was done. `renewed` shows it as it is now, and hears
 * whether it was changed: not where somebody else was faster. */
export async function change(button, { tag }, method, path, body, renewed) {
  const done = await attempt(button, async () => {
    try {
      await api(method, path, body, { "If-Match": tag });
      return "changed";
    } catch (error) {
      if (!(error instanceof Refusal) || error.status !== 412) throw error;
      notify(say("changed_meanwhile"), "error");
      return "overtaken";
    }
  });
  if (done) await renewed(done === "changed");
  return Boolean(done);
}

const kept = (lecture, number) => `videolecture.edit.${lecture}.${number}`;

/** Put a field in place of a fragment's sentences. `renewed` hears that the lecture is being made again. */
export function editFragment(button, state, renewed, text = button.dataset.text) {
  const { lecture } = state;
  const [said, number] = [button.closest(".said"), button.dataset.edit];
  const id = `edit-${number}`;
  const field = make("textarea", { id, rows: 5, maxlength: 20000 });
  field.value = text;
  const hear = make("button", { type: "button", class: "small" }, say("edit_hear"));
  const cancel = make("button", { type: "button", class: "small quiet" }, say("edit_cancel"));
  const render = make("button", { type: "button", class: "small primary" }, say("edit_render"));
  const label = make("label", { for: id, class: "sr" }, say("edit_label"));
  const cost = make("p", { class: "hint", role: "status" });
  const form = make("div", { class: "edit-form" }, label, field, cost, make("div", { class: "actions" }, hear, cancel, render));
  const foresee = () => (cost.textContent = costOf(1, field.value.length));
  field.addEventListener("input", () => {
    localStorage.setItem(kept(lecture, number), field.value); // a reload loses nothing of it
    foresee();
  });
  hear.addEventListener("click", () => play({ text: field.value.trim().slice(0, 600), lecture }, hear));
  cancel.addEventListener("click", () => {
    localStorage.removeItem(kept(lecture, number));
    form.remove();
    said.hidden = false;
    button.focus();
  });
  render.addEventListener("click", async () => {
    if (!field.value.trim()) return field.focus();
    const path = `/lectures/${lecture}/fragments/${number}`;
    await change(render, state, "PATCH", path, { text: field.value.trim() }, async (changed) => {
      if (changed) localStorage.removeItem(kept(lecture, number));
      await renewed();
    });
  });
  foresee();
  said.hidden = true;
  said.after(form);
  field.focus();
  form.scrollIntoView({ block: "nearest" });
}

/** What was written and not sent, before the page was left, stands there again. */
export function reopenEdits(page, state, renewed) {
  for (const button of page.querySelectorAll("[data-edit]")) {
    const text = localStorage.getItem(kept(state.lecture, button.dataset.edit));
    if (text !== null && text !== button.dataset.text) editFragment(button, state, renewed, text);
  }
}

/** What is made anew of a lecture, and for how long where the engines' pace on this machine is known. */
export function costOf(fragments, characters, all = 0) {
  const { speechPace, facePace } = document.querySelector("[data-speech-pace]").dataset;
  const told = all ? say("cost_fragments_of", { fragments, all }) : say("cost_fragments", { fragments });
  const pace = Number(speechPace) + Number(facePace);
  return pace && characters ? `${told} ${say("cost_time", { time: lasting(pace * secondsOf(characters)) })}` : told;
}

/** A lecture that failed or was stopped is tried again: what is finished stays. */
export const tryAgain = (button, state, renewed) =>
  change(button, state, "PATCH", `/lectures/${state.lecture}`, {}, renewed);
