// How a text will be spoken: slides, fragments, every sentence with its doubtful places, which can be put right.

import { api, attempt, clock, make, notify, reason, say } from "./core.js";

const AFTER = 700; // milliseconds without a change after which the text is read
const LETTERS_A_SECOND = 14; // of speech, for the length that is told beforehand

let [timer, busy, again] = [0, false, false];
let last = { characters: 0, slides: 0, fragments: [] };

/** What is known of the text that was read last. */
export const readFacts = () => last;

/** Read the text soon. `wish` gives what POST /api/v1/read takes, or null; `correct(sentence, doubt)` is asked for. */
export function readSoon(wish, correct, done) {
  clearTimeout(timer);
  timer = setTimeout(() => readNow(wish, correct, done), AFTER);
}

/** Read the text now; once more when it changed meanwhile. */
export async function readNow(wish, correct, done) {
  if (busy) {
    again = true;
    return;
  }
  const asked = wish();
  const [place, state] = [document.getElementById("reading"), document.getElementById("reading-state")];
  if (!asked) {
    place.replaceChildren(make("p", { class: "hint" }, say("reading_empty")));
    state.textContent = "";
    last = { characters: 0, slides: 0, fragments: [] };
    done();
    return;
  }
  busy = true;
  state.textContent = say("reading");
  try {
    show(place, await api("POST", "/read", asked), correct, asked);
    state.textContent = facts();
  } catch (error) {
    state.textContent = "";
    place.replaceChildren(make("p", { class: "error" }, reason(error)));
  } finally {
    busy = false;
  }
  done();
  if (again) {
    again = false;
    readNow(wish, correct, done);
  }
}

function facts() {
  const length = clock(last.characters / LETTERS_A_SECOND);
  return say("read_facts", { slides: last.slides, fragments: last.fragments.length, length });
}

/** Seconds of speech that the text is about. */
export const expectedSeconds = () => last.characters / LETTERS_A_SECOND;

function show(place, read, correct, asked) {
  const fragments = read.slides.flatMap((slide) => slide.fragments);
  const spoken = fragments.flatMap((fragment) => fragment.sentences.map((sentence) => sentence.spoken));
  last = { characters: spoken.join(" ").length, slides: read.slides.length, fragments, language: read.language };
  const scrolled = place.scrollTop;
  place.replaceChildren(...read.slides.map((slide) => slideOf(slide, read.language, correct, asked)));
  place.scrollTop = scrolled;
}

function slideOf(slide, language, correct, asked) {
  const head = make("h4", {}, say("slide", { number: slide.number }));
  if (!slide.fragments.length) head.append(make("span", { class: "hint" }, ` ${say("silent")}`));
  const parts = slide.fragments.map((fragment) =>
    make(
      "div",
      { class: "read-fragment" },
      make("span", { class: "fragment-number" }, String(fragment.number)),
      make(
        "div",
        {},
        ...(fragment.sentences.length ? [] : [make("p", {}, make("em", {}, say("own_film")))]),
        ...fragment.sentences.map((sentence) => sentenceOf(sentence, language, correct, asked)),
        ...fragment.warnings.map((warning) => make("p", { class: "warn" }, warning)),
      ),
    ),
  );
  return make("section", { class: "read-slide" }, head, ...parts);
}

function sentenceOf(sentence, language, correct, asked) {
  const written = make("p", { class: "written", lang: language });
  let at = 0;
  for (const doubt of sentence.doubts) {
    written.append(sentence.text.slice(at, doubt.start));
    const word = sentence.text.slice(doubt.start, doubt.end);
    const button = make("button", { type: "button", class: `doubt ${doubt.kind}` }, word);
    button.addEventListener("click", () => correct(sentence, doubt, language));
    written.append(button);
    at = doubt.end;
  }
  written.append(sentence.text.slice(at));
  const hear = make("button", { type: "button", class: "hear", "aria-label": say("hear"), title: say("hear") }, "▸");
  hear.addEventListener("click", () => speak(sentence.text, { ...asked, language }, hear));
  return make("div", { class: "read-sentence" }, hear, written, make("p", { class: "spoken", lang: language }, asPrinted(sentence.spoken)));
}

/** Stress as books print it, as «за́мок»; engines are told it by a plus before the vowel. */
const asPrinted = (spoken) => spoken.replace(/\+ё/gi, "ё").replace(/\+([аеиоуыэюя])/gi, "$1\u0301");

let sound = null;

/** Hear some words in the voice of the draft. */
export async function speak(text, { language, speech, voice }, button) {
  const id = voice();
  if (!id) {
    notify(say("hear_needs_voice"));
    return;
  }
  await play({ text: text.slice(0, 600), language, speech, voice_upload: id }, button);
}

/** Hear what POST /api/v1/speak is asked for. */
export async function play(asked, button) {
  button.classList.add("busy");
  const blob = await attempt(button, () => api("POST", "/speak", asked));
  button.classList.remove("busy");
  if (!blob) return;
  const address = URL.createObjectURL(blob);
  (await playSound(address)).addEventListener("ended", () => URL.revokeObjectURL(address));
}

/** Play a sound in place of the one that is heard now. */
export async function playSound(address) {
  sound?.pause();
  sound = new Audio(address);
  await sound.play();
  return sound;
}
