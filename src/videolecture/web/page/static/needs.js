// What a new lecture still needs: told while it is put together, so that nothing is asked for that it does not use.

import { say } from "./core.js";
import { draft } from "./draft.js";
import { notes, usable, whole } from "./given.js";
import { readFacts } from "./reading.js";

const form = document.getElementById("new");
const SILENT = "slide"; // the layout that shows no face

/** What will be said: the text, or the notes of the deck where there is none. */
export const said = () => (form.elements.text.value.trim() ? form.elements.text.value : notes());

/** A deck alone, without notes, text or voice: slides that nobody speaks to. */
const silent = () => !said() && usable("deck") && !whole("voice") && !whole("face");

/** Films that the text, or the notes, name and that were not given. */
export function filmsAway() {
  const given = new Set(draft.films.map((film) => film.name));
  const named = [...said().matchAll(/\[clip:\s*([^\]]+?)\s*\]/gi)].map((mark) => mark[1]);
  return [...new Set(named)].filter((name) => !given.has(name));
}

/** Whether the text has more parts than the deck has slides. */
function tooManyParts() {
  const shown = usable("deck") ? draft.looks.deck.slides.length : Infinity;
  return readFacts().slides.length > shown;
}

/** The slides that somebody speaks to, each with its layout; null while nobody has read the text. */
function spokenSlides() {
  const { slides } = readFacts();
  if (!slides.length) return silent() ? [] : null;
  const texts = said().split(form.dataset.delimiter);
  const chosen = form.querySelector("[name=layout]:checked").value;
  return slides
    .map(({ fragments }, index) => ({ fragments, layout: /\[layout:\s*([a-z-]+)/i.exec(texts[index] ?? "")?.[1] ?? chosen }))
    .filter(({ fragments }) => fragments.some((fragment) => fragment.sentences.length));
}

/** Whether an engine has to speak: not where all is recorded, or films and silent slides are all there is. */
export function needsVoice() {
  const slides = spokenSlides();
  if (!slides) return true;
  return slides.length > 0 && (!whole("recording") || /\[synth\]/i.test(said()));
}

/** Whether a face is shown. */
export function needsFace() {
  const slides = spokenSlides();
  if (!slides) return form.querySelector("[name=layout]:checked").value !== SILENT;
  return slides.some(({ layout }) => layout !== SILENT);
}

/** Whether it has anybody's face or voice. */
export const needsConsent = () => ["face", "voice", "recording"].some(whole) || needsVoice() || needsFace();

/** The kinds of what is missing. */
export function lacks() {
  const agreed = form.consent.checked && form.stated_by.value.trim();
  return [
    !said() && !silent() && "text",
    whole("deck") && draft.looks.deck?.error && "deck",
    tooManyParts() && "parts",
    filmsAway().length && "film",
    needsFace() && !usable("face") && "face",
    needsVoice() && !usable("voice") && "voice",
    needsConsent() && !agreed && "consent",
  ].filter(Boolean);
}

/** Say beside the photo and the voice where the lecture goes without; a new deck without notes is told to be silent. */
export function showNeeds() {
  for (const [kind, needed] of [["face", needsFace()], ["voice", needsVoice()]]) {
    document.querySelector(`[data-unneeded=${kind}]`).hidden = needed || whole(kind);
  }
  const { slides } = readFacts();
  const place = document.getElementById("deck-facts");
  if (!place) return;
  const [parts, shown] = [slides.length, draft.looks.deck?.slides.length ?? 0];
  if (!said()) place.textContent = say("deck_silent");
  else place.textContent = parts > shown ? say("more_parts", { parts, slides: shown }) : "";
}
