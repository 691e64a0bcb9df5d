// A lecture: how far it is, fragment by fragment, while it is made; afterwards the film with its transcript.

import { exchange, exchangeFile, exchangeKept, restoreRevision, showSlides } from "./change.js";
import { editFragment, reopenEdits, tryAgain } from "./edit.js";
import { showTakes } from "./takes.js";
import { api, ask, attempt, gone, headers, left, notify, reach, say } from "./core.js";

const page = document.getElementById("lecture");
const state = () => page.querySelector("[data-lecture]").dataset;
const files = () => `/api/v1/lectures/${state().lecture}/files`;
const AGAIN = 2000; // milliseconds until a service that did not answer is asked again
let stream = null;
let [later, lostNotice] = [0, null];
let stage = ""; // of the work that was heard of last
let waiting = new Set(); // fragments that changed since the page last renewed them
let asked = false;
const requests = new Map(); // how often a fragment was asked for

/** Exchange the whole part: the state of the lecture has changed. Without an answer it is asked for again. */
async function renew() {
  stream?.close();
  clearTimeout(later);
  const answer = await reach(`/parts/lectures/${state().lecture}`, { headers: headers({ Accept: "text/html" }) }).catch(() => null);
  if (answer?.status === 404) return gone(document.querySelector("h1").textContent);
  if (answer?.redirected) return location.reload(); // the session has ended
  if (!answer?.ok) return lost();
  page.innerHTML = await answer.text();
  window.htmx.process(page);
  begin();
}

/** The service does not answer: the page goes on by itself when it does. */
function lost() {
  lostNotice ??= notify(say("service_away"), "error");
  clearTimeout(later);
  later = setTimeout(renew, AGAIN);
}

function back() {
  lostNotice?.remove();
  lostNotice = null;
}

/** Renew the fragments that changed, all of a moment together. */
function renewFragments() {
  asked = false;
  for (const number of waiting) renewFragment(number);
  waiting = new Set();
}

/** Many may be asked for at once, and one again before its answer is there: the last request counts. */
async function renewFragment(number) {
  const mine = (requests.get(number) ?? 0) + 1;
  requests.set(number, mine);
  const path = `/parts/lectures/${state().lecture}/fragments/${number}`;
  const answer = await reach(path, { headers: headers({ Accept: "text/html" }) }).catch(() => null);
  const shown = answer?.ok ? await answer.text().catch(() => "") : "";
  const place = document.getElementById(`fragment-${number}`);
  if (shown && place && requests.get(number) === mine) place.outerHTML = shown;
}

function changed(number) {
  waiting.add(number);
  if (!asked) requestAnimationFrame(renewFragments);
  asked = true;
}

/** Play a fragment in the player of what is newest. */
function show(number, play) {
  const player = document.getElementById("newest");
  if (!player || (!play && !player.paused)) return; // nobody's film is taken away
  player.src = `${files()}/fragment_${number}.mp4?job=${state().job}`;
  player.hidden = false;
  player.parentElement.querySelector(".newest-none").hidden = true;
  document.getElementById("newest-name").textContent = say("fragment", { number });
  if (play) player.play().catch(() => {});
}

function moved(now) {
  const [bar, percent] = [document.getElementById("done"), document.getElementById("percent")];
  const learning = !now.done && ["enroll", "prepare", "read"].includes(now.stage); // nothing of the film is made yet
  if (learning) bar.removeAttribute("value");
  else bar.value = now.done;
  percent.hidden = learning;
  percent.textContent = `${Math.round(now.done * 100)} %`;
  if (now.stage !== stage) {
    const [next] = page.querySelectorAll(".fragment.queued");
    for (const one of [...page.querySelectorAll(".fragment.running"), ...(next ? [next] : [])]) changed(one.dataset.fragment);
  }
  stage = now.stage;
  const waits = now.state === "queued"; // what it did before it was interrupted is of no interest
  const doing = waits ? (now.done ? say("goes_on") : say("preview_queued")) : now.stage && say(`stage_${now.stage}`);
  if (doing) document.getElementById("stage").textContent = doing; // while it begins the page knows better
  const soon = waits ? null : (now.seconds_left ?? now.stage_seconds_left);
  document.getElementById("left").textContent = soon === null ? "" : left(soon);
}

