// How a text will be spoken: slides, fragments, every sentence with its doubtful places, which can be put right.

import { api, attempt, clock, make, notify, reason, say } from "./core.js";

const AFTER = 700; // milliseconds without a change after which the text is read
const SOON = 3000; // milliseconds after which it is told why nothing is heard yet
const LETTERS_A_SECOND = 14; // of speech, for the length that is told beforehand

let [timer, running, again] = [0, null, false];
const NOTHING = { characters: 0, slides: [], fragments: [] };
let last = NOTHING;

/** What is known of the text that was read last. */
export const readFacts = () => last;

/** Whether the text has changed since it was read. */
export const unread = () => Boolean(timer || running);

/**
 * Read the text soon. Of `ways`, `wish()` gives what POST /api/v1/read takes, or null; `correct(sentence, doubt, language)`
 * hears of a doubt that was clicked; `heard()` gives in which voice a sentence is spoken; `done()` hears that it was read.
 */
export function readSoon(ways) {
  clearTimeout(timer);
  timer = setTimeout(() => readNow(ways), AFTER);
}

/** Read the text now; once more when it changed meanwhile. */
export async function readNow(ways) {
  clearTimeout(timer);
  timer = 0;
  again = true;
  running ??= readAll(ways);
  await running;
}

async function readAll(ways) {
  try {
    while (again) {
      again = false;
      await readOnce(ways);
    }
  } finally {
    running = null;
  }
  ways.done();
}

async function readOnce(ways) {
  const asked = ways.wish();
  const [place, state] = [document.getElementById("reading"), document.getElementById("reading-state")];
  state.textContent = asked ? say("reading") : "";
  try {
    if (asked) show(place, await api("POST", "/read", asked), ways);
    else {
      last = NOTHING;
      place.replaceChildren(make("p", { class: "hint" }, say("reading_empty")));
    }
  } catch (error) {
    last = NOTHING;
    place.replaceChildren(make("p", { class: "error" }, reason(error)));
  }
  state.textContent = last === NOTHING ? "" : facts();
}

function facts() {
  const length = clock(last.characters / LETTERS_A_SECOND);
  return say("read_facts", { slides: last.slides.length, fragments: last.fragments.length, length });
}

/** Seconds of speech that the text is about. */
export const expectedSeconds = () => secondsOf(last.characters);

/** Seconds that so many letters are spoken for, about. */
export const secondsOf = (characters) => characters / LETTERS_A_SECOND;

function show(place, read, ways) {
  const fragments = read.slides.flatMap((slide) => slide.fragments);
  const spoken = fragments.flatMap((fragment) => fragment.sentences.map((sentence) => sentence.spoken));
  last = { characters: spoken.join(" ").length, slides: read.slides, fragments, language: read.language };
  countSame(fragments);
  const scrolled = place.scrollTop;
  place.replaceChildren(...read.slides.map((slide) => slideOf(slide, read.language, ways)));
  place.scrollTop = scrolled;
}

/** Of sentences that are said more than once: how many of them stood before. */
function countSame(fragments) {
  const known = new Map();
  for (const sentence of fragments.flatMap((fragment) => fragment.sentences)) {
    sentence.same = known.get(sentence.text) ?? 0;
    known.set(sentence.text, sentence.same + 1);
  }
}

function slideOf(slide, language, ways) {
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
        ...fragment.sentences.map((sentence) => sentenceOf(sentence, language, ways)),
        ...fragment.warnings.map((warning) => make("p", { class: "warn" }, warning)),
      ),
    ),
  );
  return make("section", { class: "read-slide" }, head, ...parts);
}

function sentenceOf(sentence, language, ways) {
  const written = make("p", { class: "written", lang: language });
  let at = 0;
  for (const doubt of sentence.doubts) {
    written.append(sentence.text.slice(at, doubt.start));
    const word = sentence.text.slice(doubt.start, doubt.end);
    const button = make("button", { type: "button", class: `doubt ${doubt.kind}` }, word);
    button.addEventListener("click", () => ways.correct(sentence, doubt, language));
    written.append(button);
    at = doubt.end;
  }
  written.append(sentence.text.slice(at));
  const hear = make("button", { type: "button", class: "hear", "aria-label": say("hear"), title: say("hear") }, "▸");
  hear.addEventListener("click", () => speak(sentence.text, { ...ways.heard(), language }, hear));
  return make("div", { class: "read-sentence" }, hear, written, make("p", { class: "spoken", lang: language }, asPrinted(sentence.spoken)));
}

/** Stress as books print it, as «за́мок»; engines are told it by a plus before the vowel. */
const asPrinted = (spoken) => spoken.replace(/\+ё/gi, "ё").replace(/\+([аеиоуыэюя])/gi, "$1\u0301");

let sound = null;

/** Hear some words in the voice of a lecture, or of a draft. */
export async function speak(text, { language, speech, voice, lecture }, button) {
  if (lecture) return play({ text: text.slice(0, 600), lecture }, button);
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
  const patience = setTimeout(() => notify(say("hear_waits")), SOON);
  const blob = await attempt(button, () => api("POST", "/speak", asked));
  clearTimeout(patience);
  button.classList.remove("busy");
  if (!blob) return;
  const address = URL.createObjectURL(blob);
  (await playSound(address)).addEventListener("ended", () => URL.revokeObjectURL(address));
}

/** Play a sound in place of the one that is heard now. */
export async function playSound(address) {
  sound?.pause();
  sound = new Audio(address);
  await sound.play().catch(() => {}); // another one was asked for meanwhile
  return sound;
}
