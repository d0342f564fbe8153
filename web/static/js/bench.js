/* The page of a document beside its queue, and two texts beside the list of their changes: what is marked comes into view,
   and quotes are narrowed to what is selected. */

const scrollerOf = (part) => part.closest(".doc__page, .strip, .clauses, .queue__scroll, .rail");

/* Only the pane scrolls, never the page around it: the focus stays where it is. On a phone the page is the only one that
   scrolls; a term that has just been opened there is read from its head. */
const show = (part) => {
  const scroller = scrollerOf(part);
  const box = part.getBoundingClientRect();
  if (!scroller || scroller.scrollHeight <= scroller.clientHeight) {
    if (part === document.activeElement && box.top < 0) part.scrollIntoView({ block: "start" });
    return;
  }
  const frame = scroller.getBoundingClientRect();
  const isSeen = box.top >= frame.top && box.bottom <= frame.bottom;
  if (part.dataset.intoView === "nearest" && isSeen) return;
  scroller.scrollTop += box.top - frame.top - Math.max(0, (frame.height - box.height) / 2);
};

const showAll = (root) => root.querySelectorAll?.("[data-into-view]").forEach(show);
addEventListener("load", () => showAll(document));
document.addEventListener("htmx:load", (event) => showAll(event.target));

/* Beside the texts that are compared, the list of changes shows which one has the focus. */
document.addEventListener("focusin", (event) => {
  const clause = event.target.closest?.(".cl");
  if (!clause) return;
  document.querySelectorAll(".rail a[aria-current]").forEach((link) => link.removeAttribute("aria-current"));
  const link = document.querySelector(`.rail a[href="#${CSS.escape(clause.id)}"]`);
  if (!link) return;
  link.setAttribute("aria-current", "true");
  show(link);
});

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-narrow], [data-widen]");
  if (!button) return;
  const box = document.getElementById(button.dataset.narrow ?? button.dataset.widen);
  const selected = box.value.slice(box.selectionStart, box.selectionEnd).trim();
  if ("widen" in button.dataset) box.value = box.dataset.whole;
  else if (selected) box.value = selected;
  box.focus();
});
