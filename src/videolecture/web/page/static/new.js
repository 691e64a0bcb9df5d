// A new lecture is put together: what is given is brought to the service, looked at, and shown with what was found.

import { api, attempt, make, notify, say } from "./core.js";
import { changed, draft, forget } from "./draft.js";
import { lookAtPhoto, showPhoto } from "./photo.js";
import { beginning, preview } from "./preview.js";
import { expectedSeconds, readFacts, readNow, readSoon } from "./reading.js";
import { upload } from "./uploads.js";
import { record, showVoice } from "./voice.js";
import { correctWord } from "./word.js";
import { choices, expectTime, fill } from "./choices.js";

const form = document.getElementById("new");
const text = document.getElementById("text");
const limits = JSON.parse(form.dataset.limits);
const whole = (kind) => draft.uploads[kind]?.id && draft.uploads[kind].offset === draft.uploads[kind].bytes;

// ------------------------------------------------------------------------------------------------------------- the text

const wish = () =>
  text.value.trim()
    ? { text: text.value, language: form.language.value, delimiter: form.dataset.delimiter, speech: speech() }
    : null;
const speech = () => form.querySelector("[name=speech]:checked")?.value ?? null;
const heard = () => ({ language: form.language.value, speech: speech(), voice: () => (whole("voice") ? draft.uploads.voice.id : "") });

function correct(sentence, doubt, language) {
  correctWord(sentence, doubt, language, { change: replaceSentence, renewed: reread, asked: heard() });
}

/** Put a sentence into the text in place of another one, wherever its lines break. */
function replaceSentence(before, after) {
  const words = before.split(" ").map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const found = new RegExp(words.join("\\s+")).exec(text.value);
  if (!found) return;
  text.setRangeText(after, found.index, found.index + found[0].length, "end");
  text.dispatchEvent(new Event("input", { bubbles: true }));
}

const asRead = () => {
  const asked = wish();
  return asked && Object.defineProperties(asked, { voice: { value: heard().voice } });
};
const reread = () => readNow(asRead, correct, told);
const told = () => {
  showDeckFacts();
  expectTime(form, expectedSeconds());
  showMissing();
};

// ------------------------------------------------------------------------------------------------------------ the files

const LOOKS = { face: (id) => lookAtPhoto(id, draft.area, draft.size), voice: look, deck: look };

function look(id) {
  return api("POST", `/uploads/${id}/look`, {});
}

async function take(kind, file) {
  if (file.size > limits[kind]) {
    notify(say("too_large", { name: file.name, limit: Math.floor(limits[kind] / 1e6) }), "error");
    return;
  }
  if (kind === "text") {
    text.value = await file.text();
    text.dispatchEvent(new Event("input", { bubbles: true }));
    if (!form.title.value) form.title.value = draft.title = file.name.replace(/\.[^.]*$/, "");
    return;
  }
  if (kind === "face") draft.area = draft.size = null;
  const place = open(kind);
  const bar = make("progress", { max: 1, value: 0, "aria-label": file.name });
  place.replaceChildren(make("p", {}, file.name), bar);
  await attempt(null, async () => {
    const view = await upload(kind, file, {
      known: draft.uploads[kind],
      begun: (begun) => keep(kind, begun),
      progress: (share) => (bar.value = share),
    });
    keep(kind, view);
    await found(kind);
  });
  showMissing();
}

function keep(kind, view) {
  draft.uploads[kind] = view;
  delete draft.looks[kind];
  changed();
}

function open(kind) {
  document.querySelector(`[data-empty=${kind}]`)?.setAttribute("hidden", "");
  const place = document.getElementById(kind);
  place.hidden = false;
  return place;
}

/** Look at what was brought, and show it. */
async function found(kind) {
  const place = open(kind);
  const { id, name } = draft.uploads[kind];
  if (!draft.looks[kind]) {
    place.replaceChildren(make("p", { class: "hint" }, say(`looking_${kind}`)));
    draft.looks[kind] = await LOOKS[kind](id);
    changed();
  }
  const view = draft.looks[kind];
  const shown = make("div", { class: "found" });
  place.replaceChildren(shown, ...messages(view), ends(kind, name));
  if (kind === "face" && view.picture) showPhoto(shown, view, moveBox);
  else if (kind === "voice" && view.sound) showVoice(shown, view);
  else if (kind === "deck") showDeck(shown, view, name);
  else shown.append(make("p", {}, name));
  if (kind === "deck") told();
}

const messages = (view) => [
  ...(view.error ? [make("p", { class: "error", role: "alert" }, `${view.error.what} ${view.error.remedy}`)] : []),
  ...view.warnings.map((warning) => make("p", { class: "warn" }, warning)),
];

function ends(kind, name) {
  const remove = make("button", { type: "button", class: "link", "aria-label": `${say("remove")}: ${name}` }, say("remove"));
  remove.addEventListener("click", () => clear(kind));
  return make("p", { class: "found-end" }, make("span", { class: "hint" }, name), remove);
}

function clear(kind) {
  delete draft.uploads[kind];
  delete draft.looks[kind];
  changed();
  const place = document.getElementById(kind);
  place.hidden = true;
  place.replaceChildren();
  document.querySelector(`[data-empty=${kind}]`)?.removeAttribute("hidden");
  told();
}

async function moveBox(area, width, height) {
  const view = draft.looks.face;
  draft.area = area;
  draft.size = view.width ? { width: view.width, height: view.height } : { width, height };
  delete draft.looks.face;
  await attempt(null, () => found("face"));
  showMissing();
}

