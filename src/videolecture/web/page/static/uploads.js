// Files go to the service in pieces, and go on where they stopped: after a lost connection by themselves, after the page
// was closed when the same file is chosen again.

import { Refusal, Unreachable, api, headers, notify, reach, say } from "./core.js";

const PIECE = 4_000_000; // bytes of one request
const LONGEST_PAUSE = 15_000; // milliseconds between two tries without a connection

const pause = (milliseconds) =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    addEventListener("online", () => resolve(clearTimeout(timer)), { once: true });
  });

/** Do something until the service answers; what it refuses is raised. */
export async function persist(work, signal, waits = say("upload_waits")) {
  for (let wait = 500, told = false; ; wait = Math.min(wait * 2, LONGEST_PAUSE)) {
    try {
      return await work();
    } catch (error) {
      const passing = error instanceof Unreachable || (error instanceof Refusal && error.status >= 500);
      if (signal?.aborted || !passing) throw error;
      if (!told) notify(waits);
      told = true;
      await pause(wait);
    }
  }
}

async function send(id, offset, piece, signal) {
  const path = `/api/v1/uploads/${id}`;
  const further = { "Content-Type": "application/octet-stream", "Upload-Offset": String(offset) };
  const answer = await reach(path, { method: "PATCH", headers: headers(further), body: piece, signal });
  if (!answer.ok && answer.status !== 409) throw new Refusal(answer.status, await answer.json().catch(() => ({})));
  return answer.ok ? (await answer.json()).offset : (await api("GET", `/uploads/${id}`)).offset;
}

/** Bring a file, under its own name or another. `known` is what is there of it already; `progress` hears 0 to 1, `begun` the upload once it has an id. */
export async function upload(kind, file, { name = file.name, known = null, progress = () => {}, begun = () => {}, signal } = {}) {
  const same = known && known.name === name && known.bytes === file.size;
  let view = same ? await api("GET", `/uploads/${known.id}`).catch(() => null) : null;
  view ??= await persist(() => api("POST", "/uploads", { kind, name, bytes: file.size }), signal);
  begun(view);
  let offset = view.offset;
  while (offset < file.size) {
    progress(offset / file.size);
    offset = await persist(() => send(view.id, offset, file.slice(offset, offset + PIECE), signal), signal);
  }
  progress(1);
  return { ...view, offset };
}
