// The photo with the box of its face, which can be dragged, or moved by keys, to another face.

import { api, make, say } from "./core.js";

const STEP = 0.02; // of the photo's width, for one press of an arrow key
const LEAST = 0.04; // of the photo's smaller side: the box stays at least this large

/** Show a photo that was looked at; `chosen` hears "left,top,right,bottom" in its pixels when the box was moved. */
export function showPhoto(place, view, chosen) {
  const picture = make("img", { src: view.picture, alt: "" });
  const box = make("button", { type: "button", class: "face-box", "aria-label": say("box") });
  const corner = make("span", { class: "face-corner", "aria-hidden": "true" });
  box.append(corner);
  const frame = make("div", { class: "photo" }, picture, box);
  const known = view.box.length === 4 && view.width > 0;
  place.replaceChildren(frame, make("p", { class: "hint" }, known ? say("box_hint") : say("box_where")));
  let area = known ? fractions(view) : [0.3, 0.2, 0.7, 0.7];
  const draw = () => {
    const [left, top, right, bottom] = area;
    Object.assign(box.style, { left: `${left * 100}%`, top: `${top * 100}%` });
    Object.assign(box.style, { width: `${(right - left) * 100}%`, height: `${(bottom - top) * 100}%` });
  };
  const settle = () => chosen(area, picture.naturalWidth, picture.naturalHeight);
  draw();
  drag(box, frame, corner, () => area, (next) => draw((area = within(next))), settle);
  let timer = 0;
  box.addEventListener("keydown", (event) => {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!way) return;
    event.preventDefault();
    const [x, y] = way.map((one) => one * STEP);
    const [left, top, right, bottom] = area;
    area = within(event.shiftKey ? [left, top, right + x, bottom + y] : [left + x, top + y, right + x, bottom + y]);
    draw();
    clearTimeout(timer);
    timer = setTimeout(settle, 700);
  });
}

const fractions = ({ box: [left, top, right, bottom], width, height }) => [
  left / width,
  top / height,
  right / width,
  bottom / height,
];

/** The area inside the photo, and large enough. */
function within([left, top, right, bottom]) {
  const [width, height] = [Math.max(LEAST, Math.min(1, right - left)), Math.max(LEAST, Math.min(1, bottom - top))];
  const [x, y] = [Math.max(0, Math.min(1 - width, left)), Math.max(0, Math.min(1 - height, top))];
  return [x, y, x + width, y + height];
}

function drag(box, frame, corner, now, move, settle) {
  box.addEventListener("pointerdown", (begun) => {
    begun.preventDefault();
    box.focus();
    box.setPointerCapture(begun.pointerId);
    const grows = begun.target === corner;
    const [left, top, right, bottom] = now();
    const { width, height } = frame.getBoundingClientRect();
    const onMove = (event) => {
      const [x, y] = [(event.clientX - begun.clientX) / width, (event.clientY - begun.clientY) / height];
      move(grows ? [left, top, right + x, bottom + y] : [left + x, top + y, right + x, bottom + y]);
    };
    const onUp = () => {
      box.removeEventListener("pointermove", onMove);
      if (String(now()) !== String([left, top, right, bottom])) settle();
    };
    box.addEventListener("pointermove", onMove);
    box.addEventListener("pointerup", onUp, { once: true });
    box.addEventListener("pointercancel", onUp, { once: true });
  });
}

/** Where the face is, by the service; `area` in fractions of the photo names another one. */
export function lookAtPhoto(id, area, size) {
  const pixels = area && size ? area.map((one, index) => Math.round(one * (index % 2 ? size.height : size.width))) : null;
  return api("POST", `/uploads/${id}/look`, pixels ? { face_box: pixels.join(",") } : {});
}
