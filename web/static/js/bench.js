/* The page of a document beside its queue: what is marked comes into view, and quotes are narrowed to what is selected. */

const scrollerOf = (part) => part.closest(".doc__page, .strip, .clauses, .queue__scroll");

/* Only the pane scrolls, never the page around it: the focus stays where it is. */
const show = (part) => {
  const scroller = scrollerOf(part);
  if (!scroller || scroller.scrollHeight <= scroller.clientHeight) return;
  const box = part.getBoundingClientRect();
  const frame = scroller.getBoundingClientRect();
  const isSeen = box.top >= frame.top && box.bottom <= frame.bottom;
  if (part.dataset.intoView === "nearest" && isSeen) return;
  scroller.scrollTop += box.top - frame.top - Math.max(0, (frame.height - box.height) / 2);
};

const showAll = (root) => root.querySelectorAll?.("[data-into-view]").forEach(show);
addEventListener("load", () => showAll(document));
document.addEventListener("htmx:load", (event) => showAll(event.target));

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-narrow], [data-widen]");
  if (!button) return;
  const box = document.getElementById(button.dataset.narrow ?? button.dataset.widen);
  const selected = box.value.slice(box.selectionStart, box.selectionEnd).trim();
  if ("widen" in button.dataset) box.value = box.dataset.whole;
  else if (selected) box.value = selected;
  box.focus();
});
