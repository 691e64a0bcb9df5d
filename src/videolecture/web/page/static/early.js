// Buttons can be clicked as soon as they are seen, which is before the scripts that answer them run. What is clicked
// until then is kept, and clicked once more when all of them have begun. This runs at once, and is no module.
{
  const early = new Set();

  const keep = (event) => {
    const button = event.target.closest("button");
    if (!button || button.form?.hasAttribute("action")) return; // a form that works without scripts
    event.preventDefault();
    event.stopImmediatePropagation();
    button.classList.add("busy");
    early.add(button);
  };

  document.addEventListener("click", keep, true);
  document.addEventListener("DOMContentLoaded", async () => {
    // Modules may wait for something of their own after this event; importing one again waits for its end.
    const modules = [...document.querySelectorAll("script[type=module]")];
    await Promise.allSettled(modules.map((module) => import(module.src)));
    document.removeEventListener("click", keep, true);
    for (const button of early) {
      button.classList.remove("busy");
      button.click();
    }
  });
}
