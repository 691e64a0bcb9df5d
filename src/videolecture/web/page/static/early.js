// Buttons can be clicked, files and values be chosen as soon as they are seen, which is before the scripts that answer
// them run. What is done until then is kept, and done once more when all of them have begun. This runs at once, and is
// no module.
{
  const clicked = new Set();
  const chosen = new Map(); // fields, and what they held: a draft that is put back meanwhile undoes no choice
  const written = (field) => field.matches("textarea, input:is(:not([type]), [type=text])");

  const keepClick = (event) => {
    const button = event.target.closest("button");
    if (!button || button.form?.hasAttribute("action")) return; // a form that works without scripts
    event.preventDefault();
    event.stopImmediatePropagation();
    button.classList.add("busy");
    clicked.add(button);
  };

  const keepChoice = (event) => {
    const field = event.target;
    if (field.form?.hasAttribute("action")) return;
    event.stopImmediatePropagation();
    if (field.type === "file") field.closest("label")?.classList.add("busy");
    chosen.delete(field); // the order counts: of radio buttons the last one
    chosen.set(field, { value: field.value, checked: field.checked });
  };

  function chooseAgain(field, { value, checked }) {
    if (field.type === "file") field.closest("label")?.classList.remove("busy");
    else if (field.type === "checkbox" || field.type === "radio") field.checked = checked;
    else if (!written(field) || !field.value) field.value = value; // words of a draft are worth more than the first letters
    for (const type of ["input", "change"]) field.dispatchEvent(new Event(type, { bubbles: true }));
  }

  const kept = { click: keepClick, input: keepChoice, change: keepChoice };
  for (const [type, keep] of Object.entries(kept)) document.addEventListener(type, keep, true);
  document.addEventListener("DOMContentLoaded", async () => {
    // Modules may wait for something of their own after this event; importing one again waits for its end.
    const modules = [...document.querySelectorAll("script[type=module]")];
    await Promise.allSettled(modules.map((module) => import(module.src)));
    for (const [type, keep] of Object.entries(kept)) document.removeEventListener(type, keep, true);
    for (const [field, held] of chosen) chooseAgain(field, held);
    for (const button of clicked) {
      button.classList.remove("busy");
      button.click();
    }
  });
}
