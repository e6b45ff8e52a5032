// A report: pointing at a span, or moving the keyboard to it, shows the event that it belongs to, and the other way round.
"use strict";

const text = document.getElementById("text");
const spans = [...document.querySelectorAll(".text .m[data-events]")];
const cards = new Map([...document.querySelectorAll(".card")].map((card) => [card.dataset.event, card]));
let kept = null;

function light(ids) {
  text.classList.toggle("has-focus", ids.length > 0);
  for (const span of spans) span.classList.toggle("is-on", span.dataset.events.split(" ").some((id) => ids.includes(id)));
  for (const [id, card] of cards) card.classList.toggle("is-on", ids.includes(id));
}
function reveal(id) {
  const card = cards.get(id), box = card?.getBoundingClientRect();
  if (box && (box.top < 0 || box.bottom > innerHeight) && matchMedia("(min-width: 62rem)").matches) card.scrollIntoView({block: "nearest"});
}
const idsOf = (span) => span.dataset.events.split(" ");
for (const span of spans) {
  span.addEventListener("pointerenter", () => light(idsOf(span)));
  span.addEventListener("pointerleave", () => light(kept ?? []));
  span.addEventListener("focus", () => { kept = idsOf(span); light(kept); reveal(kept[0]); });
  span.addEventListener("blur", () => { kept = null; light([]); });
}
for (const [id, card] of cards) {
  card.addEventListener("pointerenter", () => light([id]));
  card.addEventListener("pointerleave", () => light(kept ?? []));
  card.addEventListener("focusin", () => light([id]));
  card.addEventListener("focusout", () => light([]));
}
function arrive() {
  const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  target.classList.add("is-flash");
  if (target.dataset.events) light(idsOf(target));
  if (target.dataset.event) light([target.dataset.event]);
}
addEventListener("hashchange", arrive);
arrive();
