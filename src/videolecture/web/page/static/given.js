// The files of a new lecture: brought to the service, looked at, and shown with what was found.

import { Refusal, api, attempt, make, notify, say, sure } from "./core.js";
import { changed, draft } from "./draft.js";
import { lookAtPhoto, showPhoto } from "./photo.js";
import { persist, upload } from "./uploads.js";
import { showVoice } from "./voice.js";

const KINDS = ["face", "voice", "deck", "recording"];
const look = (id) => api("POST", `/uploads/${id}/look`, {});
const lookAtDeck = (id) => api("POST", `/uploads/${id}/look`, { deck_file_uploads: draft.beside.map((file) => file.id) });
const LOOKS = { face: (id) => lookAtPhoto(id, draft.area, draft.size), voice: look, deck: lookAtDeck };
const OF_TEXT = /\.(md|markdown|typ)$/i; // decks whose pictures are files beside them
const IN_FOLDER = /[^\s()<>"'[\]]+\/[^\s()<>"'[\]]+\.\w+/g; // what such a deck names that lies in a folder
const form = document.getElementById("new");
const text = document.getElementById("text");
const limits = JSON.parse(form.dataset.limits);
let told = () => {};

/** Whether a file is here as a whole. */
export const whole = (kind) => Boolean(draft.uploads[kind]?.id) && draft.uploads[kind].offset === draft.uploads[kind].bytes;
/** Whether it was looked at, and can be used. */
export const usable = (kind) => Boolean(whole(kind) && (!LOOKS[kind] || (draft.looks[kind] && !draft.looks[kind].error)));
/** The kinds of files that are on their way or being looked at. */
export const underWay = new Set();
/** The deck's notes as a text; "" where it has none. */
export function notes() {
  const said = usable("deck") ? draft.looks.deck.slides.map((slide) => slide.notes.trim()) : [];
  return said.some(Boolean) ? said.join(`\n\n${form.dataset.delimiter}\n\n`) : "";
}

/** They become the text. */
export function takeNotes() {
  text.value = notes();
  text.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Put what was given before back in place; `renewed` hears of every change from now on. */
export async function beginGiving(renewed) {
  told = renewed;
  for (const list of ["films", "beside"]) {
    const found = await Promise.all(draft[list].map(still));
    draft[list] = found.filter((one) => one && one.offset === one.bytes);
  }
  showFilms();
  for (const kind of KINDS) {
    if (!draft.uploads[kind]) continue;
    const here = await still(draft.uploads[kind]);
    if (!here) clear(kind);
    else if (here.offset < here.bytes) broken(kind, say("choose_again", { name: here.name }));
    else {
      draft.uploads[kind] = here;
      await attempt(null, () => found(kind));
    }
  }
  told();
}

/** An upload as the service has it; null where it is gone. Without a connection nothing is taken for gone. */
const still = (known) => api("GET", `/uploads/${known.id}`).catch((error) => (error instanceof Refusal ? null : known));

/** A file was chosen, dropped or recorded. */
export async function take(kind, file) {
  if (!file.size) {
    notify(say("empty_file", { name: file.name }), "error");
    return;
  }
  if (file.size > limits[kind]) {
    notify(say("too_large", { name: file.name, limit: Math.floor(limits[kind] / 1e6) }), "error");
    return;
  }
  if (kind === "text") return takeText(file);
  if (kind === "film") return takeFilm(file);
  if (kind === "deck_file") return takeBeside(file);
  if (kind === "face") draft.area = draft.size = null;
  if (kind === "deck") draft.paths = OF_TEXT.test(file.name) ? await namedIn(file) : [];
  const place = open(kind);
  const bar = make("progress", { max: 1, value: 0, "aria-label": file.name });
  place.replaceChildren(make("p", {}, file.name), bar);
  await during(kind, async () => {
    const known = draft.uploads[kind];
    const view = await upload(kind, file, { known, begun: (begun) => keep(kind, begun), progress: (share) => (bar.value = share) });
    keep(kind, view);
    await found(kind);
  });
}

/** Do something with a file of a kind; until then it does not count as given. */
async function during(kind, work) {
  underWay.add(kind);
  told();
  await attempt(null, work);
  underWay.delete(kind);
  told();
}

async function takeText(file) {
  const words = await file.text();
  if (!words.trim()) {
    notify(say("empty_file", { name: file.name }), "error");
    return;
  }
  text.value = words;
  if (!form.title.value && !whole("deck")) form.title.value = file.name.replace(/\.[^.]*$/, "");
  text.dispatchEvent(new Event("input", { bubbles: true }));
}

/** A photo or a voice that is kept for further lectures. */
export async function takeKept(kind, id) {
  await during(kind, async () => {
    keep(kind, await api("GET", `/uploads/${id}`));
    await found(kind);
  });
}

function keep(kind, view) {
  draft.uploads[kind] = view;
  delete draft.looks[kind];
  changed();
}

/** Tell of an upload that was interrupted where its file is chosen again. */
function broken(kind, told) {
  const place = document.querySelector(`[data-empty=${kind}]`);
  if (place) place.prepend(make("p", { class: "warn", role: "status" }, told));
  else notify(told);
}

function open(kind) {
  document.querySelector(`[data-empty=${kind}] > .warn`)?.remove();
  document.querySelector(`[data-empty=${kind}]`)?.setAttribute("hidden", "");
  const place = document.getElementById(kind);
  place.hidden = false;
  return place;
}

/** Look at what was brought, and show it. */
async function found(kind) {
  const place = open(kind);
  const { id, name } = draft.uploads[kind];
  if (LOOKS[kind] && !draft.looks[kind]) {
    place.replaceChildren(make("p", { class: "hint" }, say(`looking_${kind}`)));
    draft.looks[kind] = await persist(() => LOOKS[kind](id), undefined, say("look_waits"));
    changed();
  }
  const view = draft.looks[kind] ?? { warnings: [] };
  const shown = make("div", { class: "found" });
  const beside = kind === "deck" && OF_TEXT.test(name) ? [besideDeck()] : [];
  place.replaceChildren(shown, ...messages(view), ...beside, ends(name, () => clear(kind)));
  if (kind === "face" && view.picture) showPhoto(shown, view, moveBox);
  else if (kind === "voice" && view.sound) showVoice(shown, view);
  else if (kind === "deck" && !view.error) showDeck(shown, view, name);
  else if (kind === "recording") shown.append(make("p", {}, make("strong", {}, say("own_recording"))));
}

const messages = (view) => [
  ...(view.error ? [make("p", { class: "error", role: "alert" }, `${view.error.what} ${view.error.remedy}`)] : []),
  ...view.warnings.map((warning) => make("p", { class: "warn" }, warning)),
];

function ends(name, drop) {
  const remove = make("button", { type: "button", class: "link", "aria-label": `${say("remove")}: ${name}` }, say("remove"));
  remove.addEventListener("click", drop);
  return make("p", { class: "found-end" }, make("span", { class: "hint" }, name), remove);
}

function clear(kind) {
  if (kind === "deck") draft.beside = draft.paths = [];
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
  await during("face", () => found("face"));
}

function showDeck(place, view, name) {
  place.append(make("p", {}, make("strong", {}, say("deck_slides", { name, count: view.slides.length }))));
  const titles = view.slides.map((slide) => make("li", {}, slide.title || "—"));
  place.append(make("ol", { class: "deck-titles" }, ...titles), make("p", { id: "deck-facts", class: "warn" }));
  if (!notes()) return;
  const take = make("button", { type: "button", class: "small" }, say("take_notes"));
  take.addEventListener("click", async () => {
    if (!text.value.trim() || (await sure(say("notes_replace"), say("replace")))) takeNotes();
  });
  place.append(take);
}

/** The pictures of a deck of text, which lie beside it: those that are here, and the way to bring more. */
function besideDeck() {
  const field = make("input", { class: "sr", type: "file", "data-file": "deck_file", accept: "image/*,.svg,.typ", multiple: true });
  const names = draft.beside.map((file) => file.name).join(", ");
  return make("p", { class: "actions" }, make("label", { class: "button small" }, field, say("deck_pictures")), make("span", { class: "hint" }, names));
}

/** The files in folders that a deck of text names, as it writes them. */
async function namedIn(deck) {
  const found = (await deck.text()).match(IN_FOLDER) ?? [];
  return [...new Set(found.map((path) => decoded(path).replace(/^\.\//, "")))].filter((path) => !/:|^\/|\.\.\//.test(path));
}

function decoded(path) {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** A chosen file has no folder: the first place that the deck names it at and that is not filled yet is its own. */
function placeOf(file) {
  const places = draft.paths.filter((path) => path.split("/").pop() === file.name);
  return places.find((path) => !draft.beside.some((one) => one.name === path)) ?? places[0] ?? file.name;
}

async function takeBeside(file) {
  await during("deck", async () => {
    const view = await upload("deck_file", file, { name: placeOf(file) });
    draft.beside = [...draft.beside.filter((one) => one.name !== view.name), view];
    delete draft.looks.deck;
    changed();
    await found("deck");
  });
}

// ------------------------------------------------------------------------------- films, which the text names: [clip:name]

async function takeFilm(file) {
  const bar = make("progress", { max: 1, value: 0, "aria-label": file.name });
  const place = document.getElementById("film");
  place.hidden = false;
  place.append(make("p", {}, file.name), bar);
  await during("film", async () => {
    const view = await upload("film", file, { progress: (share) => (bar.value = share) });
    draft.films = [...draft.films.filter((one) => one.name !== view.name), view];
    changed();
  });
  showFilms();
}

function showFilms() {
  const place = document.getElementById("film");
  place.hidden = !draft.films.length;
  const shown = draft.films.map((film) => {
    const drop = () => {
      draft.films = draft.films.filter((one) => one.id !== film.id);
      changed();
      showFilms();
      told();
    };
    const end = ends(film.name, drop);
    end.firstChild.replaceWith(markOf(film.name));
    return end;
  });
  place.replaceChildren(make("p", {}, make("strong", {}, say("films"))), ...shown, make("p", { class: "hint" }, say("films_hint")));
}

/** A film's mark, which a click puts where the cursor stands in the text. */
function markOf(name) {
  const mark = `[clip:${name}]`;
  const put = make("button", { type: "button", class: "small", "aria-label": say("film_put", { mark }) }, make("code", {}, mark));
  put.addEventListener("click", () => {
    text.setRangeText(` ${mark} `, text.selectionStart, text.selectionEnd, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
    text.focus();
  });
  return put;
}
