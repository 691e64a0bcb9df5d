// Other takes of a sentence: spoken, heard, and one of them chosen; then only its fragment is made anew.

import { api, attempt, clock, make, say } from "./core.js";
import { change } from "./edit.js";
import { playSound } from "./reading.js";

/** Show the sentences of a fragment with their takes, or put them away again. */
export async function showTakes(button, state, renewed) {
  const said = button.closest(".said");
  const open = said.querySelector(".takes");
  if (open) {
    open.remove();
    button.setAttribute("aria-expanded", "false");
    return;
  }
  const path = `/lectures/${state.lecture}/fragments/${button.dataset.takes}/sentences`;
  const found = await attempt(button, () => api("GET", path));
  if (!found) return;
  const rows = found.no_takes
    ? [make("p", { class: "hint" }, `${found.no_takes.what} ${found.no_takes.remedy}`)]
    : found.items.map((sentence) => sentenceOf(sentence, `${path}/${sentence.number}`, state, renewed));
  said.append(make("div", { class: "takes", lang: document.documentElement.lang }, ...rows));
  button.setAttribute("aria-expanded", "true");
}

function sentenceOf(sentence, path, state, renewed) {
  const list = make("ul", { class: "takes-list" });
  const choose = (take, row) => change(row, state, "PATCH", path, { take }, renewed);
  const add = (take) => list.append(takeOf(take, take.take === sentence.chosen, choose));
  sentence.takes.forEach(add);
  const more = make("button", { type: "button", class: "small" }, say("take_more"));
  more.addEventListener("click", async () => {
    more.classList.add("busy");
    const take = await attempt(more, () => api("POST", `${path}/takes`));
    more.classList.remove("busy");
    if (!take) return;
    add(take);
    playSound(take.url);
  });
  const back = make("button", { type: "button", class: "small quiet" }, say("take_back"));
  back.addEventListener("click", () => choose(null, back));
  const text = make("p", { class: "hint" }, sentence.text);
  return make("div", { class: "takes-sentence" }, text, list, make("div", { class: "actions" }, more, sentence.chosen ? back : null));
}

function takeOf({ take, url, seconds, problems }, chosen, choose) {
  const hear = make("button", { type: "button", class: "small" }, `▸ ${say("take", { take })} · ${clock(seconds)}`);
  hear.addEventListener("click", () => playSound(url));
  const end = chosen
    ? make("span", { class: "tag" }, say("take_chosen"))
    : make("button", { type: "button", class: "link", "aria-label": `${say("take_choose")}: ${say("take", { take })}` }, say("take_choose"));
  if (!chosen) end.addEventListener("click", () => choose(take, end));
  return make("li", {}, hear, end, ...problems.map((problem) => make("span", { class: "warn" }, problem)));
}
