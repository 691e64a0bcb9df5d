// The fields of a new lecture that are options: read, filled again from a draft, told how long they will take.

import { language, lasting, say } from "./core.js";

const PLAIN = ["layout", "speech", "face_engine"];
const READ = {
  yes: (field) => (field.checked ? true : undefined),
  number: (field) => (field.value === "" ? undefined : Number(field.value)),
  text: (field) => (field.value === "" || field.value === standard(field) ? undefined : field.value),
};
const standard = (field) => field.querySelector?.("option[selected]")?.value;

/** What was chosen, as PUT /api/v1/lectures takes it; with `all`, as a draft keeps it. */
export function choices(form, all = false) {
  const made = { language: form.language.value };
  for (const name of PLAIN) made[name] = form.querySelector(`[name=${name}]:checked`)?.value;
  for (const field of form.querySelectorAll("[data-option]")) made[field.name] = READ[field.dataset.option](field);
  if (all) Object.assign(made, { consent: form.consent.checked, stated_by: form.stated_by.value, keep: form.keep.checked });
  return Object.fromEntries(Object.entries(made).filter(([, value]) => value !== undefined));
}

/** Put a draft into the fields. */
export function fill(form, draft) {
  nameLanguages(form.language);
  form.title.value = draft.title;
  form.elements.text.value = draft.text;
  form.language.value = "auto";
  for (const [name, value] of Object.entries(draft.choices)) {
    const field = form.elements[name];
    if (!field) continue;
    if (field.type === "checkbox") field.checked = value;
    else if (field instanceof RadioNodeList) {
      const one = [...field].find((radio) => radio.value === value && !radio.disabled);
      if (one) one.checked = true;
    } else field.value = value;
  }
}

function nameLanguages(select) {
  const names = new Intl.DisplayNames([language], { type: "language" });
  for (const option of select.options) if (option.value !== "auto") option.textContent = names.of(option.value);
}

/** Beside every engine: how long it will work, by its pace on this machine. */
export function expectTime(form, seconds) {
  for (const radio of form.querySelectorAll("[data-pace]")) {
    if (!radio.dataset.pace || !seconds) continue;
    const time = lasting(Number(radio.dataset.pace) * seconds);
    radio.parentElement.querySelector("[data-expected]").textContent = say("expected", { time });
  }
}
