// What a lecture is made of is exchanged: its photo, its voice, a slide's picture, a layout, its title. What is made
// again, and for how long, is told before.

import { api, attempt, lasting, make, say } from "./core.js";
import { change } from "./edit.js";
import { lookAtPhoto, showPhoto } from "./photo.js";
import { upload } from "./uploads.js";
import { record, showVoice } from "./voice.js";

const part = (name) => document.getElementById(`exchange-${name}`);
const facts = () => document.getElementById("change").dataset;

/** A button of the part «What it is made of». */
export async function exchange(button, state, renewed) {
  const number = Number(button.dataset.slide);
  const slide = `/lectures/${state.lecture}/slides/${number}`;
  const dialog = asking(state, renewed);
  switch (button.dataset.change) {
    case "title":
      return dialog.title();
    case "record": {
      const file = await record(document.getElementById("record"));
      return file ? dialog.voice(file) : undefined;
    }
    case "deck-picture":
      return dialog.show(say("exchange_deck_picture", { number }), "slide", { path: slide, body: () => ({ picture_path: null }) });
    default:
      return number ? dialog.layout(button.dataset.layout, number, slide) : dialog.layout(facts().layout);
  }
}

/** A photo or a voice that is kept was chosen there. */
export async function exchangeKept(field, state, renewed) {
  const [kind, id] = [field.dataset.changeKept, field.value];
  field.value = "";
  const kept = await attempt(field, () => api("GET", `/uploads/${id}`));
  if (kept) await asking(state, renewed)[kind](kept);
}

/** The lecture becomes what it was, once it was told what that takes. */
export async function restoreRevision(button, state, renewed) {
  const path = `/lectures/${state.lecture}/revisions/${button.dataset.restore}`;
  const earlier = await attempt(button, () => api("GET", path));
  if (!earlier) return;
  const dialog = asking(state, renewed);
  dialog.show(say("restore_title", { when: button.dataset.when }), earlier.fragments_to_render, {
    path: `${path}/restore`,
    method: "POST",
    body: () => undefined,
    does: button.textContent,
  });
}

/** A file that was chosen there. */
export function exchangeFile(field, state, renewed) {
  const dialog = asking(state, renewed);
  const [file] = field.files;
  field.value = "";
  if (field.dataset.changeFile !== "picture") return dialog[field.dataset.changeFile](file);
  return dialog.picture(file, Number(field.dataset.slide));
}

function asking(state, renewed) {
  const dialog = document.getElementById("exchange");
  const [body, apply] = [part("body"), dialog.querySelector("[data-apply]")];
  const whole = `/lectures/${state.lecture}`;
  let found = null; // what was brought, once it was looked at and can be used

  function show(title, cost, { path = whole, method = "PATCH", body: wanted, ready = () => true, does = apply.dataset.apply }, ...shown) {
    dialog.querySelector("h2").textContent = title;
    apply.textContent = does;
    body.replaceChildren(...shown);
    for (const name of ["layouts", "name", "consent"]) part(name).hidden = true;
    part("cost").textContent = costs(cost);
    dialog.querySelector("[data-close]").onclick = () => dialog.close();
    apply.disabled = !ready();
    apply.onclick = async () => {
      if (await change(apply, state, method, path, wanted(), renewed)) dialog.close();
    };
    if (!dialog.open) dialog.showModal();
  }

  const agreed = () => part("agreed").checked && part("by").value.trim();
  const consent = () => ({ face: true, voice: true, stated_by: part("by").value.trim() });
  const consider = () => (apply.disabled = !(found && agreed()));

  /** `given`: a file, or an upload that is kept. */
  async function bring(kind, given, look, draw, wanted) {
    found = null;
    const bar = make("progress", { max: 1, value: 0, "aria-label": given.name });
    show(say(`exchange_${kind}`), kind, { body: () => ({ ...wanted(found), consent: consent() }), ready: () => false }, bar);
    part("consent").hidden = false;
    part("agreed").checked = false;
    part("by").value = facts().statedBy;
    part("consent").oninput = consider;
    await attempt(null, async () => {
      const view = given.id ? given : await upload(kind, given, { progress: (share) => (bar.value = share) });
      const see = async (area, size) => {
        found = null;
        body.replaceChildren(make("p", { class: "hint" }, say(`looking_${kind}`)));
        const seen = await look(view.id, area, size);
        const place = make("div", { class: "found" });
        const told = seen.error ? [make("p", { class: "error", role: "alert" }, `${seen.error.what} ${seen.error.remedy}`)] : [];
        body.replaceChildren(place, ...told, ...seen.warnings.map((warning) => make("p", { class: "warn" }, warning)));
        draw(place, seen, see);
        if (!seen.error) found = { id: view.id, seen, moved: Boolean(area) };
        consider();
      };
      await see();
    });
  }

  return {
    show,
    face: (file) =>
      bring(
        "face",
        file,
        lookAtPhoto,
        (place, seen, see) =>
          seen.picture && showPhoto(place, seen, (area, width, height) => attempt(null, () => see(area, seen.width ? seen : { width, height }))),
        ({ id, seen, moved }) => ({ face_upload: id, face_box: moved ? seen.box.join(",") : null }),
      ),
    voice: (file) =>
      bring("voice", file, lookAtPhoto, (place, seen) => seen.sound && showVoice(place, seen), ({ id }) => ({ voice_upload: id })),
    picture: (file, number) => {
      const sent = new FormData();
      sent.append("picture", file);
      const picture = make("img", { src: URL.createObjectURL(file), alt: file.name, class: "slide-large" });
      const path = `${whole}/slides/${number}`;
      show(say("exchange_picture", { number }), "slide", { path, body: () => sent }, picture);
    },
    layout: (now, number, path) => {
      const chosen = () => dialog.querySelector("[name=exchange-layout]:checked").value;
      const title = number ? say("exchange_slide_layout", { number }) : say("exchange_layout");
      show(title, number ? "slide_layout" : "layout", { path, body: () => ({ layout: chosen() || null }) });
      part("layouts").hidden = false;
      for (const one of part("layouts").querySelectorAll("label")) {
        one.hidden = one.dataset.of === (number ? "lecture" : "slide");
        one.querySelector("input").checked = one.querySelector("input").value === now;
      }
    },
    title: () => {
      const field = part("title-new");
      show(say("exchange_title"), "title", { body: () => ({ title: field.value.trim() || null }) });
      part("name").hidden = false;
      field.value = document.querySelector("#lecture h1").textContent;
      field.select();
    },
  };
}

/** What is made again, and about how long that takes where the engines' pace on this machine is known. */
function costs(of) {
  if (typeof of === "number") return of ? say("cost_fragments", { fragments: of }) : say("cost_none");
  const { fragments, slides, duration, facePace, speechPace } = facts();
  const told = say(`cost_${of}`, { fragments: Number(fragments), slides: Number(slides) });
  const pace = of === "voice" ? Number(facePace) + Number(speechPace) : of === "face" ? Number(facePace) : 0;
  return pace && Number(duration) ? `${told} ${say("cost_time", { time: lasting(pace * Number(duration)) })}` : told;
}

/** Pictures of slides are fetched when they come into view. */
export function showSlides() {
  const seen = new IntersectionObserver((entries) => {
    for (const { target } of entries.filter((entry) => entry.isIntersecting)) {
      target.src = target.dataset.src;
      seen.unobserve(target);
    }
  });
  for (const video of document.querySelectorAll("#change-slides video")) seen.observe(video);
}
