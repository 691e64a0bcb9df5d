// The whole text of a lecture is changed: read as it will be spoken, its cost told, then only what changed is made anew.

import { Refusal, api, notify, reason, say } from "./core.js";
import { change, costOf } from "./edit.js";
import { readNow, readSoon } from "./reading.js";
import { correctWord } from "./word.js";

const form = document.getElementById("rewrite");
const [text, cost, send] = [document.getElementById("text"), document.getElementById("cost"), form.querySelector("[type=submit]")];
const { lecture, tag, delimiter, spokenIn, speech } = form.dataset;
const KEPT = `videolecture.text.${lecture}`; // what is not sent yet, and of which state of the lecture
const before = text.defaultValue; // not its value: somebody may have written already, while this was fetched

const ways = {
  wish: () => (text.value.trim() ? { text: text.value, language: spokenIn, delimiter, speech } : null),
  heard: () => ({ lecture, language: spokenIn }),
  correct: (sentence, doubt, language) =>
    correctWord(sentence, doubt, language, { field: text, renewed: () => readNow(ways), asked: ways.heard() }),
  done: foresee,
};

/** Tell what the text would cost, and whether it can be made. */
async function foresee() {
  const asked = text.value;
  send.disabled = true;
  cost.textContent = "";
  if (asked === before || !asked.trim()) return;
  cost.textContent = say("foreseeing");
  try {
    const { fragments, anew, characters, lost } = await api("POST", `/lectures/${lecture}/foreseen`, { text: asked });
    if (asked !== text.value) return; // it is asked about again
    const told = lost.length ? ` ${say("cost_lost", { numbers: lost.join(", ") })}` : "";
    cost.textContent = (anew ? costOf(anew, characters, fragments) : say("cost_none")) + told;
    send.disabled = false;
  } catch (error) {
    cost.textContent = reason(error);
    send.disabled = error instanceof Refusal; // the change itself would be refused, too
  }
}

const keep = () => localStorage.setItem(KEPT, JSON.stringify({ tag, text: text.value }));

form.addEventListener("input", () => {
  keep();
  send.disabled = true;
  readSoon(ways);
});

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  await change(send, form.dataset, "PATCH", `/lectures/${lecture}`, { text: text.value }, (changed) => {
    if (!changed) return location.reload(); // what was written is still here
    localStorage.removeItem(KEPT);
    location.assign(`/lectures/${lecture}`);
  });
});

form.querySelector("[data-drop-draft]").addEventListener("click", () => localStorage.removeItem(KEPT));

const kept = JSON.parse(localStorage.getItem(KEPT) ?? "null");
if (text.value !== before) keep();
else if (kept && kept.text !== before) {
  text.value = kept.text;
  notify(kept.tag === tag ? say("text_kept") : say("text_kept_older"));
}
readNow(ways);
