// One word that may be read otherwise than meant: where its stress is, or how it is said; here, or always.

import { api, attempt, make, notify, say } from "./core.js";
import { speak } from "./reading.js";
import { replaceWord } from "./written.js";

const VOWEL = /[аеёиоуыэюя]/i;
const STRESS = "\u0301";

/** Ask about a doubt of a sentence in the field of the text; `renewed()` hears of a new dictionary. */
export function correctWord(sentence, doubt, language, { field, renewed, asked }) {
  const dialog = document.getElementById("word");
  const word = sentence.text.slice(doubt.start, doubt.end);
  const spoken = dialog.querySelector("#word-spoken");
  dialog.querySelector("h2").textContent = word;
  dialog.querySelector("h2").lang = language;
  dialog.querySelector("#word-why").textContent = say(`why_${doubt.kind}${language === "en" && doubt.kind !== "number" ? "_en" : ""}`);
  spoken.value = "";
  spoken.lang = language;
  const stress = dialog.querySelector("#word-stress");
  const now = language === "ru" && doubt.kind !== "number" ? stressNow(sentence, doubt) : -1;
  const vowels = language === "ru" && doubt.kind !== "number" ? letters(word, spoken, stress, now) : [];
  const told = dialog.querySelector("#word-now");
  told.hidden = now < 0;
  told.textContent = now < 0 ? "" : say("word_now", { said: stressed(word, now) });
  spoken.placeholder = now < 0 ? "" : stressed(word, now);
  stress.hidden = vowels.length === 0;
  stress.replaceChildren(...vowels);
  const said = () => spoken.value.trim();
  dialog.querySelector("[data-close]").onclick = () => dialog.close();
  dialog.querySelector("[data-hear]").onclick = (event) =>
    speak(replaced(sentence.text, doubt, said() ? mark(word, said()) : word), { ...asked, language }, event.currentTarget);
  dialog.querySelector("[data-apply]").onclick = async (event) => {
    if (!said()) return spoken.focus();
    if (dialog.querySelector("[name=where]:checked").value === "here") {
      if (!replaceWord(field, sentence, doubt, mark(word, said()))) notify(say("word_lost"), "error");
    } else {
      await attempt(event.currentTarget, () => intoDictionary(word, said(), language));
      renewed();
    }
    dialog.close();
  };
  document.activeElement.scrollIntoView({ block: matchMedia("(max-width: 60rem)").matches ? "start" : "nearest" });
  dialog.showModal();
}

const stressed = (word, at) => (/ё/i.test(word[at]) ? word : word.slice(0, at + 1) + STRESS + word.slice(at + 1));
const bare = (word) => word.toLowerCase().replaceAll("ё", "е");
const russian = (text) => text.match(/[а-яё+\u0301]+/gi) ?? [];

/** Where the word is stressed as it is spoken now: the place of the vowel in it; -1 where that is not known. */
function stressNow(sentence, { start, end }) {
  const word = bare(sentence.text.slice(start, end));
  const same = (words) => words.map((one) => one.replaceAll(STRESS, "")).filter((one) => bare(one.replaceAll("+", "")) === word);
  const before = same(russian(sentence.text.slice(0, start))).length;
  const said = same(russian(sentence.spoken.replace(/([а-яё])\u0301/gi, "+$1")))[before];
  if (!said) return -1;
  return said.includes("+") ? said.indexOf("+") : said.toLowerCase().indexOf("ё");
}

/** The word's letters; each vowel is a button that puts the stress there. `now`: where it is. */
function letters(word, spoken, group, now) {
  return [...word].map((letter, index) => {
    if (!VOWEL.test(letter)) return make("span", {}, letter);
    const button = make("button", { type: "button", "aria-pressed": String(index === now) }, letter);
    button.addEventListener("click", () => {
      for (const one of group.querySelectorAll("button")) one.setAttribute("aria-pressed", String(one === button));
      spoken.value = stressed(word, index);
    });
    return button;
  });
}

const replaced = (text, { start, end }, word) => text.slice(0, start) + word + text.slice(end);

/** How the text says it: a stress stands in the word itself, other words in a mark beside it. */
const mark = (word, said) => (said.replaceAll(STRESS, "") === word ? said : `[say:${word}|${said}]`);

async function intoDictionary(written, said, language) {
  const { words } = await api("GET", "/dictionary");
  const others = words.filter((one) => one.written.toLowerCase() !== written.toLowerCase() || one.language !== language);
  await api("PUT", "/dictionary", { words: [...others, { written, spoken: said, language }] });
  return true;
}