/** Follow what happens to a lecture that is not finished; after a lost connection it goes on from where it was. */
function follow() {
  stream = new EventSource(`/api/v1/lectures/${state().lecture}/events?after=${state().after}`);
  stream.addEventListener("open", back);
  stream.addEventListener("error", () => {
    if (stream.readyState === EventSource.CLOSED) lost();
    else lostNotice ??= notify(say("service_away"), "error"); // the browser asks again by itself
  });
  stream.addEventListener("progress", (event) => {
    const now = JSON.parse(event.data);
    if (now.state !== state().state) renew();
    else if (document.getElementById("done")) moved(now);
  });
  for (const name of ["spoken", "rendered", "fragment_failed", "retrying"]) {
    stream.addEventListener(name, (event) => {
      const { data } = JSON.parse(event.data);
      changed(data.fragment);
      if (name !== "rendered") return;
      show(data.fragment, false);
      const pace = document.getElementById("pace"); // what was rendered last may be heard of when it is stopped already
      if (pace && data.frames_per_second > 0) {
        const fps = data.frames_per_second.toFixed(data.frames_per_second < 10 ? 1 : 0);
        pace.textContent = say("pace", { fps });
      }
    });
  }
  for (const name of ["paused", "continued", "succeeded", "failed", "cancelled", "cancelling"]) {
    stream.addEventListener(name, renew);
  }
}

/** The sentence that is heard now is marked, and kept in view inside the transcript. */
function mark(film, sentences) {
  const now = sentences.findLast((sentence) => Number(sentence.dataset.at) <= film.currentTime + 0.05);
  const heard = now && film.currentTime < Number(now.dataset.end) + 0.5 ? now : null;
  const before = page.querySelector(".sentence[aria-current]");
  if (before === heard) return;
  before?.removeAttribute("aria-current");
  if (!heard) return;
  heard.setAttribute("aria-current", "true");
  const box = heard.closest(".transcript-text");
  const top = heard.offsetTop - box.offsetTop;
  if (top < box.scrollTop || top + heard.offsetHeight > box.scrollTop + box.clientHeight) {
    box.scrollTop = top - box.clientHeight / 3;
  }
}

function begin() {
  const film = document.getElementById("film");
  if (film) {
    const sentences = [...page.querySelectorAll(".sentence")];
    film.addEventListener("timeupdate", () => mark(film, sentences));
    film.addEventListener("seeked", () => mark(film, sentences));
  }
  back();
  showSlides();
  reopenEdits(page, state(), renew);
  if (["queued", "running", "cancelling"].includes(state().state)) follow();
}

page.addEventListener("click", async (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const lecture = state().lecture;
  if (button.dataset.at !== undefined) {
    const film = document.getElementById("film");
    film.currentTime = Number(button.dataset.at);
    film.play().catch(() => {}); // it was paused, or another sentence clicked, before it began
  } else if (button.dataset.play) {
    show(Number(button.dataset.play), true);
  } else if (button.dataset.edit) {
    editFragment(button, state(), renew);
  } else if ("again" in button.dataset) {
    await tryAgain(button, state(), renew);
  } else if (button.dataset.takes) {
    await showTakes(button, state(), renew);
  } else if (button.dataset.change) {
    await exchange(button, state(), renew);
  } else if (button.dataset.restore) {
    await restoreRevision(button, state(), renew);
  } else if ("cancel" in button.dataset) {
    await attempt(button, () => api("POST", `/lectures/${lecture}/cancel`));
    await renew();
  } else if ("delete" in button.dataset && (await ask(document.getElementById("ask-delete")))) {
    const done = await attempt(button, async () => {
      await api("DELETE", `/lectures/${lecture}`);
      return true;
    });
    if (done) location.assign("/");
  }
});

page.addEventListener("change", (event) => {
  if (event.target.dataset.changeKept && event.target.value) exchangeKept(event.target, state(), renew);
  if (event.target.dataset.changeFile && event.target.files.length) exchangeFile(event.target, state(), renew);
});

begin();
