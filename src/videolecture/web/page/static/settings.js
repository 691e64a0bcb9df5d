// Settings: weights are fetched, words and tokens are added and removed, what is kept is forgotten.

import { api, attempt, language, make, notify, say, sure } from "./core.js";
import { speak } from "./reading.js";

const LOOK = 700; // milliseconds between two looks at how far a download is

// ------------------------------------------------------------------------------------------------------------- weights

async function watch(row) {
  const parts = ["progress", "[data-error]", "[data-installed]", "[data-fetch]"].map((part) => row.querySelector(part));
  const [bar, error, installed, fetch] = parts;
  for (let tries = 0; ; tries += 1) {
    const view = await api("GET", `/weights/${row.dataset.weights}`).catch(() => null);
    if (view) {
      bar.value = view.done;
      bar.hidden = view.state !== "fetching";
      installed.hidden = view.state !== "installed";
      fetch.hidden = ["installed", "fetching"].includes(view.state);
      error.hidden = !view.error;
      error.textContent = view.error ? `${view.error.what} ${view.error.remedy}` : "";
      if (view.state !== "fetching") return;
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK));
  }
}

for (const row of document.querySelectorAll("[data-weights]")) {
  row.querySelector("[data-fetch]").addEventListener("click", async (event) => {
    const begun = await attempt(event.currentTarget, () => api("POST", `/weights/${row.dataset.weights}`));
    if (begun) watch(row);
  });
  if (row.dataset.state === "fetching") watch(row);
}

// ---------------------------------------------------------------------------------------------------------- dictionary

const table = document.querySelector(".words");
const body = table.querySelector("tbody");
const written = () =>
  [...body.rows].map(({ dataset }) => ({ written: dataset.written, spoken: dataset.spoken, language: dataset.of }));

async function write(words, button) {
  const answer = await attempt(button, () => api("PUT", "/dictionary", { words }));
  if (answer) location.reload();
}

const LOST_STRESS = /\+(?![аеёиоуыэюя])/i; // a plus before what is no vowel
const addWord = document.getElementById("add-word");
const names = new Intl.DisplayNames([language], { type: "language" });
for (const option of addWord.elements.of.options) if (option.value) option.textContent = names.of(option.value);
for (const cell of body.querySelectorAll("[data-named]")) cell.textContent = names.of(cell.dataset.named);

addWord.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { written: word, spoken, of } = event.target.elements;
  const added = { written: word.value.trim(), spoken: spoken.value.trim(), language: of.value };
  if (LOST_STRESS.test(added.spoken)) return notify(say("lost_stress"), "error");
  const same = (one) => one.written === added.written && one.language === added.language;
  const before = written().find(same);
  const asked = before && say("word_again", { written: before.written, spoken: before.spoken });
  if (asked && before.spoken !== added.spoken && !(await sure(asked, say("replace")))) return;
  const others = written().filter((one) => !same(one));
  write([...others, added], event.submitter);
});

body.addEventListener("click", async (event) => {
  const button = event.target.closest("button");
  const row = button?.closest("tr");
  if (!row) return;
  if ("remove" in button.dataset) {
    write(written().filter((_, index) => index !== row.sectionRowIndex), button);
    return;
  }
  hear(row.dataset.written, row.dataset.of, button);
});

/** Hear a word in a voice that is here, one that is kept before others. */
async function hear(text, language_, button) {
  const { items } = await api("GET", "/uploads");
  const voice = items.find((one) => one.kind === "voice" && one.kept) ?? items.find((one) => one.kind === "voice");
  await speak(text, { language: language_ || "auto", speech: null, voice: () => voice?.id }, button);
}

// What is about to be added is heard as it would be said; nothing is added.
addWord.querySelector("[data-hear]").addEventListener("click", (event) => {
  const { written: word, spoken, of } = addWord.elements;
  const said = (spoken.value.trim() || word.value.trim()).replace(/\+([аеёиоуыэюя])/gi, "$1\u0301");
  if (!said) return word.focus();
  if (LOST_STRESS.test(said)) return notify(say("lost_stress"), "error");
  hear(`[say:${word.value.trim() || said}|${said}]`, of.value, event.currentTarget);
});

// -------------------------------------------------------------------------------------------------------- kept, tokens

for (const item of document.querySelectorAll("[data-kept]")) {
  item.querySelector("[data-forget]").addEventListener("click", async ({ currentTarget }) => {
    if (!(await sure(say("forget_ask", { name: item.dataset.name }), say("forget_yes")))) return;
    await attempt(currentTarget, async () => {
      await api("DELETE", `/uploads/${item.dataset.kept}`);
      item.remove();
    });
  });
}

for (const row of document.querySelectorAll("[data-token]")) {
  row.querySelector("[data-revoke]")?.addEventListener("click", async (event) => {
    const button = event.currentTarget;
    if (!(await sure(say("revoke_ask", { name: row.dataset.token }), say("revoke_yes")))) return;
    await attempt(button, async () => {
      await api("DELETE", `/tokens/${encodeURIComponent(row.dataset.token)}`);
      location.reload();
    });
  });
}

document.getElementById("add-token").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  const made = await attempt(event.submitter, () => api("POST", "/tokens", { name: form.elements.name.value.trim() }));
  if (!made) return;
  const place = document.getElementById("new-token");
  const copy = make("button", { type: "button", class: "small" }, say("copy"));
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(made.text);
    notify(say("copied"));
  });
  place.replaceChildren(say("token_once", { name: made.name }), " ", make("code", {}, made.text), " ", copy);
  place.hidden = false;
  form.reset();
});
