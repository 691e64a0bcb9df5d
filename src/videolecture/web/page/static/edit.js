// A fragment's words are changed: heard first, then only that fragment is made anew; an earlier revision is brought back.

import { api, attempt, make, say } from "./core.js";
import { play } from "./reading.js";

/** Put a field in place of a fragment's sentences. `renewed` hears that the lecture is being made again. */
export function editFragment(button, { lecture, tag }, renewed) {
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
  render.addEventListener("click", async () => {
    const path = `/lectures/${lecture}/fragments/${button.dataset.edit}`;
    if (await attempt(render, () => api("PATCH", path, { text: field.value.trim() }, { "If-Match": tag }))) renewed();
  });
  said.hidden = true;
  said.after(form);
  field.focus();
}

/** The lecture becomes what it was. */
export async function restoreRevision(button, { lecture, tag }, renewed) {
  const path = `/lectures/${lecture}/revisions/${button.dataset.restore}/restore`;
  if (await attempt(button, () => api("POST", path, undefined, { "If-Match": tag }))) renewed();
}
