// A fragment's words are changed: heard first, then only that fragment is made anew; an earlier revision is brought back.

import { Refusal, api, attempt, make, notify, say } from "./core.js";
import { play } from "./reading.js";

/** Change a lecture as it was when the page showed it; whether that was done. `renewed` shows it as it is now. */
export async function change(button, { tag }, method, path, body, renewed) {
  const done = await attempt(button, async () => {
    try {
      await api(method, path, body, { "If-Match": tag });
    } catch (error) {
      if (!(error instanceof Refusal) || error.status !== 412) throw error;
      notify(say("changed_meanwhile"), "error");
    }
    return true;
  });
  if (done) await renewed();
  return Boolean(done);
}

/** Put a field in place of a fragment's sentences. `renewed` hears that the lecture is being made again. */
export function editFragment(button, state, renewed) {
  const { lecture } = state;
  const said = button.closest(".said");
  const id = `edit-${button.dataset.edit}`;
  const field = make("textarea", { id, rows: 5, maxlength: 20000 });
  field.value = button.dataset.text;
  const hear = make("button", { type: "button", class: "small" }, say("edit_hear"));
  const cancel = make("button", { type: "button", class: "small quiet" }, say("edit_cancel"));
  const render = make("button", { type: "button", class: "small primary" }, say("edit_render"));
  const label = make("label", { for: id, class: "sr" }, say("edit_label"));
  const form = make("div", { class: "edit-form" }, label, field, make("div", { class: "actions" }, hear, cancel, render));
  hear.addEventListener("click", () => play({ text: field.value.trim().slice(0, 600), lecture }, hear));
  cancel.addEventListener("click", () => {
    form.remove();
    said.hidden = false;
    button.focus();
  });
  render.addEventListener("click", () => {
    const path = `/lectures/${lecture}/fragments/${button.dataset.edit}`;
    change(render, state, "PATCH", path, { text: field.value.trim() }, renewed);
  });
  said.hidden = true;
  said.after(form);
  field.focus();
}

/** The lecture becomes what it was. */
export function restoreRevision(button, state, renewed) {
  const path = `/lectures/${state.lecture}/revisions/${button.dataset.restore}/restore`;
  return change(button, state, "POST", path, undefined, renewed);
}

/** A lecture that failed or was stopped is tried again: what is finished stays. */
export const tryAgain = (button, state, renewed) =>
  change(button, state, "PATCH", `/lectures/${state.lecture}`, {}, renewed);