function showDeck(place, view, name) {
  place.append(make("p", {}, make("strong", {}, say("deck_slides", { name, count: view.slides.length }))));
  const titles = view.slides.map((slide) => make("li", {}, slide.title || "—"));
  place.append(make("ol", { class: "deck-titles" }, ...titles), make("p", { id: "deck-facts", class: "warn" }));
  if (!view.slides.some((slide) => slide.notes.trim())) return;
  const notes = make("button", { type: "button", class: "small" }, say("take_notes"));
  notes.addEventListener("click", () => {
    if (text.value.trim() && !confirm(say("notes_replace"))) return;
    text.value = view.slides.map((slide) => slide.notes.trim()).join(`\n\n${form.dataset.delimiter}\n\n`);
    text.dispatchEvent(new Event("input", { bubbles: true }));
  });
  place.append(notes);
}

function showDeckFacts() {
  const place = document.getElementById("deck-facts");
  const [parts, slides] = [readFacts().slides, draft.looks.deck?.slides.length ?? 0];
  if (place) place.textContent = parts > slides ? say("more_parts", { parts, slides }) : "";
}

// ------------------------------------------------------------------------------------------------------ the whole of it

function lacks() {
  const notes = whole("deck") && draft.looks.deck?.slides.some((slide) => slide.notes.trim());
  const layout = form.querySelector("[name=layout]:checked").value;
  return [
    !text.value.trim() && !notes && "text",
    !(whole("face") && !draft.looks.face?.error) && layout !== "slide" && "face",
    !(whole("voice") && !draft.looks.voice?.error) && "voice",
    !(form.consent.checked && form.stated_by.value.trim()) && "consent",
  ].filter(Boolean);
}

function showMissing() {
  const names = lacks().map((one) => say(`missing_${one}`));
  document.getElementById("missing").textContent = names.length ? say("missing", { what: names.join(", ") }) : say("all_here");
}

async function body(words) {
  const title = form.title.value.trim();
  const made = { ...choices(form), own_dictionary: true, ...(title ? { title } : {}) };
  const box = draft.area && draft.looks.face?.box.length === 4 ? { face_box: draft.looks.face.box.join(",") } : {};
  for (const kind of ["face", "voice", "deck"]) if (whole(kind)) made[`${kind}_upload`] = draft.uploads[kind].id;
  if (words) made.text_upload = (await upload("text", new File([words], "lecture.txt"))).id;
  const consent = { face: true, voice: true, stated_by: form.stated_by.value.trim() };
  return { ...made, ...box, ...(form.consent.checked && consent.stated_by ? { consent } : {}) };
}

function incomplete(wanted) {
  const missing = lacks().filter((one) => wanted.includes(one));
  if (!missing.length) return false;
  notify(say("missing", { what: missing.map((one) => say(`missing_${one}`)).join(", ") }), "error");
  document.getElementById(`part-${missing[0]}`).scrollIntoView({ block: "center" });
  return true;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (incomplete(["text", "face", "voice", "consent"])) return;
  const made = await attempt(form.querySelector("[type=submit]"), async () => {
    const view = await api("PUT", `/lectures/${draft.id}`, await body(text.value.trim()));
    if (form.keep.checked) {
      for (const kind of ["face", "voice"]) {
        if (whole(kind)) await api("PUT", `/uploads/${draft.uploads[kind].id}/kept`, { kept: true });
      }
    }
    return view;
  });
  if (!made) return;
  forget();
  api("DELETE", `/lectures/preview-${draft.id}`).catch(() => {});
  location.assign(`/lectures/${made.id}`);
});

form.addEventListener("input", (event) => {
  draft.title = form.title.value;
  draft.text = text.value;
  draft.choices = choices(form, true);
  changed();
  if (["text", "language", "speech"].includes(event.target.name)) readSoon(asRead, correct, told);
  showMissing();
});

form.addEventListener("change", async (event) => {
  const { file, kept } = event.target.dataset;
  if (file && event.target.files.length) {
    await take(file, event.target.files[0]);
    event.target.value = "";
  } else if (kept && event.target.value) {
    keep(kept, await api("GET", `/uploads/${event.target.value}`));
    await attempt(null, () => found(kept));
    showMissing();
  }
});

form.addEventListener("click", async (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if ("record" in button.dataset) {
    const file = await record(document.getElementById("record"));
    if (file) await take("voice", file);
  } else if ("preview" in button.dataset && !incomplete(["text", "face", "voice"])) {
    const words = beginning(readFacts().fragments);
    await preview(draft.id, { ...(await body(words)), slides: [1] }, button);
  }
});

for (const place of form.querySelectorAll("[data-drop]")) {
  place.addEventListener("dragover", (event) => {
    event.preventDefault();
    place.classList.add("over");
  });
  place.addEventListener("dragleave", () => place.classList.remove("over"));
  place.addEventListener("drop", (event) => {
    event.preventDefault();
    place.classList.remove("over");
    for (const file of event.dataTransfer.files) {
      const kinds = place.dataset.drop.split(" ");
      take(kinds.length === 1 ? kinds[0] : kindOf(file), file);
    }
  });
}

const kindOf = (file) => (/\.(txt|text)$/i.test(file.name) || file.type === "text/plain" ? "text" : "deck");

async function begin() {
  fill(form, draft);
  readNow(asRead, correct, told);
  for (const kind of ["face", "voice", "deck"]) {
    if (!draft.uploads[kind]) continue;
    const here = await api("GET", `/uploads/${draft.uploads[kind].id}`).catch(() => null);
    if (!here) clear(kind);
    else if (here.offset < here.bytes) notify(say("choose_again", { name: here.name }));
    else {
      draft.uploads[kind] = here;
      await attempt(null, () => found(kind));
    }
  }
  showMissing();
}

begin();
