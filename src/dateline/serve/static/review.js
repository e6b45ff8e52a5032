// Reviewing without the mouse: one letter an action, as the buttons show. Letters typed into a field stay letters.
"use strict";

const correct = document.getElementById("correct"), opener = document.getElementById("open-correct");
opener?.addEventListener("click", () => {
  correct.hidden = !correct.hidden;
  opener.setAttribute("aria-expanded", String(!correct.hidden));
  if (!correct.hidden) correct.querySelector("select, input").focus();
});
addEventListener("keydown", (event) => {
  if (event.metaKey || event.ctrlKey || event.altKey) return;
  if (event.key === "Escape" && correct && !correct.hidden) { opener.click(); opener.focus(); return; }
  if (event.target.matches?.("input, select, textarea")) return;
  const control = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!control) return;
  event.preventDefault();
  control.click();
});
