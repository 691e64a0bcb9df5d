// The voice sample: its waveform, length and sound; and its recording in the browser, with a text to read aloud.

import { clock, make, notify, say } from "./core.js";

const ENOUGH = 12; // seconds of a recording from which it is enough
const QUIET = 0.04; // levels, of 1
const LOUD = 0.95;

/** A voice that was listened to. */
export function showVoice(place, view) {
  const wave = make("canvas", { class: "wave", width: 960, height: 120, role: "img", "aria-label": say("waveform") });
  place.replaceChildren(
    wave,
    make("audio", { controls: true, preload: "metadata", src: view.sound }),
    make("p", { class: "hint" }, say("voice_length", { length: clock(view.seconds) })),
  );
  drawWave(wave, view.peaks);
}

function drawWave(canvas, peaks) {
  const pen = canvas.getContext("2d");
  const step = canvas.width / peaks.length;
  const most = Math.max(0.1, ...peaks);
  pen.fillStyle = getComputedStyle(canvas).color;
  peaks.forEach((peak, index) => {
    const height = Math.max(2, (peak / most) * canvas.height);
    pen.fillRect(index * step, (canvas.height - height) / 2, step * 0.62, height);
  });
}

/** Record in a dialog; the recording as a file, or null. */
export async function record(dialog) {
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: false, noiseSuppression: false } });
  } catch {
    notify(say("no_microphone"), "error");
    return null;
  }
  dialog.showModal();
  const stopMeter = meter(dialog, stream);
  const file = await takes(dialog, stream);
  stopMeter();
  for (const track of stream.getTracks()) track.stop();
  return file;
}

function takes(dialog, stream) {
  const [toggle, close] = [dialog.querySelector("[data-toggle]"), dialog.querySelector("[data-close]")];
  const recorder = new MediaRecorder(stream);
  const pieces = [];
  recorder.addEventListener("dataavailable", (event) => pieces.push(event.data));
  toggle.textContent = say("record_start");
  return new Promise((resolve) => {
    const finish = (wanted) => {
      toggle.onclick = close.onclick = null;
      const done = () => resolve(wanted ? named(pieces, recorder.mimeType) : null);
      if (recorder.state === "inactive") done();
      else {
        recorder.addEventListener("stop", done, { once: true });
        recorder.stop();
      }
      dialog.close();
    };
    toggle.onclick = () => {
      if (recorder.state === "recording") finish(true);
      else {
        recorder.start();
        dialog.dataset.began = String(performance.now());
        toggle.textContent = say("record_stop");
      }
    };
    close.onclick = () => finish(false);
    dialog.addEventListener("cancel", () => finish(false), { once: true });
  });
}

function named(pieces, kind) {
  const suffix = kind.includes("mp4") ? "m4a" : kind.includes("ogg") ? "ogg" : "webm";
  return new File(pieces, `${say("recording_name")}.${suffix}`, { type: kind });
}

/** Show how loud it is, and what to do about that. */
function meter(dialog, stream) {
  const [level, time] = [dialog.querySelector("meter"), dialog.querySelector(".time")];
  const said = dialog.querySelector("[role=status]");
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  delete dialog.dataset.began;
  let [loudest, running] = [0, true];
  const tell = (text) => said.textContent !== text && (said.textContent = text);
  const look = () => {
    if (!running) return;
    analyser.getFloatTimeDomainData(samples);
    const peak = samples.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
    loudest = Math.max(peak, loudest * 0.97); // falls slowly, so that pauses between words are no silence
    level.value = Math.min(1, peak);
    if (dialog.dataset.began) {
      const seconds = (performance.now() - Number(dialog.dataset.began)) / 1000;
      time.textContent = clock(Math.floor(seconds));
      if (peak >= LOUD) tell(say("loud"));
      else if (loudest < QUIET && seconds > 2) tell(say("quiet"));
      else tell(seconds < ENOUGH ? say("record_more", { n: Math.ceil(ENOUGH - seconds) }) : say("record_enough"));
    }
    requestAnimationFrame(look);
  };
  look();
  return () => {
    running = false;
    context.close();
  };
}
