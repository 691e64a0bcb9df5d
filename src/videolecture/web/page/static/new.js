// A new lecture is put together: its text with its reading, its files, its options; tried, and sent.

import { api, attempt, notify, say, sure } from "./core.js";
import { choices, expectTime, fill } from "./choices.js";
import { begun, beginAfresh, changed, draft, forget } from "./draft.js";
import { beginGiving, notes, take, takeKept, takeNotes, underWay, whole } from "./given.js";
import { filmsAway, lacks, said, showNeeds } from "./needs.js";
import { beginning, preview, resumePreview } from "./preview.js";
import { expectedSeconds, readFacts, readNow, readSoon, unread } from "./reading.js";
import { upload } from "./uploads.js";
import { record } from "./voice.js";
import { correctWord } from "./word.js";

const form = document.getElementById("new");
const text = document.getElementById("text");

// ------------------------------------------------------------------------------------------------------------- the text

function wish() {
  asked = said();
  return asked ? { text: asked, language: form.language.value, delimiter: form.dataset.delimiter, speech: speech() } : null;
}
const speech = () => form.querySelector("[name=speech]:checked")?.value ?? null;
const heard = () => ({ language: form.language.value, speech: speech(), voice: () => (whole("voice") ? draft.uploads.voice.id : "") });

function correct(sentence, doubt, language) {
  if (!text.value.trim()) takeNotes(); // what is put right stands in the text
  correctWord(sentence, doubt, language, { field: text, renewed: reread, asked: heard() });
}

let asked = null; // the text that was read last
const reread = () => readNow(ways);
const told = () => {
  if (said() !== (asked ?? "")) readSoon(ways); // a deck came, or went, whose notes are spoken
  expectTime(form, expectedSeconds());
  showMissing();
};

const ways = { wish, correct, heard, done: told };

// ------------------------------------------------------------------------------------------------------ the whole of it

const usual = text.placeholder;
let lacking = null; // the notice of it, until it is mended

const named = (kinds) => kinds.map((one) => say(`missing_${one}`, { names: filmsAway().join(", ") })).join(", ");

function showMissing() {
  showNeeds();
  text.placeholder = notes() ? say("notes_spoken") : usual;
  const [missing, checked] = [lacks().filter((one) => !underWay.has(one)), [...underWay]];
  const parts = [
    missing.length && say("missing", { what: named(missing) }),
    checked.length && say("checking", { what: checked.map((one) => say(`checking_${one}`)).join(", ") }),
  ].filter(Boolean);
  lacking?.remove();
  document.getElementById("missing").textContent = parts.length ? parts.join(" ") : say("all_here");
  document.getElementById("afresh").hidden = !begun();
}

async function body(words) {
  const title = form.title.value.trim();
  const made = { ...choices(form), own_dictionary: true, ...(title ? { title } : {}) };
  const box = draft.area && draft.looks.face?.box.length === 4 ? { face_box: draft.looks.face.box.join(",") } : {};
  for (const kind of ["face", "voice", "deck"]) if (whole(kind)) made[`${kind}_upload`] = draft.uploads[kind].id;
  if (whole("recording")) made.recording_upload = draft.uploads.recording.id;
  if (whole("deck") && draft.beside.length) made.deck_file_uploads = draft.beside.map((file) => file.id);
  if (draft.films.length) made.film_uploads = draft.films.map((film) => film.id);
  if (words) made.text_upload = (await upload("text", new File([words], say("text_file")))).id;
  const consent = { face: whole("face"), voice: whole("voice") || whole("recording"), stated_by: form.stated_by.value.trim() };
  return { ...made, ...box, ...(form.consent.checked && consent.stated_by ? { consent } : {}) };
}

/** The field that is to be filled in: what of a kind can be reached by the keyboard. */
const FIELDS = {
  text: "#text",
  deck: "[data-file=deck_file], [data-file=deck]",
  parts: "#text",
  film: "[data-file=film]",
  face: "[data-file=face], #face button",
  voice: "[data-file=voice], #voice button",
};

function fieldOf(kind) {
  if (kind === "consent") return form.consent.checked ? form.stated_by : form.consent;
  return [...document.querySelectorAll(FIELDS[kind])].find((field) => field.getClientRects().length) ?? text;
}

/** Whether something is still missing; it is told, and its field has the focus. */
async function incomplete(wanted, button) {
  if (unread()) await attempt(button, reread);
  const missing = lacks().filter((one) => wanted.includes(one) && !underWay.has(one));
  if (missing.length) {
    lacking?.remove();
    lacking = notify(say("missing", { what: named(missing) }), "error");
    const field = fieldOf(missing[0]);
    field.focus({ preventScroll: true });
    field.scrollIntoView({ block: "center" });
  } else if (underWay.size) {
    notify(say("checking", { what: [...underWay].map((one) => say(`checking_${one}`)).join(", ") }));
  }
  return missing.length > 0 || underWay.size > 0;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = form.querySelector("[type=submit]");
  if (await incomplete(["text", "deck", "parts", "film", "face", "voice", "consent"], button)) return;
  const made = await attempt(button, async () => {
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
  if (draft.tried) api("DELETE", `/lectures/preview-${draft.id}`).catch(() => {});
  location.assign(`/lectures/${made.id}`);
});

form.addEventListener("input", (event) => {
  draft.title = form.title.value;
  draft.text = text.value;
  draft.choices = choices(form, true);
  changed();
  if (["text", "language", "speech"].includes(event.target.name)) readSoon(ways);
  showMissing();
});

form.addEventListener("change", async (event) => {
  const { file, kept } = event.target.dataset;
  if (file && event.target.files.length) {
    for (const one of [...event.target.files]) await take(file, one);
    event.target.value = "";
  } else if (kept && event.target.value) {
    await takeKept(kept, event.target.value);
  }
});

form.addEventListener("click", async (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.id === "afresh") {
    if (!(await sure(say("afresh_ask"), say("clear_all")))) return;
    if (draft.tried) await api("DELETE", `/lectures/preview-${draft.id}`).catch(() => {});
    beginAfresh();
    location.reload();
  } else if ("record" in button.dataset) {
    const file = await record(document.getElementById("record"));
    if (file) await take("voice", file);
  } else if ("preview" in button.dataset && !(await incomplete(["text", "deck", "face", "voice"], button))) {
    const words = beginning(readFacts().fragments);
    draft.tried = true;
    changed();
    await preview(draft.id, async () => ({ ...(await body(words)), slides: [1] }), button);
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

function kindOf(file) {
  if (/\.(txt|text)$/i.test(file.name) || file.type === "text/plain") return "text";
  if (file.type.startsWith("video/") || file.type === "image/gif") return "film";
  return file.type.startsWith("audio/") ? "recording" : "deck";
}

fill(form, draft);
readNow(ways);
beginGiving(told);
if (draft.tried) resumePreview(draft.id);
