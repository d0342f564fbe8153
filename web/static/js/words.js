/* Pointing at words on the picture of a page: dragging, or arrow keys with Shift. The words come from the server as a
   list box over the picture; the button "Use these words" sends the first and the last of them with the open form. */

const wordsOf = (list) => [...list.children];
const numberOf = (name, list) => Number(list.dataset[name] ?? 0);

const choose = (list, anchor, focus) => {
  const words = wordsOf(list);
  const low = Math.min(anchor, focus);
  const high = Math.max(anchor, focus);
  list.dataset.anchor = anchor;
  list.dataset.focus = focus;
  words.forEach((word, at) => {
    const chosen = String(at >= low && at <= high);
    if (word.getAttribute("aria-selected") !== chosen) word.setAttribute("aria-selected", chosen);
    word.classList.toggle("is-here", at === focus);
  });
  list.setAttribute("aria-activedescendant", words[focus].id);
  document.getElementById("point-words").textContent = words.slice(low, high + 1).map((word) => word.getAttribute("aria-label")).join(" ");
  const use = document.getElementById("point-use");
  use.value = `${list.dataset.action}:${low}:${high}`;
  use.disabled = false;
};

const show = (word) => word.scrollIntoView({ block: "nearest", inline: "nearest" });

const middle = (word) => ({ x: word.x.baseVal.value + word.width.baseVal.value / 2, y: word.y.baseVal.value + word.height.baseVal.value / 2 });
const sameLine = (one, other) => Math.abs(middle(one).y - middle(other).y) < one.height.baseVal.value / 2;

/* The word above or below: the nearest line in that direction, and in it the word nearest to the side. */
const vertical = (words, from, by) => {
  const here = middle(words[from]);
  const beyond = words.map((word, at) => ({ at, ...middle(word) })).filter((word) => by * (word.y - here.y) > words[from].height.baseVal.value / 2);
  if (beyond.length === 0) return from;
  const next = Math.min(...beyond.map((word) => Math.abs(word.y - here.y)));
  const line = beyond.filter((word) => Math.abs(Math.abs(word.y - here.y) - next) < 3);
  return line.reduce((best, word) => (Math.abs(word.x - here.x) < Math.abs(best.x - here.x) ? word : best)).at;
};

const endOfLine = (words, from, by) => {
  let at = from;
  while (words[at + by] && sameLine(words[at + by], words[from])) at += by;
  return at;
};

const MOVES = {
  ArrowRight: (words, at) => at + 1,
  ArrowLeft: (words, at) => at - 1,
  ArrowDown: (words, at) => vertical(words, at, 1),
  ArrowUp: (words, at) => vertical(words, at, -1),
  Home: (words, at) => endOfLine(words, at, -1),
  End: (words, at) => endOfLine(words, at, 1),
};

const stop = () => {
  document.getElementById("words")?.replaceChildren();
  const button = document.getElementById("point");
  button?.setAttribute("aria-pressed", "false");
  button?.focus({ preventScroll: true });
};

/* Before the desk's own keys, which would cancel a change on Escape or accept on "a". */
document.addEventListener("keydown", (event) => {
  const list = event.target.closest?.("[data-words]");
  if (!list || event.ctrlKey || event.metaKey || event.altKey) return;
  const words = wordsOf(list);
  if (event.key in MOVES && words.length > 0) {
    const at = Math.min(words.length - 1, Math.max(0, MOVES[event.key](words, numberOf("focus", list))));
    choose(list, event.shiftKey ? numberOf("anchor", list) : at, at);
    show(words[at]);
  } else if (event.key === "Enter" || event.key === " ") document.getElementById("point-use").click();
  else if (event.key === "Escape") stop();
  else return;
  event.preventDefault();
  event.stopPropagation();
}, true);

const pointed = (event) => {
  const list = event.target.closest?.("[data-words]");
  const word = list && event.target.closest("rect");
  return word ? { list, at: wordsOf(list).indexOf(word) } : null;
};

let dragging = false;
document.addEventListener("pointerdown", (event) => {
  const there = pointed(event);
  if (!there || event.button !== 0) return;
  event.preventDefault();
  event.target.releasePointerCapture?.(event.pointerId);
  dragging = true;
  there.list.focus({ preventScroll: true });
  choose(there.list, event.shiftKey ? numberOf("anchor", there.list) : there.at, there.at);
});
document.addEventListener("pointermove", (event) => {
  const there = dragging && pointed(event);
  if (there && there.at !== numberOf("focus", there.list)) choose(there.list, numberOf("anchor", there.list), there.at);
});
for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, () => { dragging = false; });

document.addEventListener("click", (event) => {
  if (event.target.closest?.("#point-stop")) stop();
});

/* "Point at words" once more ends it. */
document.addEventListener("htmx:confirm", (event) => {
  if (event.target.id !== "point" || !document.getElementById("word-list")) return;
  event.preventDefault();
  stop();
});

document.addEventListener("htmx:load", (event) => {
  const list = event.target.matches?.("[data-words]") ? event.target : null;
  if (!list || wordsOf(list).length === 0) return;
  document.getElementById("point")?.setAttribute("aria-pressed", "true");
  const start = numberOf("start", list);
  choose(list, start, start);
  list.focus({ preventScroll: true });
  show(wordsOf(list)[start]);
});
